"""The plan of a clip: which pictures, in what form, and by which of the two ways they are written. Made before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vig_tool.jobs import Job
from vig_tool.media.exports.choice import Choice, Form, form_for
from vig_tool.media.exports.copying import Copied, find_copied, may_copy
from vig_tool.media.facts import FilmFacts
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Span

Method = Literal["smart", "encode"]


@dataclass(frozen=True, slots=True)
class CutPlan:
    """One clip.

    span      snapped: from the first picture to the end of the last one; `numbers` are its pictures
    choice    what it is for; `form` how it is written
    copied    what is taken over as it is; None: every picture is encoded anew
    """

    span: Span
    numbers: range
    choice: Choice
    form: Form
    level_sound: bool
    copied: Copied | None

    @property
    def method(self) -> Method:
        return "encode" if self.copied is None else "smart"

    @property
    def head(self) -> range:
        """Pictures before the copied ones, encoded anew."""
        return self.numbers if self.copied is None else range(self.numbers.start, self.copied.numbers.start)

    @property
    def tail(self) -> range:
        """Pictures after the copied ones, encoded anew."""
        return range(0) if self.copied is None else range(self.copied.numbers.stop, self.numbers.stop)

    def encoding_all(self) -> CutPlan:
        """The same clip without copying."""
        return replace(self, copied=None)


def plan_cut(
    source: Source,
    facts: FilmFacts,
    index: FrameIndex,
    span: Span,
    *,
    choice: Choice = Choice.PHONE,
    level_sound: bool = False,
    changed: bool = False,
    job: Job | None = None,
) -> CutPlan:
    """Both ends are snapped up to pictures; pictures that are `changed` are never copied. Raises BadInput where no picture is inside,
    Damaged, Cancelled."""
    exact = index.snap_span(span)
    numbers, form = index.numbers(exact), form_for(choice, facts.width, facts.height)
    copyable = may_copy(facts, form, choice) and not changed
    copied = find_copied(source, facts, index, numbers, job or Job()) if copyable else None
    return CutPlan(exact, numbers, choice, form, level_sound, copied)
