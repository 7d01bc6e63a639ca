"""The practice family: a library with a sample film in which everything can be tried, and the main job done without a window."""

from __future__ import annotations

import contextlib
import io
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from vig_tool.errors import LibraryRefused, NoRoom, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.library.opening import PARTS
from vig_tool.media.sample import Recipe, make_film
from vig_tool.timing import Instant
from vig_tool.vault.durable import disk_trouble, sync_folder
from vig_tool.work import clips, families, goals, review, tagging
from vig_tool.work.exporting import export_reel, export_still
from vig_tool.work.importing import RecordingCard, list_recordings, take_in_made
from vig_tool.work.keeping import check_library
from vig_tool.work.opening import PRACTICE_PASSPHRASE, Library, create_library, is_library, open_library
from vig_tool.work.practice_story import FIRST_FILM, SECOND_FILM, Seen

FAMILY_CODE = "PRACTICE-01"
LIBRARY, REEL, STILL, RECORD = "practice library", "reel.mp4", "still.png", "record of strengths.pdf"

_FIRST_FILM = Recipe(seconds=36, width=854, height=480, rate=20, seed=2)  # an older phone; small, because making it takes a while
_SECOND_FILM = Recipe(seconds=90, seed=1)
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo left in its folder."""

    library: Path
    reel: Path
    reel_frames: int
    reel_duration_us: int
    still: Path
    record: Path
    said: tuple[str, ...]


def make_practice_library(folder: Path, *, job: Job | None = None) -> Library:
    """A new practice library with one family, two cycles, two sample films, moments, clips, words and goals. Open when returned.

    It is made beside its place and put there whole: what fails, is cancelled or killed on the way leaves no library. Raises
    LibraryRefused (the folder holds something), NoRoom, Cancelled.
    """
    job = job or Job()
    _refuse_taken(folder)
    unfinished = folder.with_name(folder.name + _UNFINISHED)
    _clear(unfinished)
    lib = create_library(unfinished, PRACTICE_PASSPHRASE, practice=True).library
    try:
        _fill(lib, job)
        lib.close()
        with disk_trouble():
            if folder.exists():
                folder.rmdir()  # empty: looked at above
            unfinished.rename(folder)
            sync_folder(folder.parent)
    except BaseException:
        lib.close()
        _clear(unfinished)
        raise
    job.report(1, "The practice family is ready")
    return open_library(folder, PRACTICE_PASSPHRASE)


def _fill(lib: Library, job: Job) -> None:
    today = date.today()  # noqa: DTZ011 - the day where the user is
    family = families.add_family(lib, FAMILY_CODE).value
    families.correct_family(lib, family.id, started=today - timedelta(days=40))
    mother = families.add_person(lib, family.id, role="parent", name="Mother").value.people[0]
    families.add_person(lib, family.id, role="child", name="Boy, 3 years")
    for scope in ("film", "guider", "supervisor", "parent_copy"):
        families.give_consent(lib, family.id, scope=scope, given=today - timedelta(days=40), person_id=mother.id)
    first = families.add_cycle(lib, family.id, question="What am I doing that helps him feel close to me?").value.id
    families.correct_cycle(lib, first, filmed_on=today - timedelta(days=30))
    film = _film(lib, first, _FIRST_FILM, name="Ball on the rug.mp4", job=job.within(0, 0.2))
    shown = _tag(lib, film, FIRST_FILM)
    for clip_id, seen in shown:
        review.keep_parents_words(lib, clip_id, text=seen.words)
        review.reflect(lib, clip_id, kind="feelings", text=seen.feelings)
    waiting = goals.add_goal(lib, first, kind="scale", text="I wait and see what he does first.").value
    praise = goals.add_goal(lib, first, kind="count", text="Say out loud what he does well.", target=5).value
    goals.rate_goal(lib, waiting.id, cycle_id=first, value=4)
    goals.rate_goal(lib, praise.id, cycle_id=first, value=2)
    review.finish_review(lib, first, on=today - timedelta(days=23))

    second = families.add_cycle(lib, family.id, question="How do I wait for him to start?").value.id
    families.correct_cycle(lib, second, filmed_on=today - timedelta(days=2))
    film = _film(lib, second, _SECOND_FILM, name="Playing together.mp4", job=job.within(0.2, 0.99))
    chosen = _tag(lib, film, SECOND_FILM)
    goals.rate_goal(
        lib, waiting.id, cycle_id=second, value=7, celebration="You waited, and he showed you the bear.", clip_ids=(chosen[0][0],)
    )
    goals.rate_goal(lib, praise.id, cycle_id=second, value=4)
    goals.add_goal(lib, second, kind="narrative", text="A quiet moment together every evening.")


def _film(lib: Library, cycle_id: UUID, recipe: Recipe, *, name: str, job: Job) -> RecordingCard:
    """Drawn in memory, so that not even this film is ever plain on the disk."""
    drawn = io.BytesIO()
    make_film(drawn, recipe, job.within(0, 0.9))
    drawn.seek(0)
    return take_in_made(lib, drawn, cycle_id=cycle_id, name=name, job=job.within(0.9, 1))


def _tag(lib: Library, film: RecordingCard, seen: tuple[Seen, ...]) -> list[tuple[UUID, Seen]]:
    """Tags everything seen; gives the clips made from it."""
    made: list[tuple[UUID, Seen]] = []
    for one in seen:
        moment = tagging.add_moment(
            lib,
            film.id,
            span=one.span,
            principles=one.principles,
            actor=one.actor,
            chain_role=one.chain_role,
            channel=one.channel,
            note=one.note,
            star=one.star,
            private=one.private,
        ).value
        if one.title:
            clip = clips.clip_from_moment(lib, moment.id).value
            clips.change_clip(lib, clip.id, title=one.title, caption=one.caption)
            made.append((clip.id, one))
    return made


def practice_cycle(lib: Library) -> UUID:
    """The cycle whose review is still to come."""
    return families.find_cycle(lib, FAMILY_CODE, 2)


def run_demo(folder: Path, *, job: Job | None = None) -> DemoResult:
    """The main job without a window; `folder` receives practice library, reel, still and record. Never asks anything.

    A practice library that is there already is used again. Raises Refused where something else is in its place, NoRoom, ExportFailed.
    """
    from vig_tool.work.reporting import write_strengths  # what makes PDFs is only fetched for one

    job = job or Job()
    _make_folder(folder)
    said: list[str] = []
    lib = _demo_library(folder / LIBRARY, said, job.within(0, 0.7))
    try:
        family_id, cycle_id = families.find_family(lib, FAMILY_CODE), practice_cycle(lib)
        film = list_recordings(lib, cycle_id=cycle_id)[0]
        moments, meter = tagging.list_moments(lib, film.id), clips.meter(lib, cycle_id)
        said.append(f"The film: {Instant(film.duration_us).text}, {film.frames} pictures, {film.width} by {film.height}, {film.rate} rate.")
        said.append(f"{len(moments)} moments are marked in it, {sum(moment.star for moment in moments)} of them starred.")
        said.append(f"{meter.clips} clips are chosen for the review, {Instant(meter.total_us).text} together.")
        reel = export_reel(lib, cycle_id, out=folder / REEL, job=job.within(0.7, 0.95))
        said.append(f"The reel: {reel.clips} clips, {Instant(reel.duration_us).text}, {reel.frames} pictures, decoded and checked.")
        best = clips.list_clips(lib, cycle_id)[0].span
        at = export_still(lib, film.id, at=best.start.shifted(best.length_us // 2), out=folder / STILL)
        said.append(f"The still: the picture at {at.text}.")
        write_strengths(lib, family_id, out=folder / RECORD)
        said.append("The record of strengths: a PDF for the family.")
        findings = check_library(lib)
        said.append("The library was checked: all is well." if not findings else " ".join(finding.sentence for finding in findings))
    finally:
        lib.close()
    job.report(1, "Done")
    return DemoResult(folder / LIBRARY, folder / REEL, reel.frames, reel.duration_us, folder / STILL, folder / RECORD, tuple(said))


def _demo_library(folder: Path, said: list[str], job: Job) -> Library:
    if not is_library(folder):
        lib = make_practice_library(folder, job=job)
        said.append("A practice library with one family, two cycles and two sample films was made.")
        return lib
    try:
        lib = open_library(folder, PRACTICE_PASSPHRASE)
    except LibraryRefused as trouble:
        raise Refused("The library in this folder could not be opened as a practice library.", advice=str(trouble)) from trouble
    try:
        if not lib.practice:
            raise Refused("There is a library in this folder that is not for practice.", advice="Choose another folder.")
        if not list_recordings(lib, cycle_id=practice_cycle(lib)) or not clips.list_clips(lib, practice_cycle(lib)):
            raise NotThere("The film or its clips are gone.")
    except NotThere as trouble:
        lib.close()
        raise Refused("The practice family in this folder is no longer as it was made.", advice="Choose an empty folder.") from trouble
    except BaseException:
        lib.close()
        raise
    said.append("The practice library was there already and is used again.")
    return lib


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as trouble:
        raise Refused("There is a file in the place of this folder.", advice="Choose another one.") from trouble
    except OSError as trouble:
        raise NoRoom("This folder cannot be made.", advice="Choose another one.") from trouble


def _refuse_taken(folder: Path) -> None:
    """Said before the films are drawn, not after."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as trouble:
        raise LibraryRefused("This folder cannot be read.", advice="Choose another one.") from trouble
    if taken:
        raise LibraryRefused("There is something in this place already.", advice="A new library needs an empty or a new folder.")


def _clear(unfinished: Path) -> None:
    """A practice library holds nothing of anybody's, so an unfinished one may go. Only what a library is made of is removed."""
    for name in PARTS:
        part = unfinished / name
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        unfinished.rmdir()
