"""What this package asks of a film, as `vig_tool.work.playing` gives it, and the plain arithmetic of its pictures."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from vig_tool.timing import FrameIndex, Span
from vig_tool.work.playing import Source, Stepper


class Film(Protocol):
    """A recording ready to play. Its source opens anew each time and from any thread; opening and reading it may raise UserError (Damaged).

    width, height     of what a viewer sees: upright, square pixels
    turn, mirrored    how the stored picture becomes upright: clockwise degrees, then left to right
    container         ffmpeg's demuxer family: mov, matroska, avi, mpegts, mpeg, asf, ogg
    first_stamp_us    the container's time of the first picture
    memory            bytes that exact stepping may use
    interlaced        its pictures are made of two half pictures of different times
    covers            whether something in its pictures must not be seen: then `cover` hides it, in place
    """

    @property
    def recording_id(self) -> UUID: ...
    @property
    def source(self) -> Source: ...
    @property
    def index(self) -> FrameIndex: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def turn(self) -> int: ...
    @property
    def mirrored(self) -> bool: ...
    @property
    def container(self) -> str: ...
    @property
    def has_sound(self) -> bool: ...
    @property
    def first_stamp_us(self) -> int: ...
    @property
    def memory(self) -> int: ...
    @property
    def interlaced(self) -> bool: ...
    @property
    def covers(self) -> bool: ...
    def cover(self, pixels: NDArray[np.uint8], number: int) -> None: ...
    def stepper(self) -> Stepper: ...


def nearest_number(index: FrameIndex, us: int) -> int:
    """The picture whose time is closest to `us` (the earlier of two equally close)."""
    after = int(np.searchsorted(index.times, us, side="left"))
    if after == 0:
        return 0
    if after == len(index):
        return after - 1
    return after - 1 if us - int(index.times[after - 1]) <= int(index.times[after]) - us else after


def numbers_of(film: Film, span: Span) -> range:
    """The pictures of a span. Raises BadInput where it holds none."""
    return film.index.numbers(film.index.snap_span(span))


def image_of(rgb: NDArray[np.uint8]) -> QImage:
    """A picture that owns its pixels: a QImage over an array's memory would outlive it."""
    height, width, _ = rgb.shape
    plain = np.ascontiguousarray(rgb)
    return QImage(plain.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)


def as_shown(film: Film | None, image: QImage, number: int) -> QImage:
    """Picture `number` of the film as people may see it: with everything covered that is to be."""
    if film is None or not film.covers or image.isNull():
        return image
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    rows: NDArray[np.uint8] = np.frombuffer(made.bits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    film.cover(rows[:, : 4 * made.width()].reshape(made.height(), made.width(), 4), number)
    return made
