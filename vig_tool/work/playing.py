"""What playing a film needs: the sealed source, its index, the exact stepper, the pictures and the sound shape for the time line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.source import Source as Source
from vig_tool.timing import FrameIndex, Instant
from vig_tool.work.opening import Library


class Picture(Protocol):
    """An exact picture: `rgb` is (height, width, 3) uint8, upright, square pixels."""

    @property
    def number(self) -> int: ...
    @property
    def time(self) -> Instant: ...
    @property
    def rgb(self) -> NDArray[np.uint8]: ...


class Stepper(Protocol):
    """Exact pictures by number. Belongs to one thread."""

    def picture(self, number: int) -> Picture: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Film:
    """A recording ready to play. `first_stamp_us`: the container's time of the first picture; `turn`: degrees clockwise to upright."""

    recording_id: UUID
    source: Source
    index: FrameIndex
    width: int
    height: int
    turn: int
    mirrored: bool
    container: str
    has_sound: bool
    first_stamp_us: int

    def stepper(self) -> Stepper:
        """A new one each time; the caller closes it. Raises Damaged."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class StripPicture:
    time: Instant
    rgb: NDArray[np.uint8]


def open_film(lib: Library, recording_id: UUID) -> Film:
    """Raises NotThere, Damaged."""
    raise NotImplementedError


def filmstrip(lib: Library, recording_id: UUID, *, job: Job | None = None) -> tuple[StripPicture, ...]:
    """Small pictures along the film, made once and kept sealed among the derived files."""
    raise NotImplementedError


def waveform(lib: Library, recording_id: UUID, *, job: Job | None = None) -> NDArray[np.float32]:
    """Peaks 0..1, 50 a second; empty without sound. Made once and kept sealed."""
    raise NotImplementedError


def picture_at(lib: Library, recording_id: UUID, *, at: Instant) -> Picture:
    """The exact picture on the screen at `at`."""
    raise NotImplementedError
