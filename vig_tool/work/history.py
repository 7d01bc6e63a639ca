"""Undo and redo: each edit knows its inverse and its label, as data in the library."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.library import history
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Steps:
    """What Undo and Redo would do now; empty where there is nothing."""

    undo: str
    redo: str


def steps(lib: Library, family_id: UUID) -> Steps:
    with lib.reading() as session:
        return Steps(*history.labels(session, family_id))


def undo(lib: Library, family_id: UUID) -> Done[str]:
    """Takes back the family's latest edit; the value is its label. Raises Refused where there is none or the thing has changed since."""
    taken = history.undo(lib, family_id)
    return Done(taken.label, Changes.of(taken.changes), taken.label)


def redo(lib: Library, family_id: UUID) -> Done[str]:
    """Does again what was undone last; the value is its label. Raises Refused likewise."""
    taken = history.redo(lib, family_id)
    return Done(taken.label, Changes.of(taken.changes), taken.label)
