"""Exact pictures of films for cards and clip ends: made in tasks, one after the other, the newest wish first, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.rooms import Desk
from app.video.film import image_of
from vig_tool.jobs import Job
from vig_tool.timing import Instant, Span
from vig_tool.work import playing

_KEPT = 48


@dataclass(frozen=True, slots=True)
class Wanted:
    """The picture on the screen at `at`."""

    recording_id: UUID
    at: Instant


def first_of(recording_id: UUID, span: Span) -> Wanted:
    return Wanted(recording_id, span.start)


def last_of(recording_id: UUID, span: Span) -> Wanted:
    """The last picture inside: what is on the screen just before the end."""
    return Wanted(recording_id, span.end.shifted(-1))


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
            picture = playing.picture_at(library, wanted.recording_id, at=wanted.at)
            image = image_of(picture.rgb)
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
