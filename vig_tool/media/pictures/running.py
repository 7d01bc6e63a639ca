"""Turns decoded pictures of a running film into what the screen takes, at the size it takes: quick rather than exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2
from vig_tool.media.pictures.tone import flatten
from vig_tool.media.pictures.turning import turned

_COLOURS: Final = {601: Colorspace.ITU601, 709: Colorspace.ITU709, 2020: 9}
_METHOD: Final = Interpolation.BILINEAR
_HDR_MOST: Final = 640 * 360
"""Pixels up to which a high-dynamic-range picture is brought to ordinary brightness while it runs; larger ones are made larger after."""


@dataclass(frozen=True, slots=True)
class Coded:
    """How the planes of a decoded picture lie.

    layout       ffmpeg's name: yuv420p, yuv422p, yuv444p, nv12, yuv420p10le, p010le, …
    width, height  of the picture as it is stored
    colours      601, 709 or 2020; `full` where black is 0
    curve        0, or 16 (PQ) or 18 (HLG) where it is high dynamic range
    fields       whether two half pictures of different times lie in its lines
    turn, mirrored  clockwise degrees to upright, then left to right
    """

    layout: str
    width: int
    height: int
    colours: int = 709
    full: bool = False
    curve: int = 0
    fields: bool = False
    turn: int = 0
    mirrored: bool = False


class RunningPictures:
    """Keeps its scaler and its memory, so one per film and thread."""

    def __init__(self) -> None:
        self._scaler = VideoReformatter()
        self._frame: VideoFrame | None = None
        self._coded: Coded | None = None

    def picture(self, planes: Sequence[tuple[Any, int]], coded: Coded, *, width: int, height: int) -> NDArray[np.uint8]:
        """(height, width, 4) uint8 blue, green, red, unused; upright, of just this size.

        planes   the memory of each plane and its bytes from line to line
        """
        frame = self._filled(planes, coded)
        made: NDArray[Any]
        wide, high = (width, height) if coded.turn % 180 == 0 else (height, width)
        if coded.curve:
            made = self._bright(frame, coded, wide, high)
        else:
            made = self._scaler.reformat(
                frame, width=wide, height=high, format="bgra", interpolation=_METHOD,
                src_colorspace=_COLOURS[coded.colours], src_color_range=ColorRange.JPEG if coded.full else ColorRange.MPEG,
                dst_colorspace=_COLOURS[coded.colours], dst_color_range=ColorRange.JPEG,
            ).to_ndarray()  # fmt: skip
        return np.ascontiguousarray(turned(made, turn=coded.turn, mirrored=coded.mirrored), dtype=np.uint8)

    def _filled(self, planes: Sequence[tuple[Any, int]], coded: Coded) -> VideoFrame:
        """The planes as ffmpeg's picture. Of two fields only the first is taken: a comb is never seen, and half the lines are plenty
        for a picture that moves."""
        step = 2 if coded.fields else 1
        frame = self._frame
        if frame is None or coded != self._coded:
            frame = self._frame = VideoFrame(coded.width, coded.height // step, coded.layout)
            self._coded = coded
        for plane, (memory, pitch) in zip(frame.planes, planes, strict=True):
            target = np.frombuffer(cast(bytes, plane), np.uint8).reshape(-1, plane.line_size)
            values = np.frombuffer(memory, np.uint8)
            source = values[: len(values) // pitch * pitch].reshape(-1, pitch)[::step]
            lines, used = min(plane.height, len(source)), min(plane.line_size, pitch)
            target[:lines, :used] = source[:lines, :used]
        return frame

    def _bright(self, frame: VideoFrame, coded: Coded, width: int, height: int) -> NDArray[np.uint8]:
        share = min(1.0, (_HDR_MOST / (width * height)) ** 0.5)
        small: NDArray[Any] = self._scaler.reformat(
            frame, width=max(2, round(width * share)), height=max(2, round(height * share)), format="rgb48le", interpolation=_METHOD,
            src_colorspace=_COLOURS[coded.colours], src_color_range=ColorRange.JPEG if coded.full else ColorRange.MPEG,
            dst_colorspace=_COLOURS[coded.colours], dst_color_range=ColorRange.JPEG,
        ).to_ndarray()  # fmt: skip
        shown = cv2.cvtColor(flatten(small, curve=coded.curve), cv2.COLOR_RGB2BGRA)
        if share < 1.0:
            shown = cv2.resize(shown, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(shown, np.uint8)
