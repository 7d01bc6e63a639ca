"""The clips chosen against what is usual, in words and a few small boxes: a hint, never a block."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Role, Size, Space
from app.widgets.plain import Words, row

_MOST_BOXES = 12


class Meter(QWidget):
    """Says "2 of 4, 14 s". More than usual is drawn in the warm colour; nothing is forbidden."""

    def __init__(self, words: str = "", *, count: int = 0, limit: int = 0) -> None:
        super().__init__()
        self._boxes = _Boxes()
        self._words = Words(tone="soft")
        row(self, self._boxes, self._words, space=Space.SMALL)
        self.show_count(words, count=count, limit=limit)

    def show_count(self, words: str, *, count: int, limit: int) -> None:
        self._words.say(words)
        self._boxes.show_count(count, limit)
        self.setAccessibleName(words)


class _Boxes(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._count = self._limit = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int, limit: int) -> None:
        self._count, self._limit = count, limit
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).px(Size.MARK)
        return QSize(min(max(self._count, self._limit), _MOST_BOXES) * (side + Space.HAIR), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(Size.MARK)
        for n in range(min(max(self._count, self._limit), _MOST_BOXES)):
            role = Role.WARM if n >= self._limit else Role.ACCENT
            painter.setPen(QPen(theme.colour(role if n < self._count else Role.SOFT_INK), Size.HAIRLINE))
            painter.setBrush(theme.colour(role) if n < self._count else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(n * (side + Space.HAIR), 0, side, side).adjusted(1, 1, -1, -1), 3, 3)
