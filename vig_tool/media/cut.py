"""Cuts a clip out of a film: exactly the pictures of its span, upright, with their sound, without tags, and checked after writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from vig_tool.errors import ExportFailed
from vig_tool.jobs import Job
from vig_tool.media.check_cut import CheckFailed, Expected, check_written, print_of
from vig_tool.media.encode import Mp4Writer
from vig_tool.media.facts import FilmFacts
from vig_tool.media.frames import FrameReader
from vig_tool.media.part_file import part_file
from vig_tool.media.smart import CannotCut, can_cut_smart, cut_smart
from vig_tool.media.source import Source
from vig_tool.media.span_sound import Block, Loudness, sound_blocks
from vig_tool.timing import FrameIndex, Instant, Span

Method = Literal["smart", "encode"]
_DOING = "Cutting the clip"


@dataclass(frozen=True, slots=True)
class CutReport:
    """What was written: how many pictures, the span they are of (snapped), and how. `checked` is never False: else nothing is written."""

    frames: int
    start: Instant
    end: Instant
    checked: bool
    method: Method


def cut_clip(source: Source, facts: FilmFacts, index: FrameIndex, span: Span, target: Path, job: Job | None = None) -> CutReport:
    """Writes the pictures t with start <= t < end as an MP4 to `target`.

    Raises BadInput where no picture is inside, ExportFailed, NoRoom or Cancelled; `target` is then as it was. Damaged where the film is.
    """
    job = job or Job()
    exact = index.snap_span(span)
    cut = _Cut(source, facts, index, exact)
    if can_cut_smart(source, facts, index, exact):
        try:
            with part_file(target) as part:
                cut.smart(part, job.within(0.0, 0.4))
                check_written(part, cut.expected, job.within(0.4, 1.0))
            return cut.report("smart")
        except (CannotCut, CheckFailed):
            pass  # then every picture is encoded anew, which always works
    with part_file(target) as part:
        cut.encode(part, job.within(0.0, 0.8))
        try:
            check_written(part, cut.expected, job.within(0.8, 1.0))
        except CheckFailed as trouble:
            raise ExportFailed("The clip did not come out as it should, so it was not kept.", advice="Please try once more.") from trouble
    return cut.report("encode")


class _Cut:
    def __init__(self, source: Source, facts: FilmFacts, index: FrameIndex, span: Span) -> None:
        self._source, self._facts, self._index, self._span = source, facts, index, span
        self._numbers = index.numbers(span)
        times = index.times[self._numbers.start : self._numbers.stop] - span.start.us
        self.expected = Expected(np.asarray(times, np.int64), span.length_us, facts.width, facts.height)

    def report(self, method: Method) -> CutReport:
        return CutReport(len(self._numbers), self._span.start, self._span.end, checked=True, method=method)

    def encode(self, part: Path, job: Job) -> None:
        """Every picture decoded, made upright and encoded anew."""
        loudness = Loudness()
        wanted, first = self.expected.wanted(), self._numbers.start
        width, height, usual_us = self._facts.width, self._facts.height, self._index.usual_step_us
        with (
            FrameReader(self._source, self._facts, self._index) as reader,
            Mp4Writer(part, width=width, height=height, usual_us=usual_us, sound=self._sound(loudness, job)) as writer,
        ):
            self._note_neighbours(reader)
            for picture in reader.pictures(self._numbers):
                place = picture.number - first
                job.report(place / len(self._numbers), _DOING)
                if place in wanted:
                    self.expected.prints[place] = print_of(picture.rgb)
                until = self._index.time(picture.number + 1).us - self._span.start.us
                writer.add(picture.rgb, at_us=picture.time.us - self._span.start.us, until_us=until)
            writer.finish()
        self.expected.loudness = loudness.values() if self._facts.sound else None

    def smart(self, part: Path, job: Job) -> None:
        """Whole groups of pictures copied as they are; only the ends, and the sound, are encoded anew."""
        loudness = Loudness()
        cut_smart(
            self._source, self._facts, self._index, span=self._span, part=part, sound=self._sound(loudness, job), job=job.within(0.0, 0.7)
        )
        self.expected.loudness = loudness.values() if self._facts.sound else None
        with FrameReader(self._source, self._facts, self._index) as reader:
            self._note_neighbours(reader)
            for place in sorted(self.expected.wanted()):
                job.report(0.7 + 0.3 * place / len(self._numbers), _DOING)
                self.expected.prints[place] = print_of(reader.picture(self._numbers.start + place).rgb)

    def _note_neighbours(self, reader: FrameReader) -> None:
        """What the pictures just outside look like: they must not be in the clip."""
        if self._numbers.start > 0:
            self.expected.prints[-1] = print_of(reader.picture(self._numbers.start - 1).rgb)
        if self._numbers.stop < len(self._index):
            self.expected.prints[len(self._numbers)] = print_of(reader.picture(self._numbers.stop).rgb)

    def _sound(self, loudness: Loudness, job: Job) -> Iterator[Block] | None:
        if self._facts.sound is None:
            return None
        return (loudness.add(block) for block in sound_blocks(self._source, self._facts, self._span, job))
