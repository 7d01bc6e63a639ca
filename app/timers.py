"""Timers as the program uses them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def one_shot(parent: QObject, ms: int, over: Callable[[], None]) -> QTimer:
    """Not started; `over` is called once, so many milliseconds after each `start`."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(over)
    return timer
