"""Where the face is that the guider drew a box round: followed piece by piece in the background, always a little ahead of the film."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.rooms import Desk
from app.tasks import Task
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work.looking import Box, Stretch, follow_face

_FIRST_US, _PIECE_US, _BACK_US = 2 * SECOND, 5 * SECOND, 3 * SECOND
_AHEAD_US, _BEHIND_US = 12 * SECOND, 2 * SECOND
_AWAY_US = 8 * SECOND
"""So far beside what is known, the face may still be on its way to be known."""
_BLINK = 15
"""So many pictures in which it is not sure are looked over: a hand before the face, a blurred turn."""


class Stand(Enum):
    """What is known of a picture."""

    THERE = "there"
    COMING = "coming"
    LOST = "lost"
    BESIDE = "beside"


class Known:
    """Box and certainty for every picture of one film, as far as it was followed from one drawing. Plain data."""

    def __init__(self, index: FrameIndex, start: int, box: Box) -> None:
        self._index = index
        self._boxes: NDArray[np.float32] = np.zeros((len(index), 4), np.float32)
        self._sure = np.zeros(len(index), np.bool_)
        self._boxes[start], self._sure[start] = box.parts, True
        self.numbers = range(start, start + 1)

    def learn(self, stretch: Stretch) -> None:
        """One that touches what is known, or overlaps it."""
        numbers = stretch.numbers
        self._boxes[numbers.start : numbers.stop] = stretch.boxes
        self._sure[numbers.start : numbers.stop] = stretch.sure
        self.numbers = range(min(self.numbers.start, numbers.start), max(self.numbers.stop, numbers.stop))

    def sure(self, number: int) -> bool:
        return bool(self._sure[number])

    def box(self, number: int) -> Box:
        return Box(*(float(part) for part in self._boxes[number]))

    def stand(self, number: int) -> tuple[Stand, Box | None]:
        """The box where it is there; for a blink the one before."""
        known = self.numbers
        if number in known:
            near = range(number, max(known.start, number - _BLINK) - 1, -1)
            seen = next((one for one in near if self._sure[one]), None)
            return (Stand.LOST, None) if seen is None else (Stand.THERE, self.box(seen))
        edge = known.stop - 1 if number >= known.stop else known.start
        away_us = abs(self._index.time(number).us - self._index.time(edge).us)
        if away_us > _AWAY_US:
            return Stand.BESIDE, None
        return (Stand.LOST, None) if self.ends_lost(ahead=number >= known.stop) else (Stand.COMING, None)

    def ends_lost(self, *, ahead: bool) -> bool:
        """Whether it was not seen any more at this end, so that there is nothing to go on from."""
        known = self.numbers
        last = range(max(known.start, known.stop - _BLINK), known.stop) if ahead else known[:_BLINK]
        return not self._sure[last.start : last.stop].any()

    def next_piece(self, number: int) -> _Piece | None:
        """What to follow next while picture `number` is shown: first what comes, then what was. None: enough for now."""
        index, known, now_us = self._index, self.numbers, self._index.time(number).us
        if known.stop < len(index) and index.time(known.stop).us - now_us < _AHEAD_US and not self.ends_lost(ahead=True):
            start = next(one for one in reversed(known) if self._sure[one])
            length_us = _FIRST_US if len(known) == 1 else _PIECE_US
            end_us = index.time(known.stop).us + length_us
            return _Piece(start, Span(index.time(start), min(Instant(end_us), index.end)))
        if known.start > 0 and now_us - index.time(known.start).us < _BEHIND_US and not self.ends_lost(ahead=False):
            start = next(one for one in known if self._sure[one])
            return _Piece(start, Span(index.time(known.start).shifted(-_BACK_US), index.time(start + 1)))
        return None


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    span: Span


class Following(QObject):
    """One face at a time.

    learned     more is known than before
    failed(x)   it cannot be followed on (UserError); what is known stays
    """

    learned = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._recording: UUID | None = None
        self._known: Known | None = None
        self._index: FrameIndex | None = None
        self._task: Task | None = None
        self._round = 0
        self._gave_up = False

    @property
    def on(self) -> bool:
        return self._known is not None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def begin(self, recording_id: UUID, index: FrameIndex, *, number: int, box: Box) -> None:
        """From a box drawn on picture `number`."""
        self.stop()
        self._recording, self._index, self._known = recording_id, index, Known(index, number, box)
        self._gave_up = False
        self.look(number)

    def stop(self) -> None:
        """Nothing is followed any more; what is being followed ends in its own time."""
        self._round += 1
        self._known = self._index = self._recording = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def look(self, number: int) -> tuple[Stand, Box | None]:
        """While this picture is shown; sees to it that what comes next is followed."""
        if self._known is None:
            return Stand.BESIDE, None
        stand, box = self._known.stand(number)
        if stand is not Stand.BESIDE:
            self._go_on(number)
        return stand, box

    def _go_on(self, number: int) -> None:
        known, recording, index = self._known, self._recording, self._index
        if known is None or recording is None or index is None or self._task is not None or self._gave_up:
            return
        piece = known.next_piece(number)
        if piece is None:
            return
        library, at, box, turn = self._desk.library, index.time(piece.start), known.box(piece.start), self._round

        def work(job: Job) -> tuple[int, Stretch]:
            return turn, follow_face(library, recording, at=at, box=box, span=piece.span, job=job)

        self._task = self._desk.tasks.run(work, done=self._came, failed=self._failed)

    def _came(self, outcome: tuple[int, Stretch]) -> None:
        turn, stretch = outcome
        if turn == self._round and self._known is not None:
            self._task = None
            self._known.learn(stretch)
            self.learned.emit()

    def _failed(self, trouble: BaseException) -> None:
        if self.sender() is not self._task:
            return
        self._task, self._gave_up = None, True
        if not isinstance(trouble, UserError):
            raise trouble
        self.failed.emit(trouble)


FOLLOWED: Final = (Stand.THERE, Stand.COMING)
"""Where the view stays near."""
