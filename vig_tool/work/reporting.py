"""What the family keeps: the record of strengths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from vig_tool.errors import Refused
from vig_tool.jobs import Job
from vig_tool.library import moments, talk
from vig_tool.media.pictures.stills import png_bytes
from vig_tool.reports.sheet import unprintable
from vig_tool.reports.strengths import ClipStrength, CycleStrengths, GoalStrength, StrengthsRecord, strengths_pdf
from vig_tool.timing import Instant, Span
from vig_tool.work import families, goals
from vig_tool.work.covering import covered_picture
from vig_tool.work.exporting import check_place, note_export, write_out
from vig_tool.work.films import stored_film
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """`left_out` holds the signs of somebody's words that our letters do not have (pictograms, some scripts), each once."""

    file: Path
    left_out: str

    @property
    def warning(self) -> str:
        """What to say about them; empty where all could be printed."""
        return f"These signs cannot be printed and were left out: {' '.join(self.left_out)}" if self.left_out else ""


def write_strengths(lib: Library, family_id: UUID, *, out: Path, job: Job | None = None) -> WrittenRecord:
    """The record of strengths as a PDF: helping questions, stills of the clips looked at, the parent's words, what was celebrated.

    Only cycles that were talked about are in it; before the first review, those with clips chosen. Nothing private: of a clip it takes
    the picture, the caption and the parent's words; never a title, a principle, a note, nor a clip that shows a private moment. Raises
    Refused where there is nothing to record yet or `out` is inside the library, NotThere, NoRoom, ExportFailed, Cancelled.
    """
    job = job or Job()
    check_place(lib, out)
    page = families.family_page(lib, family_id)
    talked = {cycle.id for cycle in page.cycles if cycle.reviewed_on is not None or cycle.parents_words}
    told = talked or {cycle.id for cycle in page.cycles}
    all_goals = goals.list_goals(lib, family_id)
    cycles: list[CycleStrengths] = []
    for place, cycle in enumerate(page.cycles):
        part = job.within(place / len(page.cycles), (place + 1) / len(page.cycles))
        shown = _clips(lib, cycle.id, part) if cycle.id in told else ()
        grown = tuple(strength for goal in all_goals if (strength := _goal(goal, cycle.number)) is not None)
        if shown or grown:
            cycles.append(CycleStrengths(cycle.number, cycle.question, cycle.reviewed_on, shown, grown))
    if not cycles:
        raise Refused("There is nothing to record yet.", advice="Look at some clips together first, or celebrate a goal.")
    today = date.today()  # noqa: DTZ011 - the day where the user is
    write_out(out, strengths_pdf(StrengthsRecord(page.code, page.programme, today, tuple(cycles))))
    note_export(lib, "record.exported", family_id, {"cycles": len(cycles)})
    job.report(1, "Done")
    return WrittenRecord(out, unprintable("".join(text for cycle in cycles for text in _texts(cycle))))


def _clips(lib: Library, cycle_id: UUID, job: Job) -> tuple[ClipStrength, ...]:
    """The clips the parent may see, each with its best picture; where none was chosen, the one in its middle."""
    with lib.reading() as session:
        shown = moments.clips_to_show(session, cycle_id)
        stills = moments.stills_of(session, [clip.moment_id for clip in shown if clip.moment_id is not None])
        chosen = [
            (clip.recording_id, Span.of_us(clip.start_us, clip.end_us), clip.caption, talk.words_of_clip(session, clip.id),
             stills.get(clip.moment_id) if clip.moment_id else None)
            for clip in shown
        ]
    found: list[ClipStrength] = []
    for place, (recording_id, span, caption, said, still_us) in enumerate(chosen):
        job.report(place / len(chosen), "Putting the record together")
        stored = stored_film(lib, recording_id)
        numbers = stored.index.numbers(span)
        best = numbers[len(numbers) // 2] if still_us is None else stored.index.shown_at(Instant(still_us))
        still = png_bytes(covered_picture(lib, stored, best if best in numbers else numbers[len(numbers) // 2]))
        found.append(ClipStrength(caption, still_png=still, parents_words=said.text if said else ""))
    return tuple(found)


def _goal(goal: goals.Goal, cycle_number: int) -> GoalStrength | None:
    """What there was to be glad about with a goal in one cycle: celebrations, and how its number rose until then."""
    here = [rating for rating in goal.ratings if rating.cycle_number == cycle_number]
    values = [
        rating.value
        for rating in sorted(goal.ratings, key=lambda rating: rating.cycle_number)
        if rating.by == "parent" and rating.value is not None and rating.cycle_number <= cycle_number
    ]
    strength = GoalStrength(
        goal.text,
        goal.kind,
        first=values[0] if values else None,
        latest=values[-1] if values else None,
        celebrations=tuple(rating.celebration for rating in here if rating.celebration),
    )
    return strength if strength.celebrations or (here and strength.rose) else None


def _texts(cycle: CycleStrengths) -> Iterator[str]:
    yield cycle.question
    for clip in cycle.clips:
        yield from (clip.title, clip.parents_words)
    for goal in cycle.goals:
        yield from (goal.text, *goal.celebrations)
