"""The sheet of a film as the time line wants it: lanes and marks."""

from __future__ import annotations

from app.screens.film_room.sheet import Sheet
from app.widgets.timeline.marks import Lane, Mark


def lanes_of(sheet: Sheet) -> tuple[Lane, ...]:
    return tuple(Lane(one.id, one.name, one.colour, one.shape) for one in sheet.scheme.principles)


def marks_of(sheet: Sheet) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            moment.id,
            moment.span,
            lanes=moment.principles,
            star=moment.star,
            private=moment.private,
            clip=moment.clip_id is not None,
            words="\n".join(filter(None, (sheet.title_of(moment), f"{moment.span.start.text} – {moment.span.end.text}", moment.note))),
        )
        for moment in sheet.moments
    )
