"""Undo and redo: each edit knows its inverse and its label, as data in the library."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.work.changes import Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Steps:
    """What Undo and Redo would do now; empty where there is nothing."""

    undo: str
    redo: str


def steps(lib: Library, family_id: UUID) -> Steps:
    raise NotImplementedError


def undo(lib: Library, family_id: UUID) -> Done[str]:
    """Takes back the family's latest edit; the value is its label. Raises Refused where there is none or the thing has changed since."""
    raise NotImplementedError


def redo(lib: Library, family_id: UUID) -> Done[str]:
    raise NotImplementedError
