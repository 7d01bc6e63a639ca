"""The principles' marks: a shape and a colour each, so that neither eyes nor printers have to tell colours apart."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.theme.theme import Theme
from app.theme.tokens import PRINCIPLE_COLOURS, edge_colour

SHAPES = ("circle", "diamond", "square", "triangle", "hexagon", "pill")


def shape_path(shape: str, box: QRectF) -> QPainterPath:
    """The outline of a shape inside `box`; an unknown word is drawn as a circle."""
    path = QPainterPath()
    middle, wide, high = box.center(), box.width(), box.height()
    if shape == "square":
        inset = min(wide, high) * 0.08
        path.addRoundedRect(box.adjusted(inset, inset, -inset, -inset), 1.5, 1.5)
    elif shape == "pill":
        flat = QRectF(box.left(), box.top() + high * 0.22, wide, high * 0.56)
        path.addRoundedRect(flat, flat.height() / 2, flat.height() / 2)
    elif shape in ("diamond", "triangle", "hexagon"):
        corners, turn, reach = {"diamond": (4, -90, 0.5), "triangle": (3, -90, 0.56), "hexagon": (6, 0, 0.52)}[shape]
        drop = high * 0.08 if shape == "triangle" else 0.0
        points = [
            QPointF(
                middle.x() + wide * reach * math.cos(math.radians(turn + n * 360 / corners)),
                middle.y() + drop + high * reach * math.sin(math.radians(turn + n * 360 / corners)),
            )
            for n in range(corners)
        ]
        path.addPolygon(QPolygonF(points))
        path.closeSubpath()
    else:
        inset = min(wide, high) * 0.04
        path.addEllipse(box.adjusted(inset, inset, -inset, -inset))
    return path


def paint_shape(painter: QPainter, shape: str, box: QRectF, *, colour: str, theme: Theme, hollow: bool = False) -> None:
    """Fills the shape and draws an edge that stands out from the ground; `hollow` draws the edge only (private)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge_colour(colour, theme.palette)), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QBrush(QColor(colour)))
    painter.drawPath(shape_path(shape, box.adjusted(1, 1, -1, -1)))
    painter.restore()


def shape_picture(shape: str, *, size: int, colour: str, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """The mark as a picture of `size` device-independent px."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_shape(painter, shape, QRectF(0, 0, size, size), colour=colour, theme=theme)
    painter.end()
    return pixmap


def usual_look(place: int) -> tuple[str, str]:
    """(colour, shape) of the principle at a place in its scheme, where the scheme itself says nothing."""
    return PRINCIPLE_COLOURS[place % len(PRINCIPLE_COLOURS)], SHAPES[place % len(SHAPES)]
