"""Collects Python's garbage in the window's thread alone: a Qt object must not die in another, and Python collects wherever it is.

A timer that a worker thread's collection deleted would still be called by the window's, and the program with it would be gone.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 500
_YOUNG, _MIDDLE, _OLD = 700, 10, 20
"""As often as Python would: new things since the last time; collections of the younger ones since the last of the older ones."""


class Collector(QObject):
    """Belongs to the application. From here on nothing is collected but by its timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()  # what starting up brought stays anyway, and need not be looked through again and again
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """What is due, the youngest first."""
        young, middle, old = gc.get_count()
        if old > _OLD:
            gc.collect(2)
        elif middle > _MIDDLE:
            gc.collect(1)
        elif young > _YOUNG:
            gc.collect(0)
