"""What every button that paints itself has in common: hand, keys, and a new picture when the pointer comes and goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.theme.theme import Theme, theme_of


class PaintedButton(QAbstractButton):
    """Return presses it as Space does. Whoever inherits gives `sizeHint` and `paint`; `across` is how it fills the width."""

    def __init__(self, *, across: QSizePolicy.Policy = QSizePolicy.Policy.Preferred) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """As it looks now; edges are smooth."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, theme_of(self))
