"""What of the time line is in hand, and what would be if it were let go now: an end, whole marks, a copy for another lane, a band."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF

from app.widgets.timeline.laid import Seen
from app.widgets.timeline.marks import Lane, Mark
from app.widgets.timeline.overview import Grip
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Instant, Span

Carry = Callable[[Span, int], Span]
"""A span so many µs later (or earlier), on pictures and inside the film."""

_REACH_PX = 5
_SHOWN_AT_ONCE = 200
"""With more in hand only the one under the pointer is seen moving."""


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


@dataclass(frozen=True, slots=True)
class WholeDrag:
    """Whole marks: `mark` under the pointer, which took hold of it at `held`, and all of `group` with it, `by_us` later than they were."""

    mark: Mark
    group: tuple[Mark, ...]
    held: Instant
    by_us: int = 0

    def to(self, instant: Instant, *, length_us: int) -> WholeDrag:
        """None of them leaves the film; they keep their distances."""
        least = -min(mark.span.start.us for mark in self.group)
        most = length_us - max(mark.span.end.us for mark in self.group)
        return replace(self, by_us=max(least, min(instant.us - self.held.us, most)))

    def spans(self, carry: Carry) -> dict[UUID, Span]:
        """Where each would be."""
        return {mark.id: carry(mark.span, self.by_us) for mark in self.group}

    def shown(self, carry: Carry) -> tuple[Mark, ...]:
        """What is seen moving; the one under the pointer first."""
        others = [mark for mark in self.group if mark.id != self.mark.id] if len(self.group) <= _SHOWN_AT_ONCE else []
        return tuple(moved(mark, carry(mark.span, self.by_us)) for mark in (self.mark, *others))


@dataclass(frozen=True, slots=True)
class CopyDrag:
    """Marks on their way into another lane; `lane` is None where the pointer is over none that lacks one of them."""

    marks: tuple[Mark, ...]
    lane: Lane | None = None

    def over(self, lane: Lane | None) -> CopyDrag:
        lacks = lane is not None and lane.id != "" and any(not mark.stands_in(lane) for mark in self.marks)
        return replace(self, lane=lane if lacks else None)


@dataclass(frozen=True, slots=True)
class Band:
    """A band drawn around marks, from one corner to the pointer: times, and heights from the top of the first lane."""

    begun: tuple[Instant, float]
    now: tuple[Instant, float]

    def box(self, rows: Rows, scale: TimeScale) -> QRectF:
        """As it is drawn, kept inside the lanes."""
        top = rows.lanes[0][1].top() if rows.lanes else rows.window.top()
        one = QPointF(rows.track.left() + scale.x(self.begun[0]), top + self.begun[1])
        other = QPointF(rows.track.left() + scale.x(self.now[0]), top + self.now[1])
        return QRectF(one, other).normalized().intersected(rows.window)

    def holds(self, rows: Rows, scale: TimeScale, lanes: Sequence[Seen]) -> list[UUID]:
        """The marks it touches, in the order of the film. What has gone out of sight while it was drawn is held by its time."""
        top = rows.lanes[0][1].top() if rows.lanes else rows.window.top()
        first, last = sorted((self.begun[0].us, self.now[0].us))
        upper, lower = sorted((top + self.begun[1], top + self.now[1]))
        touched: dict[UUID, Mark] = {}
        for (_, box), seen in zip(rows.lanes, lanes, strict=True):
            if box.top() > lower or box.bottom() < upper:
                continue
            left, right = sorted((scale.x(self.begun[0]), scale.x(self.now[0])))
            laid = seen.laid
            within = ((laid.starts <= last) & (laid.ends > first)).nonzero()[0]
            for mark in [*seen.between(left, right), *(laid.marks[int(n)] for n in within)]:
                touched[mark.id] = mark
        return [mark.id for mark in sorted(touched.values(), key=lambda mark: mark.span)]


@dataclass(frozen=True, slots=True)
class WindowDrag:
    """The window of the whole film: which part, taken at pixel `x`, and the stretch as it was."""

    part: Grip
    x: float
    scale: TimeScale


@dataclass(frozen=True, slots=True)
class Scrub:
    """The playhead."""


Doing = EdgeDrag | WholeDrag | CopyDrag | Band | WindowDrag | Scrub


def moved(mark: Mark, span: Span) -> Mark:
    """A mark elsewhere, with the steps of its chain."""
    by_us = span.start.us - mark.span.start.us
    return replace(mark, span=span, steps=tuple(step.shifted(by_us) for step in mark.steps))


def grab(where: QPointF, rows: Rows, lanes: Sequence[Seen], chosen: frozenset[UUID]) -> EdgeDrag | None:
    """The end under the pointer: of a chosen mark before others, of a short one before longer ones. Marks too small to have two ends in
    reach are only chosen."""
    if not rows.window.contains(where):
        return None
    for (_, box), seen in zip(rows.lanes, lanes, strict=True):
        if not box.top() <= where.y() < box.bottom():
            continue
        x = where.x() - box.left()
        at_end = (abs(seen.left - x) <= _REACH_PX) | (abs(seen.right - x) <= _REACH_PX)
        wide = seen.right - seen.left
        near = [(seen.laid.marks[int(seen.places[n])], int(n)) for n in (at_end & (wide >= 3 * _REACH_PX)).nonzero()[0]]
        if near:
            mark, n = min(near, key=lambda one: (one[0].id not in chosen, wide[one[1]]))
            return EdgeDrag(mark, mark, later=bool(abs(seen.right[n] - x) <= _REACH_PX))
    return None
