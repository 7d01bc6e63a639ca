"""Pictures as encoders take them: one array (3/2 height, width) uint8, brightness above, the two colours below, each at half the size.

What is composed in this form needs no way back and forth over RGB, which costs more than the composing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2

Planes = NDArray[np.uint8]
Colours = tuple[int, int, int]
"""Primaries, curve and matrix, as films name them."""

BT709: Final[Colours] = (1, 1, 1)
_WEIGHTS: Final = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114)}


def planes_of(frame: VideoFrame) -> Planes:
    """From a stored picture in yuv420p of even size; the array may be changed."""
    return np.asarray(frame.to_ndarray(), np.uint8)


def stored(planes: Planes) -> VideoFrame:
    """Ready for the encoder."""
    return VideoFrame.from_ndarray(planes, format="yuv420p")


def parts(planes: Planes) -> tuple[Planes, Planes, Planes]:
    """Views of the brightness (height, width) and the two colours (half, half)."""
    height, width = planes.shape[0] * 2 // 3, planes.shape[1]
    size = height * width
    quarter = size // 4
    flat = planes.reshape(-1)
    half = (height // 2, width // 2)
    return planes[:height], flat[size : size + quarter].reshape(half), flat[size + quarter : size + 2 * quarter].reshape(half)


class Converter:
    """Turns RGB pictures into planes of one kind of colours. Keeps the scaler: one per thread."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self._scaler = VideoReformatter()
        self._matrix = Colorspace.ITU709 if colours[2] == 1 else Colorspace.ITU601

    def planes(self, rgb: NDArray[np.uint8]) -> Planes:
        """From (height, width, 3) uint8 of even size."""
        plain = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        return planes_of(self._scaler.reformat(plain, format="yuv420p", dst_colorspace=self._matrix, threads=2))

    def one(self, rgb: tuple[int, int, int]) -> tuple[int, int, int]:
        """A single colour as brightness and the two colours."""
        red, green, blue = (part / 255 for part in rgb)
        of_red, of_blue = _WEIGHTS[self.colours[2]]
        bright = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
        first, second = (blue - bright) / (2 - 2 * of_blue), (red - bright) / (2 - 2 * of_red)
        return round(16 + 219 * bright), round(128 + 224 * first), round(128 + 224 * second)

    def plain(self, rgb: tuple[int, int, int], *, width: int, height: int) -> Planes:
        """A picture of one colour."""
        made = np.empty((height * 3 // 2, width), np.uint8)
        for part, value in zip(parts(made), self.one(rgb), strict=True):
            part[:] = value
        return made


class Laid:
    """Something small that is laid over pictures again and again: (height, width, 4) uint8 red, green, blue and cover, at `left`, `top`."""

    def __init__(self, rgba: NDArray[np.uint8], *, left: int, top: int, converter: Converter) -> None:
        left, top = left - left % 2, top - top % 2
        rgba = np.pad(rgba, ((0, rgba.shape[0] % 2), (0, rgba.shape[1] % 2), (0, 0)))
        self._left, self._top = left, top
        cover = rgba[:, :, 3].astype(np.float32) / 255
        half = cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        drawn = parts(converter.planes(rgba[:, :, :3]))
        self._layers = [
            (part.astype(np.float32) * share, 1 - np.asarray(share, np.float32))
            for part, share in zip(drawn, (cover, half, half), strict=True)
        ]

    def on(self, planes: Planes) -> None:
        """In place."""
        for part, (drawn, left_over), scale in zip(parts(planes), self._layers, (1, 2, 2), strict=True):
            top, left = self._top // scale, self._left // scale
            place = part[top : top + drawn.shape[0], left : left + drawn.shape[1]]
            place[:] = cv2.convertScaleAbs(cv2.add(cv2.multiply(place.astype(np.float32), left_over), drawn))
