"""The one writer of films: H.264 and AAC in an MP4 that plays anywhere, with the exact times it is given and no tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import cv2
import numpy as np
from av.audio.frame import AudioFrame
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.media.span_sound import RATE, Block

TICKS: Final = 90_000
"""Ticks of a second in what is written: fine enough for every rate that cameras use."""

_QUALITY: Final = {"preset": "veryfast", "crf": "18", "profile": "high"}
_SOUND_BITS: Final = 160_000
_BT709: Final = 1


def ticks_of(us: int) -> int:
    """Microseconds as ticks, halves up."""
    return (2 * us * TICKS + 1_000_000) // 2_000_000


def places(times_us: Iterable[int]) -> list[int]:
    """Rising times as ticks; what would fall on one tick is moved to the next, so that no two pictures share one."""
    made: list[int] = []
    for time_us in times_us:
        made.append(max(ticks_of(int(time_us)), made[-1] + 1 if made else 0))
    return made


def even(size: int) -> int:
    """The next even number: chroma is stored at half the size."""
    return size + size % 2


def open_mp4(path: Path) -> OutputContainer:
    """An MP4 with its table in front, without any tag, to be filled. Wants a path: the table is moved after writing."""
    options = {"movflags": "faststart", "video_track_timescale": str(TICKS), "movie_timescale": str(TICKS), "fflags": "+bitexact"}
    return av.open(str(path), "w", format="mp4", container_options=options)


class PictureTrack:
    """Puts coded pictures into a film in the order of decoding, and sees to it that the track lasts as long as it should.

    An MP4 keeps the length of a picture as the distance to the next one decoded; so the last one decoded takes what is left.
    """

    def __init__(self, film: OutputContainer) -> None:
        self._film = film
        self._held: Packet[VideoStream] | None = None
        self._first: int | None = None

    def put(self, packet: Packet[VideoStream]) -> None:
        if self._held is not None:
            self._film.mux(self._held)
        self._first = packet.dts if self._first is None else self._first
        self._held = packet

    def finish(self, *, length: int) -> None:
        """`length` of the whole track in ticks."""
        last = self._held
        if last is not None:
            last.duration = max(1, length - ((last.dts or 0) - (self._first or 0)))
            self._film.mux(last)
            self._held = None


class SoundTrack:
    """Puts blocks of sound into a film, as far as asked: so that sound and pictures stand side by side in the file."""

    def __init__(self, film: OutputContainer, blocks: Iterator[Block]) -> None:
        self._film, self._blocks = film, blocks
        self._stream = film.add_stream("aac", rate=RATE, layout="stereo")
        context = self._stream.codec_context
        context.bit_rate = _SOUND_BITS
        context.flags |= Flags.bitexact
        self._written = 0

    def write_until(self, seconds: Fraction) -> None:
        for block in self._blocks:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._written, Fraction(1, RATE)
            self._film.mux(self._stream.encode(frame))
            self._written += len(block)
            if self._written >= seconds * RATE:
                return

    def finish(self) -> None:
        """All that is left of the blocks."""
        self.write_until(Fraction(10**9))
        if self._written:
            self._film.mux(self._stream.encode(None))


class Mp4Writer:
    """Writes pictures as they come.

    width, height   of the pictures; an odd size is filled up to an even one by repeating the last row or column
    usual_us        the usual time from one picture to the next
    sound           blocks of (n, 2) float32 at 48 kHz from time 0, or None for a silent film
    A context manager; the file is whole only after `finish`. Raises what PyAV raises where the disk cannot be written to.
    """

    def __init__(self, path: Path, *, width: int, height: int, usual_us: int, sound: Iterator[Block] | None) -> None:
        self._size = even(width), even(height)
        self._film = open_mp4(path)
        rate = Fraction(1_000_000, max(1, usual_us)).limit_denominator(1001)
        self._video = self._film.add_stream("libx264", rate=rate, options=dict(_QUALITY))
        self._video.width, self._video.height = self._size
        self._video.pix_fmt = "yuv420p"
        context = self._video.codec_context
        context.time_base = Fraction(1, TICKS)
        context.gop_size = max(1, round(2 * rate))
        context.max_b_frames = 0  # pictures decoded in the order they are shown: their times and the film's length stay exact
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.flags |= Flags.bitexact
        self._scaler = VideoReformatter()
        self._track = PictureTrack(self._film)
        self._lengths: dict[int, int] = {}
        self._next = self._end = 0
        self._sound = None if sound is None else SoundTrack(self._film, sound)
        self.frames = 0

    def add(self, rgb: NDArray[np.uint8], *, at_us: int, until_us: int) -> None:
        """One picture (height, width, 3), shown from `at_us` until `until_us`."""
        height, width = rgb.shape[:2]
        wide, high = self._size
        if (width, height) != self._size:
            rgb = np.asarray(cv2.copyMakeBorder(rgb, 0, high - height, 0, wide - width, cv2.BORDER_REPLICATE), np.uint8)
        plain = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        frame = self._scaler.reformat(plain, format="yuv420p", dst_colorspace=Colorspace.ITU709, threads=2)
        start = max(ticks_of(at_us), self._next)
        self._next, self._end = start + 1, max(ticks_of(until_us), start + 1)
        frame.pts, frame.time_base = start, Fraction(1, TICKS)
        self._lengths[start] = self._end - start
        self._put(self._video.encode(frame))
        self.frames += 1
        if self._sound is not None:
            self._sound.write_until(Fraction(until_us, 1_000_000))

    def finish(self) -> None:
        """Writes what is still under way and closes the file."""
        self._put(self._video.encode(None))
        self._track.finish(length=self._end)
        if self._sound is not None:
            self._sound.finish()
        self._film.close()

    def _put(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = self._lengths.pop(packet.pts or 0, 1)
            self._track.put(packet)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self._film.close()
