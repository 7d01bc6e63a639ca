"""What is covered in a clip: a face or a region as the guider drew it, where it is in every picture, and the blur that hides it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import BadInput, Damaged
from vig_tool.media.opencv import cv2
from vig_tool.timing import FrameIndex, Instant, Span

_PARTS: Final = 10_000  # how finely a place in the picture is kept
_LEAST: Final = 0.004
_CELLS: Final = 3  # so few patches of colour that no face can be told from them, however large it was
_DEPTH: Final = 0.4  # how much of the patches' difference is left
_STEP: Final = 16  # grey levels that patches are rounded to
_FEATHER: Final = 0.16  # of the shorter side, outside what is covered
_WIDENED: Final = 0.5  # of its size, where nothing is known about a picture


@dataclass(frozen=True, slots=True)
class Box:
    """A place in the upright picture, in parts of its width and height (0 to 1): left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def drawn(cls, x: float, y: float, w: float, h: float) -> Box:
        """From any two corners, brought inside the picture and rounded to how it is kept. Raises BadInput where nothing is left."""
        left, right = sorted((x, x + w))
        top, bottom = sorted((y, y + h))
        left, top, right, bottom = (round(min(max(edge, 0.0), 1.0) * _PARTS) / _PARTS for edge in (left, top, right, bottom))
        if right - left < _LEAST or bottom - top < _LEAST:
            raise BadInput("That is too small.", advice="Draw it larger.")
        return cls(left, top, round(right - left, 4), round(bottom - top, 4))

    @property
    def parts(self) -> tuple[float, float, float, float]:
        return (self.x, self.y, self.w, self.h)

    def grown(self, by: float) -> Box:
        """Larger on every side by this part of its own size; it may reach beyond the picture."""
        return Box(self.x - by * self.w, self.y - by * self.h, self.w * (1 + 2 * by), self.h * (1 + 2 * by))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the guider drew the cover in one picture. `gone`: from this picture on there is nothing to cover, until the next mark."""

    at: Instant
    box: Box
    gone: bool = False


class Seen(IntEnum):
    """How a cover stands in a picture."""

    SURE = 0
    LOST = 1  # not followed with certainty: the cover stays, widened, and the guider should look
    GONE = 2  # nothing to cover, as the guider said


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Where a cover is in every picture of a stretch.

    span    the stretch it was followed through; `boxes` (n, 4) float64 in parts of the picture (left, top, width, height), one a picture
    seen    (n,) uint8, a `Seen` each
    """

    span: Span
    boxes: NDArray[np.float64]
    seen: NDArray[np.uint8]

    def to_json(self) -> dict[str, Any]:
        whole = np.clip(np.rint(self.boxes * _PARTS), -32_000, 32_000).astype("<i2")
        body = np.diff(whole, axis=0, prepend=np.zeros((1, 4), "<i2")).astype("<i2").tobytes() + self.seen.tobytes()
        packed = base64.b64encode(zlib.compress(body, 9)).decode("ascii")
        return {"start_us": self.span.start.us, "end_us": self.span.end.us, "places": packed}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Track:
        """Raises Damaged."""
        try:
            body = zlib.decompress(base64.b64decode(plain["places"]))
            count = len(body) // 9
            steps = np.frombuffer(body, "<i2", 4 * count).reshape(count, 4).astype(np.int64)
            seen = np.frombuffer(body, np.uint8, count, offset=8 * count).copy()
            return cls(Span.of_us(plain["start_us"], plain["end_us"]), np.cumsum(steps, axis=0) / _PARTS, seen)
        except (KeyError, ValueError, TypeError, zlib.error) as trouble:
            raise Damaged("Where a cover is cannot be read.", advice="Let it be followed again.") from trouble


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """One thing to be covered. `round`: an oval for a face; otherwise a rectangle. `marks` in the order of time, at least one.

    track    None while it was not followed yet: then the nearest mark's box stands widened, and it counts as lost everywhere
    looked   the stretch the guider looked through, picture by picture, as the cover is now; None: not yet
    There is no setting for how strongly: a cover that hides less would not be one.
    """

    id: str
    marks: tuple[Mark, ...]
    round: bool = True
    track: Track | None = None
    looked: Span | None = None

    def to_json(self) -> dict[str, Any]:
        marks = [{"at_us": mark.at.us, "box": list(mark.box.parts)} | ({"gone": True} if mark.gone else {}) for mark in self.marks]
        return {
            "id": self.id,
            "marks": marks,
            "round": self.round,
            "track": None if self.track is None else self.track.to_json(),
            "looked": None if self.looked is None else [self.looked.start.us, self.looked.end.us],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Cover:
        """Raises Damaged."""
        try:
            marks = tuple(Mark(Instant(mark["at_us"]), Box(*mark["box"]), gone=bool(mark.get("gone"))) for mark in plain["marks"])
            track, looked = plain.get("track"), plain.get("looked")
            return cls(
                str(plain["id"]),
                marks,
                round=bool(plain.get("round", True)),
                track=None if track is None else Track.from_json(track),
                looked=None if looked is None else Span.of_us(*looked),
            )
        except (KeyError, TypeError, ValueError) as trouble:
            raise Damaged("A cover of this clip cannot be read.", advice="Take it away and draw it again.") from trouble

    def is_looked_through(self, span: Span) -> bool:
        """Whether the guider looked at every picture of the (snapped) span."""
        return self.looked is not None and self.looked.start <= span.start and span.end <= self.looked.end

    def places(self, index: FrameIndex, span: Span) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        """Boxes (n, 4) and `Seen` (n,) for every picture of the span: nothing is left out, whatever is not known."""
        numbers = index.numbers(index.snap_span(span))
        boxes, seen = np.zeros((len(numbers), 4)), np.full(len(numbers), Seen.LOST, np.uint8)
        followed = None if self.track is None else index.numbers(self.track.span)
        if self.track is None or followed is None or len(followed) != len(self.track.boxes):
            for row, number in enumerate(numbers):
                boxes[row] = _nearest(self.marks, index.time(number)).box.grown(_WIDENED).parts
            return boxes, seen
        for row, number in enumerate(numbers):
            near = min(max(number, followed.start), followed.stop - 1) - followed.start
            if number in followed:
                boxes[row], seen[row] = self.track.boxes[near], self.track.seen[near]
            else:
                boxes[row] = Box(*self.track.boxes[near]).grown(_WIDENED).parts
        return boxes, seen


def _nearest(marks: Sequence[Mark], at: Instant) -> Mark:
    return min(marks, key=lambda mark: abs(mark.at.us - at.us))


class Covering:
    """All covers of a clip, ready to be laid on its pictures. What it is given for a picture outside the clip is hidden whole."""

    def __init__(self, covers: Sequence[Cover], index: FrameIndex, span: Span) -> None:
        self._numbers = index.numbers(index.snap_span(span))
        self._places = [(cover.round, *cover.places(index, span)) for cover in covers]

    def __bool__(self) -> bool:
        return bool(self._places)

    def on(self, rgb: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
        """Picture `number` of the film, (height, width, 3) uint8 upright, with all that is to be covered in it covered (a copy)."""
        if not self._places:
            return rgb
        made = np.ascontiguousarray(rgb).copy()
        self.cover(made, number)
        return made

    def cover(self, pixels: NDArray[np.uint8], number: int) -> None:
        """The same in place, for pictures of any size with three or four channels."""
        if self._places and number not in self._numbers:
            hide(pixels, Box(0, 0, 1, 1), round_=False)
            return
        row = number - self._numbers.start
        for is_round, boxes, seen in self._places:
            if seen[row] != Seen.GONE:
                hide(pixels, Box(*boxes[row]), round_=is_round)


def hide(rgb: NDArray[np.uint8], box: Box, *, round_: bool) -> None:
    """Blurs what is in the box beyond recovery, in place: a few patches of nearly one colour, with a soft edge outside the box.

    Only averages over a third of the box get into the result, drawn together and rounded: who was there cannot be told, not from one
    picture and not from many.
    """
    height, width = rgb.shape[:2]
    left, top = box.x * width, box.y * height
    right, bottom = (box.x + box.w) * width, (box.y + box.h) * height
    soft = max(2.0, _FEATHER * min(right - left, bottom - top))
    edge = soft * (1.5 if round_ else 1.0)
    x0, x1 = max(0, int(left - edge)), min(width, int(right + edge) + 1)
    y0, y1 = max(0, int(top - edge)), min(height, int(bottom + edge) + 1)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return
    place = rgb[y0:y1, x0:x1]
    across = np.arange(x0, x1, dtype=np.float32) + 0.5
    down = np.arange(y0, y1, dtype=np.float32)[:, None] + 0.5
    centre_x, centre_y, half_x, half_y = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    if round_:
        reach = np.sqrt(((across - centre_x) / half_x) ** 2 + ((down - centre_y) / half_y) ** 2)
        beyond = (reach - 1.0) * min(half_x, half_y)
    else:
        beyond = np.maximum(np.abs(across - centre_x) - half_x, np.abs(down - centre_y) - half_y)
    strength = np.clip(1.0 - beyond / soft, 0.0, 1.0).astype(np.float32)
    patches = cv2.resize(place, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA).astype(np.float32)
    middle = patches.mean(axis=(0, 1))
    patches = np.rint((middle + (patches - middle) * _DEPTH) / _STEP) * _STEP
    smooth = cv2.convertScaleAbs(np.maximum(cv2.resize(patches, (x1 - x0, y1 - y0), interpolation=cv2.INTER_CUBIC), 0))
    place[:] = cv2.blendLinear(smooth, np.ascontiguousarray(place), strength, 1.0 - strength)
