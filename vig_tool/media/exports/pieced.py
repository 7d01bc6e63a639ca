"""What films made of pieces, some copied and some encoded, have in common: copied pictures are read and noted, every one gets its place."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, cast

import numpy as np
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import Expected, Print, print_of_stored
from vig_tool.media.exports.copying import Copied, codec_of, copied_packets
from vig_tool.media.exports.encode import TICKS, PictureTrack, places, ticks_of
from vig_tool.media.exports.ends import Ends, Look
from vig_tool.media.exports.nal import START, Codec, ParameterSets, begins_afresh, cut_off, is_slice, kind_of, length_size, units_in
from vig_tool.media.exports.sound_track import SoundTrack
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.sounds.span_sound import Block
from vig_tool.timing import SECOND, FrameIndex

_TAGS: Final[dict[Codec, str]] = {"h264": "avc1", "hevc": "hvc1"}
_KEYS_SEEN: Final = 10
_DECODED: Final = {"h264": 30 * SECOND, "hevc": None}
"""Up to this length (None: any) all that was copied is decoded once more; of a longer film only what is near a join."""

Body = tuple[bytes, bool]
"""A coded picture with start codes, and whether it is a key picture."""


class CannotCut(Exception):
    """These pieces do not go into one film."""


def ends_for(like: VideoStream, sets: ParameterSets, *, codec: Codec, rate: Fraction) -> Ends:
    """What encodes pictures that stand beside copied ones of the stream `like`; its parameter sets are added to `sets`."""
    context = like.codec_context
    colours = (int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range))
    ends = Ends(Look(codec, rate, context.width, context.height, str(context.pix_fmt), *colours), sets)
    for unit in ends.sets:
        sets.take(unit)
    return ends


def write_pieces(
    made: OutputContainer,
    bodies: Iterator[Body],
    *,
    like: VideoStream,
    sets: ParameterSets,
    order: Sequence[int],
    expected: Expected,
    sound: Iterator[Block] | None,
    sound_bits: int,
    tell: Callable[[float], None],
) -> None:
    """Puts pictures that come in the order of decoding, `order` being their places when shown, and the sound beside them.

    Times come from `expected`, parameter sets stand in the head. Raises CannotCut where there are more pictures or fewer than places.
    """
    times = places(expected.times_us.tolist())
    end = max(ticks_of(expected.end_us), times[-1] + 1)
    lengths = dict(zip(times, [*times[1:], end], strict=True))
    out = made.add_stream_from_template(like)
    out.metadata.clear()
    out.time_base = Fraction(1, TICKS)
    out.codec_context.extradata = sets.head()
    out.codec_context.codec_tag = _TAGS[sets.codec]
    track = None if sound is None else SoundTrack(made, sound, bits=sound_bits)
    try:
        pictures = PictureTrack(made)
        for count, (stamp, place) in enumerate(_stamps(order, times)):
            tell(count / len(order))
            body = next(bodies, None)
            if body is None:
                raise CannotCut
            packet = cast("Packet[VideoStream]", Packet(body[0]))
            packet.stream, packet.time_base, packet.is_keyframe = out, Fraction(1, TICKS), body[1]
            packet.pts, packet.dts, packet.duration = stamp, place, max(1, lengths[stamp] - stamp)
            pictures.put(packet)
            if track is not None:
                track.write_until(Fraction(max(0, place), TICKS))
        if next(bodies, None) is not None:
            raise CannotCut
        pictures.finish(length=end)
        if track is not None:
            track.finish()
    finally:
        if track is not None:
            track.close()


def _stamps(ranks: Sequence[int], times: list[int]) -> list[tuple[int, int]]:
    """For each packet in the order of decoding: when it is shown (by rank) and its place in that order, both in ticks."""
    delay = max(0, int(np.max(np.arange(len(ranks)) - np.array(ranks))))
    if not delay:
        return [(times[rank], order) for rank, order in zip(ranks, times, strict=True)]
    # The first ones start this much early: then the track is as long in the order of decoding as in the order of showing.
    lead = max(delay, times[ranks[-1]] - times[len(times) - 1 - delay])
    early = [times[0] - lead + lead * n // delay for n in range(delay)]
    orders = [*early, *times][: len(ranks)]
    return [(times[rank], order) for rank, order in zip(ranks, orders, strict=True)]


def copied_bodies(
    film: OpenFilm, facts: FilmFacts, index: FrameIndex, copied: Copied, *, start: int, expected: Expected, job: Job
) -> Iterator[Body]:
    """The copied pictures in the order of decoding, without the camera's notes.

    `start` is the place in the new film where they begin. What must be found there is noted in `expected`: the look of some key
    pictures, a sum of each picture, and which of them are far from any join.
    """
    codec, head, first = codec_of(facts), film.stream.codec_context.extradata or b"", copied.order[0]
    size, keys = length_size(head, codec), _KeyPictures(facts.video_codec, head)
    every = max(1, int(np.count_nonzero(index.keys[copied.numbers.start : copied.numbers.stop])) // _KEYS_SEEN)
    groups: list[tuple[int, int]] = []
    count = 0
    for place, (number, packet) in enumerate(copied_packets(film, index, copied, job), start):
        units = [bytes(unit) for unit in units_in(memoryview(packet), size) if is_slice(kind_of(unit, codec), codec)]
        if packet.is_keyframe:
            if count % every == 0:
                expected.prints[start + number - first] = keys.print_of(bytes(packet))
            count += 1
        if number == first:
            units = [cut_off(unit, codec) for unit in units]
        expected.sums[place] = sum_of(units)
        if packet.is_keyframe and all(begins_afresh(kind_of(unit, codec), codec) for unit in units):
            groups.append((place, number))
        yield b"".join(START + unit for unit in units), packet.is_keyframe
    most = _DECODED[codec]
    if most is not None and index.time(copied.numbers.stop).us - index.time(first).us > most:
        expected.unseen |= _far_from_joins(groups, copied, start)


def _far_from_joins(groups: list[tuple[int, int]], copied: Copied, start: int) -> set[int]:
    """Copied pictures, but for key pictures, that are in neither the first nor the last of the groups that decode by themselves.

    `groups`: place in the order of decoding and number of each group's first picture. Pictures decoded after the last one but shown
    before it lean on the group before.
    """
    if len(groups) < 3:
        return set()
    last, number = groups[-1]
    keys = {place for place, _ in groups}
    between = {place for place in range(groups[1][0], last) if place not in keys}
    return between | {start + at for at, one in enumerate(copied.order) if start + at > last and one < number}


def sum_of(units: list[bytes]) -> int:
    """A check sum of a packet made of these pieces, as it stands in an MP4: each after its length."""
    value = 0
    for unit in units:
        value = zlib.crc32(unit, zlib.crc32(len(unit).to_bytes(4, "big"), value))
    return value


class _KeyPictures:
    """Decodes single key pictures, to know what a copied group begins with."""

    def __init__(self, codec: str, head: bytes) -> None:
        self._context = cast("VideoCodecContext", VideoCodecContext.create(codec, "r"))
        self._context.extradata = head
        self._context.thread_count = 1

    def print_of(self, packet: bytes) -> Print:
        try:
            found = [*self._context.decode(Packet(packet)), *self._context.decode(None)]
        except FFmpegError as trouble:
            raise CannotCut from trouble
        self._context.flush_buffers()
        if len(found) != 1:
            raise CannotCut
        return print_of_stored(found[0])
