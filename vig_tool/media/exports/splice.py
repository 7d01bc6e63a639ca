"""Writes a reel without encoding what stays as it was filmed: whole pictures are copied, only cards, fades and joins are encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import Expected, print_of_stored
from vig_tool.media.exports.choice import Form
from vig_tool.media.exports.copying import Copied, codec_of
from vig_tool.media.exports.encode import open_mp4
from vig_tool.media.exports.ends import Ends, NoEnds
from vig_tool.media.exports.nal import START, Conflict, ParameterSets
from vig_tool.media.exports.pieced import Body, CannotCut, copied_bodies, ends_for, write_pieces
from vig_tool.media.opened import OpenFilm
from vig_tool.media.reels.shown import Part, ReelClip, Shown
from vig_tool.media.sounds.span_sound import Block

_WORTH: Final = Fraction(1, 3)  # of a reel's pictures have to be copied, else encoding all of them is as quick
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
        ends = ends_for(like, sets, codec=codec, rate=rate)
        with open_mp4(path) as made:
            write_pieces(
                made,
                self._bodies(ends),
                like=like,
                sets=sets,
                order=list(self._order()),
                expected=self._expected,
                sound=sound,
                sound_bits=sound_bits,
                tell=lambda done: self._job.report(done, _DOING),
            )

    def _order(self) -> Iterator[int]:
        """Places in the order of decoding."""
        for piece in self._pieces:
            if piece.copied is None:
                yield from piece.places
            else:
                yield from (piece.places.start + number - piece.copied.order[0] for number in piece.copied.order)

    def _bodies(self, ends: Ends) -> Iterator[Body]:
        """All pictures in the order of decoding."""
        for piece in self._pieces:
            if piece.copied is None or piece.clip is None:
                for units, key in ends.encoded(self._frames(piece.places), self._job):
                    yield b"".join(START + unit for unit in units), key
            else:
                facts, index, start = piece.clip.facts, piece.clip.index, piece.places.start
                with OpenFilm(piece.clip.source, track=facts.track, careful=True) as film:
                    yield from copied_bodies(
                        film, facts, index, piece.copied, start=start, expected=self._expected, job=self._job
                    )

    def _frames(self, numbers: range) -> Iterator[VideoFrame]:
        for place in numbers:
            frame = self._composed(place)
            self._expected.prints[place] = print_of_stored(frame)
            yield frame
