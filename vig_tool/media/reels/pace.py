"""How a clip runs in a reel: at a speed of its own, standing for a while on a picture, or as one picture alone. In whole microseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vig_tool.errors import BadInput
from vig_tool.media.covering.covers import Box
from vig_tool.timing import FrameIndex, Instant, Span

SLOWEST, FASTEST = 10, 400
"""Percent of the film's own speed."""

_MOVE_US: Final = 900_000
_MOST_US: Final = 30_000_000
_LEAST_US: Final = 200_000


@dataclass(frozen=True, slots=True)
class Hold:
    """The picture at `at` stands for `for_us`. `near`: what the view gently comes near to meanwhile, and leaves again. `alone`: nothing
    else of the clip is shown. Raises BadInput where it would stand too short or too long."""

    at: Instant
    for_us: int
    near: Box | None = None
    alone: bool = False

    def __post_init__(self) -> None:
        if not _LEAST_US <= self.for_us <= _MOST_US:
            raise BadInput("A picture can stand for 0.2 to 30 seconds.")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a clip as it is shown: `length_us` long; `span` of the film runs meanwhile, or (None) a picture stands."""

    span: Span | None
    length_us: int


class Pace:
    """Which picture of the film is shown when.

        film   start ====== at ====== end          speed 50 %, held for h
        reel   0 =============|--h--|============ length_us

    `span` is snapped. A hold outside the span counts as none. Raises BadInput for a speed that is not possible.
    """

    def __init__(self, index: FrameIndex, span: Span, *, speed: int = 100, hold: Hold | None = None) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise BadInput(f"A clip can run at {SLOWEST} to {FASTEST} percent of its speed.")
        self.speed = speed
        self._numbers = index.numbers(span)
        self._index = index
        self.hold = hold if hold is not None and hold.at in span else None
        self.stretches: tuple[Stretch, ...]
        if self.hold is None:
            self.stretches = (self._running(span),)
        elif self.hold.alone:
            self.stretches = (Stretch(None, self.hold.for_us),)
        else:
            held = index.time(index.shown_at(self.hold.at))
            before = [self._running(Span(span.start, held))] if held > span.start else []
            self.stretches = (*before, Stretch(None, self.hold.for_us), self._running(Span(held, span.end)))

    @property
    def length_us(self) -> int:
        return sum(stretch.length_us for stretch in self.stretches)

    def at(self, us: int) -> tuple[int, float]:
        """The number of the picture shown so far into the clip, and how near the view is to what it comes near to (0 to 1)."""
        us = min(max(us, 0), self.length_us - 1)
        for stretch in self.stretches:
            if us < stretch.length_us:
                break
            us -= stretch.length_us
        if stretch.span is not None or self.hold is None:
            running = stretch.span or self._index.whole
            number = self._index.shown_at(running.start.shifted(us * self.speed // 100))
            last = self._index.numbers(running)[-1]
            return min(max(number, self._numbers.start), last), 0.0
        move = min(_MOVE_US, stretch.length_us // 3)
        part = min(us, stretch.length_us - us, move) / move if self.hold.near is not None else 0.0
        return self._index.shown_at(self.hold.at), part * part * (3 - 2 * part)

    def _running(self, span: Span) -> Stretch:
        return Stretch(span, max(1, (span.length_us * 100 + self.speed // 2) // self.speed))
