"""The moments that are played one after the other, and how far films must be open for it. Plain data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from vig_tool.work.finding import Found


@dataclass(frozen=True, slots=True)
class Queue:
    """`place` is the one that plays, or is waited for."""

    items: tuple[Found, ...]
    place: int = 0

    @classmethod
    def of(cls, found: Sequence[Found]) -> Queue:
        return cls(tuple(found))

    @property
    def now(self) -> Found:
        return self.items[self.place]

    def at(self, place: int) -> Queue | None:
        """None where there is none."""
        return Queue(self.items, place) if 0 <= place < len(self.items) else None

    def run(self, opened: Collection[UUID]) -> tuple[Found, ...]:
        """From here on as many as can be played without opening another film."""
        run: list[Found] = []
        for one in self.items[self.place :]:
            if one.placed.recording_id not in opened:
                break
            run.append(one)
        return tuple(run)

    def next_to_open(self, opened: Collection[UUID]) -> UUID | None:
        """The first film from here on that is not open yet."""
        films = (one.placed.recording_id for one in self.items[self.place :])
        return next((film for film in films if film not in opened), None)

    def past_film(self) -> Queue | None:
        """The first one of another film."""
        here = self.now.placed.recording_id
        later = (n for n in range(self.place, len(self.items)) if self.items[n].placed.recording_id != here)
        return self.at(next(later, len(self.items)))

    @property
    def words(self) -> str:
        return f"{self.place + 1} of {len(self.items)}"
