"""Decodes what was written and compares it with what was meant: pictures, times, sound, and that nothing else is in the file."""

from __future__ import annotations

import os
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.exports.encode import TICKS, even, places, ticks_of
from vig_tool.media.opencv import cv2
from vig_tool.media.sounds.span_sound import CHANNELS, RATE, Loudness

_PRINT_SIZE: Final = (96, 54)
_FAR: Final = 10.0  # mean difference of two prints, in grey levels, beyond which they cannot be the same picture
_OFFSET_MS: Final = 10
_SEARCH_MS: Final = 100
_QUIET: Final = 0.002
_FLAT: Final = 0.15
_SOFT_MS: Final = 5
_EVENLY: Final = 40
_ALLOWED: Final = {"major_brand", "minor_version", "compatible_brands", "encoder"}
_STREAM_ALLOWED: Final = {"language": "und", "handler_name": ("VideoHandler", "SoundHandler"), "vendor_id": "[0][0][0][0]"}
_ALL: Final = {"ignore_editlist": "1"}  # also what an edit list would hide
_DOING: Final = "Checking what was written"
_BOXES: Final = (b"ftyp", b"moov", b"free", b"mdat")
_BRIGHTNESS: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # BT.709, as the writer stores RGB pictures

Print = NDArray[np.uint8]


class CheckFailed(Exception):
    """What was written is not what was meant. The words are for the log of a test, not for users."""


@dataclass(slots=True)
class Expected:
    """What a written film must be.

    times_us   when each picture is shown, from the first; `end_us` when the last one ends
    prints     place in the film -> what is seen there; also -1 and n: the pictures before and after, which must not be in it
    loudness   per millisecond; None for a film without sound
    sums       place in the order of decoding -> check sum of the coded picture, where it was copied
    unseen     of those, the ones far from any join: being bit for bit the film's own, in its order, they are not decoded once more
    """

    times_us: NDArray[np.int64]
    end_us: int
    width: int
    height: int
    prints: dict[int, Print] = field(default_factory=dict)
    loudness: NDArray[np.float32] | None = None
    sums: dict[int, int] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)

    def wanted(self) -> set[int]:
        """The places whose prints are compared: both ends with their neighbours, and some between."""
        count = len(self.times_us)
        between = {round(place) for place in np.linspace(0, count - 1, _EVENLY)}
        return {place for place in between | {0, 1, 2, count - 3, count - 2, count - 1} if 0 <= place < count}


def print_of(rgb: NDArray[np.uint8]) -> Print:
    """A small grey likeness of a picture (54, 96) that encoding hardly changes, with the brightness it will be stored with."""
    small = np.asarray(cv2.resize(rgb, _PRINT_SIZE, interpolation=cv2.INTER_AREA), np.float32)
    return np.asarray(np.rint(16 + (small @ _BRIGHTNESS) * (219 / 255)), np.uint8)


def print_of_stored(frame: VideoFrame, *, width: int = 0, height: int = 0) -> Print:
    """The same of a picture as it is stored (any 8-bit YUV); only its first `width` columns and `height` rows, where given."""
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    grey = rows[: height or plane.height, : width or plane.width]
    return np.asarray(cv2.resize(grey, _PRINT_SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def apart(one: Print, other: Print) -> float:
    """Mean difference in grey levels."""
    return float(np.mean(cv2.absdiff(one, other)))


def check_written(path: Path, expected: Expected, job: Job) -> None:
    """Raises CheckFailed where the file is not exactly what is expected: it is read and decoded from the first byte to the last."""
    try:
        held = _held(path, job)
        with av.open(str(path), "r", metadata_errors="replace") as film:
            _check_outside(film, expected)
            _check_times(film, expected, job)
        with av.open(str(path), "r", container_options=dict(_ALL)) as film:
            used = _check_pictures(film, expected, job)
        if held != used:
            raise CheckFailed(f"{held - used} bytes belong to no picture and no sound")
        if expected.loudness is not None:
            with av.open(str(path), "r") as film:
                _check_sound(film, expected.loudness, job)
    except av.FFmpegError as trouble:
        raise CheckFailed(f"it cannot be read: {trouble}") from trouble
    job.report(1, _DOING)


def _check_outside(film: InputContainer, expected: Expected) -> None:
    tags = set(film.metadata) - _ALLOWED
    for stream in film.streams:
        for key, value in stream.metadata.items():
            if key != "encoder" and value not in _STREAM_ALLOWED.get(key, ()):
                tags.add(f"{key}={value}")
    if tags:
        raise CheckFailed(f"tags were left: {sorted(tags)}")
    kinds = [stream.type for stream in film.streams]
    if kinds != ["video"] + ["audio"] * (expected.loudness is not None):
        raise CheckFailed(f"streams: {kinds}")
    video = film.streams.video[0]
    if (video.width, video.height) != (even(expected.width), even(expected.height)):
        raise CheckFailed(f"size {video.width} x {video.height}")


def _check_times(film: InputContainer, expected: Expected, job: Job) -> None:
    """When the pictures are shown, as players see it, and that all of them are."""
    video = film.streams.video[0]
    shown: list[Fraction] = []
    for packet in film.demux(video):
        job.check()
        if not packet.size:
            continue
        if packet.is_discard or packet.pts is None or packet.time_base is None:
            raise CheckFailed("pictures are in the file that are not shown")
        shown.append(packet.pts * packet.time_base * TICKS)
    if len(shown) != len(expected.times_us):
        raise CheckFailed(f"{len(shown)} pictures instead of {len(expected.times_us)}")
    meant = places(expected.times_us)
    shown.sort()
    for place, (moment, tick) in enumerate(zip(shown, meant, strict=True)):
        if abs(moment - tick) > 1:
            raise CheckFailed(f"picture {place} is shown at {float(moment):.0f} instead of {tick}")
    length = (video.duration or 0) * (video.time_base or Fraction(0)) * TICKS
    if abs(length - max(ticks_of(expected.end_us), meant[-1] + 1)) > 1:
        raise CheckFailed(f"it lasts {float(length):.0f} instead of {ticks_of(expected.end_us)}")


def _check_pictures(film: InputContainer, expected: Expected, job: Job) -> int:
    """Every picture in the file, whether it is shown or not. Gives how many bytes belong to pictures and sound.

    Those in `expected.unseen` are compared bit for bit; all others are decoded, and each must come out at its time.
    """
    used = coded = seen = 0
    meant = places(expected.times_us)
    zero: Fraction | None = None
    video = film.streams.video[0]
    video.thread_type, video.codec_context.thread_count = "FRAME", min(4, os.cpu_count() or 1)
    for packet in film.demux():
        job.report(min(1.0, coded / len(meant)), _DOING)
        used += packet.size
        if packet.stream.index != video.index:
            continue
        if packet.size:
            coded += 1
            if coded - 1 in expected.sums and zlib.crc32(packet) != expected.sums[coded - 1]:
                raise CheckFailed(f"coded picture {coded - 1} was not copied as it is")
            if coded - 1 in expected.unseen:
                continue
        for frame in video.decode(cast("Packet[VideoStream]", packet)):
            job.check()
            moment = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1)) * TICKS
            zero = moment if zero is None else zero
            place = bisect_left(meant, moment - zero - 1)
            if place == len(meant) or abs(meant[place] - (moment - zero)) > 1:
                raise CheckFailed("a picture comes out at a time where there is none")
            _look(frame, place, expected)
            seen += 1
    if coded != len(meant) or seen + len(expected.unseen) != len(meant):
        raise CheckFailed(f"{seen + len(expected.unseen)} pictures of {coded} instead of {len(meant)}")
    return used


def _look(frame: VideoFrame, place: int, expected: Expected) -> None:
    if frame.rotation:
        raise CheckFailed("a turn was left")
    if frame.is_corrupt:
        raise CheckFailed(f"picture {place} is damaged")
    if place in expected.prints:
        _compare(place, print_of_stored(frame, width=expected.width, height=expected.height), expected.prints)


def _compare(place: int, seen: Print, prints: dict[int, Print]) -> None:
    own = apart(seen, prints[place])
    others = [apart(seen, prints[other]) for other in (place - 1, place + 1) if other in prints]
    if own > _FAR or any(own > other * 1.2 + 0.6 for other in others):
        raise CheckFailed(f"picture {place} is another one (differs by {own:.1f}; its neighbours by {others})")


def _held(path: Path, job: Job) -> int:
    """How many bytes the file holds for pictures and sound. It must have only the parts of a plain MP4."""
    held = 0
    for kind, start, size in _boxes(path):
        if kind not in _BOXES or (kind == b"free" and not _is_empty(path, start, size, job)):
            raise CheckFailed(f"the file holds a part {kind!r}")
        held += size if kind == b"mdat" else 0
    return held


def _is_empty(path: Path, start: int, size: int, job: Job) -> bool:
    """Whether a stretch of the file is all zeros: room that was kept for the film's table."""
    with path.open("rb") as file:
        file.seek(start)
        while size > 0:
            job.check()
            piece = file.read(min(size, 1 << 20))
            if not piece or piece.strip(b"\x00"):
                return False
            size -= len(piece)
    return True


def _boxes(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """The outermost parts of an MP4: where what they hold begins, and how many bytes that are."""
    whole = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at + 8 <= whole:
            file.seek(at)
            head = file.read(16)
            size, used = int.from_bytes(head[:4], "big"), 8
            if size == 1:
                size, used = int.from_bytes(head[8:16], "big"), 16
            size = size or whole - at
            if size < used:
                raise CheckFailed("the file's parts do not add up")
            yield head[4:8], at + used, size - used
            at += size


def _check_sound(film: InputContainer, expected: NDArray[np.float32], job: Job) -> None:
    heard = _loudness(film, job)
    length = min(len(heard), len(expected))
    if len(expected) - length > 4 * _OFFSET_MS:
        raise CheckFailed(f"the sound is {len(expected) - length} ms too short")
    meant, found = _smooth(expected[:length]), _smooth(heard[:length])
    if length < 2 * _SEARCH_MS or float(meant.max(initial=0)) < _QUIET:
        return
    if not meant.mean() / 2 < found.mean() < meant.mean() * 2:
        raise CheckFailed("the sound is not as loud as it was")
    if float(np.std(meant)) < max(_QUIET, _FLAT * float(meant.mean())):
        return  # an even hum is the same everywhere
    lags = range(-_SEARCH_MS, _SEARCH_MS + 1)
    alike = [_alike(meant, found, lag) for lag in lags]
    if max(alike) < 0.5:
        raise CheckFailed("the sound is another one")
    best = lags[int(np.argmax(alike))]
    itself = _alike(meant, meant, best)  # a steady beat is as like itself a beat later
    if abs(best) > _OFFSET_MS and alike[_SEARCH_MS] < 0.95 * max(alike) and itself < 0.95:
        raise CheckFailed(f"the sound is {best} ms off")


def _smooth(loudness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Over a few milliseconds: single waves of a low voice are not what is compared."""
    return np.convolve(loudness, np.ones(_SOFT_MS, np.float32) / _SOFT_MS, mode="same").astype(np.float32)


def _alike(one: NDArray[np.float32], other: NDArray[np.float32], lag: int) -> float:
    """Correlation of two loudness curves, the second one taken `lag` ms later."""
    first, second = (one[: len(one) - lag], other[lag:]) if lag >= 0 else (one[-lag:], other[: len(other) + lag])
    a, b = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / norm if norm > 0 else 0.0


def _loudness(film: InputContainer, job: Job) -> NDArray[np.float32]:
    loudness, at = Loudness(), 0
    for frame in film.decode(film.streams.audio[0]):
        job.check()
        block = _block(frame)
        place = at if frame.pts is None or frame.time_base is None else round(Fraction(frame.pts) * frame.time_base * RATE)
        if place > at:
            loudness.add(np.zeros((place - at, CHANNELS), np.float32))
        loudness.add(block[max(0, at - place) :])
        at = max(at, place + len(block))
    return loudness.values()


def _block(frame: AudioFrame) -> NDArray[np.float32]:
    return np.ascontiguousarray(frame.to_ndarray().T, np.float32).reshape(-1, CHANNELS)
