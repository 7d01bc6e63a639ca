"""Dragging one end of a mark: what was taken hold of, and what the mark would be if it were let go now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from app.theme.theme import Theme
from app.widgets.timeline.marks import Mark
from app.widgets.timeline.painting import mark_box
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Instant, Span

_REACH_PX = 5


@dataclass(frozen=True, slots=True)
class EdgeDrag:
    """`later`: the end is in hand, else the start. `moved` is the mark as it would be."""

    mark: Mark
    moved: Mark
    later: bool

    @property
    def edge(self) -> Instant:
        return self.moved.span.end if self.later else self.moved.span.start

    def to(self, instant: Instant) -> EdgeDrag:
        """The end in hand at `instant`; it cannot pass the other one."""
        start, end = self.mark.span.start, self.mark.span.end
        if (instant <= start) if self.later else (instant >= end):
            return self
        span = Span(start, instant) if self.later else Span(instant, end)
        return replace(self, moved=replace(self.mark, span=span))


def grab(where: QPointF, rows: Rows, scale: TimeScale, marks: Sequence[Mark], theme: Theme) -> EdgeDrag | None:
    """The end under the pointer, of the topmost mark (`marks` in the order of painting). Marks too small to have two ends in reach
    are only chosen."""
    for lane, box in rows.lanes:
        if not box.contains(where):
            continue
        for mark in reversed(marks):
            if not mark.stands_in(lane):
                continue
            drawn = mark_box(box, scale, mark.span, theme)
            right = box.left() + scale.x(mark.span.end)
            if right - drawn.left() < 3 * _REACH_PX:
                continue
            if abs(where.x() - right) <= _REACH_PX:
                return EdgeDrag(mark, mark, later=True)
            if abs(where.x() - drawn.left()) <= _REACH_PX:
                return EdgeDrag(mark, mark, later=False)
    return None
