"""Holds a room in the window: what finds no place, as with large text, is scrolled to; the window never outgrows the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.theme.tokens import Size


class RoomHolder(QScrollArea):
    """As large as its room likes, smaller where it must be; Tab turns to whatever it reaches."""

    def __init__(self, room: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(room)
        self._room = room

    def sizeHint(self) -> QSize:
        return self._room.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(Size.COLUMN, Size.CHART_HEIGHT)
