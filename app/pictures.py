"""Exact pictures of films for cards and clip ends: made in tasks, one after the other, the newest wish first, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.rooms import Desk
from app.video.film import image_of
from vig_tool.jobs import Job
from vig_tool.timing import Instant
from vig_tool.work import covering, playing
from vig_tool.work.clips import Clip
from vig_tool.work.opening import Library

_KEPT = 48


@dataclass(frozen=True, slots=True)
class Wanted:
    """The picture on the screen at `at`. `clip`: with everything covered that this clip covers; `dress` differs where that does."""

    recording_id: UUID
    at: Instant
    clip: UUID | None = None
    dress: str = ""


def first_of(clip: Clip) -> Wanted:
    return _of(clip, clip.span.start)


def best_of(clip: Clip) -> Wanted:
    """The best picture of its moment; where none was chosen, or it is not inside, the first."""
    return _of(clip, clip.still or clip.span.start)


def last_of(clip: Clip) -> Wanted:
    """The last picture inside: what is on the screen just before the end."""
    return _of(clip, clip.span.end.shifted(-1))


def _of(clip: Clip, at: Instant) -> Wanted:
    return Wanted(clip.recording_id, at, clip.id, clip.dress) if clip.covers else Wanted(clip.recording_id, at)


def _seen(library: Library, wanted: Wanted) -> NDArray[np.uint8]:
    if wanted.clip is not None:
        return covering.picture_of_clip(library, wanted.clip, at=wanted.at).rgb
    return playing.picture_at(library, wanted.recording_id, at=wanted.at).rgb


class Pictures(QObject):
    """`came(Wanted, QImage)` for each picture wished for, at most `width` px wide. Wishes not begun are dropped when newer ones come."""

    came = Signal(object, object)

    def __init__(self, desk: Desk, width: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._width = width
        self._kept: OrderedDict[Wanted, QImage] = OrderedDict()
        self._waiting: list[Wanted] = []
        self._busy = False

    def kept(self, wanted: Wanted) -> QImage | None:
        return self._kept.get(wanted)

    def want(self, wishes: Iterable[Wanted]) -> None:
        """Those at hand are sent at once; the others follow."""
        self._waiting = []
        for wanted in dict.fromkeys(wishes):
            image = self._kept.get(wanted)
            if image is None:
                self._waiting.append(wanted)
            else:
                self._kept.move_to_end(wanted)
                self.came.emit(wanted, image)
        self._go_on()

    def forget(self) -> None:
        """No wish is left open: the room is left."""
        self._waiting = []

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        wanted, library, width = self._waiting.pop(0), self._desk.library, self._width

        def work(_job: Job) -> tuple[Wanted, QImage]:
            image = image_of(_seen(library, wanted))
            small = image.width() > width
            return wanted, image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation) if small else image

        self._desk.tasks.run(work, done=self._came, failed=self._failed)

    def _came(self, outcome: tuple[Wanted, QImage]) -> None:
        wanted, image = outcome
        self._busy = False
        self._kept[wanted] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.came.emit(wanted, image)
        self._go_on()

    def _failed(self, trouble: BaseException) -> None:
        self._busy = False
        self._waiting = []
        self._desk.notices.trouble(trouble)
