"""The first pass: the film runs, and a tap makes a moment. Nothing to fill in, nothing gets the focus, the film never stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.screens.film_room.part import Part, Whole


class FirstPass(Part):
    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        room.side.palette_of_scheme.pressed.connect(self.tag)
        room.side.palette_of_scheme.star_pressed.connect(self.star)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"moment.tag": self._tag_by_key, "moment.star": self.star}

    def tag(self, principle: str) -> None:
        """One press marks a moment around the picture that is shown."""
        room = self.room
        if room.sheet is not None:
            moment = room.marking.tag(room.sheet.recording.id, at=room.stage.now, principle=principle)
            if moment is not None:
                room.side.palette_of_scheme.flash(principle)
                room.show_sheet(room.sheet.keeping(moment))

    def star(self) -> None:
        """The moment one stands in, or a new one around now."""
        room = self.room
        if room.sheet is None:
            return
        standing_in = room.sheet.to_star(room.stage.now)
        if standing_in is not None:
            moment = room.marking.turn_star(standing_in)
        else:
            moment = room.marking.star(room.sheet.recording.id, at=room.stage.now)
        if moment is not None:
            room.side.palette_of_scheme.flash("")
            room.show_sheet(room.sheet.keeping(moment))

    def _tag_by_key(self, place: int) -> None:
        principle = None if self.room.sheet is None else self.room.sheet.principle_of_key(str(place + 1))
        if principle is not None:
            self.tag(principle.id)
