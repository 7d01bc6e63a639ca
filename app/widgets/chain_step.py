"""One step of a turn chain on the strip: a small picture, who and what under it, an arrow from the one before; and the next one to come."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QImage, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from app.theme.theme import Theme, theme_of
from app.theme.tokens import AROUND_PICTURE, Radius, Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton

Key = Qt.Key
_FAR = 1_000_000
_GROWS = 125
"""How large, in percent, pictures become with the letters."""
_WAYS: dict[int, int] = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Home: -_FAR, Key.Key_End: _FAR}
_ITS_KEYS = frozenset({*_WAYS, Key.Key_Delete, Key.Key_Return, Key.Key_Enter, Key.Key_Menu})


@dataclass(frozen=True, slots=True)
class ShownStep:
    """`words` as one says it: "Parent takes it in". `outside`: its picture is not between the moment's ends."""

    words: str
    time: str
    outside: bool = False


class _OnStrip(PaintedButton):
    """The place of the picture, the words under it, and an arrow before it where something comes before."""

    def __init__(self) -> None:
        super().__init__(across=QSizePolicy.Policy.Fixed)
        self.arrow = False

    @property
    def side(self) -> QSizeF:
        """Of the picture, in px."""
        wide = min(theme_of(self).px(Size.CHAIN_PICTURE), Size.CHAIN_PICTURE * _GROWS // 100)  # large letters must leave room for the film
        return QSizeF(wide, round(wide * 9 / 16))

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = QFontMetrics(theme.font(Text.SMALL))
        wide = max(self.side.width(), words.horizontalAdvance(self.text()) + Size.FOCUS) + 2 * Size.FOCUS
        high = self.side.height() + 3 * Size.FOCUS + words.height()
        return QSize(round(wide) + self._lead(theme), round(high))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def box(self) -> QRectF:
        """Where the picture stands."""
        lead = self._lead(theme_of(self))
        left = lead + (self.width() - lead - self.side.width()) / 2
        return QRectF(QPointF(left, Size.FOCUS), self.side)

    def paint_arrow(self, painter: QPainter, theme: Theme, *, role: Role) -> None:
        if not self.arrow:
            return
        middle, reach, head = self.box().center().y(), self._lead(theme), theme.px(Space.HAIR)
        end = QPointF(min(self.box().left() - head, float(reach + head)), middle)
        painter.setPen(QPen(theme.colour(role), Size.FOCUS, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawLine(QPointF(end.x() - reach + head, middle), end)
        painter.drawPolyline([end + QPointF(-head, -head), end, end + QPointF(-head, head)])

    def paint_words(self, painter: QPainter, theme: Theme, *, role: Role) -> None:
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(role))
        lead, top = self._lead(theme), round(self.box().bottom()) + Size.FOCUS
        painter.drawText(self.rect().adjusted(lead, top, 0, 0), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.text())

    def _lead(self, theme: Theme) -> int:
        return theme.px(Space.WIDE) if self.arrow else 0


class StepCard(_OnStrip):
    """`moved(by)`: left or right from here; `removed`; `menu_asked(where)` on the screen. Pressed by click or Return."""

    moved = Signal(int)
    removed = Signal()
    menu_asked = Signal(object)  # QPoint

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._step = ShownStep("", "")
        self.current = False

    @property
    def image(self) -> QImage:
        """Null while it is on its way."""
        return self._image

    def show_step(self, step: ShownStep, *, place: int, count: int, current: bool) -> None:
        self._step, self.arrow = step, place > 0
        self.current = current
        self.setText(step.words)
        self.setAccessibleDescription("Chosen" if current else "")
        outside = ", outside the moment’s ends" if step.outside else ""
        self.setAccessibleName(f"Step {place + 1} of {count}: {step.words}, at {step.time}{outside}")
        self.setToolTip(f"{step.words}\n{step.time}{outside}")
        self.updateGeometry()
        self.update()

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        box, on = self.box(), self.current
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.paint_arrow(painter, theme, role=Role.SOFT_INK)
        corners = QPainterPath()
        corners.addRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.save()
        painter.setClipPath(corners)
        painter.fillRect(box, theme.colour(Role.SUNK) if self._image.isNull() else QColor(AROUND_PICTURE))
        painter.setOpacity(0.45 if self._step.outside else 1)
        if not self._image.isNull():
            inside = QRectF(QPointF(), QSizeF(self._image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio))
            inside.moveCenter(box.center())
            painter.drawImage(inside, self._image)
        painter.restore()
        edge = Role.INK if self.hasFocus() else Role.ACCENT if on else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if on or self.hasFocus() else Size.HAIRLINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        self.paint_words(painter, theme, role=Role.INK if on else Role.SOFT_INK)

    def event(self, event: QEvent) -> bool:
        """Its keys are its own before they are the room's."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        its_own = not event.modifiers() and event.key() in _ITS_KEYS
        event.setAccepted(its_own)
        return its_own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = None if event.modifiers() else _WAYS.get(event.key())
        if by is not None:
            self.moved.emit(by)
        elif event.key() == Key.Key_Delete and not event.modifiers():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self.mapToGlobal(self.box().center().toPoint()) if by_key else event.globalPos())


class NextStep(_OnStrip):
    """What the next press of the key would add, and the key; by click as well."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        self.arrow = True

    def show_key(self, key: str) -> None:
        self._key = key
        self.show_words(self.text())

    def show_words(self, words: str) -> None:
        self.setText(words)
        said = f"Add a step at this picture: {words}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said} ({self._key})" if self._key else said)
        self.updateGeometry()
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        box = self.box()
        self.paint_arrow(painter, theme, role=Role.LINE)
        role = Role.ACCENT if self.hasFocus() else Role.SOFT_INK
        dashed = Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.colour(role), Size.FOCUS if self.hasFocus() else Size.HAIRLINE, dashed))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.setFont(theme.font(Text.LEAD))
        painter.setPen(theme.colour(Role.SOFT_INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key or "+")
        self.paint_words(painter, theme, role=Role.SOFT_INK)
