"""How a recording is looked at in the film room: turned, brighter, near to a face that is followed. The film itself is untouched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import BadInput
from vig_tool.jobs import Job
from vig_tool.library import recordings
from vig_tool.media.covering.covers import Box as Box
from vig_tool.media.covering.covers import Mark
from vig_tool.media.covering.covers import Seen as _Found
from vig_tool.media.covering.following import follow, without_margin
from vig_tool.timing import Instant, Span
from vig_tool.work.changes import Changes, Done
from vig_tool.work.films import stored_film
from vig_tool.work.opening import Library

TURNS: Final = (0, 90, 180, 270)
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Seeing:
    """turn: clockwise degrees (0, 90, 180, 270). brightness, contrast: -100 to 100, 0 is as filmed."""

    turn: int = 0
    brightness: int = 0
    contrast: int = 0


def read_seeing(lib: Library, recording_id: UUID) -> Seeing:
    """As it was left; as filmed where it was never set. Raises NotThere."""
    with lib.reading() as session:
        kept = dict(recordings.get(session, recording_id).seen)
    turn = kept.get("turn", 0)
    return Seeing(turn if turn in TURNS else 0, _level(kept.get("brightness")), _level(kept.get("contrast")))


def keep_seeing(lib: Library, recording_id: UUID, seeing: Seeing) -> Done[Seeing]:
    """From now on this recording is looked at so. Reviews and exports know nothing of it. Raises BadInput, NotThere."""
    if seeing.turn not in TURNS:
        raise BadInput("A picture can be turned by quarter turns only.")
    if max(abs(seeing.brightness), abs(seeing.contrast)) > MOST:
        raise BadInput(f"Brightness and contrast can be between -{MOST} and {MOST}.")
    wanted = {"turn": seeing.turn, "brightness": seeing.brightness, "contrast": seeing.contrast}
    with lib.reading() as session:
        kept = dict(recordings.get(session, recording_id).seen)
    if kept == kept | wanted:
        return Done(seeing, Changes())
    with lib.change("recording.looked_at") as unit:
        unit.about(recording_id)
        recordings.get(unit.session, recording_id).seen = kept | wanted
    return Done(seeing, Changes(frozenset({"seeing"}), frozenset({recording_id})))


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Where a face is in every picture of a stretch: `boxes` (n, 4) in parts of the upright picture (left, top, width, height); `sure`
    (n,) bool, whether it was followed there with certainty."""

    numbers: range
    boxes: NDArray[np.float64] = field(repr=False)
    sure: NDArray[np.bool_] = field(repr=False)

    def box(self, number: int) -> Box:
        """In a picture of the stretch."""
        return Box(*(float(part) for part in self.boxes[number - self.numbers.start]))


def follow_face(lib: Library, recording_id: UUID, *, at: Instant, box: Box, span: Span, job: Job | None = None) -> Stretch:
    """Follows what is in the box at `at` through the span, forwards and backwards. Every picture is decoded: in a thread of its own, and
    not for minutes at once. Raises BadInput (no picture inside), Refused (too long), Cancelled, NotThere, Damaged."""
    film = stored_film(lib, recording_id)
    track = follow(film.source, film.facts, film.index, span=span, marks=[Mark(at, box)], job=job)
    drawn = [without_margin(Box(*(float(part) for part in parts))).parts for parts in track.boxes]
    return Stretch(film.index.numbers(track.span), np.array(drawn), track.seen == _Found.SURE)


def _level(kept: object) -> int:
    return min(max(kept, -MOST), MOST) if isinstance(kept, int) else 0
