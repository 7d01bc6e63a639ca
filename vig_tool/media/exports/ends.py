"""Encodes the ends of a copied clip like the film itself, so that both stand in one stream: size, profile, colours; other set numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, cast

from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.nal import Codec, ParameterSets, is_slice, kind_of, split_at_start_codes
from vig_tool.media.exports.renumber import PICTURE_NUMBERS, SET_NUMBERS, Renumbered

_PROFILES: Final = {66: "baseline", 77: "main", 100: "high"}
_LEVELS: Final = (10, 11, 12, 13, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 52)
_QUALITY: Final = "16"
_NO_KIND: Final = 0


class NoEnds(Exception):
    """Pictures like these cannot be encoded to stand beside the film's own."""


@dataclass(frozen=True, slots=True)
class Look:
    """What encoded ends have in common with the film: how its pictures are stored, and its colours as it says them."""

    codec: Codec
    rate: Fraction
    width: int
    height: int
    pixel_format: str
    primaries: int
    curve: int
    matrix: int
    range: int

    @classmethod
    def of(cls, codec: Codec, rate: Fraction, frame: VideoFrame) -> Look:
        colours = (int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace), int(frame.color_range))
        return cls(codec, rate, frame.width, frame.height, frame.format.name, *colours)


class Ends:
    """Encodes stretches, each beginning with a key picture, decoded in the order they are shown. Its sets have numbers no other has.

    Raises NoEnds where that cannot be.
    """

    def __init__(self, look: Look, film: ParameterSets) -> None:
        self._look = look
        taken = film.numbers()
        self._change: Renumbered | None = None
        if look.codec == "hevc":
            free = next((n for n in SET_NUMBERS if n not in taken), None)
            picture = next((n for n in PICTURE_NUMBERS if n not in taken), None)
            if free is None or picture is None:
                raise NoEnds
            self._change = Renumbered(sets=free, picture=picture)
            self._options = _hevc_options()
        else:
            free = next((n for n in range(1, 32) if n not in taken), None)
            profile, level = film.profile_and_level() or (0, 0)
            if free is None or profile not in _PROFILES:
                raise NoEnds
            self._options = _h264_options(_PROFILES[profile], level, free)
        self.sets: list[bytes] = [self._changed(unit) for unit in split_at_start_codes(self._opened().extradata or b"")]

    def encoded(self, frames: Iterator[VideoFrame], job: Job) -> Iterator[tuple[list[bytes], bool]]:
        """For each picture its slices, and whether it is a key picture."""
        context = self._opened()
        for place, frame in enumerate(frames):
            if (frame.width, frame.height, frame.format.name) != (self._look.width, self._look.height, self._look.pixel_format):
                raise NoEnds
            frame.pts, frame.time_base, frame.pict_type = place, 1 / self._look.rate, _NO_KIND
            yield from self._slices(_coming(context, frame), job)
        yield from self._slices(_coming(context, None), job)

    def _slices(self, packets: Iterator[Packet[VideoStream]], job: Job) -> Iterator[tuple[list[bytes], bool]]:
        codec = self._look.codec
        for packet in packets:
            job.check()
            units = [unit for unit in split_at_start_codes(bytes(packet)) if is_slice(kind_of(unit, codec), codec)]
            yield [self._changed(unit) for unit in units], packet.is_keyframe

    def _changed(self, unit: bytes) -> bytes:
        if self._change is None:
            return unit
        try:
            return self._change.unit(unit)
        except (ValueError, IndexError) as trouble:
            raise NoEnds from trouble

    def _opened(self) -> VideoCodecContext:
        look = self._look
        context = VideoCodecContext.create("libx265" if look.codec == "hevc" else "libx264", "w")
        context.width, context.height, context.pix_fmt = look.width, look.height, look.pixel_format
        context.time_base, context.framerate = 1 / look.rate, look.rate
        context.gop_size, context.max_b_frames = 10_000, 0
        context.color_primaries, context.color_trc, context.colorspace = look.primaries, look.curve, look.matrix
        context.color_range = look.range
        context.flags |= Flags.global_header | Flags.bitexact
        context.options = dict(self._options)
        context.open()
        return context


def _coming(context: VideoCodecContext, frame: VideoFrame | None) -> Iterator[Packet[VideoStream]]:
    """Packets one by one, so that a job can stop between them."""
    return cast("Iterator[Packet[VideoStream]]", context.encode_lazy(frame))


def _h264_options(profile: str, level: int, number: int) -> dict[str, str]:
    told = [f"sps-id={number}", *([f"level={level}"] if level in _LEVELS else [])]
    return {"preset": "veryfast", "crf": _QUALITY, "profile": profile, "a53cc": "0", "x264-params": ":".join(told)}


def _hevc_options() -> dict[str, str]:
    told = "info=0:log-level=none:keyint=-1:open-gop=0:bframes=0:rc-lookahead=1:repeat-headers=0:aud=0:hrd=0:frame-threads=1"
    return {"preset": "ultrafast", "crf": _QUALITY, "x265-params": told}
