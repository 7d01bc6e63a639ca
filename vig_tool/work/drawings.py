"""Arrows and circles on a moment's pictures: the guider's own, seen in the film room only. No review and no export holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from vig_tool.errors import BadInput, NotThere
from vig_tool.library import families, moments, recordings
from vig_tool.library import models as rows
from vig_tool.timing import Instant
from vig_tool.work import tagging
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library
from vig_tool.work.tagging import STAR_LAG_US, STAR_LEAD_US, Drawing, Moment

ARROW: Final = "arrow"
CIRCLE: Final = "circle"
SHAPES: Final = (ARROW, CIRCLE)

_WORDS = {ARROW: "an arrow", CIRCLE: "a circle"}
_THE_WORDS = {ARROW: "the arrow", CIRCLE: "the circle"}
_FINE = 10_000
_LEAST = 0.01


def keep_drawing(lib: Library, moment_id: UUID, drawing: Drawing) -> Done[Moment]:
    """With the picture shown at `drawing.at`, which need not be inside the moment. Raises BadInput (unknown shape, beyond the picture or
    too small, after the film's end), NotThere."""
    with lib.reading() as session:
        moment = moments.get(session, moment_id)
        made = _made(lib, moment.recording_id, drawing)
    return _change(lib, moment_id, lambda kept: [*kept, made], label=f"Draw {_WORDS[drawing.shape]}")


def draw_on_new(lib: Library, recording_id: UUID, drawing: Drawing) -> Done[Moment]:
    """Where no moment is meant: a starred one is made around the picture, with the drawing in it. Raises as `keep_drawing`."""
    with lib.reading() as session:
        recording = recordings.get(session, recording_id)
        family_id = families.cycle(session, recording.cycle_id).family_id
        index = lib.indexes.of(recording)
    made = _made(lib, recording_id, drawing)
    at = Instant(made["at_us"])
    number = index.shown_at(at)
    start = min(index.snap(at.shifted(-STAR_LEAD_US)), index.time(number))
    end = max(index.snap(min(at.shifted(STAR_LAG_US), index.end)), index.time(number + 1))
    label = f"Draw {_WORDS[drawing.shape]}"
    with lib.change("moment.added", scope=family_id, label=label) as unit:
        moment = rows.Moment(recording_id=recording_id, start_us=start.us, end_us=end.us, star=True, drawings=[made])
        unit.session.add(moment)
        moments.set_principles(unit.session, moment, [])
        unit.about(moment.id)
    return Done(tagging.read_moment(lib, moment.id), Changes.of(unit.changes), label)


def put_drawing(lib: Library, moment_id: UUID, drawing: Drawing, *, to: Drawing) -> Done[Moment]:
    """Elsewhere, or otherwise. Raises as `keep_drawing`; NotThere where the moment has no such drawing."""
    with lib.reading() as session:
        made = _made(lib, moments.get(session, moment_id).recording_id, to)
    held = _plain(drawing)
    return _change(lib, moment_id, lambda kept: _replaced(kept, held, [made]), label=f"Move {_THE_WORDS[to.shape]}")


def remove_drawing(lib: Library, moment_id: UUID, drawing: Drawing) -> Done[Moment]:
    """Raises NotThere where the moment has no such drawing."""
    held = _plain(drawing)
    return _change(lib, moment_id, lambda kept: _replaced(kept, held, []), label=f"Remove {_THE_WORDS.get(drawing.shape, 'the drawing')}")


def _made(lib: Library, recording_id: UUID, drawing: Drawing) -> dict[str, Any]:
    if drawing.shape not in SHAPES:
        raise BadInput(f"“{drawing.shape}” cannot be drawn.", advice=f"Use one of: {', '.join(SHAPES)}.")
    if any(not 0 <= part <= 1 for part in (*drawing.start, *drawing.end)):
        raise BadInput("That is beyond the picture.")
    if max(abs(one - other) for one, other in zip(drawing.start, drawing.end, strict=True)) < _LEAST:
        raise BadInput("That is too small.", advice="Draw it larger.")
    with lib.reading() as session:
        index = lib.indexes.of(recordings.get(session, recording_id))
    if drawing.at >= index.end:
        raise BadInput("There is no picture at this time.", advice=f"The film is {index.end.text} long.")
    return _plain(drawing) | {"at_us": index.time(index.shown_at(drawing.at)).us}


def _plain(drawing: Drawing) -> dict[str, Any]:
    start, end = ([round(part * _FINE) / _FINE for part in point] for point in (drawing.start, drawing.end))
    return {"at_us": drawing.at.us, "shape": drawing.shape, "start": start, "end": end}


def _replaced(kept: list[dict[str, Any]], held: dict[str, Any], by: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if held not in kept:
        raise NotThere("This drawing is no longer there.")
    place = kept.index(held)
    return [*kept[:place], *by, *kept[place + 1 :]]


def _change(lib: Library, moment_id: UUID, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], *, label: str) -> Done[Moment]:
    with lib.reading() as session:
        family_id = moments.cycle_of_recording(session, moments.get(session, moment_id).recording_id).family_id
    with lib.change("moment.changed", scope=family_id, label=label) as unit:
        moment = moments.get(unit.session, moment_id)
        moment.drawings = change(list(moment.drawings))
        unit.about(moment_id)
    return Done(tagging.read_moment(lib, moment_id), Changes.of(unit.changes), label)
