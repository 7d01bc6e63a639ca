"""Arrows, circles and boxes on a film's picture: painted where they belong however it is looked at, and drawn by mouse or keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPainterPathStroker, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size, Space
from app.video.view import VideoView

Point = tuple[float, float]

ARROW, CIRCLE, BOX = "arrow", "circle", "box"
_STEP, _LEAST_PX = 0.02, 12
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAKEN_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SAID = "Drag to draw. Arrow keys move it, with Shift they change its size, Enter keeps it, Delete takes it away, Escape ends drawing."


@dataclass(frozen=True, slots=True)
class Figure:
    """In parts of the upright picture's width and height: an arrow from `start` to its head at `end`; a circle round `start` through
    `end`; a box between two corners."""

    shape: str
    start: Point
    end: Point


def paint_figure(painter: QPainter, figure: Figure, view: VideoView, theme: Theme, *, chosen: bool = False) -> None:
    """Warm on a dark edge, so that it stands out from whatever the picture is. `chosen`: with its two handles."""
    start, end = view.on_screen(figure.start), view.on_screen(figure.end)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = outline(figure.shape, start, end, head=theme.px(Space.LARGE))
    wide = theme.px(Space.HAIR)
    for role, width in ((Role.SUNK, wide + 2 * Size.FOCUS), (Role.WARM, wide)):
        pen = QPen(theme.colour(role), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    if chosen:
        for point in (start, end):
            knob = QRectF(0, 0, theme.px(Space.MEDIUM), theme.px(Space.MEDIUM))
            knob.moveCenter(point)
            painter.setPen(QPen(theme.colour(Role.SUNK), Size.FOCUS))
            painter.setBrush(theme.colour(Role.INK))
            painter.drawEllipse(knob)


def outline(shape: str, start: QPointF, end: QPointF, *, head: int) -> QPainterPath:
    """On the screen. `head`: how long an arrow's head is, in pixels."""
    path = QPainterPath()
    along = end - start
    length = math.hypot(along.x(), along.y())
    if shape == CIRCLE:
        path.addEllipse(start, length, length)
    elif shape == BOX:
        path.addRect(QRectF(start, end).normalized())
    else:
        path.moveTo(start)
        path.lineTo(end)
        if length:
            back = along * (-min(head, length / 2) / length)
            for turn in (0.5, -0.5):
                path.moveTo(end)
                path.lineTo(end + QPointF(back.x() * math.cos(turn) - back.y() * math.sin(turn),
                                          back.x() * math.sin(turn) + back.y() * math.cos(turn)))  # fmt: skip
    return path


class DrawingSurface(QWidget):
    """Lies over a view while one draws. A press on a figure that is there takes hold of it, or of one of its ends; elsewhere it begins a
    new one of the kind `shape`. What a mouse lets go of is kept at once; what keys move when Enter is pressed.

    kept(figure)         a new one
    moved(old, new)      one of those shown
    removed(figure)      one of those shown is to go
    changed              what is chosen, drafted or drawn has changed
    ended                Escape with nothing left to give up
    """

    kept = Signal(object)
    moved = Signal(object, object)
    removed = Signal(object)
    changed = Signal()
    ended = Signal()

    def __init__(self, view: VideoView, name: str, *, shape: str = ARROW) -> None:
        super().__init__(view)
        self._view = view
        self._shape = shape
        self._figures: tuple[Figure, ...] = ()
        self._chosen: Figure | None = None
        self._draft: Figure | None = None
        self._held: tuple[str, QPointF, Figure] | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(_SAID)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        view.installEventFilter(self)
        view.looked.connect(self.update)
        self.resize(view.size())

    @property
    def shape(self) -> str:
        return self._shape

    @property
    def chosen(self) -> Figure | None:
        """One of those shown."""
        return self._chosen

    @property
    def draft(self) -> Figure | None:
        """What is being drawn or moved and not kept yet."""
        return self._draft

    def draw_shape(self, shape: str) -> None:
        """What is drawn from now on; what is drafted becomes one."""
        self._shape = shape
        if self._draft is not None and self._chosen is None:
            self._draft = replace(self._draft, shape=shape)
        self._tell()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Those of the picture shown; what was drafted is given up."""
        self._figures, self._draft, self._held = tuple(figures), None, None
        if self._chosen not in self._figures:
            self._chosen = None
        self._tell()

    def choose(self, figure: Figure | None) -> None:
        self._chosen, self._draft = figure, None
        self._tell()

    def keep(self) -> None:
        """What is drafted."""
        draft, old, self._draft = self._draft, self._chosen, None
        if draft is not None and self._is_large(draft):
            if old is None:
                self.kept.emit(draft)
            elif draft != old:
                self.moved.emit(old, draft)
        self._tell()

    def take_away(self) -> None:
        """What is drafted, else what is chosen."""
        chosen = self._chosen
        if self._draft is not None:
            self._draft = None
        elif chosen is not None:
            self._chosen = None
            self.removed.emit(chosen)
        self._tell()

    # Hands

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    def _in_film(self, where: QPointF) -> Point:
        x, y = self._view.in_film(where)
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _is_large(self, figure: Figure) -> bool:
        along = self._view.on_screen(figure.end) - self._view.on_screen(figure.start)
        least = min(abs(along.x()), abs(along.y())) if figure.shape == BOX else math.hypot(along.x(), along.y())
        return least >= _LEAST_PX

    def _grip(self, where: QPointF) -> tuple[str, Figure] | None:
        """Which part of which figure is under the pointer."""
        reach = theme_of(self).px(Space.MEDIUM)
        stroker = QPainterPathStroker()
        stroker.setWidth(reach)
        there = [self._draft] if self._draft is not None else []
        there += [figure for figure in reversed(self._figures) if self._draft is None or figure != self._chosen]
        for figure in there:
            for end in ("end", "start"):
                away = self._view.on_screen(getattr(figure, end)) - where
                if math.hypot(away.x(), away.y()) <= reach:
                    return end, figure
            line = outline(figure.shape, self._view.on_screen(figure.start), self._view.on_screen(figure.end), head=reach)
            if stroker.createStroke(line).contains(where) or (figure.shape == BOX and line.contains(where)):
                return "all", figure
        return None

    def _shifted(self, figure: Figure, by: QPointF, *, part: str) -> Figure:
        """So many pixels of the screen; it stays inside the picture."""
        ends = {"start": figure.start, "end": figure.end}
        moved = {
            name: self._in_film(self._view.on_screen(point) + by) if part in ("all", name) else point for name, point in ends.items()
        }
        if part == "all":  # stopped by an edge, it keeps its shape
            steps = [(moved[name][0] - point[0], moved[name][1] - point[1]) for name, point in ends.items()]
            right, down = (min((step[axis] for step in steps), key=abs) for axis in (0, 1))
            moved = {name: (point[0] + right, point[1] + down) for name, point in ends.items()}
        return replace(figure, start=moved["start"], end=moved["end"])

    def _first(self) -> Figure:
        """In the middle of what is seen, for those who draw with keys."""
        middle, by = QPointF(self.rect().center()), min(self.width(), self.height()) / 8
        if self._shape == CIRCLE:
            ends = (middle, middle + QPointF(by, 0))
        else:
            ends = (middle + QPointF(-by, by), middle + QPointF(by, -by) if self._shape == BOX else middle)
        return Figure(self._shape, self._in_film(ends[0]), self._in_film(ends[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        where, grip = event.position(), self._grip(event.position())
        if grip is None:
            point = self._in_film(where)
            grip, self._chosen = ("end", Figure(self._shape, point, point)), None
        elif grip[1] in self._figures:
            self._chosen = grip[1]
        self._held, self._draft = (grip[0], where, grip[1]), grip[1]
        self.setFocus()
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            grip = self._grip(event.position())
            self.setCursor(Qt.CursorShape.CrossCursor if grip is None else Qt.CursorShape.SizeAllCursor)
            return
        part, since, figure = self._held
        self._draft = self._shifted(figure, event.position() - since, part=part)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None and event.button() is Qt.MouseButton.LeftButton:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WAYS:
            unit = min(self.width(), self.height()) * _STEP
            by = QPointF(_WAYS[key][0] * unit, _WAYS[key][1] * unit)
            part = "end" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "all"
            held = self._draft or self._chosen
            self._draft = self._first() if held is None else self._shifted(held, by, part=part)
            self._tell()
        elif key in _ENTER:
            self.keep()
        elif key in _TAKEN_AWAY:
            self.take_away()
        elif key is Qt.Key.Key_Escape:
            if self._draft is not None or self._chosen is not None:
                self.choose(None)
            else:
                self.ended.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """These keys are the drawing's, not the room's, while it has the focus; Tab goes from figure to figure before it goes on."""
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.ShortcutOverride and (key in _WAYS or key in (*_ENTER, *_TAKEN_AWAY, Qt.Key.Key_Escape)):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and key is Qt.Key.Key_Tab and self._figures:
                place = self._figures.index(self._chosen) + 1 if self._chosen is not None else 0
                if place < len(self._figures):
                    self.choose(self._figures[place])
                    return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self.resize(self._view.size())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_of(self).darkened
        for figure in self._figures:
            if self._draft is None or figure != self._chosen:
                paint_figure(painter, figure, self._view, theme, chosen=figure == self._chosen)
        if self._draft is not None:
            paint_figure(painter, self._draft, self._view, theme, chosen=True)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()
