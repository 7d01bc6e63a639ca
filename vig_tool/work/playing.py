"""What playing a film needs: the sealed source, its index, the exact stepper, the pictures and the sound shape for the time line."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged, NoRoom
from vig_tool.jobs import Job
from vig_tool.media import filmstrip as strips
from vig_tool.media import waveform as waves
from vig_tool.media.facts import FilmFacts
from vig_tool.media.frames import FrameReader
from vig_tool.media.source import Source as Source
from vig_tool.timing import SECOND, FrameIndex, Instant
from vig_tool.vault.sealed import SealedFile, seal_bytes
from vig_tool.work.films import StoredFilm, stored_film
from vig_tool.work.opening import Library

T = TypeVar("T")


class Picture(Protocol):
    """An exact picture: `rgb` is (height, width, 3) uint8, upright, square pixels."""

    @property
    def number(self) -> int: ...
    @property
    def time(self) -> Instant: ...
    @property
    def rgb(self) -> NDArray[np.uint8]: ...


class Stepper(Protocol):
    """Exact pictures by number. Belongs to one thread. `picture` may raise Damaged."""

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
    _facts: FilmFacts = field(repr=False)

    def stepper(self) -> Stepper:
        """A new one each time; the caller closes it. Raises Damaged."""
        return FrameReader(self.source, self._facts, self.index)


@dataclass(frozen=True, slots=True)
class StripPicture:
    time: Instant
    rgb: NDArray[np.uint8]


def open_film(lib: Library, recording_id: UUID) -> Film:
    """Raises NotThere, Damaged."""
    return as_film(stored_film(lib, recording_id))


def as_film(stored: StoredFilm) -> Film:
    facts = stored.facts
    return Film(
        recording_id=stored.recording_id,
        source=stored.source,
        index=stored.index,
        width=facts.width,
        height=facts.height,
        turn=facts.turn,
        mirrored=facts.mirrored,
        container=facts.container,
        has_sound=facts.sound is not None,
        first_stamp_us=round(facts.zero * SECOND),
        _facts=facts,
    )


def picture_at(lib: Library, recording_id: UUID, *, at: Instant) -> Picture:
    """The exact picture on the screen at `at`."""
    stored = stored_film(lib, recording_id)
    with FrameReader(stored.source, stored.facts, stored.index) as reader:
        return reader.at(at)


def filmstrip(lib: Library, recording_id: UUID, *, job: Job | None = None) -> tuple[StripPicture, ...]:
    """Small pictures along the film, made once and kept sealed among the derived files."""
    stored = stored_film(lib, recording_id)

    def make() -> bytes:
        return strips.make_filmstrip(stored.source, stored.facts, stored.index, job or Job())

    return tuple(StripPicture(time, rgb) for time, rgb in _derived(lib, stored, "filmstrip", make, strips.read_filmstrip))


def waveform(lib: Library, recording_id: UUID, *, job: Job | None = None) -> NDArray[np.float32]:
    """Peaks 0..1, 50 a second; empty without sound. Made once and kept sealed."""
    stored = stored_film(lib, recording_id)
    if stored.facts.sound is None:
        return np.zeros(0, dtype=np.float32)

    def make() -> bytes:
        return waves.make_waveform(stored.source, stored.facts, job or Job())

    return _derived(lib, stored, "waveform", make, waves.read_waveform).peaks


def _derived(lib: Library, stored: StoredFilm, kind: str, make: Callable[[], bytes], read: Callable[[bytes], T]) -> T:
    """What was made from the film before, or made now. A derived file that cannot be read any more is simply made again."""
    media_id, keyring = stored.media_id, lib.keyring
    path, key = lib.derived_path(media_id, kind), keyring.derived_key(media_id)
    if path.exists():
        try:
            return read(SealedFile(path, media_id=media_id, wrap_key=key, kind=kind).read_bytes())
        except Damaged:
            path.unlink(missing_ok=True)
    data = make()
    with contextlib.suppress(NoRoom):  # a full disk only means that it is made again next time
        seal_bytes(data, path, media_id=media_id, family_id=keyring.family_of(media_id), wrap_key=key, kind=kind)
    return read(data)
