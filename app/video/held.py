"""Holds pictures back for as long as their sound takes on its way to the ear, so that both come together."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot


class Held(QObject):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[float, Callable[[], None]]] = deque()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._go_on)

    def pass_on(self, what: Callable[[], None], *, after_s: float) -> None:
        """In order; at once where there is nothing to wait for."""
        if after_s <= 0 and not self._waiting:
            what()
            return
        self._waiting.append((time.monotonic() + after_s, what))
        if not self._clock.isActive():
            self._go_on()

    def clear(self) -> None:
        self._waiting.clear()
        self._clock.stop()

    @Slot()
    def _go_on(self) -> None:
        while self._waiting:
            left_s = self._waiting[0][0] - time.monotonic()
            if left_s > 0:
                self._clock.start(max(1, round(1000 * left_s)))
                return
            self._waiting.popleft()[1]()
