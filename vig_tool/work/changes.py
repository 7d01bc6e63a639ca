"""What a use case changed, so that each screen can decide alone whether to reload."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """`kinds` are words of the design ("family", "cycle", "recording", "moment", "clip", "review", "goal", "setting"); `ids` what was
    touched."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: frozenset[UUID] = field(default_factory=frozenset)

    def touches(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The outcome of a use case: the new state, what changed, and for undoable ones the label shown beside Undo."""

    value: T
    changes: Changes
    label: str = ""
