"""The one writer of films: H.264 and AAC in an MP4 that plays anywhere, with the exact times it is given and no tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import numpy as np
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.exports.choice import Choice, Form, form_for
from vig_tool.media.exports.sound_track import SoundTrack
from vig_tool.media.opencv import cv2
from vig_tool.media.sounds.span_sound import Block

TICKS: Final = 90_000
"""Ticks of a second in what is written: fine enough for every rate that cameras use."""

_BT709: Final = (1, 1, 1)
_NO_KIND: Final = 0
_FEW: Final = 600
_TABLE_HEAD, _TABLE_PICTURE, _TABLE_SOUND = 8192, 44, 32  # bytes at most: of the table's heads, for each picture, for each piece of sound


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


def open_mp4(path: Path, *, frames: int = 0, length_us: int = 0) -> OutputContainer:
    """An MP4 with its table in front, without any tag, to be filled.

    The table is known last. Where it is said how many pictures there will be, and they are many, room is kept for it; else what is
    written is moved back at the end, which could not be stopped in a big file.
    """
    options = {"video_track_timescale": str(TICKS), "movie_timescale": str(TICKS), "fflags": "+bitexact"}
    if frames > _FEW:
        sounds = length_us * 48 // 1_000_000 + 16
        options["moov_size"] = str(_TABLE_HEAD + frames * _TABLE_PICTURE + sounds * _TABLE_SOUND)
    else:
        options["movflags"] = "faststart"
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


class Mp4Writer:
    """Writes pictures as they come.

    width, height   of the pictures; an odd size is filled up to an even one by repeating the last row or column
    usual_us        the usual time from one picture to the next
    sound           blocks of (n, 2) float32 at 48 kHz from time 0, or None for a silent film
    choice          what the film is for: pictures too big for that are made smaller (`form` says how big)
    colours         primaries, curve and matrix of stored pictures given to `add_stored`
    frames          how many pictures will come at most, and how long they last, where that is known: a long film is then done sooner
    A context manager; the file is whole only after `finish`. Raises what PyAV raises where the disk cannot be written to.
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        usual_us: int,
        sound: Iterator[Block] | None,
        choice: Choice = Choice.PHONE,
        colours: tuple[int, ...] = _BT709,
        frames: int = 0,
        length_us: int = 0,
    ) -> None:
        self.form: Form = form_for(choice, width, height)
        self._size = even(self.form.width), even(self.form.height)
        self._film = open_mp4(path, frames=frames, length_us=length_us)
        rate = Fraction(1_000_000, max(1, usual_us)).limit_denominator(1001)
        self._video = self._film.add_stream("libx264", rate=rate, options=self.form.quality)
        self._video.width, self._video.height = self._size
        self._video.pix_fmt = "yuv420p"
        context = self._video.codec_context
        context.time_base = Fraction(1, TICKS)
        context.gop_size = max(1, round(2 * rate))
        context.max_b_frames = 0  # pictures decoded in the order they are shown: their times and the film's length stay exact
        context.color_primaries, context.color_trc, context.colorspace = colours
        context.flags |= Flags.bitexact
        self._scaler = VideoReformatter()
        self._track = PictureTrack(self._film)
        self._lengths: dict[int, int] = {}
        self._next = self._end = 0
        self._sound = None if sound is None else SoundTrack(self._film, sound, bits=self.form.sound_bits)
        self.frames = 0

    def add(self, rgb: NDArray[np.uint8], *, at_us: int, until_us: int) -> None:
        """One picture (height, width, 3), shown from `at_us` until `until_us`."""
        wide, high = self._size
        if not self.form.fits and rgb.shape[:2] != (high, wide):
            rgb = np.asarray(cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
        height, width = rgb.shape[:2]
        if (width, height) != self._size:
            rgb = np.asarray(cv2.copyMakeBorder(rgb, 0, high - height, 0, wide - width, cv2.BORDER_REPLICATE), np.uint8)
        plain = VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
        made = self._scaler.reformat(plain, format="yuv420p", dst_colorspace=Colorspace.ITU709, threads=2)
        self.add_stored(made, at_us=at_us, until_us=until_us)

    def add_stored(self, frame: VideoFrame, *, at_us: int, until_us: int) -> None:
        """The same for a picture that is ready for the encoder: yuv420p of the form's size. It is changed."""
        start = max(ticks_of(at_us), self._next)
        self._next, self._end = start + 1, max(ticks_of(until_us), start + 1)
        frame.pts, frame.time_base = start, Fraction(1, TICKS)
        frame.pict_type = _NO_KIND  # else the encoder makes each picture the kind it was in the film
        self._lengths[start] = self._end - start
        self._put(self._video.encode(frame))
        self.frames += 1
        if self._sound is not None:
            self._sound.write_until(Fraction(until_us, 1_000_000))

    def finish(self, job: Job | None = None) -> None:
        """Writes what is still under way and closes the file. A cancelled job stops it."""
        job = job or Job()
        for packet in self._video.encode_lazy(None):
            job.check()
            self._put([packet])
        self._track.finish(length=self._end)
        if self._sound is not None:
            self._sound.finish()
        job.check()
        self.close()

    def _put(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = self._lengths.pop(packet.pts or 0, 1)
            self._track.put(packet)

    def close(self) -> None:
        """Lets go of the file, whole or not."""
        if self._sound is not None:
            self._sound.close()
        self._film.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
