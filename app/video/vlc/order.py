"""Which picture of a film VLC displays: by the time of the display and by the order of pictures, where the machine makes times late. Pure.

VLC displays pictures in order, at their times or later, never before. A late display alone does not say whether the next picture came
late or a later one in time. But VLC chooses the next picture as soon as it has displayed one, and leaves out only those that are by then
more than half a picture late. So what is displayed lies between the first picture that could be chosen and the last that was due.
"""

from __future__ import annotations

import numpy as np

from vig_tool.timing import FrameIndex

_EARLY_US = 8000
_PUNCTUAL_US = 3000
_UNSURE = 2
_SETTLED = 2


class VlcOrder:
    """Numbers the displays of one film one by one. Times are microseconds from the film's first picture. For one thread."""

    def __init__(self, index: FrameIndex) -> None:
        self._index = index
        steps = np.diff(index.times)
        self._half_us = float(np.median(steps)) / 2 if len(steps) else 20_000.0
        self._early_us = min(_EARLY_US, self._half_us)
        self._last: int | None = None
        self._punctual = 0

    def restart(self) -> None:
        """VLC was sent elsewhere, stood still, or changed its rate: the next display continues nothing."""
        self._last, self._punctual = None, 0

    def displayed(self, us: int, *, chosen_us: int | None, rate: float) -> int | None:
        """The number of what is displayed at `us`; None where it is the former once more, or could be one of three or more.

        chosen_us   when the display before was over and VLC chose this one; None where that is not known.
        """
        newest = self._due(us + self._early_us * max(1.0, rate))
        if self._last is None or chosen_us is None:
            self._last = newest
            return newest
        next_one = self._last + 1
        oldest = max(next_one, int(np.searchsorted(self._index.times, chosen_us - self._half_us * rate, side="left")))
        if newest < next_one:
            return None
        if oldest >= newest:
            self._last, self._punctual = newest, 0
            return newest
        late_us = us - int(self._index.times[newest])
        self._punctual = self._punctual + 1 if late_us <= _PUNCTUAL_US * max(1.0, rate) else 0
        if self._punctual >= _SETTLED:
            self._last = newest
            return newest
        self._last = oldest
        return oldest if newest - oldest < _UNSURE else None

    def _due(self, us: float) -> int:
        return max(0, int(np.searchsorted(self._index.times, us, side="right")) - 1)
