"""One canvas for films of different size, rate and turn: what a reel's pictures are fitted into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from vig_tool.media.encode import even
from vig_tool.media.facts import FilmFacts
from vig_tool.timing import FrameIndex

_LONGEST: Final = 1920
_COMMON: Final = tuple(
    Fraction(*rate) for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
)
_USUAL: Final = Fraction(30)
_ALIKE: Final = 0.002
_DIM: Final = 0.38


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size in pixels (even) and pictures per second."""

    width: int
    height: int
    rate: Fraction

    def time_us(self, frame: int) -> int:
        """When picture `frame` of the reel is shown."""
        return round(frame * 1_000_000 / self.rate)

    def frames(self, length_us: int) -> int:
        """How many pictures a stretch takes, at least one."""
        return max(1, round(length_us * self.rate / 1_000_000))

    def fit(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A picture scaled into the canvas; where it does not fill it, its own soft dark likeness stands around it."""
        height, width = rgb.shape[:2]
        if (width, height) == (self.width, self.height):
            return rgb
        scale = min(self.width / width, self.height / height)
        wide, high = min(self.width, round(width * scale)), min(self.height, round(height * scale))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        inner = cv2.resize(rgb, (wide, high), interpolation=method)
        if (wide, high) == (self.width, self.height):
            return np.asarray(inner, np.uint8)
        made = self._around(rgb)
        left, top = (self.width - wide) // 2, (self.height - high) // 2
        made[top : top + high, left : left + wide] = inner
        return made

    def _around(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        small = cv2.GaussianBlur(cv2.resize(rgb, (48, 27), interpolation=cv2.INTER_AREA), (0, 0), 4)
        dim = cv2.convertScaleAbs(small, alpha=_DIM)
        return np.asarray(cv2.resize(dim, (self.width, self.height), interpolation=cv2.INTER_LINEAR), np.uint8)


def canvas_for(films: Sequence[tuple[FilmFacts, FrameIndex]]) -> Canvas:
    """Films of one size keep it (at most 1920 on the longer side); mixed ones meet on 16:9, lying unless all stand."""
    sizes = {(facts.width, facts.height) for facts, _ in films}
    if len(sizes) == 1:
        width, height = next(iter(sizes))
    else:
        longest = max(max(size) for size in sizes)
        long_side = 1920 if longest >= 1600 else 1280 if longest >= 720 else even(max(longest, 320))
        width, height = long_side, round(long_side * 9 / 16)
        if all(high > wide for wide, high in sizes):
            width, height = height, width
    shrink = min(1.0, _LONGEST / max(width, height))
    return Canvas(even(round(width * shrink)), even(round(height * shrink)), _rate([index for _, index in films]))


def _rate(indexes: Sequence[FrameIndex]) -> Fraction:
    """The rate all films share, if they do; else thirty a second."""
    if any(index.is_variable for index in indexes):
        return _USUAL
    given = [Fraction(1_000_000, index.usual_step_us) for index in indexes]
    for rate in _COMMON:
        if all(abs(float(one / rate) - 1) < _ALIKE for one in given):
            near = min(_COMMON, key=lambda common: abs(common - given[0]))
            return near if all(abs(float(one / near) - 1) < _ALIKE for one in given) else rate
    return _USUAL
