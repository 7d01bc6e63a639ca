"""How loud a film is along its time, for the time line: one byte for the peak and one for the average of each short stretch."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.sounds.sound import pieces
from vig_tool.media.source import Source
from vig_tool.timing import SECOND

_HEAD = struct.Struct("<8sII")  # magic, stretches a second, stretches
_MAGIC = b"VIGWAVE1"
_RATE = 8000  # enough to see voices


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """`peaks` and `loudness`: (n,) float32 from 0 to 1, stretch k reaching from k to k + 1 in units of 1/`per_second` seconds."""

    per_second: int
    peaks: NDArray[np.float32]
    loudness: NDArray[np.float32]


def make_waveform(source: Source, facts: FilmFacts, job: Job | None = None, *, per_second: int = 50) -> bytes:
    """For the whole film as long as its pictures last; flat where there is no sound."""
    job = job or Job()
    count = max(1, -(-facts.duration_us * per_second // SECOND))
    peaks, squares = np.zeros(count, np.float32), np.zeros(count, np.float64)
    for piece in pieces(source, facts, rate=_RATE, channels=1, job=job):
        job.report(max(0.0, piece.place / _RATE * SECOND / max(1, facts.duration_us)), "Listening to the film")
        loud = np.abs(piece.samples[max(0, -piece.place) :, 0])
        place = max(0, piece.place)
        first, last = place * per_second // _RATE, min(count, -(-(place + len(loud)) * per_second // _RATE))
        if first >= last:
            continue
        edges = -(-np.arange(first, last) * _RATE // per_second) - place
        loud = loud[: -(-last * _RATE // per_second) - place]
        edges[0] = 0
        edges = edges[edges < len(loud)]
        held = slice(first, first + len(edges))
        peaks[held] = np.maximum(peaks[held], np.maximum.reduceat(loud, edges))
        squares[held] += np.add.reduceat(loud.astype(np.float64) ** 2, edges)
    job.report(1, "Listening to the film")
    columns = np.concatenate([peaks, np.sqrt(squares * per_second / _RATE).astype(np.float32)])
    body = np.round(np.clip(columns, 0, 1) * 255).astype(np.uint8).tobytes()
    return _HEAD.pack(_MAGIC, per_second, count) + zlib.compress(body, 6)


def read_waveform(data: bytes) -> Waveform:
    """The inverse of `make_waveform`. Raises Damaged."""
    try:
        magic, per_second, count = _HEAD.unpack_from(data)
        columns = np.frombuffer(zlib.decompress(data[_HEAD.size :]), np.uint8)
        if magic != _MAGIC or per_second < 1 or len(columns) != 2 * count:
            raise ValueError("not a waveform")
    except (struct.error, zlib.error, ValueError) as trouble:
        raise Damaged("The picture of the sound cannot be read.", advice="The film itself is safe; it will be made anew.") from trouble
    levels = (columns / np.float32(255)).astype(np.float32)
    return Waveform(per_second, levels[:count], levels[count:])
