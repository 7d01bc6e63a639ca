"""A copy of a heavy film that plays smoothly: the same pictures at the same times, small, upright, plain colours, quick to jump in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.errors import Damaged
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sounds.span_sound import RATE, sound_blocks
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONTAINER: Final = "mov"
LONG_SIDE: Final = 1280

_PIECE_US: Final = 20 * SECOND
_HD: Final = 1920 * 1080
_TICKS: Final = SECOND  # ticks of a second: the index's own, so that no time is rounded
_QUALITY: Final = {"preset": "veryfast", "crf": "23", "profile": "high", "x264-params": "scenecut=0"}
_SOUND_BITS: Final = 128_000
_BT709: Final = 1
_ROOM: Final = 48 << 20  # one picture after another: none needs to be kept for long
_DOING: Final = "Making a copy that plays smoothly"
_WHOLE: Final = {"video_track_timescale": str(_TICKS), "movie_timescale": str(_TICKS), "fflags": "+bitexact"}


def is_heavy(facts: FilmFacts) -> bool:
    """Whether ordinary laptops cannot be trusted to play or seek it smoothly: large, fast and large, ten bits, streams, large stills."""
    pixels = facts.coded_width * facts.coded_height
    rate = facts.frames * SECOND / max(1, facts.duration_us)
    return (
        pixels > 1.02 * _HD
        or (pixels > 0.9 * _HD and rate > 31)
        or facts.bits > 8
        or facts.hdr
        or facts.container in ("mpegts", "mpeg")
        or (facts.video_codec == "mjpeg" and pixels >= 1280 * 720)
    )


def size_of(facts: FilmFacts) -> tuple[int, int]:
    """Width and height of the copy: upright, both even."""
    scale = min(1.0, LONG_SIDE / max(facts.width, facts.height))
    return max(2, round(facts.width * scale / 2) * 2), max(2, round(facts.height * scale / 2) * 2)


def pieces(index: FrameIndex) -> list[range]:
    """The pictures in stretches of some seconds: what is lost at most when the making is broken off."""
    starts = [int(np.searchsorted(index.times, at, side="left")) for at in range(0, index.end_us, _PIECE_US)]
    rising = sorted(set(starts) - {len(index)})
    return [range(start, stop) for start, stop in zip(rising, [*rising[1:], len(index)], strict=True)]


def make_piece(source: Source, facts: FilmFacts, index: FrameIndex, numbers: range, job: Job) -> bytes:
    """These pictures, each one of them, as a film of their own (pictures only). One that cannot be read is the one before it.

    Raises Damaged where none of them can be read and none stands before them, Cancelled.
    """
    width, height = size_of(facts)
    held = io.BytesIO()
    with (
        FrameReader(source, replace(facts, width=width, height=height), index, room=_ROOM, quick=True) as reader,
        av.open(held, "w", format="mp4", container_options={"video_track_timescale": str(_TICKS), "fflags": "+bitexact"}) as film,
    ):
        encoder = _Pictures(film, width, height, usual_us=index.usual_step_us)
        for number, rgb in _each(reader, numbers, job):
            encoder.add(rgb, us=int(index.times[number]) - int(index.times[numbers.start]))
        encoder.finish()
    return held.getvalue()


def put_together(
    made: Sequence[Source], numbers: Sequence[range], source: Source, facts: FilmFacts, index: FrameIndex, job: Job
) -> BinaryIO:
    """The whole copy as a reader that is read once: the pieces' pictures at their own times, and the film's sound. Nothing is held but
    some seconds. Reading raises Damaged where a piece is not what it should be, Cancelled."""
    return cast(BinaryIO, _Reader(_written(made, numbers, source, facts, index, job)))


def _each(reader: FrameReader, numbers: range, job: Job) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    last: NDArray[np.uint8] | None = None
    for number in numbers:
        job.report((number - numbers.start) / len(numbers), _DOING)
        try:
            last = reader.picture(number).rgb
        except Damaged:
            last = _one_before(reader, number) if last is None else last
        yield number, last


def _one_before(reader: FrameReader, number: int) -> NDArray[np.uint8]:
    """The nearest earlier picture that can be read. Raises Damaged."""
    for earlier in range(number - 1, max(-1, number - 300), -1):
        try:
            return reader.picture(earlier).rgb
        except Damaged:
            continue
    raise Damaged("A stretch of this film cannot be read.", advice="The rest of it plays.")


class _Pictures:
    """Encodes pictures for playing: a key picture each half second, none that leans on a later one."""

    def __init__(self, film: OutputContainer, width: int, height: int, *, usual_us: int) -> None:
        rate = Fraction(SECOND, max(1, usual_us)).limit_denominator(1001)
        self._film = film
        self._stream = film.add_stream("libx264", rate=rate, options=dict(_QUALITY))
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        context = self._stream.codec_context
        context.time_base = Fraction(1, _TICKS)
        context.gop_size = max(1, round(rate / 2))
        context.max_b_frames = 0
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.flags |= Flags.bitexact
        self._scaler = VideoReformatter()

    def add(self, rgb: NDArray[np.uint8], *, us: int) -> None:
        plain = VideoFrame.from_ndarray(rgb, format="rgb24")
        frame = self._scaler.reformat(plain, format="yuv420p", dst_colorspace=Colorspace.ITU709)
        frame.pts, frame.time_base = us, Fraction(1, _TICKS)
        self._film.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._film.mux(self._stream.encode(None))


def _written(
    made: Sequence[Source], numbers: Sequence[range], source: Source, facts: FilmFacts, index: FrameIndex, job: Job
) -> Iterator[bytes]:
    """Twice the same: an ordinary film has numbers in front that are known only at its end, and what is sealed cannot be gone back to.
    (Written in fragments it would need no going back, but VLC starts between the key pictures of those.)"""
    learning = _Sink({})
    for _ in _muxed(learning, made, numbers, source, facts, index, job.within(0, 0.5)):
        learning.take()
    writing = _Sink(learning.corrected)
    for _ in _muxed(writing, made, numbers, source, facts, index, job.within(0.5, 1)):
        if writing.parts:
            yield writing.take()
    if writing.corrected != learning.corrected:
        raise _unfit()
    yield writing.take()


def _muxed(
    sink: _Sink,
    made: Sequence[Source],
    numbers: Sequence[range],
    source: Source,
    facts: FilmFacts,
    index: FrameIndex,
    job: Job,
) -> Iterator[None]:
    film: OutputContainer | None = None
    track: VideoStream | None = None
    sound: Callable[[int], None] = _silent
    try:
        for piece, wanted in zip(made, numbers, strict=True):
            with OpenFilm(piece, track=0) as part:
                if film is None or track is None:
                    film = av.open(sink, "w", format="mp4", container_options=dict(_WHOLE))
                    track = film.add_stream_from_template(part.stream)
                    track.time_base = Fraction(1, _TICKS)
                    sound = _sound_of(film, source, facts, index, job) if facts.sound is not None else _silent
                elif part.stream.codec_context.extradata != track.codec_context.extradata:
                    raise _unfit()
                yield from _copied(part, wanted, film, track, sound, index=index, job=job)
        sound(index.end_us + SECOND)
    finally:
        if film is not None:
            film.close()


def _copied(
    part: OpenFilm,
    wanted: range,
    film: OutputContainer,
    track: VideoStream,
    sound: Callable[[int], None],
    *,
    index: FrameIndex,
    job: Job,
) -> Iterator[None]:
    count = 0
    for count, packet in enumerate(part.packets(), start=1):
        if count > len(wanted):
            raise _unfit()
        number = wanted[count - 1]
        job.report(number / len(index), _DOING)
        at, until = index.time(number).us, index.time(number + 1).us
        packet.stream, packet.time_base = track, Fraction(1, _TICKS)
        packet.pts = packet.dts = at
        packet.duration = until - at
        film.mux(packet)
        sound(until)
        yield
    if count != len(wanted):
        raise _unfit()


def _silent(_until_us: int) -> None:
    """A film without sound."""


def _sound_of(film: OutputContainer, source: Source, facts: FilmFacts, index: FrameIndex, job: Job) -> Callable[[int], None]:
    """Writes the film's sound as far as asked; past the end, the rest of it."""
    stream = film.add_stream("aac", rate=RATE, layout="stereo")
    stream.codec_context.bit_rate = _SOUND_BITS
    stream.codec_context.flags |= Flags.bitexact
    blocks = sound_blocks(source, facts, index.whole, job)
    written = 0
    over = False

    def write(until_us: int) -> None:
        nonlocal written, over
        while not over and written * SECOND < until_us * RATE:
            block = next(blocks, None)
            if block is None:
                over = True
                film.mux(stream.encode(None))
                return
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, written, Fraction(1, RATE)
            film.mux(stream.encode(frame))
            written += len(block)

    return write


class _Sink:
    """What the film is written to. What is written over is only noted (`corrected`); what is known beforehand (`known`) stands there at
    once."""

    def __init__(self, known: Mapping[int, bytes]) -> None:
        self.parts: list[bytes] = []
        self.corrected: dict[int, bytes] = {}
        self._known = known
        self._at = self._end = 0

    def write(self, data: bytes) -> int:
        if self._at < self._end:
            self.corrected[self._at] = bytes(data)
        else:
            self.parts.append(self._right(data))
            self._end += len(data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken

    def _right(self, data: bytes) -> bytes:
        made = bytearray(data)
        for place, right in self._known.items():
            first, last = max(place, self._end), min(place + len(right), self._end + len(made))
            if first < last:
                made[first - self._end : last - self._end] = right[first - place : last - place]
        return bytes(made)


class _Reader(io.RawIOBase):
    """What a film is while it is being written, to be read once from its beginning to its end."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = memoryview(part)
        many = min(len(view), len(self._rest))
        view[:many] = self._rest[:many]
        self._rest = self._rest[many:]
        return many

    def close(self) -> None:
        close = getattr(self._parts, "close", None)
        if close is not None and not self.closed:
            close()
        super().close()


def _unfit() -> Damaged:
    return Damaged("The copy for playing did not come out right.", advice="The film itself is safe; the copy will be made anew.")
