"""The practice family and the main job without a window, with smaller films than the real ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from vig_tool.errors import Cancelled, LibraryRefused, Refused
from vig_tool.jobs import Job, Progress
from vig_tool.timing import Span
from vig_tool.work import clips, families, goals, importing, keeping, practice, review, tagging
from vig_tool.work.opening import PRACTICE_PASSPHRASE, Library, create_library, is_library, open_library


@pytest.fixture(autouse=True)
def small_films(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST_FILM", "_SECOND_FILM"):
        monkeypatch.setattr(practice, name, replace(getattr(practice, name), width=160, height=90, rate=5, sound=False))


def told(lib: Library) -> list[object]:
    """What is in it, without ids and days."""
    page = families.family_page(lib, families.find_family(lib, practice.FAMILY_CODE))
    return [
        [(cycle.question, cycle.clips, cycle.parents_words, cycle.next_step) for cycle in page.cycles],
        [(card.original_name, card.frames, card.duration_us) for card in importing.list_recordings(lib)],
        [
            (moment.span, moment.principles, moment.actor, moment.note, moment.star, moment.private)
            for card in importing.list_recordings(lib)
            for moment in tagging.list_moments(lib, card.id)
        ],
        [(clip.span, clip.title, clip.caption) for cycle in page.cycles for clip in clips.list_clips(lib, cycle.id)],
        [(goal.text, [(rating.cycle_number, rating.value) for rating in goal.ratings]) for goal in goals.list_goals(lib, page.id)],
    ]


def test_the_practice_family_is_the_same_everywhere_and_whole(tmp_path: Path) -> None:
    made = [practice.make_practice_library(tmp_path / name) for name in ("one", "two")]
    try:
        assert told(made[0]) == told(made[1])
        films = [[path.stat().st_size for path in sorted(lib.media_folder.rglob("*")) if path.is_file()] for lib in made]
        assert sorted(films[0]) == sorted(films[1])
        lib = made[0]
        assert lib.practice
        assert keeping.check_library(lib) == []
        ready = practice.practice_cycle(lib)
        assert families.cycle_card(lib, ready).next_step == "review"
        shown = review.prepare_show(lib, ready).clips
        assert len(shown) == len(clips.list_clips(lib, ready)) == 3
        hidden = [moment.span for card in importing.list_recordings(lib) for moment in tagging.list_moments(lib, card.id) if moment.private]
        assert len(hidden) == 1
        assert not any(clip.span.overlaps(span) for clip in shown for span in hidden)
    finally:
        for lib in made:
            lib.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_the_main_job_twice_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "_SECOND_FILM", replace(practice._SECOND_FILM, sound=True))
    done = practice.run_demo(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        (practice.LIBRARY, practice.REEL, practice.STILL, practice.RECORD)
    )
    with av.open(str(done.reel)) as reel:
        frames = sum(1 for _ in reel.decode(video=0))
        assert reel.duration is not None
        assert abs(reel.duration - done.reel_duration_us) <= 200_000
    assert frames == done.reel_frames
    assert done.still.read_bytes().startswith(b"\x89PNG")
    assert done.record.read_bytes().startswith(b"%PDF")
    assert any("all is well" in sentence for sentence in done.said)
    id_before = (done.library / "library.json").read_text()
    again = practice.run_demo(tmp_path / "out")
    assert "used again" in again.said[0]
    assert again.reel_frames == done.reel_frames
    assert (done.library / "library.json").read_text() == id_before


@pytest.mark.parametrize("phase", ["Drawing the sample film", "Sealing the film"])
def test_cancelled_on_the_way_nothing_is_left(tmp_path: Path, phase: str) -> None:
    job: Job

    def listen(progress: Progress) -> None:
        if progress.doing == phase and (progress.part or 0) > 0.15:
            job.cancel()

    job = Job(listen, every_s=0)
    with pytest.raises(Cancelled):
        practice.make_practice_library(tmp_path / "library", job=job)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_attempt_left_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(practice, "_clear", lambda _: None)  # as if killed before it could
        patch.setattr(practice, "_film", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            practice.make_practice_library(tmp_path / "library")
    assert not is_library(tmp_path / "library")
    (left,) = tmp_path.iterdir()
    assert is_library(left)
    practice.make_practice_library(tmp_path / "library").close()
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_what_stands_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(LibraryRefused):
        practice.make_practice_library(tmp_path)
    with pytest.raises(LibraryRefused):
        practice.make_practice_library(tmp_path / "notes.txt")
    with pytest.raises(Refused):
        practice.run_demo(tmp_path / "notes.txt")
    beside = tmp_path / "library.unfinished"
    beside.mkdir()
    (beside / "diary.txt").write_text("mine")
    with pytest.raises(LibraryRefused):
        practice.make_practice_library(tmp_path / "library")
    assert (beside / "diary.txt").read_text() == "mine"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_real_library_is_not_taken_for_practice(tmp_path: Path) -> None:
    create_library(tmp_path / practice.LIBRARY, "blue kettle on the windowsill").library.close()
    with pytest.raises(Refused):
        practice.run_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [practice.LIBRARY]


def test_a_practice_family_that_was_changed_is_said(tmp_path: Path) -> None:
    practice.make_practice_library(tmp_path / practice.LIBRARY).close()
    lib = open_library(tmp_path / practice.LIBRARY, PRACTICE_PASSPHRASE)
    film = importing.list_recordings(lib, cycle_id=practice.practice_cycle(lib))[0]
    tagging.add_moment(lib, film.id, span=Span.of_us(0, 60_000_000), private=True)
    lib.close()
    with pytest.raises(Refused):
        practice.run_demo(tmp_path)
    lib = open_library(tmp_path / practice.LIBRARY, PRACTICE_PASSPHRASE)
    importing.remove_recording(lib, film.id)
    lib.close()
    with pytest.raises(Refused) as said:
        practice.run_demo(tmp_path)
    assert "no longer as it was made" in str(said.value)
