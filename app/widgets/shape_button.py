"""A principle's shape as a small switch: on, it is filled; off, only its outline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size
from app.widgets.painted_button import PaintedButton


class ShapeButton(PaintedButton):
    """32 px; its name is in the tip and for screen readers."""

    def __init__(self, name: str, *, colour: str, shape: str) -> None:
        super().__init__(across=QSizePolicy.Policy.Fixed)
        self._colour = colour
        self._shape = shape
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        side = theme_of(self).px(Size.TARGET)
        return QSize(side, side)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.ACCENT_SOFT) if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, Radius.CONTROL, Radius.CONTROL)
        side = theme.px(Size.MARK)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_shape(painter, self._shape, box, colour=self._colour, theme=theme, hollow=not self.isChecked())
