"""The exact pictures at either end of a span, shown in time where an engine is not certain which picture it delivers."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from vig_tool.timing import SECOND, FrameIndex


class Bridge(QObject):
    """due(number)   the picture to show now."""

    due = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index: FrameIndex | None = None
        self._numbers = range(0)
        self._from_us, self._since, self._rate = 0, 0.0, 1.0
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_time)

    @property
    def running(self) -> bool:
        return self._clock.isActive()

    def run(self, index: FrameIndex, shown: int, *, until: int, rate: float) -> None:
        """After picture `shown`, which is on the screen from now on, those up to and including `until`, each at its time."""
        self._index, self._numbers, self._rate = index, range(shown + 1, until + 1), rate
        self._from_us, self._since = int(index.times[shown]), time.monotonic()
        self._wait()

    def stop(self) -> None:
        self._clock.stop()

    def _wait(self) -> None:
        self._clock.stop()
        if self._index is not None and self._numbers:
            after_s = (int(self._index.times[self._numbers[0]]) - self._from_us) / SECOND / self._rate
            self._clock.start(max(0, round(1000 * (self._since + after_s - time.monotonic()))))

    @Slot()
    def _on_time(self) -> None:
        number, self._numbers = self._numbers[0], self._numbers[1:]
        self._wait()
        self.due.emit(number)
