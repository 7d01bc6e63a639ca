"""The line under the picture: to the ends, one picture back and on, play, where one is, how fast and how loud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from app.screens.film_room.seek_bar import SeekBar
from app.screens.film_room.speed import RATES, rate_words
from app.screens.film_room.volume import Volume
from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Space, Text
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, IconButton, Words, row
from vig_tool.timing import ZERO, Instant


class Transport(QWidget):
    """Shows what it is told and asks by signals; it plays nothing."""

    asked = Signal(str)  # the id of an action: "play.toggle", "frame.back", …
    rate_asked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._now = ZERO
        self._length_us = 1
        self.to_start = self._button(Icon.TO_START, "To the beginning (Home)", "seek.start")
        self.back = self._button(Icon.FRAME_BACK, "One picture back (comma)", "frame.back")
        self.play = self._button(Icon.PLAY, "Play (Space)", "play.toggle")
        self.on = self._button(Icon.FRAME_ON, "One picture on (full stop)", "frame.forward")
        self.to_end = self._button(Icon.TO_END, "To the end (End)", "seek.end")
        for button in (self.back, self.on):
            button.setAutoRepeat(True)
        self.bar = SeekBar()
        self.time = Words(tone="lead")
        self.time.setAccessibleName("Time of the picture shown")
        self.length = Words(tone="soft")
        self.rate = Button(rate_words(1.0), kind="plain", tip="How fast it plays. L: faster each time, J: backwards, K: stop")
        self.rate.clicked.connect(self._offer_rates)
        self.volume = Volume()
        steps = (self.to_start, self.back, self.play, self.on, self.to_end)
        self._left, self._right = QWidget(), QWidget()
        row(self._left, *steps, self.bar, space=Space.HAIR).setStretch(len(steps), 1)
        self._line = row(self._right, None, self.time, self.length, self.rate, self.volume, space=Space.HAIR)
        self._both = row(self, self._left, self._right, space=Space.HAIR)
        self._both.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        self._both.setStretch(0, 1)
        Dressing(self, self._dress)

    def _button(self, meaning: Icon, tip: str, action: str) -> IconButton:
        return IconButton(meaning, tip, on_click=lambda: self.asked.emit(action))

    def add(self, widget: QWidget) -> None:
        """At the right end."""
        self._line.addWidget(widget)

    def show_length(self, length_us: int) -> None:
        self._length_us = length_us
        self.bar.set_length(length_us)
        self.length.say(f"/ {whole_seconds(length_us)}")

    def show_now(self, now: Instant) -> None:
        self._now = now
        self.time.say(now.text)
        self.bar.set_now(now)

    def show_playing(self, *, on: bool) -> None:
        self.play.show_icon(Icon.PAUSE if on else Icon.PLAY, "Stop on this picture (Space)" if on else "Play (Space)")

    def show_rate(self, rate: float) -> None:
        self.rate.setText(rate_words(rate))

    def _offer_rates(self) -> None:
        menu = QMenu(self)
        for rate in RATES:
            menu.addAction(rate_words(rate)).triggered.connect(lambda _on=False, rate=rate: self.rate_asked.emit(rate))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.rate.mapToGlobal(self.rate.rect().topLeft()) - QPoint(0, menu.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """With large text times and sound stand below the bar."""
        parts = [part.minimumSizeHint().width() for part in (self._left, self._right)]
        return QSize(max(parts) + 2 * Space.SMALL, super().minimumSizeHint().height())

    def _turn(self) -> None:
        needed = self._left.minimumSizeHint().width() + self._right.sizeHint().width() + 2 * Space.SMALL + Space.HAIR
        wanted = QBoxLayout.Direction.LeftToRight if self.width() >= needed else QBoxLayout.Direction.TopToBottom
        if self._both.direction() is not wanted:
            self._both.setDirection(wanted)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def _dress(self, theme: Theme) -> None:
        font = theme.font(Text.LEAD)
        self.time.setFont(font)
        self.time.setMinimumWidth(QFontMetrics(font).horizontalAdvance("0:00:00.00") + theme.px(Space.HAIR))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def whole_seconds(us: int) -> str:
    """A film's length without hundredths: "09:52"."""
    return Instant(us).text.rsplit(".", 1)[0]
