"""Running backwards, slowly: which picture is due when, going back from where it began."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vig_tool.timing import FrameIndex, Instant

_RATES = (0.25, 0.5, 1.0)
_BEAT_MS = 33


class Reverse(QObject):
    """due(number)   the picture to show now; never before the first one allowed."""

    due = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index: FrameIndex | None = None
        self._first = self._number = 0
        self._from_us, self._since = 0, 0.0
        self._gear = -1
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    @property
    def running(self) -> bool:
        return self._beat.isActive()

    def faster(self, index: FrameIndex, number: int, first: int) -> None:
        """Begin at picture `number`, or go on from there one gear up."""
        self._gear = min(self._gear + 1, len(_RATES) - 1)
        self._index, self._first, self._number = index, first, number
        self._from_us, self._since = index.time(number).us, time.monotonic()
        self._beat.start()

    def stop(self) -> None:
        self._gear = -1
        self._beat.stop()

    @Slot()
    def _on_beat(self) -> None:
        if self._index is None:
            return
        gone_us = round((time.monotonic() - self._since) * _RATES[self._gear] * 1_000_000)
        number = max(self._first, self._index.shown_at(Instant(max(0, self._from_us - gone_us))))
        if number == self._number:
            return
        self._number = number
        self.due.emit(number)
        if number == self._first:
            self.stop()
