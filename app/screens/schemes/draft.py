"""A scheme while it is changed: plain data, no widget, no library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from vig_tool.work.schemes import COLOURS, KEYS, SHAPES, Principle, Scheme, brought_back_to, retired_from

_LEAD_US, _LAG_US = 3_000_000, 2_000_000
_NEW = "new-"


@dataclass(frozen=True, slots=True)
class Draft:
    """`saved`: what is in force; `now`: what it shall be."""

    saved: Scheme
    now: Scheme

    @classmethod
    def of(cls, scheme: Scheme) -> Draft:
        return cls(scheme, scheme)

    @property
    def changed(self) -> bool:
        return self.now != self.saved

    def is_new(self, principle_id: str) -> bool:
        """Added in this draft, so it may go without a trace."""
        return self.saved.held(principle_id) is None

    def changing(self, principle_id: str, **values: object) -> Draft:
        def other(one: Principle) -> Principle:
            if one.id != principle_id:
                return one
            fresh: Principle = replace(one, **values)  # type: ignore[arg-type]
            follows = "name" in values and "short" not in values and one.short == one.name
            return replace(fresh, short=fresh.name) if follows else fresh

        now = replace(self.now, principles=tuple(map(other, self.now.principles)), retired=tuple(map(other, self.now.retired)))
        return replace(self, now=now)

    def changing_scheme(self, **values: str) -> Draft:
        return replace(self, now=replace(self.now, **values))  # type: ignore[arg-type]

    def adding(self) -> tuple[Draft, str]:
        """With one more code, with a key and a mark that are free; and its id for now."""
        every = (*self.now.principles, *self.now.retired)
        number = next(n for n in range(1, len(every) + 2) if all(one.id != f"{_NEW}{n}" for one in every))
        taken, keys = {(one.colour, one.shape) for one in every}, {one.key for one in self.now.principles}
        marks = [(COLOURS[n % len(COLOURS)], SHAPES[(n + n // len(COLOURS)) % len(SHAPES)]) for n in range(len(COLOURS) * len(SHAPES))]
        colour, shape = next((mark for mark in marks if mark not in taken), marks[0])
        key = next((key for key in KEYS if key not in keys), "")
        made = Principle(f"{_NEW}{number}", "", "", key, colour, shape, "", "", _LEAD_US, _LAG_US)
        return replace(self, now=replace(self.now, principles=(*self.now.principles, made))), made.id

    def retiring(self, principle_id: str) -> Draft:
        """One that was only just added goes altogether."""
        if self.is_new(principle_id):
            kept = tuple(one for one in self.now.principles if one.id != principle_id)
            return replace(self, now=replace(self.now, principles=kept))
        return replace(self, now=retired_from(self.now, principle_id))

    def bringing_back(self, principle_id: str) -> Draft:
        return replace(self, now=brought_back_to(self.now, principle_id))

    def moving(self, principle_id: str, by: int) -> Draft:
        """Earlier (-1) or later (1) in the palette; at an end it stays."""
        held = list(self.now.principles)
        place = next((n for n, one in enumerate(held) if one.id == principle_id), None)
        if place is None or not 0 <= place + by < len(held):
            return self
        held.insert(place + by, held.pop(place))
        return replace(self, now=replace(self.now, principles=tuple(held)))

    def becoming(self, scheme: Scheme) -> Draft:
        """As it was in another edition; what came since is retired when this is saved."""
        return replace(self, now=scheme)

    def named(self, id_for: Callable[[str, tuple[str, ...]], str]) -> Draft:
        """New codes get ids after their names: `id_for(name, ids taken)`."""
        taken = [one.id for one in (*self.now.principles, *self.now.retired) if not self.is_new(one.id)]
        draft = self
        for one in self.now.principles:
            if self.is_new(one.id) and one.id.startswith(_NEW):
                fresh = id_for(one.name, tuple(taken))
                taken.append(fresh)
                draft = draft.changing(one.id, id=fresh)
        return draft
