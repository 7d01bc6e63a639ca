"""How marks look in one theme: colours, and their signs as small pictures that are made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.theme.shapes import paint_shape
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, edge_colour, mixed
from app.widgets.timeline.marks import Lane

_FADED = 0.45
STEP_RADIUS = 3.0


@dataclass(frozen=True, slots=True)
class Look:
    """Of the marks of one lane; `hollow` is the shape of private ones, which let nothing but the `ground` through their hatching."""

    edge: QColor
    fill: QColor
    ground: QColor
    shape: QPixmap
    hollow: QPixmap


class Looks:
    """For one theme and one `ratio` of device pixels. `side`: how wide and high a sign is; `inset`: what a lane leaves above and below."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme, self.ratio = theme, ratio
        self.side, self.inset = float(theme.px(Size.MARK)), float(theme.px(3))
        self.ink, self.warm, self.ground = theme.colour(Role.INK), theme.colour(Role.WARM), theme.colour(Role.SUNK)
        self.star = self._drawn(self.side, self._paint_star)
        self.step = self._drawn(2 * STEP_RADIUS + 2, self._paint_step)
        self._made: dict[tuple[str, str], Look] = {}

    def of(self, lane: Lane) -> Look:
        key = (lane.colour, lane.shape)
        if key not in self._made:
            look = self.theme.palette
            self._made[key] = Look(
                edge=QColor(edge_colour(lane.colour, look)),
                fill=QColor(mixed(lane.colour, look.surface, _FADED)),
                ground=self.ground,
                shape=self._drawn(self.side, lambda painter, box: self._paint_shape(painter, box, lane, hollow=False)),
                hollow=self._drawn(self.side, lambda painter, box: self._paint_shape(painter, box, lane, hollow=True)),
            )
        return self._made[key]

    def _drawn(self, side: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
        pixmap = QPixmap(max(1, round(side * self.ratio)), max(1, round(side * self.ratio)))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap

    def _paint_shape(self, painter: QPainter, box: QRectF, lane: Lane, *, hollow: bool) -> None:
        paint_shape(painter, lane.shape, box, colour=lane.colour, theme=self.theme, hollow=hollow)

    def _paint_star(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self.ink, 1))
        painter.setBrush(self.warm)
        painter.drawPath(_star(box.center(), self.side * 0.42))

    def _paint_step(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(self.ink, 1.5))
        painter.setBrush(self.ground)
        painter.drawEllipse(box.center(), STEP_RADIUS, STEP_RADIUS)


def _star(centre: QPointF, reach: float) -> QPainterPath:
    path = QPainterPath()
    points = []
    for n in range(10):
        length = reach if n % 2 == 0 else reach * 0.45
        angle = np.deg2rad(-90 + 36 * n)
        points.append(QPointF(centre.x() + length * float(np.cos(angle)), centre.y() + length * float(np.sin(angle))))
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path
