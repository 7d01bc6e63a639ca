"""Goals: made in a cycle, carried to the next, rated there, celebrated with clips as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.work.changes import Done
from vig_tool.work.opening import Library

KINDS = ("narrative", "scale", "count")


@dataclass(frozen=True, slots=True)
class Rating:
    """`value`: 0–10 for scale, a count per day for count, None for narrative (text only)."""

    id: UUID
    cycle_number: int
    value: int | None
    by: str
    text: str
    celebration: str
    clip_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    id: UUID
    family_id: UUID
    kind: str
    text: str
    target: int | None
    made_in: int
    ended_in: int | None
    ratings: tuple[Rating, ...]


def list_goals(lib: Library, family_id: UUID) -> list[Goal]:
    """By the cycle they were made in, then age."""
    raise NotImplementedError


def goals_of_cycle(lib: Library, cycle_id: UUID) -> list[Goal]:
    """Those that live in this cycle: made in it or before, and not ended before it."""
    raise NotImplementedError


def add_goal(lib: Library, cycle_id: UUID, *, kind: str, text: str, target: int | None = None) -> Done[Goal]:
    """A count goal needs a target (1–999 a day). Raises BadInput."""
    raise NotImplementedError


def correct_goal(lib: Library, goal_id: UUID, *, text: str | None = None, target: int | None = None) -> Done[Goal]:
    raise NotImplementedError


def end_goal(lib: Library, goal_id: UUID, *, cycle_id: UUID) -> Done[Goal]:
    """Reached or let go: it is not carried past this cycle."""
    raise NotImplementedError


def remove_goal(lib: Library, goal_id: UUID) -> Done[None]:
    raise NotImplementedError


def rate_goal(
    lib: Library,
    goal_id: UUID,
    *,
    cycle_id: UUID,
    value: int | None,
    by: str = "parent",
    text: str = "",
    celebration: str | None = None,
    clip_ids: tuple[UUID, ...] | None = None,
) -> Done[Goal]:
    """One rating per goal, cycle and rater (`by`: parent or guider); rating again corrects it. Raises BadInput (0–10 for scale, 0–999
    for count), Refused (goal not alive in that cycle)."""
    raise NotImplementedError
