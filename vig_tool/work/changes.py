"""What a use case changed, so that each screen can decide alone whether to reload."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")

_WORDS = {"person": "family", "consent": "family", "programme_in_use": "family", "celebration": "goal", "scheme_edition": "scheme"}
"""Rows that a screen knows only as a part of something else."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`kinds` are words of the design ("family", "cycle", "recording", "moment", "clip", "review", "goal", "scheme", "setting"); `ids`
    what was touched."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: frozenset[UUID] = field(default_factory=frozenset)

    @classmethod
    def of(cls, things: Iterable[tuple[str, UUID]]) -> Changes:
        """From what a unit of work touched."""
        held = list(things)
        return cls(frozenset(_WORDS.get(kind, kind) for kind, _ in held), frozenset(thing_id for _, thing_id in held))

    def touches(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The outcome of a use case: the new state, what changed, and for undoable ones the label shown beside Undo."""

    value: T
    changes: Changes
    label: str = ""
