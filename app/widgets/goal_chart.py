"""A small chart of one goal's ratings from cycle to cycle: the parent's and the guider's, and the target where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size, Space, Text


@dataclass(frozen=True, slots=True)
class Point:
    """One rating. `by` is parent or guider; `celebrated`: something was celebrated with it."""

    cycle: int
    value: int
    by: str = "parent"
    celebrated: bool = False


class GoalChart(QWidget):
    """`top` is the highest value of the scale (10, or what the counts need); `cycles` how many stand side by side."""

    def __init__(self, points: Sequence[Point] = (), *, cycles: int = 1, top: int = 10, target: int | None = None) -> None:
        super().__init__()
        self._points: tuple[Point, ...] = ()
        self._cycles, self._top, self._target = 1, 10, target
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_points(points, cycles=cycles, top=top, target=target)

    def show_points(self, points: Sequence[Point], *, cycles: int, top: int, target: int | None) -> None:
        self._points = tuple(sorted(points, key=lambda point: point.cycle))
        self._cycles, self._top, self._target = max(1, cycles), max(1, top), target
        said = ", ".join(f"cycle {point.cycle}: {point.value} ({point.by})" for point in self._points)
        self.setAccessibleName(said or "Not rated yet")
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.CARD_WIDTH), theme.px(Size.CHART_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(theme.px(Space.WIDE), Space.SMALL, -theme.px(Space.LARGE), -theme.px(Size.RULER))
        self._paint_ground(painter, box, theme)
        for by, role, shape in (("guider", Role.SOFT_INK, "square"), ("parent", Role.ACCENT, "circle")):
            points = [point for point in self._points if point.by == by]
            places = [self._place(box, point) for point in points]
            painter.setPen(QPen(theme.colour(role), 2))
            painter.drawPolyline(places)
            for place, point in zip(places, points, strict=True):
                side = theme.px(Size.MARK) * (1.0 if by == "parent" else 0.8)
                mark = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
                colour = theme.palette.warm if point.celebrated else theme.palette.colour(role)
                paint_shape(painter, shape, mark, colour=colour, theme=theme)

    def _place(self, box: QRectF, point: Point) -> QPointF:
        return QPointF(self._x(box, point.cycle), box.bottom() - box.height() * min(point.value, self._top) / self._top)

    def _x(self, box: QRectF, cycle: int) -> float:
        return box.left() + box.width() * ((cycle - 0.5) / self._cycles)

    def _paint_ground(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        painter.setFont(theme.font(Text.SMALL))
        for value in (0, self._top // 2, self._top) if self._top > 1 else (0, 1):
            y = box.bottom() - box.height() * value / self._top
            painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(theme.colour(Role.SOFT_INK))
            label = QRectF(0, y - Space.MEDIUM, box.left() - Space.HAIR, 2 * Space.MEDIUM)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value))
        for cycle in range(1, self._cycles + 1):
            wide = box.width() / self._cycles
            place = QRectF(self._x(box, cycle) - wide / 2, box.bottom() + Space.HAIR, wide, theme.px(Size.RULER))
            painter.setPen(theme.colour(Role.SOFT_INK))
            words = f"Cycle {cycle}" if wide > theme.px(Size.TARGET_REVIEW) else str(cycle)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)
        if self._target is not None:
            y = box.bottom() - box.height() * min(self._target, self._top) / self._top
            painter.setPen(QPen(theme.colour(Role.WARM), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
