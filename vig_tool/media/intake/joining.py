"""Joins the parts a camera cut one film into, packet by packet and without a loss, as a stream of bytes that is sealed as it comes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import BinaryIO, cast

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from vig_tool.errors import FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.intake.seams import Part, Seam, find_seam
from vig_tool.media.opened import OpenContainer
from vig_tool.media.streamed import Chained, Measure, Streamed, Writer

__all__ = ["JoinPlan", "Part", "Seam", "open_joined", "plan_join"]

_APART = "Take them in one by one instead."


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """Parts in order with the seams between them (one fewer). `measure` is what a first run found; without one, the bytes of one part after
    the other are the whole film."""

    parts: tuple[Part, ...]
    seams: tuple[Seam, ...]
    measure: Measure | None

    @property
    def as_they_are(self) -> bool:
        return self.measure is None

    @property
    def size(self) -> int:
        """Bytes of the joined film."""
        return self.measure.size if self.measure is not None else sum(part.source.size for part in self.parts)


def plan_join(parts: Sequence[Part], *, job: Job | None = None) -> JoinPlan:
    """Looks at the ends that meet, and goes through all parts once: an ordinary MP4 tells lengths before what is so long, and players
    find their way in it better than in a film in fragments.

    Raises FilmRefused where the parts are not stored in the same way, so that no one film holds them, Cancelled.
    """
    first = parts[0].facts
    if any(not alike(first, part.facts) for part in parts[1:]) or len({_head_of(part) for part in parts}) > 1:
        raise FilmRefused("These films were not recorded in the same way, so they cannot be joined.", advice=_APART)
    if first.container not in ("mov", "mpegts", "avi"):
        raise FilmRefused("Films of this kind cannot be joined.", advice=_APART)
    seams = tuple(find_seam(one, two) for one, two in pairwise(parts))
    if first.container == "mpegts" and all(seam.stamps_go_on for seam in seams):
        return JoinPlan(tuple(parts), seams, None)
    measure = Measure(job)
    _write(tuple(parts), seams, measure)
    return JoinPlan(tuple(parts), seams, measure)


def alike(one: FilmFacts, two: FilmFacts) -> bool:
    """Whether two films are stored in the same way: container, pictures, sound."""
    return _shape(one) == _shape(two)


def open_joined(plan: JoinPlan) -> BinaryIO:
    """The joined film from its first byte to its last; it cannot be wound back. Close it: a thread of its own writes it.

    Reading raises FilmRefused where a part breaks off on the way.
    """
    if plan.measure is None:
        return cast(BinaryIO, Chained([part.source for part in plan.parts]))
    return cast(BinaryIO, Streamed(lambda writer: _write(plan.parts, plan.seams, writer), plan.measure))


def _shape(facts: FilmFacts) -> tuple[object, ...]:
    sound = None if facts.sound is None else (facts.sound.codec, facts.sound.rate, facts.sound.channels)
    picture = (facts.coded_width, facts.coded_height, facts.turn, facts.mirrored, facts.sample_aspect, facts.pixel_format)
    return (facts.container, facts.video_codec, *picture, facts.time_base, sound)


def _head_of(part: Part) -> bytes:
    """What a decoder must know beforehand; a film has one such head. Transport streams carry it along."""
    if part.facts.container == "mpegts":
        return b""
    with OpenContainer(part.source) as film:
        return bytes(film.container.streams[part.facts.track].codec_context.extradata or b"")


class _Track:
    """One track of the joined film: where its next packet may begin. `length` is how long a packet of sound lasts, 0 where that varies;
    `nudge` is what the sound of the part under way is moved by, so that it follows what came before without a gap."""

    def __init__(self, out: Stream, tick: Fraction, length: Fraction) -> None:
        self.out, self.tick, self.length = out, tick, length
        self.end = Fraction(0)  # seconds
        self.last_dts: int | None = None
        self.nudge: Fraction | None = Fraction(0)

    def lasts(self, packet: Packet[Stream]) -> Fraction:
        """Seconds. A container shortens its last packet of sound; what it decodes to is as long as ever."""
        return self.length or (packet.duration or 0) * self.tick

    def give(self, film: OutputContainer, packet: Packet[Stream], *, shift: Fraction) -> None:
        """Stamps moved by so many seconds; the order of decoding is kept rising."""
        by = round(shift / self.tick)
        pts = None if packet.pts is None else packet.pts + by
        dts = packet.dts + by if packet.dts is not None else pts
        if dts is not None and self.last_dts is not None and dts <= self.last_dts:
            dts = self.last_dts + 1
        if pts is not None and dts is not None and pts < dts:
            pts = dts
        if pts is not None:
            self.end = max(self.end, pts * self.tick + self.lasts(packet))
        self.last_dts = dts
        copy: Packet[Stream] = Packet(bytes(packet))
        copy.pts, copy.dts, copy.duration, copy.time_base = pts, dts, packet.duration, self.tick
        copy.is_keyframe = packet.is_keyframe
        copy.stream = self.out
        film.mux(copy)


def _write(parts: Sequence[Part], seams: Sequence[Seam], writer: Writer | Measure) -> None:
    """The same bytes every time."""
    first = parts[0]
    options = {} if first.facts.container == "mpegts" else {"movflags": "use_metadata_tags"}
    with OpenContainer(first.source) as opened:
        kind = _kind(opened, first.facts)
        with av.open(writer, "w", format=kind, options=options) as film:
            if kind != "mpegts":
                film.metadata.update({name: value for name, value in opened.container.metadata.items() if name not in _OF_THE_FILE})
            tracks = _tracks(film, opened, first.facts)
            shift = Fraction(0)
            for number, part in enumerate(parts):
                before = seams[number - 1] if number else None
                after = seams[number] if number < len(seams) else None
                if before is not None:
                    shift += before.shift
                _copy(film, part, tracks, shift=shift, before=before, after=after)


_OF_THE_FILE = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder"})


def _kind(film: OpenContainer, facts: FilmFacts) -> str:
    if facts.container == "mpegts":
        return "mpegts"
    pictures, sound = facts.video_codec, facts.sound
    ordinary = pictures in ("h264", "hevc", "mpeg4", "av1") and (sound is None or sound.codec in ("aac", "mp3", "ac3", "alac"))
    return "mp4" if ordinary and film.container.metadata.get("major_brand", "").strip() != "qt" else "mov"


def _tracks(film: OutputContainer, opened: OpenContainer, facts: FilmFacts) -> dict[int, _Track]:
    """By the number of the track in the parts: the pictures, and the sound that is used."""
    numbers = [facts.track] + ([] if facts.sound is None else [facts.sound.track])
    made = {}
    for number in numbers:
        stream = cast("VideoStream | AudioStream", opened.container.streams[number])
        tick = stream.time_base or Fraction(1, 90_000)
        out = film.add_stream_from_template(stream, opaque=True)
        out.time_base = tick
        with contextlib.suppress(AttributeError, ValueError):
            out.disposition = Disposition.default
        made[number] = _Track(out, tick, _length(stream))
    return made


def _length(stream: VideoStream | AudioStream) -> Fraction:
    if isinstance(stream, AudioStream) and stream.codec_context.frame_size and stream.rate:
        return Fraction(stream.codec_context.frame_size, stream.rate)
    return Fraction(0)


def _copy(
    film: OutputContainer, part: Part, tracks: dict[int, _Track], *, shift: Fraction, before: Seam | None, after: Seam | None
) -> None:
    """One part, moved by `shift` seconds; its ends as the seams say."""
    pictures = tracks[part.facts.track]
    with OpenContainer(part.source) as opened:
        streams = [opened.container.streams[number] for number in tracks]
        begin = None if before is None else before.begin - before.lead  # of the sound, in seconds on this part's clock
        end = None if after is None else after.end - after.lead
        for track in tracks.values():
            track.nudge = Fraction(0) if before is None else None
        for packet in _packets(opened, streams):
            track = tracks[packet.stream.index]
            if track is pictures:
                if before is not None and before.from_dts is not None and packet.dts is not None and packet.dts < before.from_dts:
                    continue
                if after is not None and after.until_dts is not None and packet.dts is not None and packet.dts >= after.until_dts:
                    continue
                if not packet.is_discard:
                    track.give(film, packet, shift=shift)
            elif packet.pts is not None:
                _give_sound(film, packet, track, shift=shift, begin=begin, end=end)
        opened.raise_trouble()


def _give_sound(
    film: OutputContainer, packet: Packet[Stream], track: _Track, *, shift: Fraction, begin: Fraction | None, end: Fraction | None
) -> None:
    """At a seam the sound of the next part follows that of the last one without a gap, at most half a packet from its own time; what
    it is moved by there it keeps to its end, so that nothing adds up. A longer silence stays one."""
    start, half = Fraction(packet.pts or 0) * track.tick, track.lasts(packet) / 2
    if end is not None and start + half >= end:
        return
    if begin is not None and track.nudge is None:
        gap = start + shift - track.end
        if start + half < begin or gap < -half:
            return
        track.nudge = -gap if gap <= half else Fraction(0)
    track.give(film, packet, shift=shift + (track.nudge or 0))


def _packets(opened: OpenContainer, streams: Sequence[Stream]) -> Iterator[Packet[Stream]]:
    found = opened.container.demux(*streams)
    while True:
        try:
            packet = next(found)
        except StopIteration:
            return
        except (av.FFmpegError, OSError):
            opened.raise_trouble()
            return  # a part that breaks off gives what it has
        if packet.size:
            yield packet
