"""What this package asks of a film, as `vig_tool.work.playing` gives it: a source, an index, exact pictures from a stepper."""

from __future__ import annotations

from typing import BinaryIO, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from vig_tool.timing import FrameIndex, Instant


class Source(Protocol):
    """Opens as a seekable binary file, anew each time and from any thread. `open` and reading may raise UserError (Damaged)."""

    @property
    def size(self) -> int: ...
    def open(self) -> BinaryIO: ...


class Picture(Protocol):
    """An exact picture: `rgb` is (height, width, 3) uint8, upright, square pixels."""

    @property
    def number(self) -> int: ...
    @property
    def time(self) -> Instant: ...
    @property
    def rgb(self) -> NDArray[np.uint8]: ...


class Stepper(Protocol):
    """Exact pictures by number; belongs to one thread. `picture` may raise UserError (Damaged)."""

    def picture(self, number: int) -> Picture: ...
    def close(self) -> None: ...


class Film(Protocol):
    """A recording ready to play.

    width, height     of what a viewer sees: upright, square pixels
    container         ffmpeg's demuxer family: mov, matroska, avi, mpegts, mpeg, asf, ogg
    first_stamp_us    the container's time of the first picture
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
    def container(self) -> str: ...
    @property
    def has_sound(self) -> bool: ...
    @property
    def first_stamp_us(self) -> int: ...
    def stepper(self) -> Stepper: ...


def nearest_number(index: FrameIndex, us: int) -> int:
    """The picture whose time is closest to `us` (the earlier of two equally close)."""
    after = int(np.searchsorted(index.times, us, side="left"))
    if after == 0:
        return 0
    if after == len(index):
        return after - 1
    return after - 1 if us - int(index.times[after - 1]) <= int(index.times[after]) - us else after


def image_of(rgb: NDArray[np.uint8]) -> QImage:
    """A picture that owns its pixels: a QImage over an array's memory would outlive it."""
    height, width, _ = rgb.shape
    plain = np.ascontiguousarray(rgb)
    return QImage(plain.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)
