"""Cuts without encoding everything anew: the middle is copied packet by packet, only the ends are encoded. Always checked afterwards."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import Expected, print_of_stored
from vig_tool.media.exports.copying import Copied, codec_of, copied_packets
from vig_tool.media.exports.cut_plan import CutPlan
from vig_tool.media.exports.encode import TICKS, PictureTrack, open_mp4, places, ticks_of
from vig_tool.media.exports.ends import Ends, Look, NoEnds
from vig_tool.media.exports.nal import (
    START,
    Codec,
    Conflict,
    ParameterSets,
    begins_afresh,
    cut_off,
    is_slice,
    kind_of,
    length_size,
    units_in,
)
from vig_tool.media.exports.sound_track import SoundTrack
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.straight import NotStraight, stored_pictures
from vig_tool.media.sounds.span_sound import Block
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex

_TAGS: Final = {"h264": "avc1", "hevc": "hvc1"}
_KEYS_SEEN: Final = 10
_DOING: Final = "Cutting the clip"


class CannotCut(Exception):
    """This span cannot be cut this way."""


def cut_smart(
    source: Source,
    facts: FilmFacts,
    index: FrameIndex,
    plan: CutPlan,
    *,
    part: Path,
    expected: Expected,
    sound: Iterator[Block] | None,
    job: Job,
) -> None:
    """Writes the plan to `part` and notes in `expected` what must be found there. Times come from the index, parameter sets stand in
    the head, notes of the camera are left out.

    Raises CannotCut where the pieces do not fit together.
    """
    if plan.copied is None:
        raise CannotCut
    try:
        _Splice(source, facts, index, plan, plan.copied, expected, job).write(part, sound)
    except (NotStraight, NoEnds, Conflict, ValueError, IndexError) as trouble:
        raise CannotCut from trouble


class _Splice:
    """One clip being written. Pieces are read, changed and written one by one; no stretch is held."""

    def __init__(
        self, source: Source, facts: FilmFacts, index: FrameIndex, plan: CutPlan, copied: Copied, expected: Expected, job: Job
    ) -> None:
        self._source, self._facts, self._index, self._plan, self._copied = source, facts, index, plan, copied
        self._expected, self._job = expected, job
        self._codec: Codec = codec_of(facts)
        self._first = plan.numbers.start
        self._sets = ParameterSets(self._codec)
        self._sets.take_from_head(copied.sets)

    def write(self, part: Path, sound: Iterator[Block] | None) -> None:
        plan, times = self._plan, places(self._expected.times_us.tolist())
        order = [number - self._first for number in (*plan.head, *self._copied.order, *plan.tail)]
        shown = iter(placed(order, times))
        end = max(ticks_of(plan.span.length_us), times[-1] + 1)
        lengths = dict(zip(times, [*times[1:], end], strict=True))
        with OpenFilm(self._source, track=self._facts.track, careful=True) as film:
            ends = self._ends(film.stream) if plan.head or plan.tail else None
            with open_mp4(part, frames=len(order), length_us=plan.span.length_us) as made:
                out = made.add_stream_from_template(film.stream)
                out.metadata.clear()
                out.time_base = Fraction(1, TICKS)
                out.codec_context.extradata = self._sets.head()
                out.codec_context.codec_tag = _TAGS[self._codec]
                track = None if sound is None else SoundTrack(made, sound, bits=plan.form.sound_bits)
                try:
                    pictures = PictureTrack(made)
                    for count, (body, key) in enumerate(self._bodies(film, ends)):
                        self._job.report(count / len(order), _DOING)
                        stamp, place = next(shown)
                        packet = cast("Packet[VideoStream]", Packet(body))
                        packet.stream, packet.time_base, packet.is_keyframe = out, Fraction(1, TICKS), key
                        packet.pts, packet.dts, packet.duration = stamp, place, max(1, lengths[stamp] - stamp)
                        pictures.put(packet)
                        if track is not None:
                            track.write_until(Fraction(max(0, place), TICKS))
                    if next(shown, None) is not None:
                        raise CannotCut
                    pictures.finish(length=end)
                    if track is not None:
                        track.finish()
                finally:
                    if track is not None:
                        track.close()

    def _ends(self, stream: VideoStream) -> Ends:
        context = stream.codec_context
        rate = Fraction(1_000_000, max(1, self._index.usual_step_us)).limit_denominator(1001)
        colours = (int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range))
        look = Look(self._codec, rate, context.width, context.height, str(context.pix_fmt), *colours)
        made = Ends(look, self._sets)
        for unit in made.sets:
            self._sets.take(unit)
        return made

    def _bodies(self, film: OpenFilm, ends: Ends | None) -> Iterator[tuple[bytes, bool]]:
        """All pictures in the order of decoding, with start codes, and whether each is a key picture."""
        head, tail, stop = self._plan.head, self._plan.tail, self._plan.numbers.stop
        before = max(0, self._first - 1)
        yield from self._encoded(range(before, max(head.stop, self._first)), head, ends)
        yield from self._copies(film)
        after = min(stop + 1, len(self._index))
        yield from self._encoded(range(tail.start if tail else stop - 1, after), tail, ends)

    def _encoded(self, seen: range, kept: range, ends: Ends | None) -> Iterator[tuple[bytes, bool]]:
        """Encodes the pictures `kept` of those `seen`; notes what all of them look like, also those just outside."""
        frames = self._noted(seen, kept)
        if kept and ends is not None:
            for units, key in ends.encoded(frames, self._job):
                yield b"".join(START + unit for unit in units), key
        for _ in frames:
            pass

    def _noted(self, seen: range, kept: range) -> Iterator[VideoFrame]:
        for number, frame in stored_pictures(self._source, self._facts, self._index, seen, self._job):
            self._expected.prints[number - self._first] = print_of_stored(frame)
            if number in kept:
                yield frame

    def _copies(self, film: OpenFilm) -> Iterator[tuple[bytes, bool]]:
        head = film.stream.codec_context.extradata or b""
        size, codec = length_size(head, self._codec), self._codec
        keys = KeyPictures(self._facts.video_codec, head)
        every = max(1, int(np.count_nonzero(self._index.keys[self._copied.numbers.start : self._copied.numbers.stop])) // _KEYS_SEEN)
        place, count = len(self._plan.head), 0
        groups: list[tuple[int, int]] = []
        for number, packet in copied_packets(film, self._index, self._copied, self._job):
            units = [bytes(unit) for unit in units_in(memoryview(packet), size) if is_slice(kind_of(unit, codec), codec)]
            if packet.is_keyframe:
                if count % every == 0:
                    self._expected.prints[number - self._first] = keys.print_of(bytes(packet))
                count += 1
            if number == self._copied.order[0]:
                units = [cut_off(unit, codec) for unit in units]
            self._expected.sums[place] = sum_of(units)
            if packet.is_keyframe and all(begins_afresh(kind_of(unit, codec), codec) for unit in units):
                groups.append((place, number))
            place += 1
            yield b"".join(START + unit for unit in units), packet.is_keyframe
        self._expected.unseen = self._far_from_joins(groups)

    def _far_from_joins(self, groups: list[tuple[int, int]]) -> set[int]:
        """Copied pictures, but for key pictures, that are in neither the first nor the last of the groups that decode by themselves.

        `groups`: place in the order of decoding and number of each group's first picture. Pictures decoded after the last one but shown
        before it lean on the group before.
        """
        if len(groups) < 3:
            return set()
        start, (last, number) = len(self._plan.head), groups[-1]
        keys = {place for place, _ in groups}
        between = {place for place in range(groups[1][0], last) if place not in keys}
        return between | {start + at for at, one in enumerate(self._copied.order) if start + at > last and one < number}


def sum_of(units: list[bytes]) -> int:
    """A check sum of a packet made of these pieces, as it stands in an MP4: each after its length."""
    value = 0
    for unit in units:
        value = zlib.crc32(unit, zlib.crc32(len(unit).to_bytes(4, "big"), value))
    return value


class KeyPictures:
    """Decodes single key pictures, to know what a copied group begins with."""

    def __init__(self, codec: str, head: bytes) -> None:
        self._context = cast("VideoCodecContext", VideoCodecContext.create(codec, "r"))
        self._context.extradata = head
        self._context.thread_count = 1

    def print_of(self, packet: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        try:
            found = [*self._context.decode(Packet(packet)), *self._context.decode(None)]
        except FFmpegError as trouble:
            raise CannotCut from trouble
        self._context.flush_buffers()
        if len(found) != 1:
            raise CannotCut
        return print_of_stored(found[0])


def placed(ranks: list[int], times: list[int]) -> list[tuple[int, int]]:
    """For each packet in the order of decoding: when it is shown (by rank) and its place in that order, both in ticks."""
    delay = max(0, int(np.max(np.arange(len(ranks)) - np.array(ranks))))
    if not delay:
        return [(times[rank], order) for rank, order in zip(ranks, times, strict=True)]
    # The first ones start this much early: then the track is as long in the order of decoding as in the order of showing.
    lead = max(delay, times[ranks[-1]] - times[len(times) - 1 - delay])
    early = [times[0] - lead + lead * n // delay for n in range(delay)]
    orders = [*early, *times][: len(ranks)]
    return [(times[rank], order) for rank, order in zip(ranks, orders, strict=True)]
