"""Cuts without encoding everything anew: whole groups of pictures are copied, only the ends are encoded. Always checked afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import av
import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from vig_tool.errors import Cancelled, UserError
from vig_tool.jobs import Job
from vig_tool.media.encode import TICKS, PictureTrack, SoundTrack, open_mp4, places, ticks_of
from vig_tool.media.facts import FilmFacts
from vig_tool.media.nal import Conflict, ParameterSets, only_pictures
from vig_tool.media.source import Source
from vig_tool.media.span_sound import Block
from vig_tool.timing import FrameIndex, Span

_MOST_BYTES: Final = 256 << 20
_MATRICES: Final = {1: "bt709", 5: "bt470bg", 6: "smpte170m"}
_CURVES: Final = {1: "bt709", 5: "bt470bg", 6: "smpte170m"}
_LIGHTS: Final = {1: "bt709", 5: "bt470bg", 6: "smpte170m"}


class CannotCut(Exception):
    """This span cannot be cut this way."""


def can_cut_smart(source: Source, facts: FilmFacts, index: FrameIndex, span: Span) -> bool:
    """Whether copying is possible and worth it: upright, square, progressive 8-bit H.264 of an even size, with a whole group inside."""
    plain = facts.video_codec == "h264" and facts.pixel_format == "yuv420p" and facts.bits == 8 and not facts.interlaced
    plain = plain and facts.container in ("mov", "matroska") and facts.is_upright and facts.is_square and not facts.hdr
    same = (facts.coded_width, facts.coded_height) == (facts.width, facts.height)
    if not plain or not same or facts.width % 2 or facts.height % 2:
        return False
    if source.size * span.length_us > _MOST_BYTES * max(1, facts.duration_us or index.end_us):
        return False  # what is copied is held in memory
    return _whole_groups(index, index.numbers(span)) > 0


def _whole_groups(index: FrameIndex, numbers: range) -> int:
    """How many groups of pictures lie wholly inside."""
    keys = np.flatnonzero(index.keys)
    inside = int(np.count_nonzero((keys >= numbers.start) & (keys < numbers.stop)))
    ends_at_group = numbers.stop == len(index) or bool(index.keys[numbers.stop])
    return inside if ends_at_group else inside - 1


def cut_smart(
    source: Source, facts: FilmFacts, index: FrameIndex, *, span: Span, part: Path, sound: Iterator[Block] | None, job: Job
) -> None:
    """Writes the span to `part`. Times come from the index, parameter sets stand in the head, notes of the camera are left out.

    Raises CannotCut where the pieces do not fit together.
    """
    numbers = index.numbers(span)
    pieces = _cut_pictures(source, facts, index, numbers, job)
    times = places(int(time) - span.start.us for time in index.times[numbers.start : numbers.stop])
    with av.open(pieces, "r") as cut:
        video = cut.streams.video[0]
        packets = [packet for packet in cut.demux(video) if packet.size and packet.pts is not None]
        if len(packets) != len(numbers) or not packets[0].is_keyframe:
            raise CannotCut
        sets = ParameterSets()
        try:
            sets.take_from_head(video.codec_context.extradata or b"")
            bodies = [only_pictures(bytes(packet), sets) for packet in packets]
        except (Conflict, ValueError, IndexError) as trouble:
            raise CannotCut from trouble
        if not all(bodies):
            raise CannotCut
        shown = _placed([packet.pts for packet in packets if packet.pts is not None], times)
        stream_end = max(ticks_of(span.length_us), times[-1] + 1)
        with open_mp4(part) as film:
            out = film.add_stream_from_template(video)
            out.metadata.clear()
            out.time_base = Fraction(1, TICKS)
            out.codec_context.extradata = sets.head()
            track = None if sound is None else SoundTrack(film, sound)
            pictures = PictureTrack(film)
            lengths = dict(zip(times, [*times[1:], stream_end], strict=True))
            for packet, body, (stamp, order) in zip(packets, bodies, shown, strict=True):
                job.check()
                made = cast("Packet[VideoStream]", Packet(body))
                made.stream, made.time_base, made.is_keyframe = out, Fraction(1, TICKS), packet.is_keyframe
                made.pts, made.dts, made.duration = stamp, order, max(1, lengths[stamp] - stamp)
                pictures.put(made)
                if track is not None:
                    track.write_until(Fraction(max(0, order), TICKS))
            pictures.finish(length=stream_end)
            if track is not None:
                track.finish()


def _placed(given: list[int], times: list[int]) -> list[tuple[int, int]]:
    """For each packet in the order of decoding: when it is shown (the index's time, by rank) and its place in that order."""
    ranks = np.argsort(np.argsort(np.array(given), kind="stable"), kind="stable")
    if len(set(given)) != len(given):
        raise CannotCut
    delay = max(0, int(np.max(np.arange(len(given)) - ranks)))
    if not delay:
        return [(times[int(rank)], order) for rank, order in zip(ranks, times, strict=True)]
    # The first ones start this much early: then the track is as long in the order of decoding as in the order of showing.
    lead = max(delay, times[int(ranks[-1])] - times[len(times) - 1 - delay])
    early = [times[0] - lead + lead * n // delay for n in range(delay)]
    orders = [*early, *times][: len(given)]
    return [(times[int(rank)], order) for rank, order in zip(ranks, orders, strict=True)]


class _Rereadable:
    """The film as smartcut reads it: opened twice, one after the other, each time from the start; a cancelled job stops it."""

    def __init__(self, source: Source, job: Job) -> None:
        self._file, self._job = source.open(), job
        self.trouble: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            self._job.check()
            return self._file.read(size)
        except (Cancelled, UserError, OSError) as trouble:
            self.trouble = trouble
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class _InMemory(io.BytesIO):
    name = "clip.mp4"  # the container is chosen by the ending


class _Steps:
    """Progress as smartcut tells it: first how many steps, then which one."""

    def __init__(self, job: Job) -> None:
        self._job, self._all = job, 0

    def emit(self, value: int) -> None:
        if self._all:
            self._job.report(min(1.0, value / self._all), "Cutting the clip")
        else:
            self._all = max(1, value)


def _cut_pictures(source: Source, facts: FilmFacts, index: FrameIndex, numbers: range, job: Job) -> io.BytesIO:
    """The pictures alone, as an MP4 in memory, made by smartcut."""
    from smartcut.media_container import MediaContainer  # takes a while to load, and few need it

    cutter = _smartcut()
    reader, made = _Rereadable(source, job), _InMemory()
    try:
        container = MediaContainer(reader)
        try:
            reader.seek(0)
            zero = container.start_time
            start = int(index.stamps[numbers.start]) * facts.tick - zero
            end = Fraction(10**6) if numbers.stop == len(index) else int(index.stamps[numbers.stop]) * facts.tick - zero
            cutter.smart_cut(container, [(start, end)], made, log_level="none", progress=_Steps(job))
        finally:
            container.close()
    except (Cancelled, UserError):
        raise
    except Exception as trouble:
        if reader.trouble is not None:
            raise reader.trouble from trouble
        raise CannotCut from trouble
    finally:
        reader.close()
    if reader.trouble is not None:
        raise reader.trouble
    made.seek(0)
    return made


def _smartcut() -> ModuleType:
    """The library, made to keep the film's colours at the ends it encodes (it does not by itself, up to 1.7)."""
    from smartcut import cut_video

    module: Any = cut_video
    if not hasattr(module, "plain_cutter"):
        module.plain_cutter = module.VideoCutter

        class Coloured(module.plain_cutter):  # type: ignore[misc]
            def init_encoder(self) -> None:
                super().init_encoder()
                context = self.in_stream.codec_context
                told = [
                    f"{name}={names[int(value)]}"
                    for name, names, value in (
                        ("colorprim", _LIGHTS, context.color_primaries),
                        ("transfer", _CURVES, context.color_trc),
                        ("colormatrix", _MATRICES, context.colorspace),
                    )
                    if int(value) in names
                ]
                self.encoding_options["x264-params"] = ":".join([self.encoding_options.get("x264-params", "sps-id=3"), *told])

        module.VideoCutter = Coloured
    return cast("ModuleType", module)
