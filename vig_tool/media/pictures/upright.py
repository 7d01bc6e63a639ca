"""Turns a decoded picture into what a viewer sees: upright, square pixels, ordinary brightness, 8-bit RGB."""

from __future__ import annotations

from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from vig_tool.media.facts import FilmFacts
from vig_tool.media.pictures.deinterlace import Deinterlacer
from vig_tool.media.pictures.tone import flatten
from vig_tool.media.pictures.turning import turned

_UNKNOWN = 2  # a film that does not say which colours it means
_METHOD = int(Interpolation.BICUBIC | Interpolation.ACCURATE_RND)
_QUICK = int(Interpolation.BILINEAR)


class Upright:
    """Converts the pictures of one film. Keeps the scaler, so one per reader; not thread-safe.

    quick   for the screen: many times faster; the same range and matrix, but colours are not smoothed between pixels, as in players
    """

    def __init__(self, facts: FilmFacts, *, quick: bool = False) -> None:
        self._facts = facts
        self._method = _QUICK if quick else _METHOD
        self._scaler = VideoReformatter()
        self._fields = Deinterlacer()

    def rgb(self, picture: VideoFrame) -> NDArray[np.uint8]:
        """(height, width, 3) uint8, C-contiguous, the size of `facts.width` x `facts.height`; of two fields one picture is made."""
        picture = self._fields.whole(picture)
        width, height = self._facts.shown_size
        colours = None
        if int(picture.colorspace) == _UNKNOWN and not picture.format.is_rgb:
            # As players do: what is high definition means BT.709, what is smaller BT.601.
            colours = Colorspace.ITU709 if self._facts.coded_height >= 720 or self._facts.coded_width >= 1280 else Colorspace.ITU601
        made: NDArray[Any] = self._scaler.reformat(
            picture,
            width=width,
            height=height,
            format="rgb48le" if self._facts.hdr else "rgb24",
            src_colorspace=colours,
            interpolation=self._method,
            threads=2,
        ).to_ndarray()
        if self._facts.hdr:
            made = flatten(made, curve=int(picture.color_trc))
        return np.ascontiguousarray(turned(made, turn=self._facts.turn, mirrored=self._facts.mirrored), dtype=np.uint8)
