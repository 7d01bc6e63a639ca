"""The marks of each lane as columns, and where they stand in pixels: what is seen is found without asking five thousand marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.scale import TimeScale

_THIN_PX = 2.0
"""How wide a mark of a heap is drawn at least."""

OUTSIDE_PX = 48.0
"""So far beside the track marks are cut: what is much longer is slow to draw."""

_REACH_PX = 2.0
_MOST_ONE_BY_ONE = 40
"""More in one lane are drawn as one heap: they could not be told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """One lane. `marks` by start, then end; the columns in the same order (µs; whether it carries that sign)."""

    lane: Lane
    marks: tuple[Mark, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    private: NDArray[np.bool_]
    star: NDArray[np.bool_]
    clip: NDArray[np.bool_]
    chain: NDArray[np.bool_]

    @classmethod
    def of(cls, lane: Lane, marks: Sequence[Mark]) -> Laid:
        """`marks` by start, then end."""
        count = len(marks)
        return cls(
            lane=lane,
            marks=tuple(marks),
            starts=np.fromiter((mark.span.start.us for mark in marks), np.int64, count),
            ends=np.fromiter((mark.span.end.us for mark in marks), np.int64, count),
            private=np.fromiter((mark.private for mark in marks), np.bool_, count),
            star=np.fromiter((mark.star for mark in marks), np.bool_, count),
            clip=np.fromiter((mark.clip for mark in marks), np.bool_, count),
            chain=np.fromiter((len(mark.steps) > 1 for mark in marks), np.bool_, count),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The marks of a lane that are in sight.

    places   (n,) into `laid.marks`, by start
    left, right   (n,) pixels from the track's left, as drawn
    heaped   (n,) so close to the next that each is drawn at its own width only, without shape
    """

    laid: Laid
    places: NDArray[np.intp]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    heaped: NDArray[np.bool_]

    def at(self, x: float) -> list[Mark]:
        """Those drawn at a pixel, the narrowest first: what lies on top."""
        reach = np.where(self.heaped, _REACH_PX, 0.0)
        hit = np.flatnonzero((self.left - reach <= x) & (x <= self.right + reach))
        order = hit[np.argsort((self.right - self.left)[hit], kind="stable")]
        return [self.laid.marks[int(self.places[n])] for n in order]

    def between(self, left: float, right: float) -> list[Mark]:
        """Those that share a pixel with this stretch."""
        return [self.laid.marks[int(n)] for n in self.places[(self.left <= right) & (self.right >= left)]]


def lay_out(lanes: Sequence[Lane], marks: Sequence[Mark], *, before: Sequence[Laid] = ()) -> tuple[Laid, ...]:
    """Every lane with its marks, in the order of the lanes. `before`: as they were; a lane in which nothing changed is taken from there."""
    held: dict[str, list[Mark]] = {lane.id: [] for lane in lanes}
    for mark in sorted(marks, key=lambda one: (one.span.start.us, one.span.end.us)):
        for lane in mark.lanes or (OTHER,):
            if lane in held:
                held[lane].append(mark)
    known = {laid.lane: laid for laid in before}
    return tuple(_laid(lane, held[lane.id], known.get(lane)) for lane in lanes)


def _laid(lane: Lane, marks: list[Mark], before: Laid | None) -> Laid:
    return before if before is not None and before.marks == tuple(marks) else Laid.of(lane, marks)


def seen(laid: Laid, scale: TimeScale, *, least_px: float) -> Seen:
    """`least_px`: how wide a mark by itself is drawn at least, for its shape."""
    first, per_px = scale.first_us, scale.us_per_px
    last = first + scale.span_us
    places = np.flatnonzero((laid.starts < last) & (laid.ends + least_px * per_px > first))
    left = np.maximum((laid.starts[places] - first) / per_px, -OUTSIDE_PX)
    end = np.minimum((laid.ends[places] - first) / per_px, scale.width + OUTSIDE_PX)
    own = np.maximum(end - left, _THIN_PX)
    close = np.diff(left) < least_px
    near = np.zeros(len(places), np.bool_)
    near[:-1] |= close
    near[1:] |= close
    heaped = (own < least_px) & near
    if len(places) - int(heaped.sum()) > _MOST_ONE_BY_ONE:
        heaped[:] = True
    right = left + np.where(heaped, own, np.maximum(own, least_px))
    return Seen(laid, places, left, right, heaped)


def covered(left: NDArray[np.float64], right: NDArray[np.float64], width: int) -> NDArray[np.bool_]:
    """(width,) which pixels these stretches cover; each covers one at least."""
    if not len(left):
        return np.zeros(width, np.bool_)
    begins = np.minimum(np.maximum(left, 0.0), width).astype(np.int64)
    ends = np.minimum(np.maximum(np.rint(right).astype(np.int64), begins + 1), width)
    return np.asarray(np.cumsum((np.bincount(begins, minlength=width + 1) - np.bincount(ends, minlength=width + 1))[:-1]) > 0)


def runs(left: NDArray[np.float64], right: NDArray[np.float64], width: int) -> list[tuple[int, int]]:
    """What these stretches cover of `width` pixels, merged: whole pixels, half-open."""
    if not len(left) or width <= 0:
        return []
    inside = np.concatenate([[False], covered(left, right, width), [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
