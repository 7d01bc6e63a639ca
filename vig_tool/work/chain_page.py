"""A turn chain on paper: its exact stills with arrows between them, for supervision and teaching."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

from vig_tool.errors import Refused
from vig_tool.jobs import Job
from vig_tool.library import moments
from vig_tool.media.pictures.stills import png_bytes
from vig_tool.reports.chain_sheet import ChainOnPaper, StepOnPaper, chain_pdf
from vig_tool.timing import Instant, Span
from vig_tool.work import tagging
from vig_tool.work.chains import step_words
from vig_tool.work.covering import covered_picture
from vig_tool.work.exporting import check_place, note_export, write_out
from vig_tool.work.films import stored_film
from vig_tool.work.opening import Library


def write_chain_page(lib: Library, moment_id: UUID, *, out: Path, job: Job | None = None) -> Path:
    """One page as a PDF: the picture of each step, who does what, and its time in the film. No code, note, principle or name is on it, and
    what a clip covers in a picture is covered.

    Raises Refused (no steps, a private moment, a step within one, a cover nobody looked through, inside the library), NotThere, Damaged,
    NoRoom, ExportFailed, Cancelled.
    """
    job = job or Job()
    check_place(lib, out)
    chain = tagging.read_moment(lib, moment_id)
    if not chain.steps:
        raise Refused("This moment has no steps yet.", advice="Mark them in the film room first.")
    if chain.private:
        raise Refused("This moment is private, so it cannot leave the library.", advice="Take the private mark off first.")
    _refuse_private(lib, chain.recording_id, [step.at for step in chain.steps])
    film = stored_film(lib, chain.recording_id)
    printed: list[StepOnPaper] = []
    for place, step in enumerate(chain.steps):
        job.report(place / len(chain.steps), "Putting the page together")
        still = png_bytes(covered_picture(lib, film, film.index.shown_at(step.at)))
        said = step_words(step.actor, step.role)
        printed.append(StepOnPaper(still, said[:1].upper() + said[1:], step.at.text))
    today = date.today()  # noqa: DTZ011 - the day where the user is
    write_out(out, chain_pdf(ChainOnPaper(today, tuple(printed))))
    note_export(lib, "chain.exported", moment_id, {"steps": len(printed)})
    job.report(1, "Done")
    return out


def _refuse_private(lib: Library, recording_id: UUID, pictures: Sequence[Instant]) -> None:
    with lib.reading() as session:
        hidden = [Span.of_us(one.start_us, one.end_us) for one in moments.private_of_recordings(session, [recording_id])]
    if any(at in span for at in pictures for span in hidden):
        raise Refused(
            "One of these pictures is of a private moment, so the page cannot leave the library.", advice="Take that step away first."
        )
