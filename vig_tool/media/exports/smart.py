"""Cuts without encoding everything anew: the middle is copied packet by packet, only the ends are encoded. Always checked afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame

from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import Expected, print_of_stored
from vig_tool.media.exports.copying import Copied, codec_of
from vig_tool.media.exports.cut_plan import CutPlan
from vig_tool.media.exports.encode import open_mp4
from vig_tool.media.exports.ends import Ends, NoEnds
from vig_tool.media.exports.nal import START, Conflict, ParameterSets
from vig_tool.media.exports.pieced import Body, CannotCut, copied_bodies, ends_for, write_pieces
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.straight import NotStraight, stored_pictures
from vig_tool.media.sounds.span_sound import Block
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex

_DOING: Final = "Cutting the clip"


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
        self._first = plan.numbers.start

    def write(self, part: Path, sound: Iterator[Block] | None) -> None:
        plan, codec = self._plan, codec_of(self._facts)
        sets = ParameterSets(codec)
        sets.take_from_head(self._copied.sets)
        order = [number - self._first for number in (*plan.head, *self._copied.order, *plan.tail)]
        rate = Fraction(1_000_000, max(1, self._index.usual_step_us)).limit_denominator(1001)
        with OpenFilm(self._source, track=self._facts.track, careful=True) as film:
            ends = ends_for(film.stream, sets, codec=codec, rate=rate) if plan.head or plan.tail else None
            with open_mp4(part, frames=len(order), length_us=plan.span.length_us) as made:
                write_pieces(
                    made,
                    self._bodies(film, ends),
                    like=film.stream,
                    sets=sets,
                    order=order,
                    expected=self._expected,
                    sound=sound,
                    sound_bits=plan.form.sound_bits,
                    tell=lambda done: self._job.report(done, _DOING),
                )

    def _bodies(self, film: OpenFilm, ends: Ends | None) -> Iterator[Body]:
        """All pictures in the order of decoding."""
        head, tail, stop = self._plan.head, self._plan.tail, self._plan.numbers.stop
        before = max(0, self._first - 1)
        yield from self._encoded(range(before, max(head.stop, self._first)), head, ends)
        yield from copied_bodies(
            film, self._facts, self._index, self._copied, start=len(head), expected=self._expected, job=self._job
        )
        after = min(stop + 1, len(self._index))
        yield from self._encoded(range(tail.start if tail else stop - 1, after), tail, ends)

    def _encoded(self, seen: range, kept: range, ends: Ends | None) -> Iterator[Body]:
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
