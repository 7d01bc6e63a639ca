"""Draws the rows of the time line. Every function paints one row into its box; nothing here is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.theme.shapes import paint_shape
from app.theme.theme import Theme
from app.theme.tokens import Radius, Role, Size, Space, Text, edge_colour, mixed
from app.widgets.timeline.marks import Lane, Mark
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.strip import Strip
from vig_tool.timing import Instant, Span

_TICK_APART = 88
_QUIETEST = 0.02
_FRAME_TICKS_FROM_PX = 6
_VEIL = 0.55


def paint_ruler(painter: QPainter, box: QRectF, scale: TimeScale, theme: Theme, frames: NDArray[np.int64] | None) -> None:
    """Round times; single pictures as small strokes once they are wide enough to be told apart."""
    painter.setFont(theme.font(Text.SMALL))
    for tick in scale.ticks(apart_px=theme.px(_TICK_APART)):
        x = box.left() + scale.x(tick)
        painter.setPen(QPen(theme.colour(Role.LINE), 1))
        painter.drawLine(QPointF(x, box.top() + box.height() * 0.6), QPointF(x, box.bottom()))
        painter.setPen(theme.colour(Role.SOFT_INK))
        text = tick.text[:-3] if tick.us % 1_000_000 == 0 else tick.text
        painter.drawText(QRectF(x + Space.HAIR, box.top(), _TICK_APART * 2, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
    if frames is not None and scale.frame_px >= _FRAME_TICKS_FROM_PX:
        painter.setPen(QPen(theme.colour(Role.SOFT_INK), 1))
        first, last = np.searchsorted(frames, [scale.first_us, scale.first_us + scale.span_us])
        for us in frames[int(first) : int(last)]:
            x = box.left() + scale.x(Instant(int(us)))
            painter.drawLine(QPointF(x, box.bottom() - Space.HAIR), QPointF(x, box.bottom()))


def paint_filmstrip(painter: QPainter, box: QRectF, scale: TimeScale, strip: Strip) -> None:
    """Side by side, each place showing the stored picture nearest to its middle. Places belong to times, not to the window: they move with
    the line. At its ends a picture is cut, never squeezed."""
    if not strip or not box.height():
        return
    wide = box.height() * strip.shape
    end = min(box.width(), scale.x(Instant(scale.length_us)))
    x = -(scale.first_us / scale.us_per_px % wide)
    while x < end:
        image = strip.nearest(scale.at(x + wide / 2))
        left, right = max(0.0, x), min(end, x + wide - 1)
        zoom = image.height() / box.height()
        part = QRectF((left - x) * zoom, 0, (right - left) * zoom, image.height())
        if right > left:
            painter.drawImage(QRectF(box.left() + left, box.top(), right - left, box.height()), image, part)
        x += wide


def paint_waveform(painter: QPainter, box: QRectF, scale: TimeScale, theme: Theme, peaks: NDArray[np.float32], per_second: int) -> None:
    """The loudest of each pixel's stretch, above and below a middle line; the loudest of the film fills the row."""
    if len(peaks) == 0:
        return
    middle, half = box.center().y(), box.height() / 2 - 1
    edges = scale.first_us + np.arange(int(box.width()) + 1) * scale.us_per_px
    places = np.clip((edges * per_second / 1_000_000).astype(int), 0, len(peaks) - 1)
    highs = np.maximum.reduceat(peaks, places[:-1]) if len(places) > 1 else peaks[:1]
    highs = highs / max(float(peaks.max()), _QUIETEST)
    inside = edges[:-1] < scale.length_us
    above = [QPointF(box.left() + n, middle - half * float(high)) for n, high in enumerate(highs) if inside[n]]
    below = [QPointF(point.x(), 2 * middle - point.y()) for point in reversed(above)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mixed(theme.palette.soft_ink, theme.palette.sunk, 0.35)))
    painter.drawPolygon(QPolygonF(above + below))


def paint_damage(painter: QPainter, box: QRectF, scale: TimeScale, spans: Sequence[Span], theme: Theme) -> None:
    """Hatched, never narrower than can be seen, with a stronger line at the foot: told apart without colour."""
    colour, veil = theme.colour(Role.DANGER), theme.colour(Role.SUNK)
    veil.setAlphaF(_VEIL)
    for span in spans:
        if scale.sees(span):
            left, right = scale.x(span.start), scale.x(span.end)
            place = QRectF(box.left() + left, box.top(), max(float(Space.HAIR), right - left), box.height())
            painter.fillRect(place, veil)
            painter.fillRect(place, QBrush(colour, Qt.BrushStyle.FDiagPattern))
            painter.setPen(QPen(colour, Size.FOCUS))
            painter.drawLine(place.bottomLeft(), place.bottomRight())


def mark_box(box: QRectF, scale: TimeScale, span: Span, theme: Theme) -> QRectF:
    """Where a mark stands in its lane's box; never narrower than its shape."""
    least, inset = theme.px(Size.MARK), theme.px(3)
    left = box.left() + scale.x(span.start)
    return QRectF(left, box.top() + inset, max(least, box.left() + scale.x(span.end) - left), box.height() - 2 * inset)


def paint_mark(painter: QPainter, box: QRectF, mark: Mark, lane: Lane, theme: Theme, *, selected: bool) -> None:
    """Colour and shape; private: hatched, without fill; starred: a star; made into a clip: a line below."""
    look = theme.palette
    edge = QColor(edge_colour(lane.colour, look))
    painter.setPen(QPen(edge, 1.25, Qt.PenStyle.DashLine if mark.private else Qt.PenStyle.SolidLine))
    if mark.private:
        painter.setBrush(QBrush(edge, Qt.BrushStyle.BDiagPattern))
    else:
        painter.setBrush(QColor(mixed(lane.colour, look.surface, 0.45)))
    painter.drawRoundedRect(box, Space.HAIR, Space.HAIR)
    side = min(box.height(), float(theme.px(Size.MARK)))
    paint_shape(
        painter,
        lane.shape,
        QRectF(box.left(), box.center().y() - side / 2, side, side),
        colour=lane.colour,
        theme=theme,
        hollow=mark.private,
    )
    if mark.star:
        star = QRectF(box.left() + side + 1, box.top(), side, box.height())
        painter.setPen(QPen(QColor(look.ink), 1))
        painter.setBrush(QColor(look.warm))
        painter.drawPath(_star(star.center(), side * 0.42))
    if mark.clip:
        painter.setPen(QPen(theme.colour(Role.INK), 2))
        painter.drawLine(QPointF(box.left(), box.bottom() + 2), QPointF(box.right(), box.bottom() + 2))
    if selected:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(Role.INK), Size.FOCUS))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), Space.HAIR, Space.HAIR)
        painter.setBrush(theme.colour(Role.INK))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in (box.left() - 2, box.right() - 2):
            painter.drawRoundedRect(QRectF(x, box.center().y() - box.height() / 4, 4, box.height() / 2), 2, 2)


def paint_label(painter: QPainter, box: QRectF, lane: Lane, count: int, theme: Theme) -> None:
    side = float(theme.px(Size.MARK))
    paint_shape(painter, lane.shape, QRectF(box.left(), box.center().y() - side / 2, side, side), colour=lane.colour, theme=theme)
    painter.setFont(theme.font(Text.SMALL))
    metrics = QFontMetricsF(painter.font())
    number = str(count) if count else ""
    beside = metrics.horizontalAdvance(number) + Space.SMALL
    name = metrics.elidedText(lane.name, Qt.TextElideMode.ElideRight, box.width() - side - Space.SMALL - beside)
    painter.setPen(theme.colour(Role.INK if count else Role.SOFT_INK))
    painter.drawText(box.adjusted(side + Space.SMALL, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(theme.colour(Role.SOFT_INK))
    painter.drawText(box.adjusted(0, 0, -Space.SMALL, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)


def paint_playhead(painter: QPainter, x: float, box: QRectF, ruler: QRectF, time: Instant, theme: Theme) -> None:
    """A line through all rows; its exact time in the ruler, kept inside."""
    painter.setPen(QPen(theme.colour(Role.ACCENT), 2))
    painter.drawLine(QPointF(x, ruler.bottom()), QPointF(x, box.bottom()))
    painter.setFont(theme.font(Text.SMALL, bold=True))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(time.text) + Space.MEDIUM
    chip = QRectF(min(max(ruler.left(), x - wide / 2), ruler.right() - wide), ruler.top() + 1, wide, ruler.height() - 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Role.ACCENT))
    painter.drawRoundedRect(chip, Radius.CONTROL, Radius.CONTROL)
    painter.setPen(theme.colour(Role.ON_ACCENT))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, time.text)


def order_for_painting(marks: Sequence[Mark], selected: UUID | None) -> list[Mark]:
    """Long ones first so that short ones stay visible; the selected one on top."""
    return sorted(marks, key=lambda mark: (mark.id == selected, -mark.span.length_us))


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
