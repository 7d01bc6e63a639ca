"""Small pictures along a film, for the time line: made once, kept sealed, read back at once."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.frames import FrameReader
from vig_tool.media.source import Source
from vig_tool.media.stills import jpeg_bytes, picture_of, scaled
from vig_tool.timing import FrameIndex, Instant

_MAGIC = b"VIGSTRIP1"
_ENTRY = struct.Struct("<qI")  # time in µs, bytes of the JPEG that follows


def make_filmstrip(
    source: Source, facts: FilmFacts, index: FrameIndex, job: Job | None = None, *, count: int = 120, height: int = 90
) -> bytes:
    """At most `count` pictures spread evenly, each with the true time of the picture it shows.

    Key pictures are taken where one is near (reading them is many times quicker). Raises Damaged where none at all can be read.
    """
    job = job or Job()
    numbers = chosen(index, count)
    parts = [_MAGIC]
    with FrameReader(source, facts, index) as reader:
        for done, number in enumerate(numbers):
            job.report(done / len(numbers), "Making the filmstrip")
            try:
                picture = reader.picture(number)
            except Damaged:
                continue  # a damaged place leaves a hole in the strip, no more
            data = jpeg_bytes(scaled(picture.rgb, height=height), quality=80)
            parts += [_ENTRY.pack(picture.time.us, len(data)), data]
    job.report(1, "Making the filmstrip")
    if len(parts) == 1:
        raise Damaged("No picture of this film can be read.")
    return b"".join(parts)


def chosen(index: FrameIndex, count: int) -> list[int]:
    """Which pictures stand for the film: rising numbers, at most `count`."""
    spacing = index.end_us / count
    keys = np.flatnonzero(index.keys)
    numbers: list[int] = []
    for n in range(count):
        middle = round(spacing * (n + 0.5))
        number = index.shown_at(Instant(middle))
        if len(keys):
            near = int(keys[np.argmin(np.abs(index.times[keys] - middle))])
            if abs(int(index.times[near]) - middle) <= spacing / 2:
                number = near
        if not numbers or number > numbers[-1]:
            numbers.append(number)
    return numbers


def read_filmstrip(data: bytes) -> list[tuple[Instant, NDArray[np.uint8]]]:
    """The pictures with their times: (height, width, 3) uint8 RGB each. Raises Damaged."""
    if not data.startswith(_MAGIC):
        raise _damaged()
    strip: list[tuple[Instant, NDArray[np.uint8]]] = []
    place = len(_MAGIC)
    while place < len(data):
        if place + _ENTRY.size > len(data):
            raise _damaged()
        us, size = _ENTRY.unpack_from(data, place)
        place += _ENTRY.size
        if us < 0 or place + size > len(data):
            raise _damaged()
        strip.append((Instant(us), picture_of(data[place : place + size])))
        place += size
    return strip


def _damaged() -> Damaged:
    return Damaged("The filmstrip cannot be read.", advice="The film itself is safe; the strip will be made anew.")
