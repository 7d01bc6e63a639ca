"""What playing a film needs: the sealed source, its index, the exact stepper; and what was made of it so far for the time line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.media.covering.covers import Covering
from vig_tool.media.derived import filmstrip as strips
from vig_tool.media.derived import proxy
from vig_tool.media.derived import waveform as waves
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.stills import picture_of
from vig_tool.media.source import Source as Source
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import derived, settings
from vig_tool.work.deriving import COARSE, DENSE, DENSE_SO_FAR, PROXY, WAVEFORM
from vig_tool.work.films import StoredFilm, damage_of, stored_film
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
    """Exact pictures by number. Belongs to one thread. All but `has` and `close` may raise Damaged; `give_up` is asked while decoding.

    has        whether `picture` would answer without decoding
    fetch      have one at hand; False where given up
    prefetch   have at hand what will be asked for next; False where given up
    """

    def picture(self, number: int) -> Picture: ...
    def has(self, number: int) -> bool: ...
    def fetch(self, number: int, *, give_up: Callable[[], bool] = ...) -> bool: ...
    def prefetch(self, *, give_up: Callable[[], bool] = ...) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Film:
    """A recording ready to play. `source` is what plays: the film itself or, where it is heavy and was copied, its copy (`is_copy`),
    which has the same pictures at the same times. `first_stamp_us`: the container's time of the first picture; `turn`: degrees
    clockwise to upright. `memory`: bytes that exact stepping may use, a third of them for what is kept as it was decoded. Exact
    pictures always come from the film itself."""

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
    interlaced: bool
    is_copy: bool
    memory: int
    _stored: StoredFilm = field(repr=False)
    _covering: Covering | None = field(default=None, repr=False)

    def stepper(self) -> Stepper:
        """A new one each time; the caller closes it. Raises Damaged."""
        return FrameReader(self._stored.source, self._stored.facts, self.index, room=self.memory // 3, quick=True)


    def covered(self, covering: Covering) -> Film:
        """The same film for a place where something of it must not be seen."""
        return replace(self, _covering=covering)

    @property
    def covers(self) -> bool:
        """Whether its pictures must go through `cover` before anybody sees them."""
        return bool(self._covering)

    def cover(self, pixels: NDArray[np.uint8], number: int) -> None:
        """Covers, in place, what must not be seen in picture `number`: (height, width, 3 or 4) uint8 of any size, upright."""
        if self._covering is not None:
            self._covering.cover(pixels, number)


@dataclass(frozen=True, slots=True)
class StripPicture:
    """A small picture along the film. Kept as it lies there: an hour of them would fill a small computer's memory."""

    time: Instant
    jpeg: bytes = field(repr=False)

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(height, width, 3) uint8, made anew each time; takes a fraction of a millisecond. Raises Damaged."""
        return picture_of(self.jpeg)


def open_film(lib: Library, recording_id: UUID, *, copy: bool = True) -> Film:
    """`copy`: play its copy where there is one. Raises NotThere, Damaged."""
    stored = stored_film(lib, recording_id)
    heavy = copy and proxy.is_heavy(stored.facts) and derived.is_there(lib, stored.media_id, PROXY)
    memory = settings.read_settings(lib).stepper_mb << 20
    if heavy and derived.prove(lib, stored.media_id, PROXY):
        return _as_copy(lib, as_film(stored, memory=memory))
    return as_film(stored, memory=memory)


def as_film(stored: StoredFilm, *, memory: int = settings.Settings().stepper_mb << 20) -> Film:
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
        interlaced=facts.interlaced,
        is_copy=False,
        memory=memory,
        _stored=stored,
    )


def _as_copy(lib: Library, film: Film) -> Film:
    """Its pictures stand at the index's times to the microsecond, so the same index serves."""
    stored = film._stored  # noqa: SLF001
    width, height = proxy.size_of(stored.facts)
    return replace(
        film,
        source=derived.source_of(lib, stored.media_id, PROXY),
        width=width,
        height=height,
        turn=0,
        mirrored=False,
        container=proxy.CONTAINER,
        first_stamp_us=0,
        interlaced=False,
        is_copy=True,
    )


def prove_copy(lib: Library, recording_id: UUID) -> bool:
    """Reads the whole copy. One that cannot be read is thrown away, and made again some time. Raises NotThere."""
    media_id = stored_film(lib, recording_id).media_id
    try:
        with derived.source_of(lib, media_id, PROXY).open() as reader:
            while reader.read(1 << 20):
                pass
    except Damaged:
        derived.drop(lib, media_id, PROXY)
        return False
    return True


def picture_at(lib: Library, recording_id: UUID, *, at: Instant) -> Picture:
    """The exact picture on the screen at `at`."""
    stored = stored_film(lib, recording_id)
    with FrameReader(stored.source, stored.facts, stored.index) as reader:
        return reader.at(at)


def filmstrip(lib: Library, recording_id: UUID) -> tuple[StripPicture, ...]:
    """The small pictures along the film that were made so far, close together or far apart; none where there are none yet. Nothing is
    made here: that is done in the background. Raises NotThere."""
    media_id = stored_film(lib, recording_id).media_id
    for kind in (DENSE, DENSE_SO_FAR, COARSE):
        data = derived.read(lib, media_id, kind)
        if data is None:
            continue
        try:
            return tuple(StripPicture(time, jpeg) for time, jpeg in strips.read_pictures(data))
        except Damaged:
            derived.drop(lib, media_id, kind)
    return ()


def waveform(lib: Library, recording_id: UUID) -> NDArray[np.float32]:
    """Peaks 0..1, 50 a second; empty without sound, and as long as they were not made. Raises NotThere."""
    media_id = stored_film(lib, recording_id).media_id
    data = derived.read(lib, media_id, WAVEFORM)
    if data is not None:
        try:
            return waves.read_waveform(data).peaks
        except Damaged:
            derived.drop(lib, media_id, WAVEFORM)
    return np.zeros(0, np.float32)


def damaged(lib: Library, recording_id: UUID) -> tuple[Span, ...]:
    """The stretches in which pictures cannot be read, in order; none as long as nobody has looked. Raises NotThere."""
    stored = stored_film(lib, recording_id)
    return damage_of(lib, stored.media_id)
