"""What leaves the library as files: a clip, a still, the reel. Exact, upright, without tags, checked after writing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from vig_tool.errors import BadInput, ExportFailed, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.library import families, moments, trail
from vig_tool.library.models import Clip
from vig_tool.media.covering.covers import Cover, Covering
from vig_tool.media.exports.choice import Choice as Choice
from vig_tool.media.exports.choice import form_for
from vig_tool.media.exports.part_file import part_file
from vig_tool.media.pictures.stills import png_bytes
from vig_tool.media.reels.pace import Hold
from vig_tool.timing import Instant, Span
from vig_tool.work.clips import hold_of
from vig_tool.work.covering import covered_picture, covers_of, looked_through
from vig_tool.work.films import StoredFilm, stored_film
from vig_tool.work.opening import Library

if TYPE_CHECKING:
    from vig_tool.media.exports.cut import CutReport
    from vig_tool.media.reels.reel import ReelReport
    from vig_tool.media.reels.shown import ReelClip


@dataclass(frozen=True, slots=True)
class ExportedClip:
    """`start` and `end` are the snapped times of the film; `method` is "smart" (copied but for its ends) or "encode"; `again`: copying was
    tried first and did not pass its check. `width` and `height` are those of the file's pictures."""

    file: Path
    frames: int
    start: Instant
    end: Instant
    checked: bool
    method: str
    choice: Choice = Choice.PHONE
    again: bool = False
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class ExportedReel:
    file: Path
    frames: int
    duration_us: int
    clips: int


def export_clip(
    lib: Library,
    clip_id: UUID,
    *,
    out: Path,
    choice: Choice = Choice.PHONE,
    level_sound: bool = False,
    job: Job | None = None,
) -> ExportedClip:
    """An MP4 for what is chosen: exactly the clip's pictures, upright, without tags, decoded and checked. `level_sound` makes its sound
    evenly loud; otherwise it stays as it was filmed.

    Raises ExportFailed, NoRoom, NotThere (the clip, or the folder), Refused (inside the library, or it shows a private moment, or a
    cover in it was not looked through), Cancelled; leaves nothing half-written, and what stood at `out` stays until the end.
    """
    from vig_tool.media.exports.cut import cut_clip

    check_place(lib, out)
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        if clip_id not in {shown.id for shown in moments.clips_to_show(session, row.cycle_id)}:
            raise Refused(
                "This clip shows a private moment, so it cannot leave the library.", advice="Trim it, or take the private mark off."
            )
        leaving = _Leaving.of(row)
    stored = stored_film(lib, leaving.recording_id)
    covers = looked_through(leaving.covers, stored, leaving.span)
    if not leaving.runs_plainly:
        return _export_at_its_pace(lib, clip_id, leaving, stored, out, choice=choice, level_sound=level_sound, job=job or Job())
    covering = Covering(covers, stored.index, leaving.span) if covers else None
    film = stored.source, stored.facts, stored.index
    report = cut_clip(*film, leaving.span, out, job or Job(), choice=choice, level_sound=level_sound, covering=covering)
    note_export(lib, "clip.exported", clip_id, _noted(report, choice))
    return ExportedClip(
        out,
        report.frames,
        report.start,
        report.end,
        checked=report.checked,
        method=report.method,
        choice=choice,
        again=report.again,
        width=report.width,
        height=report.height,
    )


def _noted(report: CutReport | ReelReport, choice: Choice) -> dict[str, object]:
    return {"frames": report.frames, "choice": choice.value, "method": report.method, "smart_failed": report.again}


def count_copies_that_failed(lib: Library) -> int:
    """How many clips and reels were encoded as a whole because what copying made of them did not pass its check: a sign of trouble with a
    camera's films or with this program, of which their user noticed nothing."""
    with lib.reading() as session:
        noted = (facts for action in ("clip.exported", "reel.exported") for facts in trail.facts_of(session, action))
        return sum(bool(facts.get("smart_failed")) for facts in noted)


def _export_at_its_pace(
    lib: Library, clip_id: UUID, leaving: _Leaving, stored: StoredFilm, out: Path, *, choice: Choice, level_sound: bool, job: Job
) -> ExportedClip:
    """A clip in slow motion, or with a picture that stands: made as a reel of one."""
    from vig_tool.media.reels.reel import ReelPlan, make_reel

    plan = ReelPlan(None, (leaving.reel_clip(stored, caption=False),), fade_us=0)
    report = make_reel(plan, out, job, choice=choice, level_sound=level_sound)
    note_export(lib, "clip.exported", clip_id, _noted(report, choice))
    span, form = stored.index.snap_span(leaving.span), form_for(choice, stored.facts.width, stored.facts.height)
    return ExportedClip(
        out,
        report.frames,
        span.start,
        span.end,
        checked=True,
        method=report.method,
        choice=choice,
        again=report.again,
        width=form.width,
        height=form.height,
    )


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A clip's row, as far as what leaves the library depends on it."""

    recording_id: UUID
    span: Span
    caption: str
    speed: int
    hold: Hold | None
    covers: tuple[Cover, ...]

    @classmethod
    def of(cls, row: Clip) -> _Leaving:
        return cls(row.recording_id, Span.of_us(row.start_us, row.end_us), row.caption, row.speed, hold_of(row), covers_of(row))

    @property
    def runs_plainly(self) -> bool:
        return self.speed == 100 and self.hold is None

    def reel_clip(self, film: StoredFilm, *, caption: bool = True) -> ReelClip:
        """Raises Refused where a cover was not looked through."""
        from vig_tool.media.reels.shown import ReelClip

        covers = looked_through(self.covers, film, self.span)
        words = self.caption if caption else None
        return ReelClip(film.source, film.facts, film.index, self.span, words, speed=self.speed, hold=self.hold, covers=covers)


def export_still(lib: Library, recording_id: UUID, *, at: Instant, out: Path) -> Instant:
    """The picture shown at `at` as a PNG without tags; returns that picture's exact time.

    What a clip covers in it is covered. Raises BadInput beyond the film, Refused within a private moment, and as `export_clip`.
    """
    check_place(lib, out)
    stored = stored_film(lib, recording_id)
    if at >= stored.index.end:
        raise BadInput(f"The film ends at {stored.index.end.text}; there is no picture at {at.text}.")
    number = stored.index.shown_at(at)
    shown = stored.index.time(number)
    with lib.reading() as session:
        if any(shown in Span.of_us(one.start_us, one.end_us) for one in moments.private_of_recordings(session, [recording_id])):
            raise Refused("This picture is of a private moment, so it cannot leave the library.", advice="Choose another one.")
    write_out(out, png_bytes(covered_picture(lib, stored, number)))
    note_export(lib, "still.exported", recording_id, {"at_us": shown.us})
    return shown


def export_reel(
    lib: Library,
    cycle_id: UUID,
    *,
    out: Path,
    plain: bool = False,
    choice: Choice = Choice.PHONE,
    level_sound: bool = False,
    job: Job | None = None,
) -> ExportedReel:
    """The clips in order with title card (the helping question), captions and fades, each at its own pace; `plain` leaves those out. What
    is covered is covered in both.

    Clips that show a private moment are left out, as in the review. Raises Refused without clips, and as `export_clip`.
    """
    from vig_tool.media.reels.reel import ReelPlan, make_reel

    check_place(lib, out)
    with lib.reading() as session:
        question = families.cycle(session, cycle_id).question.strip()
        chosen = [_Leaving.of(clip) for clip in moments.clips_to_show(session, cycle_id)]
    if not chosen:
        raise Refused("No clip is chosen for this review yet.", advice="Choose one from the moments in the film room.")
    films: dict[UUID, StoredFilm] = {key: stored_film(lib, key) for key in dict.fromkeys(leaving.recording_id for leaving in chosen)}
    clips = tuple(leaving.reel_clip(films[leaving.recording_id]) for leaving in chosen)
    plan = ReelPlan(title=question or None, clips=clips)
    report = make_reel(plan.plain() if plain else plan, out, job or Job(), choice=choice, level_sound=level_sound)
    note_export(lib, "reel.exported", cycle_id, {"clips": report.clips, **_noted(report, choice)})
    return ExportedReel(out, report.frames, report.duration_us, report.clips)


def check_place(lib: Library, out: Path) -> None:
    """Raises NotThere (no such folder), Refused (a folder, or inside the library), ExportFailed (not a name that can be)."""
    folder = out.absolute().parent
    try:
        there, taken, inside = folder.is_dir(), out.is_dir(), folder.resolve().is_relative_to(lib.folder.resolve())
    except (OSError, ValueError) as trouble:
        raise ExportFailed("The file cannot be written there.", advice="Choose another name or folder.") from trouble
    if not there:
        raise NotThere("The folder to write to does not exist.", advice="Choose another one.")
    if taken:
        raise Refused("There is a folder of this name.", advice="Choose another name.")
    if inside:
        raise Refused("Exports cannot be written into the library itself.", advice="Choose another folder.")


def write_out(out: Path, data: bytes) -> None:
    """Beside its place first, then there as a whole; what stood there stays until then. Raises ExportFailed, NoRoom."""
    with part_file(out) as part:
        part.write_bytes(data)


def note_export(lib: Library, action: str, object_id: UUID, facts: dict[str, object]) -> None:
    with lib.change(action) as unit:
        unit.about(object_id)
        unit.note(facts)
