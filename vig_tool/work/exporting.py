"""What leaves the library as files: a clip, a still, the reel. Exact, upright, without tags, checked after writing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from vig_tool.errors import BadInput, ExportFailed, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.library import families, moments
from vig_tool.media.frames import FrameReader
from vig_tool.media.part_file import part_file
from vig_tool.media.stills import png_bytes
from vig_tool.timing import Instant, Span
from vig_tool.work.films import StoredFilm, stored_film
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class ExportedClip:
    """`start` and `end` are the snapped times of the film; `method` is "smart" or "encode"."""

    file: Path
    frames: int
    start: Instant
    end: Instant
    checked: bool
    method: str


@dataclass(frozen=True, slots=True)
class ExportedReel:
    file: Path
    frames: int
    duration_us: int
    clips: int


def export_clip(lib: Library, clip_id: UUID, *, out: Path, job: Job | None = None) -> ExportedClip:
    """An MP4 that plays anywhere: exactly the clip's pictures, upright, without tags, decoded and checked.

    Raises ExportFailed, NoRoom, NotThere (the clip, or the folder), Refused (inside the library, or it shows a private moment),
    Cancelled; leaves nothing half-written, and what stood at `out` stays until the end.
    """
    from vig_tool.media.cut import cut_clip

    check_place(lib, out)
    with lib.reading() as session:
        row = moments.clip(session, clip_id)
        if clip_id not in {shown.id for shown in moments.clips_to_show(session, row.cycle_id)}:
            raise Refused(
                "This clip shows a private moment, so it cannot leave the library.", advice="Trim it, or take the private mark off."
            )
        recording_id, span = row.recording_id, Span.of_us(row.start_us, row.end_us)
    stored = stored_film(lib, recording_id)
    report = cut_clip(stored.source, stored.facts, stored.index, span, out, job or Job())
    note_export(lib, "clip.exported", clip_id, {"frames": report.frames})
    return ExportedClip(out, report.frames, report.start, report.end, checked=report.checked, method=report.method)


def export_still(lib: Library, recording_id: UUID, *, at: Instant, out: Path) -> Instant:
    """The picture shown at `at` as a PNG without tags; returns that picture's exact time.

    Raises BadInput beyond the film, Refused within a private moment, and as `export_clip`.
    """
    check_place(lib, out)
    stored = stored_film(lib, recording_id)
    if at >= stored.index.end:
        raise BadInput(f"The film ends at {stored.index.end.text}; there is no picture at {at.text}.")
    shown = stored.index.time(stored.index.shown_at(at))
    with lib.reading() as session:
        if any(shown in Span.of_us(one.start_us, one.end_us) for one in moments.private_of_recordings(session, [recording_id])):
            raise Refused("This picture is of a private moment, so it cannot leave the library.", advice="Choose another one.")
    with FrameReader(stored.source, stored.facts, stored.index) as reader:
        picture = reader.at(at)
    write_out(out, png_bytes(picture.rgb))
    note_export(lib, "still.exported", recording_id, {"at_us": picture.time.us})
    return picture.time


def export_reel(lib: Library, cycle_id: UUID, *, out: Path, plain: bool = False, job: Job | None = None) -> ExportedReel:
    """The clips in order with title card (the helping question), captions and fades; `plain` leaves those out.

    Clips that show a private moment are left out, as in the review. Raises Refused without clips, and as `export_clip`.
    """
    from vig_tool.media.reel import ReelClip, ReelPlan, make_reel

    check_place(lib, out)
    with lib.reading() as session:
        question = families.cycle(session, cycle_id).question.strip()
        chosen = [
            (clip.recording_id, Span.of_us(clip.start_us, clip.end_us), clip.caption) for clip in moments.clips_to_show(session, cycle_id)
        ]
    if not chosen:
        raise Refused("No clip is chosen for this review yet.", advice="Choose one from the moments in the film room.")
    films: dict[UUID, StoredFilm] = {key: stored_film(lib, key) for key in dict.fromkeys(key for key, _, _ in chosen)}
    clips = tuple(ReelClip(films[key].source, films[key].facts, films[key].index, span, caption) for key, span, caption in chosen)
    plan = ReelPlan(title=question or None, clips=clips)
    report = make_reel(plan.plain() if plain else plan, out, job or Job())
    note_export(lib, "reel.exported", cycle_id, {"clips": report.clips, "frames": report.frames})
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
