"""Cuts a clip out of a film: exactly the pictures of its span, upright, with their sound, without tags, and checked after writing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.errors import ExportFailed
from vig_tool.jobs import Job
from vig_tool.media.covering.covers import Covering
from vig_tool.media.exports.check_cut import CheckFailed, Expected, check_written, print_of, print_of_stored
from vig_tool.media.exports.choice import Choice
from vig_tool.media.exports.cut_plan import CutPlan, Method, plan_cut
from vig_tool.media.exports.encode import Mp4Writer
from vig_tool.media.exports.part_file import part_file
from vig_tool.media.exports.pieced import CannotCut
from vig_tool.media.exports.smart import cut_smart
from vig_tool.media.facts import FilmFacts
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.straight import Fitting, NotStraight, is_straight, stored_pictures
from vig_tool.media.sounds.level import levelled
from vig_tool.media.sounds.span_sound import Block, Loudness, sound_blocks
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Instant, Span

_DOING = "Cutting the clip"


@dataclass(frozen=True, slots=True)
class CutReport:
    """What was written: how many pictures, the span they are of (snapped), and how. `checked` is never False: else nothing is written.

    again               copying was tried first, but what it made did not pass
    width, height       of the pictures
    seconds_writing     of the way that was kept; `seconds_checking` of its check
    """

    frames: int
    start: Instant
    end: Instant
    checked: bool
    method: Method
    again: bool
    choice: Choice
    width: int
    height: int
    seconds_writing: float
    seconds_checking: float


def cut_clip(
    source: Source,
    facts: FilmFacts,
    index: FrameIndex,
    span: Span,
    target: Path,
    job: Job | None = None,
    *,
    choice: Choice = Choice.PHONE,
    level_sound: bool = False,
    covering: Covering | None = None,
) -> CutReport:
    """Writes the pictures t with start <= t < end as an MP4 to `target`, with everything covered that `covering` covers.

    Raises BadInput where no picture is inside, ExportFailed, NoRoom or Cancelled; `target` is then as it was. Damaged where the film is.
    """
    job = job or Job()
    steps = job.within(0.0, 0.02)
    plan = plan_cut(source, facts, index, span, choice=choice, level_sound=level_sound, changed=bool(covering), job=steps)
    again = plan.copied is not None
    if again:
        try:
            return _Cut(source, facts, index, plan).made(target, job.within(0.02, 1.0))
        except (CannotCut, CheckFailed):
            plan = plan.encoding_all()  # which always works
    try:
        return _Cut(source, facts, index, plan, again=again, covering=covering).made(target, job)
    except CheckFailed as trouble:
        raise ExportFailed("The clip did not come out as it should, so it was not kept.", advice="Please try once more.") from trouble


class _Cut:
    def __init__(
        self,
        source: Source,
        facts: FilmFacts,
        index: FrameIndex,
        plan: CutPlan,
        *,
        again: bool = False,
        covering: Covering | None = None,
    ) -> None:
        self._source, self._facts, self._index, self._plan, self._again = source, facts, index, plan, again
        self._covering = covering
        times = index.times[plan.numbers.start : plan.numbers.stop] - plan.span.start.us
        self.expected = Expected(np.asarray(times, np.int64), plan.span.length_us, plan.form.width, plan.form.height)
        self._noted = self.expected.wanted() | {-1, len(times)}

    def made(self, target: Path, job: Job) -> CutReport:
        """Written, checked and put in place. Raises CannotCut, CheckFailed."""
        with part_file(target) as part:
            began = time.perf_counter()
            self._write(part, job.within(0.0, 0.7))
            written = time.perf_counter()
            check_written(part, self.expected, job.within(0.7, 1.0))
            checked = time.perf_counter()
        plan = self._plan
        return CutReport(
            frames=len(plan.numbers),
            start=plan.span.start,
            end=plan.span.end,
            checked=True,
            method=plan.method,
            again=self._again,
            choice=plan.choice,
            width=plan.form.width,
            height=plan.form.height,
            seconds_writing=written - began,
            seconds_checking=checked - written,
        )

    def _write(self, part: Path, job: Job) -> None:
        loudness = Loudness()
        if self._plan.copied is not None:
            sound = self._sound(loudness, job)
            cut_smart(self._source, self._facts, self._index, self._plan, part=part, expected=self.expected, sound=sound, job=job)
        elif not self._write_stored(part, loudness, job):
            loudness = Loudness()
            self._write_looked_at(part, loudness, job)
        self.expected.loudness = loudness.values() if self._facts.sound else None

    def _write_stored(self, part: Path, loudness: Loudness, job: Job) -> bool:
        """From the decoder straight to the encoder; False where this film needs more care."""
        numbers = self._plan.numbers
        if self._covering or not is_straight(self._facts, self._plan.form):
            return False
        seen = range(max(0, numbers.start - 1), min(numbers.stop + 1, len(self._index)))
        found = stored_pictures(self._source, self._facts, self._index, seen, job)
        writer, fitting = None, None
        try:
            for number, stored in found:
                if fitting is None or writer is None:
                    fitting = Fitting(self._facts, self._plan.form, stored)
                    writer = self._writer(part, loudness, job, colours=fitting.colours)
                frame = fitting.ready(stored)
                self._note(number, frame)
                if number in numbers:
                    job.report((number - numbers.start) / len(numbers), _DOING)
                    writer.add_stored(frame, at_us=self._at(number), until_us=self._at(number + 1))
            if writer is not None:
                writer.finish(job)
        except NotStraight:
            self.expected.prints.clear()
            return False
        finally:
            if writer is not None:
                writer.close()
        return True

    def _write_looked_at(self, part: Path, loudness: Loudness, job: Job) -> None:
        """Every picture as the film room shows it: for films that are bright, interlaced, of odd size, or hard to read."""
        numbers = self._plan.numbers
        with FrameReader(self._source, self._facts, self._index) as reader, self._writer(part, loudness, job) as writer:
            for number in (numbers.start - 1, numbers.stop):
                if 0 <= number < len(self._index):
                    job.check()
                    self._note(number, reader.picture(number).rgb)
            for number in numbers:
                job.report((number - numbers.start) / len(numbers), _DOING)
                rgb = reader.picture(number).rgb
                if self._covering:
                    rgb = self._covering.on(rgb, number)
                self._note(number, rgb)
                writer.add(rgb, at_us=self._at(number), until_us=self._at(number + 1))
            writer.finish(job)

    def _writer(self, part: Path, loudness: Loudness, job: Job, *, colours: tuple[int, ...] | None = None) -> Mp4Writer:
        told = {} if colours is None else {"colours": colours}
        return Mp4Writer(
            part,
            width=self._facts.width,
            height=self._facts.height,
            usual_us=self._index.usual_step_us,
            sound=self._sound(loudness, job),
            choice=self._plan.choice,
            frames=len(self._plan.numbers),
            length_us=self._plan.span.length_us,
            **told,
        )

    def _note(self, number: int, picture: VideoFrame | NDArray[np.uint8]) -> None:
        """What a picture looks like, where the check wants to know: also of those just outside, which must not be in the clip."""
        place = number - self._plan.numbers.start
        if place in self._noted:
            self.expected.prints[place] = print_of_stored(picture) if isinstance(picture, VideoFrame) else print_of(picture)

    def _at(self, number: int) -> int:
        """When a picture is shown, from the clip's first."""
        return self._index.time(number).us - self._plan.span.start.us

    def _sound(self, loudness: Loudness, job: Job) -> Iterator[Block] | None:
        if self._facts.sound is None:
            return None

        def blocks() -> Iterator[Block]:
            return sound_blocks(self._source, self._facts, self._plan.span, job)

        return (loudness.add(block) for block in (levelled(blocks) if self._plan.level_sound else blocks()))
