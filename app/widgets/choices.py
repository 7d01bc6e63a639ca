"""Choosing: a tick box that is easily seen, and a row of words of which one is on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.theme.icons import Icon, picture
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import Button, row


class Check(PaintedButton):
    """A tick box with its words."""

    def __init__(self, words: str, *, on: bool = False) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(on)
        self.setText(words)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(theme.px(Size.ICON) + theme.px(Space.SMALL) * 2 + words + theme.px(Space.HAIR), theme.px(Size.TARGET))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        side, gap = theme.px(Size.ICON), theme.px(Space.HAIR)
        box = QRectF(gap, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        painter.setPen(QPen(theme.colour(Role.ACCENT if on else Role.SOFT_INK), 1.5))
        painter.setBrush(theme.colour(Role.ACCENT if on else Role.SURFACE))
        painter.drawRoundedRect(box, Space.HAIR, Space.HAIR)
        if on:
            painter.drawPixmap(box.toRect(), picture(Icon.TICK, theme, size=Size.ICON, role=Role.ON_ACCENT))
        painter.setFont(theme.font(Text.BODY))
        painter.setPen(theme.colour(Role.INK if self.isEnabled() else Role.SOFT_INK))
        words = self.rect().adjusted(gap + side + theme.px(Space.SMALL), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)


class Choice(QWidget):
    """One of a few words: `options` are (value, word). `none_allowed`: a second press takes the choice back ("")."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, none_allowed: bool = False) -> None:
        super().__init__()
        self._none_allowed = none_allowed
        self._group = QButtonGroup(self)
        self._group.setExclusive(not none_allowed)
        self.buttons = {key: Button(word) for key, word in options}
        for key, button in self.buttons.items():
            button.setCheckable(True)
            self._group.addButton(button)
            button.clicked.connect(lambda on=False, key=key: self._clicked(key, on=on))
        row(self, *self.buttons.values(), None, space=Space.HAIR)
        self.set_value(value)

    @property
    def value(self) -> str:
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Without sending `chosen`."""
        for key, button in self.buttons.items():
            button.setChecked(key == value)

    def _clicked(self, key: str, *, on: bool) -> None:
        if self._none_allowed:
            self.set_value(key if on else "")
        self.chosen.emit(self.value)
