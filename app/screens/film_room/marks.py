"""The sheet of a film as the time line wants it: lanes and marks."""

from __future__ import annotations

from app.screens.film_room.sheet import Sheet
from app.widgets.timeline.marks import Lane, Mark
from vig_tool.work.tagging import Moment, Scheme


def lanes_of(sheet: Sheet) -> tuple[Lane, ...]:
    return tuple(Lane(one.id, one.name, one.colour, one.shape) for one in sheet.principles)


class Marks:
    """Makes the marks of a sheet; a moment that is the very one of before keeps its mark."""

    def __init__(self) -> None:
        self._scheme: Scheme | None = None
        self._made: dict[int, tuple[Moment, Mark]] = {}

    def of(self, sheet: Sheet) -> tuple[Mark, ...]:
        held = self._made if self._scheme is sheet.scheme else {}
        self._scheme = sheet.scheme
        self._made = {id(moment): held.get(id(moment)) or (moment, _mark(sheet, moment)) for moment in sheet.moments}
        return tuple(mark for _, mark in self._made.values())


def _mark(sheet: Sheet, moment: Moment) -> Mark:
    return Mark(
        moment.id,
        moment.span,
        lanes=moment.principles,
        star=moment.star,
        private=moment.private,
        clip=moment.clip_id is not None,
        steps=tuple(step.at for step in moment.steps),
        words="\n".join(filter(None, (sheet.title_of(moment), f"{moment.span.start.text} – {moment.span.end.text}", moment.note))),
    )
