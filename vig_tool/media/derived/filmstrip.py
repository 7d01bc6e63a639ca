"""Small pictures along a film, for the time line and for scrubbing: made once, kept sealed, read back at once."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.keypictures import key_pictures
from vig_tool.media.pictures.stills import jpeg_bytes, picture_of, scaled
from vig_tool.media.pictures.upright import Upright
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex, Instant

_MAGIC = b"VIGSTRIP2"
_FIRST_MAGIC = b"VIGSTRIP1"  # no head
_HEAD = struct.Struct("<?")  # whether all pictures wanted are there
_ENTRY = struct.Struct("<qI")  # time in µs, bytes of the JPEG that follows
_KEYS_APART_US = 4 * SECOND  # so close, key pictures alone are enough: anything else takes a hundred times as long
_KEYS = 12
_AT_ONCE = 16
_DOING = "Making the filmstrip"


def make_filmstrip(
    source: Source,
    facts: FilmFacts,
    index: FrameIndex,
    job: Job | None = None,
    *,
    count: int = 120,
    height: int = 90,
    had: bytes = b"",
    on_pictures: Callable[[bytes], None] | None = None,
) -> bytes:
    """At most `count` pictures spread evenly, each with the true time of the picture it shows.

    Key pictures are taken where they stand close enough. `had`: a strip of the same film and height made before, whole or not; what
    it holds is not made again. `on_pictures` is given what is ready now and then, as a strip that can be kept and read like the whole.
    Cancelled between two pictures. Raises Damaged where no picture at all can be read.
    """
    job = job or Job()
    numbers = chosen(index, count)
    entries = _entries(had) if had else {}
    todo = [number for number in numbers if int(index.times[number]) not in entries]
    wanted = {int(index.times[number]) for number in numbers}
    fresh = 0
    for number, rgb in _small_pictures(source, facts, index, todo, height, job):
        if rgb is None:
            continue  # a damaged place leaves a hole in the strip, no more
        entries[int(index.times[number])] = jpeg_bytes(rgb, quality=80)
        fresh += 1
        if on_pictures is not None and fresh % _AT_ONCE == 0:
            on_pictures(_packed(entries, whole=False))
    job.report(1, _DOING)
    if not entries:
        raise Damaged("No picture of this film can be read.")
    return _packed({us: data for us, data in entries.items() if us in wanted}, whole=True)


def chosen(index: FrameIndex, count: int) -> list[int]:
    """Which pictures stand for the film: rising numbers, at most `count`."""
    spacing = index.end_us / count
    keys = np.flatnonzero(index.keys)
    only_keys = len(keys) >= _KEYS and index.end_us / len(keys) <= _KEYS_APART_US
    numbers: list[int] = []
    for n in range(count):
        middle = round(spacing * (n + 0.5))
        number = index.shown_at(Instant(middle))
        if len(keys):
            near = int(keys[np.argmin(np.abs(index.times[keys] - middle))])
            if only_keys or abs(int(index.times[near]) - middle) <= spacing / 2:
                number = near
        if not numbers or number > numbers[-1]:
            numbers.append(number)
    return numbers


def read_filmstrip(data: bytes) -> list[tuple[Instant, NDArray[np.uint8]]]:
    """The pictures with their times: (height, width, 3) uint8 RGB each. Raises Damaged."""
    return [(Instant(us), picture_of(picture)) for us, picture in _entries(data).items()]


def read_pictures(data: bytes) -> list[tuple[Instant, bytes]]:
    """The same as they lie there, as JPEG: for those who show a few of many. Raises Damaged."""
    return [(Instant(us), picture) for us, picture in _entries(data).items()]


def is_whole(data: bytes) -> bool:
    """Whether it was made to its end."""
    return data.startswith(_FIRST_MAGIC) or (len(data) > len(_MAGIC) and data.startswith(_MAGIC) and bool(data[len(_MAGIC)]))


def _small_pictures(
    source: Source, facts: FilmFacts, index: FrameIndex, numbers: list[int], height: int, job: Job
) -> Iterator[tuple[int, NDArray[np.uint8] | None]]:
    """None for those that cannot be read. Key pictures first, in one go; what is left then, the exact way. Held, the film is closed while
    this waits: somebody watches meanwhile, and what a decoder holds is more than all that is seen of it."""
    width = max(1, round(facts.width * height / facts.height))
    upright = Upright(replace(facts, width=width, height=height))
    left = list(numbers)
    keys = [number for number in left if index.keys[number]]
    frame: VideoFrame | None = None
    job.report(0, _DOING)
    while keys:
        with closing(key_pictures(source, facts, index, keys)) as found:
            keys = []
            for number, frame in found:
                left.remove(number)
                yield number, upright.rgb(frame)
                if job.held:
                    keys = [other for other in left if other > number and index.keys[other]]
                    break
                job.report((len(numbers) - len(left)) / len(numbers), _DOING)
            frame = None  # it would keep its decoder's memory
        job.report((len(numbers) - len(left)) / len(numbers), _DOING)
    with FrameReader(source, facts, index, quick=True) as reader:
        for done, number in enumerate(left, len(numbers) - len(left)):
            if job.held:
                reader.close()
            job.report(done / len(numbers), _DOING)
            try:
                yield number, scaled(reader.picture(number).rgb, height=height)
            except Damaged:
                yield number, None


def _packed(entries: dict[int, bytes], *, whole: bool) -> bytes:
    parts = [_MAGIC, _HEAD.pack(whole)]
    for us in sorted(entries):
        parts += [_ENTRY.pack(us, len(entries[us])), entries[us]]
    return b"".join(parts)


def _entries(data: bytes) -> dict[int, bytes]:
    """JPEGs by their times in µs, in order. Raises Damaged."""
    place = len(_MAGIC)
    if data.startswith(_MAGIC) and len(data) > place:
        place += _HEAD.size
    elif not data.startswith(_FIRST_MAGIC):
        raise _damaged()
    entries: dict[int, bytes] = {}
    while place < len(data):
        if place + _ENTRY.size > len(data):
            raise _damaged()
        us, size = _ENTRY.unpack_from(data, place)
        place += _ENTRY.size
        if us < 0 or place + size > len(data):
            raise _damaged()
        entries[us] = data[place : place + size]
        place += size
    return entries


def _damaged() -> Damaged:
    return Damaged("The filmstrip cannot be read.", advice="The film itself is safe; the strip will be made anew.")
