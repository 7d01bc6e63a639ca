"""The whole film in one low row: every mark as a tick in its lane's line, and the window of what is shown above, to be taken in hand."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space, Text, edge_colour
from app.widgets.timeline.laid import Laid, covered
from app.widgets.timeline.painting import paint_damage
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Instant, Span

_REACH_PX = 6
_LEAST_PX = 8
"""How narrow the window is drawn at most."""

_THICK_PX = 3


class Grip(Enum):
    """What of the window is in hand."""

    START = "start"
    END = "end"
    WHOLE = "whole"


def window(box: QRectF, scale: TimeScale) -> QRectF:
    """What is shown, as a part of the row."""
    per_px = scale.length_us / max(1.0, box.width())
    wide = max(float(_LEAST_PX), scale.span_us / per_px)
    left = min(scale.first_us / per_px, box.width() - wide)
    return QRectF(box.left() + left, box.top() + 1, wide, box.height() - 2)


def grip(where: QPointF, box: QRectF, scale: TimeScale) -> Grip | None:
    """What is under the pointer; None beside the window."""
    there = window(box, scale)
    if there.width() > 4 * _REACH_PX:
        if abs(where.x() - there.left()) <= _REACH_PX:
            return Grip.START
        if abs(where.x() - there.right()) <= _REACH_PX:
            return Grip.END
    return Grip.WHOLE if there.left() <= where.x() <= there.right() else None


def dragged(scale: TimeScale, part: Grip, by_px: float, width: float) -> TimeScale:
    """`scale` is how it was when it was taken in hand."""
    by = by_px * scale.length_us / max(1.0, width)
    first, last = scale.first_us, scale.first_us + scale.span_us
    if part is Grip.WHOLE:
        return scale.showing(first + by, scale.span_us)
    if part is Grip.START:
        shown = scale.showing(first, min(max(1.0, last - max(0.0, first + by)), scale.length_us)).span_us
        return scale.showing(last - shown, shown)
    return scale.showing(first, min(max(1.0, last + by - first), scale.length_us - first))


def centred(scale: TimeScale, x: float, width: float) -> TimeScale:
    """The same zoom, with the place at pixel `x` of the row in the middle."""
    return scale.showing(x * scale.length_us / max(1.0, width) - scale.span_us / 2, scale.span_us)


def ticks(lanes: Sequence[Laid], length_us: int, size: tuple[int, int], theme: Theme) -> QImage:
    """A line per lane, in their order, each with its colour where it holds a mark; private ones dotted. `size` in device pixels."""
    wide, high = max(1, size[0]), max(1, size[1])
    shades = np.zeros((high, wide, 4), np.uint8)
    per_px = length_us / wide
    thick = max(1, min(_THICK_PX, high // max(1, len(lanes))))
    for place, laid in enumerate(lanes):
        colour = QColor(edge_colour(laid.lane.colour, theme.palette))
        top = min(high - thick, round((place + 0.5) * high / max(1, len(lanes)) - thick / 2))
        for private in (True, False):
            these = laid.private == private
            held = covered(laid.starts[these] / per_px, laid.ends[these] / per_px, wide)
            if private:
                held &= np.arange(wide) % 3 == 0
            shades[top : top + thick, held] = (colour.red(), colour.green(), colour.blue(), 255)
    return QImage(shades.data, wide, high, wide * 4, QImage.Format.Format_RGBA8888).copy()


def paint_ground(
    painter: QPainter,
    box: QRectF,
    label: QRectF,
    lanes: Sequence[Laid],
    length: Instant,
    damage: Sequence[Span],
    theme: Theme,
    *,
    ratio: float,
) -> None:
    """All of it but the window and the playhead."""
    painter.fillRect(box, theme.colour(Role.SUNK))
    painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
    painter.drawLine(box.topLeft(), box.topRight())
    inside = box.adjusted(0, 3, 0, -3)
    painter.drawImage(inside, ticks(lanes, length.us, (round(inside.width() * ratio), round(inside.height() * ratio)), theme))
    paint_damage(painter, box, TimeScale(length.us, round(box.width())), damage, theme)
    painter.setFont(theme.font(Text.SMALL))
    painter.setPen(theme.colour(Role.SOFT_INK))
    painter.drawText(label.adjusted(theme.px(Size.MARK) + Space.SMALL, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Whole film")


def paint_window(painter: QPainter, box: QRectF, scale: TimeScale, now: Instant, theme: Theme) -> None:
    """What lies beside the window steps back; the playhead as a thin line."""
    there = window(box, scale)
    if not scale.is_whole:
        veil = theme.colour(Role.PAPER)
        veil.setAlphaF(0.55)
        painter.fillRect(QRectF(box.left(), box.top() + 1, there.left() - box.left(), box.height() - 1), veil)
        painter.fillRect(QRectF(there.right(), box.top() + 1, box.right() - there.right(), box.height() - 1), veil)
    painter.setPen(QPen(theme.colour(Role.ACCENT), 1))
    x = box.left() + min(1.0, now.us / max(1, scale.length_us)) * box.width()
    painter.drawLine(QPointF(x, box.top() + 1), QPointF(x, box.bottom()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(Role.SOFT_INK), 1.5))
    painter.drawRoundedRect(there.adjusted(1, 0, -1, 0), Space.HAIR, Space.HAIR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Role.SOFT_INK))
    for x in (there.left(), there.right() - 3):
        painter.drawRoundedRect(QRectF(x, there.center().y() - there.height() / 4, 3, there.height() / 2), 1.5, 1.5)

