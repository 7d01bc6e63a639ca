"""Draws the rows of the time line that are of the film itself. Every function paints one row into its box; nothing here is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen

from app.theme.theme import Theme
from app.theme.tokens import Radius, Role, Size, Space, Text, mixed
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
    ticks = scale.ticks(apart_px=theme.px(_TICK_APART))
    painter.setPen(QPen(theme.colour(Role.LINE), 1))
    places = [box.left() + scale.x(tick) for tick in ticks]
    painter.drawLines([QLineF(x, box.top() + box.height() * 0.6, x, box.bottom()) for x in places])
    painter.setPen(theme.colour(Role.SOFT_INK))
    for tick, x in zip(ticks, places, strict=True):
        text = tick.text[:-3] if tick.us % 1_000_000 == 0 else tick.text
        painter.drawText(QRectF(x + Space.HAIR, box.top(), theme.px(_TICK_APART), box.height()), Qt.AlignmentFlag.AlignVCenter, text)
    if frames is not None and scale.frame_px >= _FRAME_TICKS_FROM_PX:
        painter.setPen(QPen(theme.colour(Role.SOFT_INK), 1))
        first, last = np.searchsorted(frames, [scale.first_us, scale.first_us + scale.span_us])
        strokes = (box.left() + scale.x(Instant(int(us))) for us in frames[int(first) : int(last)])
        painter.drawLines([QLineF(x, box.bottom() - Space.HAIR, x, box.bottom()) for x in strokes])


def paint_filmstrip(painter: QPainter, box: QRectF, scale: TimeScale, strip: Strip, *, ratio: float) -> None:
    """Side by side, each place showing the stored picture nearest to its middle. Places belong to times, not to the window: they move with
    the line. At its ends a picture is cut, never squeezed. `ratio`: device pixels to one of ours."""
    if not strip or not box.height():
        return
    strip.begin(round(box.height() * ratio))
    wide = box.height() * strip.shape
    end = min(box.width(), scale.x(Instant(scale.length_us)))
    x = -(scale.first_us / scale.us_per_px % wide)
    while x < end:
        picture = strip.nearest(scale.at(x + wide / 2))
        left, right = max(0.0, x), min(end, x + wide - 1)
        zoom = picture.height() / box.height()
        part = QRectF((left - x) * zoom, 0, (right - left) * zoom, picture.height())
        if right > left:
            painter.drawPixmap(QRectF(box.left() + left, box.top(), right - left, box.height()), picture, part)
        x += wide


def paint_waveform(
    painter: QPainter, box: QRectF, scale: TimeScale, theme: Theme, peaks: NDArray[np.float32], *, per_second: int, ratio: float
) -> None:
    """The loudest of each pixel's stretch, above and below a middle line; the loudest of the film fills the row."""
    wide, high = round(box.width() * ratio), round(box.height() * ratio)
    if len(peaks) == 0 or wide < 1 or high < 1:
        return
    edges = scale.first_us + np.arange(wide + 1) * (scale.us_per_px / ratio)
    places = np.clip((edges * per_second / 1_000_000).astype(int), 0, len(peaks) - 1)
    highs = np.maximum.reduceat(peaks, places[:-1]) / max(float(peaks.max()), _QUIETEST)
    highs = np.where(edges[:-1] < scale.length_us, highs, 0.0)
    away = np.abs(np.arange(high) + 0.5 - high / 2)
    colour = np.uint32(QColor(mixed(theme.palette.soft_ink, theme.palette.sunk, 0.35)).rgba())
    shades = np.where(away[:, None].astype(np.float32) <= highs[None, :].astype(np.float32) * (high / 2 - 1), colour, np.uint32(0))
    painter.drawImage(box, QImage(shades.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied))


def paint_damage(painter: QPainter, box: QRectF, scale: TimeScale, spans: Sequence[Span], theme: Theme) -> None:
    """Hatched, never narrower than can be seen, with a stronger line at the foot: told apart without colour."""
    colour, veil = theme.colour(Role.DANGER), theme.colour(Role.SUNK)
    veil.setAlphaF(_VEIL)
    for span in spans:
        if scale.sees(span):
            left, right = max(-1.0, scale.x(span.start)), min(box.width() + 1, scale.x(span.end))
            place = QRectF(box.left() + left, box.top(), max(float(Space.HAIR), right - left), box.height())
            painter.fillRect(place, veil)
            painter.fillRect(place, QBrush(colour, Qt.BrushStyle.FDiagPattern))
            painter.setPen(QPen(colour, Size.FOCUS))
            painter.drawLine(place.bottomLeft(), place.bottomRight())


def paint_playhead(painter: QPainter, x: float, box: QRectF, ruler: QRectF, time: Instant, theme: Theme) -> None:
    """A line through all rows; its exact time in the ruler, kept inside."""
    painter.setPen(QPen(theme.colour(Role.ACCENT), 2))
    painter.drawLine(QPointF(x, ruler.bottom()), QPointF(x, box.bottom()))
    paint_chip(painter, x, ruler, time.text, theme, role=Role.ACCENT)


def paint_chip(painter: QPainter, x: float, ruler: QRectF, words: str, theme: Theme, *, role: Role) -> None:
    """Words on a plate in the ruler around `x`, kept inside."""
    painter.setFont(theme.font(Text.SMALL, bold=True))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + Space.MEDIUM
    chip = QRectF(min(max(ruler.left(), x - wide / 2), ruler.right() - wide), ruler.top() + 1, wide, ruler.height() - 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(role))
    painter.drawRoundedRect(chip, Radius.CONTROL, Radius.CONTROL)
    painter.setPen(theme.colour(Role.ON_ACCENT if role is Role.ACCENT else Role.PAPER))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
