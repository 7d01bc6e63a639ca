"""Writes short numbered films with one oddity each: what `make_film` is too tidy for, as real cameras and phones do it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2
from vig_tool.media.sample.barcode import draw_barcode
from vig_tool.media.sample.bright import brightened
from vig_tool.media.sample.figures import draw_scene
from vig_tool.media.sample.room import paint_room, scene_pen
from vig_tool.media.sample.story import Story
from vig_tool.timing import SECOND

Picture = NDArray[np.uint8]

SPEED: Final[Mapping[str, Mapping[str, str]]] = {
    "libx264": {"preset": "superfast", "crf": "20", "x264-params": "sliced-threads=0:sync-lookahead=0"},
    "libx265": {"preset": "ultrafast", "crf": "20", "x265-params": "log-level=none:pools=none:frame-threads=1"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "crf": "30", "b": "0", "row-mt": "0"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "4000000"},
    "libsvtav1": {"preset": "12", "crf": "35", "svtav1-params": "lp=1"},
}
"""What makes each encoder quick; the others take a bit rate."""
_SAYS_NOTHING: Final = frozenset({"mjpeg", "h263", "wmv1", "wmv2", "mpeg1video"})
_NEEDS_RATE: Final = frozenset({"wmav2", "aac", "mp2", "ac3"})
_LARGE: Final = 1920
_WHOLE: Final = {"s16": 32_767, "s16p": 32_767, "s32p": 2_147_483_647}


@dataclass(frozen=True, slots=True)
class Tone:
    """A sound track: a soft tone from `from_us` to `until_us` on the pictures' clock (None: as long as the pictures)."""

    pitch: int = 440
    from_us: int = 0
    until_us: int | None = None
    codec: str = "aac"
    rate: int = 48_000
    layout: str = "stereo"


@dataclass(frozen=True, slots=True)
class Strip:
    """A short film.

    codec, format   names of the encoder and of the muxer; `options` are the encoder's, `writing` the muxer's
    width, height   what a viewer sees, upright and square; the coded picture is made from it through `turn`, `mirrored`, `aspect`
    stamps          when each picture is shown, in ticks of 1/`clock` s (empty: `count` pictures at `rate`)
    first_us        where the first picture stands on the container's clock
    fields          "" or the field that is filmed first: "tt", "bb"
    light           "" or the curve of the light: "hlg", "pq"
    sounds          the sound tracks, in their order

    Pictures are numbered from 0.
    """

    codec: str = "libx264"
    format: str = "mp4"
    count: int = 48
    rate: int = 24
    width: int = 320
    height: int = 180
    options: Mapping[str, str] = field(default_factory=dict)
    writing: Mapping[str, str] = field(default_factory=dict)
    pix_fmt: str = "yuv420p"
    stamps: tuple[int, ...] = ()
    clock: int = 0
    first_us: int = 0
    turn: int = 0
    mirrored: bool = False
    aspect: Fraction = Fraction(1)
    fields: str = ""
    light: str = ""
    gop: int = 24
    b_frames: int = 0
    sounds: tuple[Tone, ...] = (Tone(),)

    @property
    def tick(self) -> Fraction:
        return Fraction(1, self.clock or self.rate)

    def stamp(self, number: int) -> int:
        shift = round(self.first_us / SECOND / self.tick)
        return shift + (self.stamps[number] if self.stamps else round(number / self.rate / self.tick))

    @property
    def pictures(self) -> int:
        return len(self.stamps) or self.count

    @property
    def times_us(self) -> tuple[int, ...]:
        """When each picture is shown, from the first one."""
        return tuple(round((self.stamp(n) - self.stamp(0)) * self.tick * SECOND) for n in range(self.pictures))

    @property
    def seconds(self) -> float:
        return self.times_us[-1] / SECOND + 1 / self.rate


def write_strip(strip: Strip) -> bytes:
    """The film's bytes."""
    made = io.BytesIO()
    options = {"fflags": "+bitexact"}
    if strip.format in ("mp4", "mov", "3gp", "3g2"):
        options["video_track_timescale"] = str(strip.clock or strip.rate * 512)
    with av.open(made, "w", format=strip.format, container_options=options | dict(strip.writing)) as film:
        video = _add_video(film, strip)
        sounds = [_add_sound(film, tone) for tone in strip.sounds]
        packets: list[Packet[Stream]] = []
        for number, frame in enumerate(_frames(strip)):
            frame.pts, frame.time_base = strip.stamp(number), strip.tick
            packets += cast("list[Packet[Stream]]", video.encode(frame))
        packets += cast("list[Packet[Stream]]", video.encode(None))
        for tone, stream in zip(strip.sounds, sounds, strict=True):
            packets += cast("list[Packet[Stream]]", list(_sung(stream, tone, strip)))
        for packet in sorted(packets, key=lambda p: ((p.dts or 0) * p.time_base, p.stream_index)):
            film.mux_one(packet)
    return made.getvalue()


def draw(strip: Strip) -> Iterator[Picture]:
    """The pictures as a viewer must see them, interlaced ones as they are at the time of the first field."""
    painter = _Painter(strip)
    for number in range(strip.pictures):
        yield painter.drawn(number)


class _Painter:
    """Draws the pictures of one film; very large ones are drawn smaller and enlarged."""

    def __init__(self, strip: Strip) -> None:
        self._strip, self._story = strip, Story(1)
        self._larger = 4 if strip.width > _LARGE else 1
        self._room = paint_room(strip.width // self._larger, strip.height // self._larger)

    def drawn(self, number: int, *, late: float = 0) -> Picture:
        """Picture `number`, or what is to be seen `late` seconds after it."""
        picture = self._room.copy()
        draw_scene(scene_pen(picture), self._story.at(float((self._strip.stamp(number) - self._strip.stamp(0)) * self._strip.tick) + late))
        draw_barcode(picture, number)
        if self._larger > 1:
            size = (self._strip.width, self._strip.height)
            return cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST))
        return picture


def _frames(strip: Strip) -> Iterator[VideoFrame]:
    painter, convert = _Painter(strip), VideoReformatter()
    graph: Graph | None = None
    for number in range(strip.pictures):
        coded = _stored(painter.drawn(number), strip)
        if strip.fields:
            late = _stored(painter.drawn(number, late=0.5 / strip.rate), strip)
            frame = _woven(coded, late, strip.fields)
            graph = graph or _flags(frame, strip)
            graph.push(frame)
            yield cast("VideoFrame", graph.pull())
        elif strip.light:
            yield brightened(coded, strip.light)
        elif strip.pix_fmt == "yuv420p" and not (coded.shape[0] % 2 or coded.shape[1] % 2):
            yield VideoFrame.from_ndarray(_yuv(coded), format="yuv420p")
        else:
            plain = VideoFrame.from_ndarray(np.ascontiguousarray(coded), format="rgb24")
            yield convert.reformat(plain, format=strip.pix_fmt, dst_colorspace=Colorspace.ITU601)


def _stored(upright: Picture, strip: Strip) -> Picture:
    """What a camera held that way stores."""
    stored = np.rot90(upright[:, ::-1] if strip.mirrored else upright, strip.turn // 90)
    if strip.aspect != 1:
        narrow = cv2.resize(stored, (round(stored.shape[1] / strip.aspect), stored.shape[0]), interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(narrow, np.uint8)
    return np.ascontiguousarray(stored)


def _yuv(picture: Picture) -> Picture:
    return cast("Picture", cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420))


def _woven(first: Picture, second: Picture, order: str) -> VideoFrame:
    """Two moments in one picture, line about line; colours too are each of their own moment. Heights are multiples of four."""
    height, width = first.shape[:2]
    tops, bottoms = (first, second) if order == "tt" else (second, first)
    halves = [_yuv(np.ascontiguousarray(part)).reshape(-1) for part in (tops[0::2], bottoms[1::2])]
    whole = np.empty(width * height * 3 // 2, np.uint8)
    place = 0
    half = 0
    for wide, high in ((width, height), (width // 2, height // 2), (width // 2, height // 2)):
        plane = whole[place : place + wide * high].reshape(high, wide)
        for parity in (0, 1):
            plane[parity::2] = halves[parity][half : half + wide * high // 2].reshape(high // 2, wide)
        place += wide * high
        half += wide * high // 2
    return VideoFrame.from_ndarray(whole.reshape(height * 3 // 2, width), format="yuv420p")


def _flags(frame: VideoFrame, strip: Strip) -> Graph:
    """Marks pictures as interlaced, which PyAV cannot."""
    graph = Graph()
    came = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=strip.tick)
    marked = graph.add("setfield", {"tt": "tff", "bb": "bff"}[strip.fields])
    graph.link_nodes(came, marked, graph.add("buffersink")).configure()
    return graph


def _add_video(film: OutputContainer, strip: Strip) -> VideoStream:
    options = dict(SPEED.get(strip.codec, {"b": "3000000"}))
    for name, value in strip.options.items():
        options[name] = f"{options[name]}:{value}" if name.endswith("-params") and name in options else value
    video = cast("VideoStream", film.add_stream(strip.codec, rate=strip.rate, options=options))
    wide, high = (strip.height, strip.width) if strip.turn % 180 else (strip.width, strip.height)
    video.width, video.height = round(wide / strip.aspect), high
    video.pix_fmt = "yuv420p10le" if strip.light else strip.pix_fmt
    context = video.codec_context
    context.time_base = strip.tick
    context.thread_count = 1
    if strip.codec != "mjpeg":
        context.gop_size, context.max_b_frames = strip.gop, strip.b_frames
    if strip.light:
        context.color_primaries, context.color_trc, context.colorspace = 9, {"pq": 16, "hlg": 18}[strip.light], 9
    elif strip.codec not in _SAYS_NOTHING:
        context.color_primaries, context.color_trc, context.colorspace = 1, 1, 6  # BT.709 light, BT.601 matrix: what OpenCV converts to
    context.flags |= Flags.bitexact
    if strip.fields:
        context.flags |= Flags.interlaced_dct | Flags.interlaced_me
    if strip.aspect != 1:
        context.sample_aspect_ratio = strip.aspect
    if strip.turn or strip.mirrored:
        video.set_display_rotation(-strip.turn, hflip=strip.mirrored)
    return video


def _add_sound(film: OutputContainer, tone: Tone) -> AudioStream:
    stream = cast("AudioStream", film.add_stream(tone.codec, rate=tone.rate, layout=tone.layout))
    stream.codec_context.flags |= Flags.bitexact
    if tone.codec in _NEEDS_RATE:
        stream.codec_context.bit_rate = 128_000
    stream.codec_context.open()
    return stream


def _sung(stream: AudioStream, tone: Tone, strip: Strip) -> Iterator[Packet[AudioStream]]:
    until_us = round(strip.seconds * SECOND) if tone.until_us is None else tone.until_us
    shift = round(strip.first_us * tone.rate / SECOND)
    first, last = (round(us * tone.rate / SECOND) for us in (tone.from_us, until_us))
    place = np.arange(first, last) / tone.rate
    wave = 0.3 * np.sin(2 * np.pi * tone.pitch * place)
    channels = 1 if tone.layout == "mono" else 2
    most = _WHOLE.get(stream.format.name)
    whole = wave.astype(np.float32) if most is None else (wave * most).astype(np.int32 if most > 32_767 else np.int16)
    both = np.repeat(whole[:, None], channels, axis=1)
    size = stream.codec_context.frame_size or 1024
    for start in range(0, len(both), size):
        piece = both[start : start + size]
        laid = np.ascontiguousarray(piece.T) if stream.format.is_planar else np.ascontiguousarray(piece).reshape(1, -1)
        frame = AudioFrame.from_ndarray(laid, format=stream.format.name, layout=tone.layout)
        frame.pts, frame.time_base, frame.sample_rate = shift + first + start, Fraction(1, tone.rate), tone.rate
        yield from stream.encode(frame)
    yield from stream.encode(None)
