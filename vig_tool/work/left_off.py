"""Where the film room was left, so that it is found again, also after a crash. Kept beside the trail and the history: nothing was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from vig_tool.errors import BadInput
from vig_tool.library import recordings
from vig_tool.timing import ZERO, Instant, Span
from vig_tool.work.opening import Library

_SLOWEST, _FASTEST = 25, 400


@dataclass(frozen=True, slots=True)
class Left:
    """at: the picture that was shown. stretch: what the time line showed, None for the whole film. moment: the selected one. fine: whether
    it was looked at in the fine pass. rate: percent of the film's speed."""

    at: Instant = ZERO
    stretch: Span | None = None
    moment: UUID | None = None
    fine: bool = False
    rate: int = 100


@dataclass(frozen=True, slots=True)
class LeftFilm:
    """Which film was looked at last."""

    family_id: UUID
    cycle_id: UUID
    recording_id: UUID


def read_left(lib: Library, recording_id: UUID) -> Left:
    """Where nothing was kept, or nothing that can be read: the beginning. Raises NotThere."""
    with lib.reading() as session:
        kept = dict(recordings.get(session, recording_id).left)
    try:
        return _left(kept)
    except (KeyError, TypeError, ValueError, BadInput):
        return Left()


def keep_left(lib: Library, recording_id: UUID, left: Left) -> None:
    """Quietly: no trail entry, no step to undo, nothing announced. A film that is gone is let be. Raises what a full disk raises."""
    kept = {
        "when": datetime.now(UTC).isoformat(),
        "at_us": left.at.us,
        "stretch": None if left.stretch is None else [left.stretch.start.us, left.stretch.end.us],
        "moment": None if left.moment is None else left.moment.hex,
        "fine": left.fine,
        "rate": left.rate,
    }
    with lib.aside() as session:
        recordings.set_left(session, recording_id, kept)


def last_left(lib: Library, *, cycle_id: UUID | None = None) -> LeftFilm | None:
    """The film that was left last, of all or of a cycle; None where none ever was."""
    with lib.reading() as session:
        found = [
            (str(recording.left["when"]), LeftFilm(family.id, cycle.id, recording.id))
            for recording, cycle, family in recordings.everywhere(session, cycle_id=cycle_id)
            if recording.left.get("when")
        ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _left(kept: dict[str, Any]) -> Left:
    stretch, moment = kept.get("stretch"), kept.get("moment")
    return Left(
        at=Instant(int(kept.get("at_us", 0))),
        stretch=None if stretch is None else Span.of_us(*(int(us) for us in stretch)),
        moment=None if moment is None else UUID(moment),
        fine=bool(kept.get("fine", False)),
        rate=min(max(int(kept.get("rate", 100)), _SLOWEST), _FASTEST),
    )
