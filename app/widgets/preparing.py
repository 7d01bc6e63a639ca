"""The quiet sign in the header that films are being prepared: how many are left, and a word to pause it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.background import Preparing
from app.theme.tokens import Space
from app.widgets.plain import Button, Words, row

AFTER_MS = 1500
"""What is done sooner is not worth a word."""

_WHY = (
    "Small pictures for the time line, the shape of the sound, and copies that play smoothly are made beside your work. "
    "Films can be watched and tagged without them."
)


class PreparingSign(QWidget):
    pause_asked = Signal()
    go_on_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Words(tone="quiet")
        self.words.setToolTip(_WHY)
        self.button = Button("Pause", kind="plain", on_click=self._press)
        self._preparing = Preparing()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(AFTER_MS)
        self._clock.timeout.connect(self.show)
        row(self, self.words, self.button, space=Space.HAIR)
        self.hide()

    def show_preparing(self, preparing: Preparing) -> None:
        self._preparing = preparing
        if not preparing.films:
            self._clock.stop()
            self.hide()
            return
        self.words.say(f"Films to prepare: {preparing.films}" if preparing.paused else f"Preparing films: {preparing.films} left")
        self.button.setText("Go on" if preparing.paused else "Pause")
        self.button.setAccessibleName("Go on preparing films" if preparing.paused else "Pause preparing films")
        if self.isHidden() and not self._clock.isActive():
            self._clock.start()

    def _press(self) -> None:
        if self._preparing.paused:
            self.go_on_asked.emit()
        else:
            self.pause_asked.emit()
