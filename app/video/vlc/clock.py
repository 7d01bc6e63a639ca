"""What time it is in a film that VLC plays: interpolated between the times it tells a few times a second. Pure.

VLC says no time with a picture. The last time it told, plus the time since then at the current rate, is the time of the picture being
displayed to about a millisecond, where the display itself is not late (see `VlcOrder`). After a seek it first echoes the order, then
fills its buffers, and only then displays; until it tells a time again the film is taken to have started where it was sent just after
the buffers were full.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vig_tool.timing import SECOND

_STARTS_S = 0.016
_NO_ANSWER_S = 1.0
_KEPT = 3


@dataclass(frozen=True, slots=True)
class _Mark:
    at: float
    us: int


class VlcClock:
    """Times in VLC's own count, microseconds; `at` is always time.perf_counter(). May be used from any thread.

    A new clock stands still and knows no time yet. `trusting`: whether the times told are believed; for some films libVLC
    tells the same time for ever, or one far ahead.

    A time is told on the spot but may be heard late, never early: of the last few told, the one furthest on is the right one.
    """

    def __init__(self, *, trusting: bool) -> None:
        self.trusting = trusting
        self._lock = threading.Lock()
        self._mark: _Mark | None = None
        self._sought: _Mark | None = None
        self._heard: deque[_Mark] = deque(maxlen=_KEPT)
        self._rate = 1.0
        self._still = True
        self._told = False

    @property
    def told(self) -> bool:
        """Whether VLC has told a time since the last seek or change of rate, or no better one is to be had."""
        return self._told or not self.trusting

    @property
    def rate(self) -> float:
        return self._rate

    def seek(self, us: int, at: float) -> None:
        """VLC was sent to `us`. Pictures that come before its buffers are full again are from before."""
        with self._lock:
            self._sought, self._mark, self._told = _Mark(at, us), None, False
            self._heard.clear()

    def begin(self, us: int, at: float) -> None:
        """VLC stands at `us` without having been sent there."""
        with self._lock:
            self._sought, self._mark, self._told = None, _Mark(at, us), False
            self._heard.clear()

    def buffered(self, at: float) -> None:
        """VLC's buffers are full."""
        with self._lock:
            if self._sought is not None:
                self._mark, self._sought = _Mark(at + _STARTS_S, self._sought.us), None

    def freeze(self, at: float) -> None:
        """Paused."""
        with self._lock:
            if self._mark is not None:
                self._mark = _Mark(at, self._reckon(self._mark, at))
            self._heard.clear()
            self._still = True

    def thaw(self, at: float) -> None:
        """Going on."""
        with self._lock:
            if self._still and self._mark is not None:
                self._mark = _Mark(at, self._mark.us)
            self._still = False

    def set_rate(self, rate: float, at: float) -> None:
        """From here on VLC counts anew, from a place that it only then tells."""
        with self._lock:
            if self._mark is not None:
                self._mark = _Mark(at, self._reckon(self._mark, at))
            self._heard.clear()
            self._rate, self._told = rate, False

    def tell(self, us: int, at: float) -> None:
        """VLC told that the film is at `us`."""
        with self._lock:
            if self._sought is not None and at - self._sought.at < _NO_ANSWER_S:
                return  # the echo of the order
            if self._sought is not None:
                self._mark, self._sought = _Mark(at, self._sought.us), None
            if not self.trusting or self._still or (self._heard and self._heard[-1].us == us):
                return
            self._heard.append(_Mark(at, us))
            self._mark, self._told = max(self._heard, key=lambda mark: mark.us - mark.at * self._rate * SECOND), True

    def displayed(self, at: float) -> int | None:
        """The time of what is displayed at `at`; None where it cannot be known: from before a seek, or standing still."""
        with self._lock:
            return None if self._mark is None or self._still else self._reckon(self._mark, at)

    def _reckon(self, mark: _Mark, at: float) -> int:
        return mark.us if self._still else mark.us + round(max(0.0, at - mark.at) * self._rate * SECOND)


def measure_offset(displayed: Sequence[float], told: tuple[float, int], times: NDArray[np.int64], *, rate: float = 1.0) -> int:
    """VLC's time of the film's first picture, in microseconds.

    displayed   when each of the first pictures came, in seconds, at `rate`, none left out or counted twice
    told        a time VLC told: (seconds, microseconds)

    The first picture comes as soon as it can and is left aside. A picture may come late but none comes early, so the smallest wins.
    """
    at, us = told
    known = list(enumerate(displayed))[1 : len(times)] or list(enumerate(displayed))[:1]
    return min(us - round((at - came) * rate * SECOND) - int(times[number]) for number, came in known)
