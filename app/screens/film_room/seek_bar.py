"""The seek bar: the whole film in one line, wherever the time line has been zoomed to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Role, Size, Space
from vig_tool.timing import Instant, Span


class SeekBar(QWidget):
    """`dragged(Instant)` while the handle is in hand, `sought(Instant)` where it is let go."""

    dragged = Signal(object)
    sought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._length_us = 1
        self._now_us = 0
        self._held_us: int | None = None
        self._damage: tuple[Span, ...] = ()
        self.setAccessibleName("Where in the film")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_length(self, length_us: int) -> None:
        self._length_us = max(1, length_us)
        self.update()

    def show_damage(self, spans: Sequence[Span], words: str) -> None:
        """Hatched places where the film cannot be seen as it was filmed; `words` say it."""
        self._damage = tuple(spans)
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()

    def set_now(self, now: Instant) -> None:
        before, self._now_us = self._x, now.us
        if abs(self._x - before) >= 0.5:
            self.update()

    @property
    def _x(self) -> float:
        edge = Space.SMALL
        us = self._now_us if self._held_us is None else self._held_us
        return edge + (self.width() - 2 * edge) * min(1.0, us / self._length_us)

    def at(self, x: float) -> Instant:
        edge = Space.SMALL
        part = (x - edge) / max(1, self.width() - 2 * edge)
        return Instant(round(min(max(part, 0.0), 1.0) * (self._length_us - 1)))

    def _hold(self, at: Instant) -> None:
        """The handle stays in the hand, whichever picture is shown meanwhile."""
        self._held_us = at.us
        self.update()
        self.dragged.emit(at)

    def sizeHint(self) -> QSize:
        return QSize(Size.CARD_WIDTH, theme_of(self).px(Size.TARGET))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hold(self.at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._hold(self.at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_us = None
            self.sought.emit(self.at(event.position().x()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, high, edge = self.height() / 2, Space.HAIR, Space.SMALL
        whole = QRectF(edge, middle - high / 2, self.width() - 2 * edge, high)
        painter.setBrush(theme.colour(Role.LINE))
        painter.drawRoundedRect(whole, high / 2, high / 2)
        painter.setBrush(theme.colour(Role.ACCENT))
        painter.drawRoundedRect(QRectF(whole.left(), whole.top(), self._x - edge, high), high / 2, high / 2)
        for span in self._damage:
            left = whole.left() + whole.width() * span.start.us / self._length_us
            wide = max(float(Space.HAIR), whole.width() * span.length_us / self._length_us)
            hatch = QBrush(theme.colour(Role.DANGER), Qt.BrushStyle.FDiagPattern)
            painter.fillRect(QRectF(left, middle - Space.SMALL, wide, 2 * Space.SMALL), hatch)
        painter.setBrush(theme.colour(Role.ACCENT))
        painter.drawEllipse(QPointF(self._x, middle), theme.px(Size.MARK) / 2, theme.px(Size.MARK) / 2)
