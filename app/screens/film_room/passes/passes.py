"""Both passes as one part of the room: they share the keys and the selected moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.screens.film_room.part import Part, Whole
from app.screens.film_room.passes.fine import FinePass
from app.screens.film_room.passes.first import FirstPass
from app.screens.film_room.passes.left import LeftOff
from app.screens.film_room.passes.selected import Selected
from app.screens.film_room.sheet import Sheet


class Passes(Part):
    """`first` while the film runs, `fine` afterwards; `selected` in both, and where one was is found again."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self.selected = Selected(room)
        self.fine = FinePass(room)
        self.first = FirstPass(room, self.fine)
        left = LeftOff(room, self.fine)
        self._parts: tuple[Part, ...] = (left, self.selected, self.first, self.fine)  # where it was left is kept before anything goes

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {key: do for part in self._parts for key, do in part.handlers().items()}

    def allows(self) -> frozenset[str]:
        return frozenset().union(*(part.allows() for part in self._parts))

    def film_opened(self) -> None:
        for part in self._parts:
            part.film_opened()

    def film_put_away(self) -> None:
        for part in self._parts:
            part.film_put_away()

    def sheet_shown(self, sheet: Sheet) -> None:
        for part in self._parts:
            part.sheet_shown(sheet)
