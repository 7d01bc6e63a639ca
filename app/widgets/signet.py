"""The program's sign: the six shapes of the principles in a row, as they stand on the time line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.theme.shapes import SHAPES, paint_shape, usual_look
from app.theme.theme import theme_of
from app.theme.tokens import Size, Space


class Signet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(len(SHAPES) * (Size.ICON + Space.SMALL), Size.ICON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        for place in range(len(SHAPES)):
            colour, shape = usual_look(place)
            box = QRectF(place * (Size.ICON + Space.SMALL), 0, Size.ICON, Size.ICON)
            paint_shape(painter, shape, box, colour=colour, theme=theme)
