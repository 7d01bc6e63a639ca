"""Writes a reel without encoding what stays as it was filmed: whole pictures are copied, only cards, fades and joins are encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import Expected, print_of_stored
from vig_tool.media.exports.choice import Form
from vig_tool.media.exports.copying import Copied, codec_of, copied_packets
from vig_tool.media.exports.encode import TICKS, PictureTrack, open_mp4, places, ticks_of
from vig_tool.media.exports.ends import Ends, Look, NoEnds
from vig_tool.media.exports.nal import START, Conflict, ParameterSets, begins_afresh, cut_off, is_slice, kind_of, length_size, units_in
from vig_tool.media.exports.smart import CannotCut, KeyPictures, placed, sum_of
from vig_tool.media.exports.sound_track import SoundTrack
from vig_tool.media.opened import OpenFilm
from vig_tool.media.reels.shown import Part, ReelClip, Shown
from vig_tool.media.sounds.span_sound import Block

_WORTH: Final = Fraction(1, 3)  # of a reel's pictures have to be copied, else encoding all of them is as quick
_KEYS_SEEN: Final = 10
_DOING: Final = "Making the reel"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the reel's pictures, by their places: copied from a clip, or (None) composed and encoded."""

    places: range
    clip: ReelClip | None = None
    copied: Copied | None = None


def find_pieces(parts: Sequence[Part], fade_pictures: int, form: Form, may: Callable[[ReelClip], bool], job: Job) -> tuple[Piece, ...]:
    """The reel in pieces, in order; empty where too little can be copied, or where the clips' films do not go into one stream.

    `fade_pictures`: how many at either end of each part are not as they were filmed.
    """
    found: list[Piece] = []
    at = done = 0
    for part in parts:
        held = part.copied(fade_pictures, form, job) if isinstance(part, Shown) and may(part.clip) else None
        if held is not None and isinstance(part, Shown):
            first = at + held[0]
            if first > done:
                found.append(Piece(range(done, first)))
            done = first + len(held[1].order)
            found.append(Piece(range(first, done), part.clip, held[1]))
        at += part.frames
    if done < at:
        found.append(Piece(range(done, at)))
    copies = [piece for piece in found if piece.copied is not None]
    sets = {piece.copied.sets for piece in copies if piece.copied is not None}
    enough = sum(len(piece.places) for piece in copies) >= at * _WORTH
    return tuple(found) if enough and len(sets) == 1 else ()


class Splice:
    """One reel being written. `composed` gives any of its pictures; what must be found in the file is noted in `expected`."""

    def __init__(self, pieces: Sequence[Piece], composed: Callable[[int], VideoFrame], expected: Expected, job: Job) -> None:
        self._pieces, self._composed, self._expected, self._job = pieces, composed, expected, job

    def write(self, path: Path, *, rate: Fraction, sound: Iterator[Block] | None, sound_bits: int) -> None:
        """Raises CannotCut where the pieces do not fit together."""
        first = next(piece for piece in self._pieces if piece.copied is not None)
        if first.clip is None or first.copied is None:
            raise CannotCut
        try:
            with OpenFilm(first.clip.source, track=first.clip.facts.track, careful=True) as film:
                self._write(path, film.stream, first.clip, first.copied, rate=rate, sound=sound, sound_bits=sound_bits)
        except (NoEnds, Conflict, ValueError, IndexError) as trouble:
            raise CannotCut from trouble

    def _write(
        self, path: Path, like: VideoStream, clip: ReelClip, copied: Copied, *, rate: Fraction, sound: Iterator[Block] | None,
        sound_bits: int,
    ) -> None:  # fmt: skip
        codec = codec_of(clip.facts)
        sets = ParameterSets(codec)
        sets.take_from_head(copied.sets)
        context = like.codec_context
        colours = (int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range))
        ends = Ends(Look(codec, rate, context.width, context.height, str(context.pix_fmt), *colours), sets)
        for unit in ends.sets:
            sets.take(unit)
        times = places(self._expected.times_us.tolist())
        end = max(ticks_of(self._expected.end_us), times[-1] + 1)
        lengths = dict(zip(times, [*times[1:], end], strict=True))
        shown = placed(list(self._order()), times)
        with open_mp4(path) as made:
            out = made.add_stream_from_template(like)
            out.metadata.clear()
            out.time_base = Fraction(1, TICKS)
            out.codec_context.extradata = sets.head()
            out.codec_context.codec_tag = "avc1" if codec == "h264" else "hvc1"
            track = None if sound is None else SoundTrack(made, sound, bits=sound_bits)
            try:
                pictures = PictureTrack(made)
                bodies = self._bodies(ends)
                for count, (stamp, place) in enumerate(shown):
                    self._job.report(count / len(shown), _DOING)
                    found = next(bodies, None)
                    if found is None:
                        raise CannotCut
                    packet = cast("Packet[VideoStream]", Packet(found[0]))
                    packet.stream, packet.time_base, packet.is_keyframe = out, Fraction(1, TICKS), found[1]
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

    def _order(self) -> Iterator[int]:
        """Places in the order of decoding."""
        for piece in self._pieces:
            if piece.copied is None:
                yield from piece.places
            else:
                yield from (piece.places.start + number - piece.copied.order[0] for number in piece.copied.order)

    def _bodies(self, ends: Ends) -> Iterator[tuple[bytes, bool]]:
        """All pictures in the order of decoding, with start codes, and whether each is a key picture."""
        for piece in self._pieces:
            if piece.copied is None or piece.clip is None:
                for units, key in ends.encoded(self._frames(piece.places), self._job):
                    yield b"".join(START + unit for unit in units), key
            else:
                yield from self._copies(piece.clip, piece.copied, piece.places.start)

    def _frames(self, numbers: range) -> Iterator[VideoFrame]:
        for place in numbers:
            frame = self._composed(place)
            self._expected.prints[place] = print_of_stored(frame)
            yield frame

    def _copies(self, clip: ReelClip, copied: Copied, start: int) -> Iterator[tuple[bytes, bool]]:
        codec = codec_of(clip.facts)
        place, first, count = start, copied.order[0], 0
        groups: list[tuple[int, int]] = []
        with OpenFilm(clip.source, track=clip.facts.track, careful=True) as film:
            head = film.stream.codec_context.extradata or b""
            size, keys = length_size(head, codec), KeyPictures(clip.facts.video_codec, head)
            inside = clip.index.keys[copied.numbers.start : copied.numbers.stop]
            every = max(1, int(inside.sum()) // _KEYS_SEEN)
            for number, packet in copied_packets(film, clip.index, copied, self._job):
                units = [bytes(unit) for unit in units_in(memoryview(packet), size) if is_slice(kind_of(unit, codec), codec)]
                if packet.is_keyframe:
                    if count % every == 0:
                        self._expected.prints[start + number - first] = keys.print_of(bytes(packet))
                    count += 1
                if number == first:
                    units = [cut_off(unit, codec) for unit in units]
                self._expected.sums[place] = sum_of(units)
                if packet.is_keyframe and all(begins_afresh(kind_of(unit, codec), codec) for unit in units):
                    groups.append((place, number))
                place += 1
                yield b"".join(START + unit for unit in units), packet.is_keyframe
        self._expected.unseen |= _far_from_joins(groups, copied, start)


def _far_from_joins(groups: list[tuple[int, int]], copied: Copied, start: int) -> set[int]:
    """Copied pictures, but for key pictures, that are in neither the first nor the last of the groups that decode by themselves."""
    if len(groups) < 3:
        return set()
    last, number = groups[-1]
    keys = {place for place, _ in groups}
    between = {place for place in range(groups[1][0], last) if place not in keys}
    return between | {start + at for at, one in enumerate(copied.order) if start + at > last and one < number}
