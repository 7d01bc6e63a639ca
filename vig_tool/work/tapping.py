"""The first pass over a film: a tap marks, another one while the moment is open extends it, a key held marks exactly."""

from __future__ import annotations

from uuid import UUID

from vig_tool.errors import Refused
from vig_tool.library import models as rows
from vig_tool.library import moments, recordings
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import tagging
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library
from vig_tool.work.tagging import STAR_LAG_US, Moment, Principle

_LONGEST_LAG_US = 60 * SECOND


def tap_moment(lib: Library, recording_id: UUID, *, at: Instant, principle: str) -> Done[Moment]:
    """A new moment around `at`; or, where one of this principle is open (`at` is inside it, or no farther behind its end than the
    principle's lag), that one goes on to `at` and the lag.

           lead  tap lag    tap lag
          |=====|===|- - - - |===|        one moment

    Raises BadInput for an unknown principle.
    """
    opened, code = _open(lib, recording_id, principle, at)
    if opened is not None and code is not None:
        return _go_on(lib, opened, at.shifted(code.lag_us), label=f"Go on with “{code.name}”")
    return tagging.tag_moment(lib, recording_id, at=at, principle=principle)


def tap_star(lib: Library, recording_id: UUID, *, at: Instant) -> Done[Moment]:
    """As `tap_moment`, of starred moments without a principle; a moment of a principle that goes on at `at` gets the star instead."""
    with lib.reading() as session:
        here = moments.open_at(session, recording_id, at.us)
        opened = moments.open_with(session, recording_id, "", at_us=at.us, lag_us=STAR_LAG_US)
    if opened is not None and (here is None or here.id == opened.id):
        return _go_on(lib, opened, at.shifted(STAR_LAG_US), label="Go on with the star")
    return tagging.star_moment(lib, recording_id, at=at)


def mark_exactly(lib: Library, moment_id: UUID, *, span: Span) -> Done[Moment]:
    """The key that made or extended it was held: it is as long as that. Raises BadInput (no picture inside), NotThere."""
    return tagging.change_moment(lib, moment_id, span=span, label="Mark as long as the key was held")


def nudge_moment(lib: Library, moment_id: UUID, *, start_frames: int = 0, end_frames: int = 0) -> Done[Moment]:
    """Moves the ends by whole pictures (negative: earlier). Raises Refused where no picture would be left or the film ends, NotThere."""
    held = tagging.read_moment(lib, moment_id)
    index = _index(lib, held.recording_id)
    pictures = index.numbers(held.span)
    start, end = pictures.start + start_frames, pictures.stop + end_frames
    if start < 0:
        raise Refused("The film begins here.")
    if end > len(index):
        raise Refused("The film ends here.")
    if end <= start:
        raise Refused("A moment needs at least one picture.")
    return tagging.change_moment(lib, moment_id, span=Span(index.time(start), index.time(end)))


def _open(lib: Library, recording_id: UUID, principle: str, at: Instant) -> tuple[rows.Moment | None, Principle | None]:
    """The scheme is asked only where a moment is near: most taps are of something new, and a tap must be quick."""
    with lib.reading() as session:
        if moments.open_with(session, recording_id, principle, at_us=at.us, lag_us=_LONGEST_LAG_US) is None:
            return None, None
        code = next((one for one in tagging.scheme_for(lib, recording_id).principles if one.id == principle), None)
        lag_us = 0 if code is None else code.lag_us
        return moments.open_with(session, recording_id, principle, at_us=at.us, lag_us=lag_us), code


def _go_on(lib: Library, opened: rows.Moment, to: Instant, *, label: str) -> Done[Moment]:
    """Never shorter than it was, never beyond the film; always with the picture tapped at."""
    index = _index(lib, opened.recording_id)
    end = max(Instant(opened.end_us), index.snap(min(to, index.end)))
    return tagging.change_moment(lib, opened.id, span=Span(Instant(opened.start_us), end), label=label)


def _index(lib: Library, recording_id: UUID) -> FrameIndex:
    with lib.reading() as session:
        return lib.indexes.of(recordings.get(session, recording_id))
