"""One canvas for films of different size, rate and turn: what a reel's pictures are fitted into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.covering.covers import Box
from vig_tool.media.exports.encode import even
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opencv import cv2
from vig_tool.timing import FrameIndex

_LONGEST: Final = 1920
_COMMON: Final = tuple(
    Fraction(*rate) for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
)
_USUAL: Final = Fraction(30)
_ALIKE: Final = 0.002
_DIM: Final = 0.38
_AIR: Final = 1.6  # how much more than a box is seen when the view is near to it
_NEAREST: Final = 4


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

    def near(self, rgb: NDArray[np.uint8], box: Box, part: float) -> NDArray[np.uint8]:
        """The same with the view on its way to `box` of the picture (0: the whole canvas, 1: as near as is good to look at)."""
        height, width = rgb.shape[:2]
        scale = min(self.width / width, self.height / height)
        left, top = (self.width - width * scale) / 2, (self.height - height * scale) / 2
        x0, y0, x1, y1 = self._view(box, left, top, part)
        grow_x, grow_y = (x1 - x0) / self.width, (y1 - y0) / self.height
        inside = x0 >= left and y0 >= top and x1 <= self.width - left and y1 <= self.height - top
        source, offset, size = (rgb, (left, top), scale) if inside else (self.fit(rgb), (0.0, 0.0), 1.0)
        # From a pixel's middle to a pixel's middle.
        way = np.array(
            [
                [grow_x / size, 0, (x0 - offset[0] + grow_x / 2) / size - 0.5],
                [0, grow_y / size, (y0 - offset[1] + grow_y / 2) / size - 0.5],
            ]
        )
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(source, way, (self.width, self.height), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def _view(self, box: Box, left: float, top: float, part: float) -> tuple[float, float, float, float]:
        """What of the canvas is seen: from the whole to around the box, of the canvas's own shape, within the picture where it can be."""
        wide, high = self.width - 2 * left, self.height - 2 * top
        shape = self.width / self.height
        across = max(box.w * wide, box.h * high * shape) * _AIR
        across = min(max(across, self.width / _NEAREST), self.width)
        centre = (left + (box.x + box.w / 2) * wide, top + (box.y + box.h / 2) * high)
        ends = []
        for middle, size, start, room, whole in (
            (centre[0], across, left, wide, self.width),
            (centre[1], across / shape, top, high, self.height),
        ):
            first = min(max(middle - size / 2, start), start + room - size) if size <= room else (whole - size) / 2
            ends.append((part * first, whole + part * (first + size - whole)))
        (x0, x1), (y0, y1) = ends
        return x0, y0, x1, y1

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
