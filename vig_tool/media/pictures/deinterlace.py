"""Makes one whole picture of an interlaced one, in which every second line was filmed a moment later.

Only the picture itself is needed, so a picture looks the same however it was reached. Where nothing moved both fields say the same, and
all lines are kept; where something moved, its comb is found, and the later field's lines are drawn anew from the earlier's, along edges.
"""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import Final

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2

Plane = NDArray[np.uint8]

_OUR_KINDS: Final = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "yuv411p", "gray"})
_BRIGHT: Final = (16, 18)  # the curves PQ and HLG
_OUTSIDE: Final = 6  # so much must a line stand out from the lines above and below to be of a comb
_CROWD: Final = 4  # so many such pixels in a window of 3 × 5 make a comb
_WIDER: Final = np.ones((3, 9), np.uint8)
_SLANTS: Final = ((1, 2), (-1, -2))  # from upright outwards, to either side
_STRAIGHT: Final = np.int16(12)  # slanted edges must fit better than upright ones by this much


class Deinterlacer:
    """Keeps what it needs from picture to picture of one film; no picture has a say in another. Not thread-safe."""

    def __init__(self) -> None:
        self._fields: Graph | None = None
        self._kind: tuple[int, int, str] | None = None

    def whole(self, picture: VideoFrame) -> VideoFrame:
        """The picture without a comb, at the moment of its first field; itself where it is not interlaced."""
        if not picture.interlaced_frame or picture.height < 8:
            return picture
        kind = (picture.width, picture.height, picture.format.name)
        if kind != self._kind:
            self._kind, self._fields = kind, None
        first = self._first_line(picture)
        plain = _eight_bits(picture)
        if plain is None:
            return picture
        made = VideoFrame(plain.width, plain.height, plain.format.name)
        comb: Plane | None = None
        for number, plane in enumerate(plain.planes):
            lines, target = _lines(plane), _lines(made.planes[number])
            target[:] = lines
            comb = _mend(target, lines, first, None if number == 0 else comb)
        return _dressed(made, picture)

    def _first_line(self, picture: VideoFrame) -> int:
        """0 where the upper field was filmed first, else 1. The picture knows, and PyAV does not say; taken apart, the earlier comes first.

        What comes out is the later field of the picture before, if there was one, and the earlier of this one; nothing is copied.
        """
        self._fields = self._fields or _graph(picture, "separatefields", None)
        self._fields.vpush(picture)
        earlier = self._fields.vpull()
        with contextlib.suppress(BlockingIOError):
            earlier = self._fields.vpull()
        return 0 if earlier.planes[0].buffer_ptr == picture.planes[0].buffer_ptr else 1


def _eight_bits(picture: VideoFrame) -> VideoFrame | None:
    """The planes we can work on; nothing for kinds that no camera films interlaced (colours not apart from light, high dynamic range)."""
    kind = picture.format
    if kind.name in _OUR_KINDS:
        return picture
    if kind.is_rgb or len(kind.components) < 3 or int(picture.color_trc) in _BRIGHT:
        return None
    return picture.reformat(format="yuv420p" if kind.chroma_height(8) == 4 else "yuv422p" if kind.chroma_width(8) == 4 else "yuv444p")


def _graph(picture: VideoFrame, name: str, options: str | None) -> Graph:
    graph = Graph()
    came = graph.add_buffer(width=picture.width, height=picture.height, format=picture.format, time_base=Fraction(1, 25))
    graph.link_nodes(came, graph.add(name, options), graph.add("buffersink")).configure()
    return graph


def _dressed(made: VideoFrame, picture: VideoFrame) -> VideoFrame:
    made.pts = picture.pts
    made.colorspace, made.color_range = picture.colorspace, picture.color_range
    made.color_trc, made.color_primaries = picture.color_trc, picture.color_primaries
    return made


def _lines(plane: object) -> Plane:
    width, height, step = plane.width, plane.height, plane.line_size  # type: ignore[attr-defined]
    return np.frombuffer(memoryview(plane), np.uint8).reshape(-1, step)[:height, :width]  # type: ignore[arg-type]


def _mend(target: Plane, lines: Plane, first: int, known: Plane | None) -> Plane:
    """Draws the combed lines of one plane anew. Gives where (by lines of the second field), for the planes after it, with `known` added."""
    kept, late = lines[first::2], lines[1 - first :: 2]
    above, below = _around(kept, len(late), first)
    comb = _comb(late, above, below)
    if known is not None:
        same = cv2.resize(known, (comb.shape[1], comb.shape[0]), interpolation=cv2.INTER_NEAREST)
        comb = np.maximum(comb, np.asarray(same, np.uint8))
    _x, y, width, height = cv2.boundingRect(comb)
    if width and height:
        here = (slice(y, y + height), slice(0, comb.shape[1]))
        drawn = _drawn(above[here], below[here])
        patch = target[1 - first :: 2][here]
        np.copyto(patch, drawn, where=comb[here] > 0)
    return comb


def _around(kept: Plane, count: int, first: int) -> tuple[Plane, Plane]:
    """For every line of the second field, the lines of the first above and below it; at the edges the nearest twice."""
    padded = cv2.copyMakeBorder(kept, 1, 1, 0, 0, cv2.BORDER_REPLICATE)
    start = 1 if first == 0 else 0
    return np.asarray(padded[start : start + count], np.uint8), np.asarray(padded[start + 1 : start + 1 + count], np.uint8)


def _comb(late: Plane, above: Plane, below: Plane) -> Plane:
    """255 where lines stand out from those around them, line after line, with some room around.

    A comb is a line that differs from the lines above and below, while these are like each other, and the next line of its own field is
    like it. A thin still line differs from its own field too.
    """
    out = cv2.max(cv2.subtract(late, cv2.max(above, below)), cv2.subtract(cv2.min(above, below), late))
    step = cv2.absdiff(late[1:], late[:-1])
    own = cv2.min(cv2.copyMakeBorder(step, 0, 1, 0, 0, cv2.BORDER_REPLICATE), cv2.copyMakeBorder(step, 1, 0, 0, 0, cv2.BORDER_REPLICATE))
    unlike = np.maximum(cv2.max(cv2.absdiff(above, below), own), _OUTSIDE)
    outside = (out > unlike).view(np.uint8)
    crowd = cv2.boxFilter(outside, -1, (3, 5), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(cv2.dilate(cv2.threshold(crowd, _CROWD - 1, 255, cv2.THRESH_BINARY)[1], _WIDER), np.uint8)


def _drawn(above: Plane, below: Plane) -> Plane:
    """The lines between: along a slant where what is above fits better that way to what is below, and never outside of both."""
    reach = len(_SLANTS[0])
    width = above.shape[1]
    up = np.asarray(cv2.copyMakeBorder(above, 0, 0, reach, reach, cv2.BORDER_REPLICATE), np.uint8)
    down = np.asarray(cv2.copyMakeBorder(below, 0, 0, reach, reach, cv2.BORDER_REPLICATE), np.uint8)
    straight = _cost(above, below)
    best, made = straight - _STRAIGHT, cv2.addWeighted(above, 0.5, below, 0.5, 0)
    for side in _SLANTS:
        before = straight
        for slant in side:
            one, other = up[:, reach + slant : reach + slant + width], down[:, reach - slant : reach - slant + width]
            cost = _cost(one, other)
            better = cv2.bitwise_and(cv2.compare(cost, best, cv2.CMP_LT), cv2.compare(cost, before, cv2.CMP_LT))
            cv2.copyTo(cv2.addWeighted(one, 0.5, other, 0.5, 0), better, made)
            cv2.copyTo(cost, better, best)
            before = cost
    return np.asarray(cv2.min(cv2.max(made, cv2.min(above, below)), cv2.max(above, below)), np.uint8)


def _cost(one: Plane, other: Plane) -> NDArray[np.int16]:
    return np.asarray(cv2.boxFilter(cv2.absdiff(one, other), cv2.CV_16S, (3, 1), normalize=False), np.int16)
