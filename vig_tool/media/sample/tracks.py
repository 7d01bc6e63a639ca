"""Movement over time: values that ease from key to key, so that figures start and stop gently."""

from __future__ import annotations

from bisect import bisect_right

Point = tuple[float, float]


class Track:
    """A number over time, given as keys `(seconds, value)`; between two keys it eases in and out."""

    def __init__(self, *keys: tuple[float, float]) -> None:
        ordered = sorted(keys)
        self._times = [time for time, _ in ordered]
        self._values = [value for _, value in ordered]

    def at(self, time: float) -> float:
        place = bisect_right(self._times, time)
        if place == 0:
            return self._values[0]
        if place == len(self._times):
            return self._values[-1]
        start, end = self._times[place - 1], self._times[place]
        part = (time - start) / (end - start)
        eased = part * part * (3 - 2 * part)
        return self._values[place - 1] + (self._values[place] - self._values[place - 1]) * eased


class Route:
    """A point over time, from keys `(seconds, (x, y))`."""

    def __init__(self, *keys: tuple[float, Point]) -> None:
        self._x = Track(*((time, point[0]) for time, point in keys))
        self._y = Track(*((time, point[1]) for time, point in keys))

    def at(self, time: float) -> Point:
        return self._x.at(time), self._y.at(time)


class Stretches:
    """Something that comes and goes: 0 outside the given stretches `(start, end)`, 1 inside, with soft edges."""

    def __init__(self, *stretches: tuple[float, float], edge: float = 0.25) -> None:
        self._stretches = stretches
        self._edge = edge

    def at(self, time: float) -> float:
        best = 0.0
        for start, end in self._stretches:
            if start - self._edge < time < end + self._edge:
                rising = (time - start) / self._edge + 1
                falling = (end - time) / self._edge + 1
                best = max(best, min(1.0, rising, falling))
        return best * best * (3 - 2 * best)
