"""What the family keeps: the record of strengths."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from vig_tool.errors import Refused
from vig_tool.jobs import Job
from vig_tool.media.frames import FrameReader
from vig_tool.media.stills import png_bytes
from vig_tool.reports.strengths import ClipStrength, CycleStrengths, GoalStrength, StrengthsRecord, strengths_pdf
from vig_tool.vault.durable import write_durably
from vig_tool.work import clips, families, goals, review
from vig_tool.work.exporting import check_place, note_export
from vig_tool.work.films import stored_film
from vig_tool.work.opening import Library


def write_strengths(lib: Library, family_id: UUID, *, out: Path, job: Job | None = None) -> Path:
    """The record of strengths as a PDF: helping questions, stills of the clips shown, the parent's words, goals and celebrations.

    Nothing private: of a clip it takes the picture, the caption and the parent's words; never a title, a principle, a note. Raises
    Refused where there is nothing to record yet, NotThere, NoRoom, Cancelled.
    """
    job = job or Job()
    check_place(lib, out)
    page = families.family_page(lib, family_id)
    all_goals = goals.list_goals(lib, family_id)
    cycles: list[CycleStrengths] = []
    for place, cycle in enumerate(page.cycles):
        job.report(place / len(page.cycles), "Putting the record together")
        shown = _clips(lib, cycle.id, job) if cycle.reviewed_on is not None or cycle.parents_words else ()
        grown = tuple(strength for goal in all_goals if (strength := _goal(goal, cycle.number)) is not None)
        if shown or grown:
            cycles.append(CycleStrengths(cycle.number, cycle.question, cycle.reviewed_on, shown, grown))
    if not cycles:
        raise Refused("There is nothing to record yet.", advice="Look at some clips together first, or celebrate a goal.")
    today = date.today()  # noqa: DTZ011 - the day where the user is
    write_durably(out, strengths_pdf(StrengthsRecord(page.code, page.programme, today, tuple(cycles))))
    note_export(lib, "record.exported", family_id, {"cycles": len(cycles)})
    job.report(1, "Done")
    return out


def _clips(lib: Library, cycle_id: UUID, job: Job) -> tuple[ClipStrength, ...]:
    """The clips the parent may see, each with the picture in its middle."""
    captions = {clip.id: clip.caption for clip in clips.list_clips(lib, cycle_id)}
    if not captions:
        return ()
    found: list[ClipStrength] = []
    for shown in review.prepare_show(lib, cycle_id).clips:
        job.check()
        stored = stored_film(lib, shown.film.recording_id)
        numbers = stored.index.numbers(shown.span)
        with FrameReader(stored.source, stored.facts, stored.index) as reader:
            still = png_bytes(reader.picture(numbers[len(numbers) // 2]).rgb)
        words = review.words_of(lib, shown.clip_id).parents_words
        found.append(ClipStrength(captions.get(shown.clip_id, ""), still_png=still, parents_words=words))
    return tuple(found)


def _goal(goal: goals.Goal, cycle_number: int) -> GoalStrength | None:
    """What there was to celebrate about a goal in one cycle, with how its number rose until then."""
    celebrations = tuple(rating.celebration for rating in goal.ratings if rating.cycle_number == cycle_number and rating.celebration)
    if not celebrations:
        return None
    values = [
        rating.value
        for rating in sorted(goal.ratings, key=lambda rating: rating.cycle_number)
        if rating.by == "parent" and rating.value is not None and rating.cycle_number <= cycle_number
    ]
    return GoalStrength(goal.text, goal.kind, values[0] if values else None, values[-1] if values else None, celebrations)
