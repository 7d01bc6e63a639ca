"""What is painted over the time line's still picture each time: the playhead, what is in hand, the window of the whole film."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.timeline import overview, painting
from app.widgets.timeline.drag import Band, CopyDrag, Doing, EdgeDrag, WholeDrag
from app.widgets.timeline.marks import Mark
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Instant


class Line(Protocol):
    """The time line."""

    def rows(self) -> Rows: ...
    def hasFocus(self) -> bool: ...
    def rect(self) -> QRect: ...
    @property
    def doing(self) -> Doing | None: ...
    @property
    def moved(self) -> tuple[Mark, ...]: ...
    @property
    def scale(self) -> TimeScale: ...


def paint_over(painter: QPainter, line: Line, now: Instant, theme: Theme) -> None:
    rows, scale = line.rows(), line.scale
    overview.paint_window(painter, rows.overview, scale, now, theme)
    x = rows.track.left() + scale.x(now)
    if rows.track.left() <= x <= rows.track.right() + 1:
        painting.paint_playhead(painter, x, rows.track, rows.ruler, now, theme)
    _paint_hand(painter, line, rows, theme)
    if line.hasFocus():
        painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(line.rect()).adjusted(1, 1, -1, -1))


def _paint_hand(painter: QPainter, line: Line, rows: Rows, theme: Theme) -> None:
    """A band, the lane a copy would go to, and the exact times of what is dragged."""
    doing = line.doing
    if isinstance(doing, Band):
        veil = theme.colour(Role.INK)
        veil.setAlphaF(0.12)
        painter.setBrush(veil)
        painter.setPen(QPen(theme.colour(Role.INK), Size.HAIRLINE, Qt.PenStyle.DashLine))
        painter.drawRect(doing.box(rows, line.scale))
    elif isinstance(doing, CopyDrag) and doing.lane is not None:
        box = next(box for lane, box in rows.lanes if lane.id == doing.lane.id)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(Role.INK), Size.FOCUS, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), Space.HAIR, Space.HAIR)
        said = f"Also “{doing.lane.name}”" if len(doing.marks) == 1 else f"{len(doing.marks)} also “{doing.lane.name}”"
        painting.paint_chip(painter, rows.ruler.center().x(), rows.ruler, said, theme, role=Role.INK)
    elif isinstance(doing, (EdgeDrag, WholeDrag)) and line.moved:
        span = line.moved[0].span
        lines = (span.start, span.end) if isinstance(doing, WholeDrag) else (doing.edge,)
        painter.setPen(QPen(theme.colour(Role.INK), 1))
        for instant in lines:
            x = rows.track.left() + line.scale.x(instant)
            painter.drawLine(QPointF(x, rows.ruler.bottom()), QPointF(x, rows.track.bottom()))
        x = rows.track.left() + (line.scale.x(span.start) + line.scale.x(span.end)) / 2
        painting.paint_chip(painter, x, rows.ruler, f"{span.start.text} – {span.end.text}", theme, role=Role.INK)
