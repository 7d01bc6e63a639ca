"""Which marks are chosen: one that keys are about, and others beside it. Plain data; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Chosen:
    """`current` is one of `ids`, or None where nothing is chosen; a reach (Shift) goes from `anchor`."""

    ids: frozenset[UUID] = field(default_factory=frozenset)
    current: UUID | None = None
    anchor: UUID | None = None

    @classmethod
    def only(cls, mark_id: UUID | None) -> Chosen:
        return cls() if mark_id is None else cls(frozenset({mark_id}), mark_id, mark_id)

    @classmethod
    def several(cls, ids: Sequence[UUID]) -> Chosen:
        """In the order of the film; keys are about the first."""
        return cls(frozenset(ids), ids[0], ids[0]) if ids else cls()

    def with_current(self, mark_id: UUID | None) -> Chosen:
        """What was chosen stays chosen if `mark_id` is among it; else it alone is."""
        if mark_id is None or mark_id not in self.ids:
            return Chosen.only(mark_id)
        return self if mark_id == self.current else Chosen(self.ids, mark_id, mark_id)

    def turned(self, mark_id: UUID, order: Sequence[UUID]) -> Chosen:
        """With it, or without it where it was chosen; then keys are about the nearest before it. `order`: of the film."""
        if mark_id not in self.ids:
            return Chosen(self.ids | {mark_id}, mark_id, mark_id)
        left = [one for one in order if one in self.ids and one != mark_id]
        if not left:
            return Chosen()
        before = [one for one in order[: order.index(mark_id)] if one in left]
        current = self.current if self.current != mark_id else (before[-1] if before else left[0])
        return Chosen(frozenset(left), current, current)

    def reaching(self, mark_id: UUID, order: Sequence[UUID]) -> Chosen:
        """Everything from the anchor to `mark_id`, in the order of the film."""
        if self.anchor is None or self.anchor not in order or mark_id not in order:
            return Chosen.only(mark_id)
        first, last = sorted((order.index(self.anchor), order.index(mark_id)))
        return Chosen(frozenset(order[first : last + 1]), mark_id, self.anchor)

    def joined(self, ids: Sequence[UUID]) -> Chosen:
        """With these as well."""
        if not ids:
            return self
        current = self.current if self.current is not None else ids[0]
        return Chosen(self.ids | frozenset(ids), current, self.anchor or current)

    def kept_to(self, there: Container[UUID]) -> Chosen:
        """Without those that are gone."""
        held = frozenset(one for one in self.ids if one in there)
        if len(held) == len(self.ids):
            return self
        return Chosen(held, self.current if self.current in held else None, self.anchor if self.anchor in held else None)
