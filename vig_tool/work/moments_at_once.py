"""Moving moments about: one or several, in one step that one Undo takes back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import finding, moments, recordings
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.timing import FrameIndex, Instant, Span
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library


def move_moments(lib: Library, spans: Mapping[UUID, Span]) -> Done[int]:
    """Puts each where its span says, snapped up to pictures. The steps of a chain go with it, each as far from the beginning as before; a
    best picture that was inside and no longer is, is none any more; a clip made from a moment stays where it is. The value is how many were
    elsewhere before; where none was, nothing happens. Raises BadInput (no picture inside), Refused (several families), NotThere."""
    if not spans:
        raise BadInput("No moment is chosen.")
    with lib.reading() as session:
        families = finding.families_of(session, spans)
        if sum(families.values()) < len(spans):
            raise NotThere("One of these moments is no longer in the library.", advice="Nothing was changed.")
        if len(families) > 1:
            raise Refused("These moments are of several families.", advice="Move those of one family at a time.")
        held = finding.named(session, spans)
        indexes = {film: lib.indexes.of(recordings.get(session, film)) for film in {moment.recording_id for moment in held}}
        wanted = {moment.id: indexes[moment.recording_id].snap_span(spans[moment.id]) for moment in held}
        moved = [moment.id for moment in held if wanted[moment.id] != Span.of_us(moment.start_us, moment.end_us)]
    label = "Move the moment" if len(moved) == 1 else f"Move {len(moved)} moments"
    if not moved:
        return Done(0, Changes(), label)
    with lib.change("moments.moved", scope=next(iter(families)), label=label) as unit:
        for moment in finding.named(unit.session, moved):
            _put(unit.session, moment, wanted[moment.id], indexes[moment.recording_id])
    return Done(len(moved), Changes.of(unit.changes), label)


def _put(session: Session, moment: rows.Moment, span: Span, index: FrameIndex) -> None:
    was, still = range(moment.start_us, moment.end_us), moment.still_us
    if still is not None and still in was and Instant(still) not in span:
        moment.still_us = None
    by_us = span.start.us - moment.start_us
    moment.start_us, moment.end_us = span.start.us, span.end.us
    if moment.steps and by_us:
        steps = [rows.MomentStep(at_us=_carried(step.at_us + by_us, index), actor=step.actor, role=step.role) for step in moment.steps]
        moments.set_steps(session, moment, steps)


def _carried(us: int, index: FrameIndex) -> int:
    """The picture nearest to a time that may lie outside the film."""
    at = Instant(min(max(0, us), index.end_us))
    number = index.shown_at(at)
    after = min(number + 1, len(index) - 1)
    nearest = min((number, after), key=lambda one: abs(index.time(one).us - at.us))
    return index.time(nearest).us
