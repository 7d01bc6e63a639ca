"""What stands in the palette: a button for each principle, and the heading of a group of them that folds."""

from __future__ import annotations

import html
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from app.theme.icons import Icon, picture
from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton

_FLASH_MS = 350


@dataclass(frozen=True, slots=True)
class Principle:
    """What a button shows. `definition` and `example` say when to use it; those of one `group` stand together; `key` "": click only."""

    id: str
    name: str
    key: str
    colour: str
    shape: str
    definition: str = ""
    example: str = ""
    group: str = ""
    reach: str = ""


class PrincipleButton(PaintedButton):
    """As high as its palette says. Lights up for a moment when its key or a click marked something. F1 asks what it means."""

    explained = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, principle: Principle, *, meaning: Icon | None = None) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self.principle = principle
        self._meaning = meaning
        self._high = int(Size.TARGET_PRINCIPLE)
        self._lit = QTimer(self)
        self._lit.setSingleShot(True)
        self._lit.setInterval(_FLASH_MS)
        self._lit.timeout.connect(self.update)
        self.setText(principle.name)
        self.setToolTip(_tip(principle))
        self.setAccessibleName(f"{principle.name}, key {principle.key}" if principle.key else principle.name)
        self.setAccessibleDescription(f"{principle.definition} {principle.example}".strip())

    def flash(self) -> None:
        self._lit.start()
        self.update()

    def set_height(self, high: int) -> None:
        """In px at 100 %."""
        if high != self._high:
            self._high = high
            self.updateGeometry()

    def width_needed(self) -> int:
        """With its name whole."""
        theme = theme_of(self)
        words = QFontMetricsF(theme.font(Text.BODY)).horizontalAdvance(self.text())
        return round(words) + 2 * theme.px(Size.ICON) + 4 * theme.px(Space.MEDIUM) + Space.HAIR

    def sizeHint(self) -> QSize:
        return QSize(self.width_needed(), theme_of(self).px(self._high))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.TARGET_PRINCIPLE) * 2, theme.px(self._high))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        lit = self._lit.isActive() or self.isDown()
        edge = Role.ACCENT if lit or self.hasFocus() else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if self.hasFocus() or lit else Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT if lit else Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)
        side, gap = theme.px(Size.ICON), theme.px(Space.MEDIUM)
        mark = QRectF(gap, (self.height() - side) / 2, side, side)
        if self._meaning is None:
            paint_shape(painter, self.principle.shape, mark, colour=self.principle.colour, theme=theme)
        else:
            painter.drawPixmap(mark.toRect(), picture(self._meaning, theme, size=Size.ICON, role=Role.WARM))
        key = QRectF(self.width() - gap - side, (self.height() - side) / 2, side, side)
        if self.principle.key:
            painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
            painter.setBrush(theme.colour(Role.SUNK))
            painter.drawRoundedRect(key.adjusted(-1, -1, 1, 1), Space.HAIR, Space.HAIR)
            painter.setFont(theme.font(Text.SMALL))
            painter.setPen(theme.colour(Role.SOFT_INK))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self.principle.key)
        painter.setFont(theme.font(Text.BODY))
        painter.setPen(theme.colour(Role.INK if self.isEnabled() else Role.SOFT_INK))
        words = QRectF(mark.right() + gap, 0, key.left() - mark.right() - 2 * gap, self.height())
        shown = QFontMetricsF(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def event(self, event: QEvent) -> bool:
        """F1 belongs to the button first, before the list of keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.explained.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self.mapToGlobal(self.rect().center()) if by_key else event.globalPos())


class GroupHeading(PaintedButton):
    """A group's name. Pressed, its buttons fold away or come back; their keys work all the same."""

    def __init__(self, name: str) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self.setText(name)
        self.setCheckable(True)
        self.toggled.connect(self._say)
        self._say()

    @property
    def folded(self) -> bool:
        return self.isChecked()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = QFontMetricsF(theme.font(Text.SMALL, bold=True)).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(Size.TARGET) * 2, theme.px(Size.TARGET))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.TARGET) * 2, theme.px(Size.TARGET))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.hasFocus() or self.underMouse():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.SUNK))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)
        side = theme.px(Space.LARGE)
        box = QRectF(theme.px(Space.MEDIUM), (self.height() - side) / 2, side, side).toRect()
        painter.drawPixmap(box, picture(Icon.FRAME_ON if self.folded else Icon.OPENED, theme, size=Space.LARGE, role=Role.SOFT_INK))
        painter.setFont(theme.font(Text.SMALL, bold=True))
        painter.setPen(theme.colour(Role.SOFT_INK))
        room = self.rect().adjusted(box.right() + theme.px(Space.MEDIUM), 0, -theme.px(Space.SMALL), 0)
        shown = QFontMetricsF(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _say(self) -> None:
        self.setAccessibleName(f"{self.text()}, {'folded' if self.folded else 'open'}")
        self.setToolTip("Show this group" if self.folded else "Fold this group away")


def _tip(principle: Principle) -> str:
    """As rich text, so that long sentences are broken into lines."""
    head = f"{principle.name} ({principle.key})" if principle.key else principle.name
    parts = [f"<b>{html.escape(head)}</b>", html.escape(principle.definition)]
    if principle.example:
        parts.append(f"<i>{html.escape(principle.example)}</i>")
    return "<qt>" + "<br>".join(filter(None, parts)) + "</qt>"
