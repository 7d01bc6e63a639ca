"""Which stretch of the film the time line shows: from µs to pixels and back, zooming and ticks. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vig_tool.timing import SECOND, Instant, Span

_TICKS_US = tuple(
    round(seconds * SECOND) for seconds in (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
)
_CLOSEST_FRAME_PX = 64
"""How wide one picture may become."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """`first_us` stands at pixel 0, `shown_us` are on `width` pixels of a film of `length_us`; `step_us` between two pictures."""

    length_us: int
    width: int
    step_us: int = 40_000
    first_us: int = 0
    shown_us: int = 0

    @property
    def span_us(self) -> int:
        return self.shown_us or self.length_us

    @property
    def us_per_px(self) -> float:
        return self.span_us / max(1, self.width)

    @property
    def is_whole(self) -> bool:
        return self.span_us >= self.length_us

    @property
    def frame_px(self) -> float:
        """How wide one picture is now."""
        return self.step_us / self.us_per_px

    @property
    def _closest_us(self) -> float:
        """The shortest stretch that is ever shown."""
        return self.step_us * max(1, self.width) / _CLOSEST_FRAME_PX

    def x(self, instant: Instant) -> float:
        return (instant.us - self.first_us) / self.us_per_px

    def at(self, x: float) -> Instant:
        """The instant at a pixel, kept inside the film."""
        return Instant(min(max(0, round(self.first_us + x * self.us_per_px)), self.length_us))

    def sees(self, span: Span) -> bool:
        return span.start.us < self.first_us + self.span_us and span.end.us > self.first_us

    def resized(self, width: int) -> TimeScale:
        """The same stretch on another width."""
        return _inside(replace(self, width=max(1, width)))

    def zoomed(self, factor: float, *, around_x: float) -> TimeScale:
        """`factor` > 1 comes closer; what is at `around_x` stays there."""
        shown = round(min(max(self.span_us / factor, min(self._closest_us, self.length_us)), self.length_us))
        fixed = self.first_us + around_x * self.us_per_px
        return _inside(replace(self, shown_us=shown, first_us=round(fixed - around_x / max(1, self.width) * shown)))

    def whole(self) -> TimeScale:
        return replace(self, first_us=0, shown_us=0)

    def moved(self, pixels: float) -> TimeScale:
        return _inside(replace(self, first_us=round(self.first_us + pixels * self.us_per_px)))

    def showing(self, first_us: float, shown_us: float) -> TimeScale:
        """This stretch, as far as there is so much film and so near a look."""
        shown = round(min(max(shown_us, min(self._closest_us, self.length_us)), self.length_us))
        return _inside(replace(self, shown_us=shown, first_us=round(first_us)))

    def closest(self, instant: Instant) -> TimeScale:
        """Single pictures, with the one at `instant` in the middle."""
        return self.showing(instant.us + self.step_us / 2 - self._closest_us / 2, self._closest_us)

    def fitting(self, span: Span) -> TimeScale:
        """A span with some film around it."""
        return self.showing(span.start.us - span.length_us / 4, span.length_us * 1.5)

    def following(self, instant: Instant) -> TimeScale:
        """Turned like a page where `instant` has left what is shown."""
        if self.first_us <= instant.us < self.first_us + self.span_us:
            return self
        return _inside(replace(self, first_us=instant.us - self.span_us // 10))

    def ticks(self, *, apart_px: int) -> tuple[Instant, ...]:
        """Round times at least `apart_px` from each other."""
        step = next((tick for tick in _TICKS_US if tick / self.us_per_px >= apart_px), _TICKS_US[-1])
        first = -(-self.first_us // step) * step
        return tuple(Instant(us) for us in range(first, min(self.first_us + self.span_us, self.length_us) + 1, step))


def _inside(scale: TimeScale) -> TimeScale:
    """Showing nothing before or after the film."""
    return replace(scale, first_us=min(max(0, scale.first_us), scale.length_us - scale.span_us))
