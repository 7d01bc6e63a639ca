"""Decodes what was written and compares it with what was meant: pictures, times, sound, and that nothing else is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.encode import TICKS, even, places, ticks_of
from vig_tool.media.span_sound import CHANNELS, RATE, Loudness

_PRINT_SIZE: Final = (96, 54)
_FAR: Final = 12.0  # mean difference of two prints, in grey levels, beyond which they cannot be the same picture
_OFFSET_MS: Final = 20
_QUIET: Final = 0.002
_EVENLY: Final = 40
_ALLOWED: Final = {"major_brand", "minor_version", "compatible_brands", "encoder"}
_STREAM_ALLOWED: Final = {"language": "und", "handler_name": ("VideoHandler", "SoundHandler"), "vendor_id": "[0][0][0][0]"}
_ALL: Final = {"ignore_editlist": "1"}  # also what an edit list would hide
_DOING: Final = "Checking what was written"
_BOXES: Final = (b"ftyp", b"moov", b"free", b"mdat")

Print = NDArray[np.uint8]


class CheckFailed(Exception):
    """What was written is not what was meant. The words are for the log of a test, not for users."""


@dataclass(slots=True)
class Expected:
    """What a written film must be.

    times_us   when each picture is shown, from the first; `end_us` when the last one ends
    prints     place in the film -> what is seen there; also -1 and n: the pictures before and after, which must not be in it
    loudness   per millisecond; None for a film without sound
    """

    times_us: NDArray[np.int64]
    end_us: int
    width: int
    height: int
    prints: dict[int, Print] = field(default_factory=dict)
    loudness: NDArray[np.float32] | None = None

    def wanted(self) -> set[int]:
        """The places whose prints are compared: both ends with their neighbours, and some between."""
        count = len(self.times_us)
        between = {round(place) for place in np.linspace(0, count - 1, _EVENLY)}
        return {place for place in between | {0, 1, 2, count - 3, count - 2, count - 1} if 0 <= place < count}


def print_of(rgb: NDArray[np.uint8]) -> Print:
    """A small grey likeness of a picture (54, 96) that encoding hardly changes."""
    small = cv2.resize(rgb, _PRINT_SIZE, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def apart(one: Print, other: Print) -> float:
    """Mean difference in grey levels."""
    return float(np.mean(cv2.absdiff(one, other)))


def check_written(path: Path, expected: Expected, job: Job) -> None:
    """Raises CheckFailed where the file is not exactly what is expected."""
    try:
        _check_nothing_hidden(path)
        with av.open(str(path), "r", metadata_errors="replace") as film:
            _check_outside(film, expected)
            _check_times(film, expected)
        with av.open(str(path), "r", container_options=dict(_ALL)) as film:
            _check_pictures(film, expected, job)
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


def _check_times(film: InputContainer, expected: Expected) -> None:
    """When the pictures are shown, as players see it, and that all of them are."""
    video = film.streams.video[0]
    packets = [packet for packet in film.demux(video) if packet.size]
    if any(packet.is_discard or packet.pts is None or packet.time_base is None for packet in packets):
        raise CheckFailed("pictures are in the file that are not shown")
    if len(packets) != len(expected.times_us):
        raise CheckFailed(f"{len(packets)} pictures instead of {len(expected.times_us)}")
    meant = places(expected.times_us)
    shown = sorted(int(packet.pts or 0) * packet.time_base * TICKS for packet in packets)
    for place, (moment, tick) in enumerate(zip(shown, meant, strict=True)):
        if abs(moment - tick) > 1:
            raise CheckFailed(f"picture {place} is shown at {float(moment):.0f} instead of {tick}")
    length = (video.duration or 0) * (video.time_base or Fraction(0)) * TICKS
    if abs(length - max(ticks_of(expected.end_us), meant[-1] + 1)) > 1:
        raise CheckFailed(f"it lasts {float(length):.0f} instead of {ticks_of(expected.end_us)}")


def _check_pictures(film: InputContainer, expected: Expected, job: Job) -> None:
    """Every picture in the file, whether it is shown or not."""
    count, wanted, scaler = 0, expected.wanted(), VideoReformatter()
    total = len(expected.times_us)
    video = film.streams.video[0]
    video.thread_type = "AUTO"
    for frame in film.decode(video):
        job.report(min(1.0, count / total), _DOING)
        if frame.rotation:
            raise CheckFailed("a turn was left")
        if count in wanted and count in expected.prints:
            _compare(count, _seen(frame, expected, scaler), expected.prints)
        count += 1
    if count != total:
        raise CheckFailed(f"{count} pictures instead of {total}")


def _seen(frame: VideoFrame, expected: Expected, scaler: VideoReformatter) -> Print:
    rgb = np.asarray(scaler.reformat(frame, format="rgb24").to_ndarray(), np.uint8)
    return print_of(rgb[: expected.height, : expected.width])


def _compare(place: int, seen: Print, prints: dict[int, Print]) -> None:
    own = apart(seen, prints[place])
    others = [apart(seen, prints[other]) for other in (place - 1, place + 1) if other in prints]
    if own > _FAR or any(own > other * 1.2 + 0.6 for other in others):
        raise CheckFailed(f"picture {place} is another one (differs by {own:.1f}; its neighbours by {others})")


def _check_nothing_hidden(path: Path) -> None:
    """The file has only the parts of a plain MP4, and holds no byte that is not part of a picture or a sound."""
    held = 0
    for kind, size in _boxes(path):
        if kind not in _BOXES:
            raise CheckFailed(f"the file holds a part {kind!r}")
        held += size if kind in (b"mdat", b"free") else 0
    with av.open(str(path), "r", container_options=dict(_ALL)) as film:
        used = sum(packet.size for packet in film.demux())
    if held != used:
        raise CheckFailed(f"{held - used} bytes belong to no picture and no sound")


def _boxes(path: Path) -> Iterator[tuple[bytes, int]]:
    """The outermost parts of an MP4 and how many bytes each holds."""
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
            yield head[4:8], size - used
            at += size


def _check_sound(film: InputContainer, expected: NDArray[np.float32], job: Job) -> None:
    heard = _loudness(film, job)
    length = min(len(heard), len(expected))
    if len(expected) - length > 2 * _OFFSET_MS:
        raise CheckFailed(f"the sound is {len(expected) - length} ms too short")
    if length < 10 * _OFFSET_MS or float(np.std(expected[:length])) < _QUIET:
        return
    lags = range(-5 * _OFFSET_MS, 5 * _OFFSET_MS + 1)
    alike = [_alike(expected[:length], heard[:length], lag) for lag in lags]
    best = lags[int(np.argmax(alike))]
    if abs(best) > _OFFSET_MS and alike[5 * _OFFSET_MS] < 0.95 * max(alike):
        raise CheckFailed(f"the sound is {best} ms off")
    if max(alike) < 0.5:
        raise CheckFailed("the sound is another one")


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
