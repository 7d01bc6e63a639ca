"""Boxes drawn on a film's picture by mouse or keys: what is covered, or what the view comes near to. Lies over a `VideoView`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Role, Size, Space
from app.video.view import VideoView

Parts = tuple[float, float, float, float]
"""Left, top, width and height in parts of the picture."""

_STEP, _LEAST = 0.01, 0.02
_FIRST: Parts = (0.4, 0.35, 0.2, 0.3)
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_MOVE, _SIZE, _NEW = "move", "size", "new"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One box shown. `round`: an oval; `unsure`: dashed and warm."""

    id: str
    parts: Parts
    round: bool = True
    unsure: bool = False


class DrawOn(QWidget):
    """A press on a box takes hold of it, elsewhere it begins a new one; arrow keys move the chosen one, with Shift they size it.

    drawn(parts)       a new box was drawn, or moved before it was settled (the draft)
    moved(id, parts)   a box that was there was put elsewhere
    """

    drawn = Signal(object)
    moved = Signal(str, object)

    def __init__(self, view: VideoView, name: str) -> None:
        super().__init__(view)
        self._view = view
        self._boxes: tuple[Drawn, ...] = ()
        self._draft: Parts | None = None
        self._chosen = ""
        self._held: tuple[str, str, QPointF, Parts] | None = None
        self._live: Parts | None = None
        self._round = True
        self.setAccessibleName(name)
        self.setAccessibleDescription("Drag to draw. Arrow keys move the box, with Shift they change its size.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        view.installEventFilter(self)
        self.resize(view.size())

    @property
    def draft(self) -> Parts | None:
        """Drawn, but not settled yet."""
        return self._draft

    @property
    def chosen(self) -> str:
        """The id of the box that keys move; "" for the draft."""
        return self._chosen

    def show_boxes(self, boxes: Sequence[Drawn]) -> None:
        self._boxes = tuple(boxes)
        known = [box.id for box in boxes]
        if self._chosen not in known:
            self._chosen = known[0] if known and self._draft is None else ""
        self.update()

    def choose(self, box_id: str) -> None:
        self._chosen = box_id
        self.update()

    def draw_round(self, *, on: bool) -> None:
        self._round = on
        self.update()

    def set_draft(self, parts: Parts | None) -> None:
        self._draft, self._chosen = parts, "" if parts is not None or not self._boxes else self._boxes[0].id
        self.update()

    def begin(self) -> None:
        """A box in the middle, for those who draw with keys."""
        self.set_draft(_FIRST)
        self.setFocus()
        self.drawn.emit(_FIRST)

    # Hands

    def _place(self) -> QRectF:
        return QRectF(self._view.picture_rect)

    def _box(self, parts: Parts) -> QRectF:
        place = self._place()
        x, y, w, h = parts
        return QRectF(place.x() + x * place.width(), place.y() + y * place.height(), w * place.width(), h * place.height())

    def _point(self, where: QPointF) -> tuple[float, float]:
        place = self._place()
        x, y = (where.x() - place.x()) / max(1.0, place.width()), (where.y() - place.y()) / max(1.0, place.height())
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _grip(self, where: QPointF) -> tuple[str, str, Parts] | None:
        """What of which box is under the pointer."""
        all_boxes = [("", self._draft)] if self._draft is not None else []
        for box_id, parts in [*all_boxes, *((box.id, box.parts) for box in reversed(self._boxes))]:
            box = self._box(parts)
            reach = Space.SMALL + Size.FOCUS
            corner = box.bottomRight() - where
            if abs(corner.x()) <= reach and abs(corner.y()) <= reach:
                return _SIZE, box_id, parts
            if box.contains(where):
                return _MOVE, box_id, parts
        return None

    def _settle(self, box_id: str, parts: Parts) -> None:
        if box_id:
            self.moved.emit(box_id, parts)
        else:
            self._draft, self._chosen = parts, ""
            self.drawn.emit(parts)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        where = event.position()
        grip = self._grip(where)
        x, y = self._point(where)
        kind, box_id, parts = grip if grip is not None else (_NEW, "", (x, y, 0.0, 0.0))
        self._held, self._live, self._chosen = (kind, box_id, where, parts), parts, box_id
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._held is None:
            grip = self._grip(where)
            shapes = {_SIZE: Qt.CursorShape.SizeFDiagCursor, _MOVE: Qt.CursorShape.SizeAllCursor}
            self.setCursor(Qt.CursorShape.CrossCursor if grip is None else shapes[grip[0]])
            return
        kind, _, start, parts = self._held
        (x0, y0), (x1, y1) = self._point(start), self._point(where)
        x, y, w, h = parts
        if kind == _MOVE:
            self._live = _inside((x + x1 - x0, y + y1 - y0, w, h))
        elif kind == _SIZE:
            self._live = _inside((x, y, max(_LEAST, w + x1 - x0), max(_LEAST, h + y1 - y0)))
        else:
            self._live = (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, live = self._held, self._live
        self._held = self._live = None
        if held is None or live is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if min(live[2], live[3]) >= _LEAST and (held[0] == _NEW or live != held[3]):
            self._settle(held[1], live)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _WAYS.get(Qt.Key(event.key()))
        parts = self._draft if self._chosen == "" else next((box.parts for box in self._boxes if box.id == self._chosen), None)
        if way is None or parts is None:
            super().keyPressEvent(event)
            return
        x, y, w, h = parts
        right, down = way[0] * _STEP, way[1] * _STEP
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            changed = _inside((x, y, max(_LEAST, w + right), max(_LEAST, h + down)))
        else:
            changed = _inside((x + right, y + down, w, h))
        if self._chosen:  # what is settled is copied to the draft first: it is followed anew only when asked
            self._boxes = tuple(Drawn(b.id, changed, b.round, b.unsure) if b.id == self._chosen else b for b in self._boxes)
            self.update()
            if not event.isAutoRepeat():
                self._settle(self._chosen, changed)
        else:
            self._settle("", changed)

    def event(self, event: QEvent) -> bool:
        """The arrow keys are the box's, not the room's, while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _WAYS:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self.resize(self._view.size())
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return self._view.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        held = self._held[1] if self._held is not None else None
        for box in self._boxes:
            parts = self._live if held == box.id and self._live is not None else box.parts
            self._paint(painter, parts, round_=box.round, role=Role.WARM if box.unsure else Role.ACCENT, chosen=box.id == self._chosen)
        draft = self._live if held == "" and self._live is not None else self._draft
        if draft is not None:
            self._paint(painter, draft, round_=self._round, role=Role.INK, chosen=True)
        if self.hasFocus():
            painter.setPen(QPen(theme_of(self).colour(Role.ACCENT), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._place().adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, parts: Parts, *, round_: bool, role: Role, chosen: bool) -> None:
        theme = theme_of(self).darkened
        box = self._box(parts)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Light on dark, so that it stands out from whatever the picture is.
        for colour, wide in ((theme.colour(Role.PAPER), Size.FOCUS + 2), (theme.colour(role), Size.FOCUS)):
            pen = QPen(colour, wide)
            if role is not Role.ACCENT and wide == Size.FOCUS:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(box) if round_ else painter.drawRect(box)
        if chosen:
            knob = QRectF(0, 0, Space.MEDIUM, Space.MEDIUM)
            knob.moveCenter(box.bottomRight())
            painter.setPen(QPen(theme.colour(Role.PAPER), 1))
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(knob, Space.HAIR, Space.HAIR)


def _inside(parts: Parts) -> Parts:
    x, y, w, h = parts
    w, h = min(w, 1.0), min(h, 1.0)
    return min(max(x, 0.0), 1 - w), min(max(y, 0.0), 1 - h), w, h
