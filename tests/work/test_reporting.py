"""The record of strengths from a library: what the parent may see, in the parent's words, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import FilmShelf
from tests.work.real_films import TINY, another, put_in
from vig_tool.errors import Cancelled, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.timing import Span
from vig_tool.work import clips, covering, families, goals, playing, reporting, review, tagging
from vig_tool.work.films import StoredFilm
from vig_tool.work.importing import RecordingCard
from vig_tool.work.opening import Library

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")


@pytest.fixture
def film(lib: Library, cycle_id: UUID, films: FilmShelf) -> RecordingCard:
    return put_in(lib, cycle_id, films.film(TINY).path)


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def add(lib: Library, film: RecordingCard, start_us: int, *, caption: str, words: str = "", title: str = "Kitchen, second try") -> UUID:
    chosen = clips.add_clip(lib, film.id, span=Span.of_us(start_us, start_us + 300_000)).value
    clips.change_clip(lib, chosen.id, title=title, caption=caption)
    if words:
        review.keep_parents_words(lib, chosen.id, text=words)
    return chosen.id


def test_the_picture_is_the_best_one_where_one_was_chosen(
    lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []

    def noted(lib: Library, stored: StoredFilm, number: int) -> NDArray[np.uint8]:
        shown.append(number)
        return covering.covered_picture(lib, stored, number)

    monkeypatch.setattr(reporting, "covered_picture", noted)
    index = playing.open_film(lib, film.id).index
    moment = tagging.add_moment(lib, film.id, span=Span(index.time(2), index.time(9))).value
    clip = clips.clip_from_moment(lib, moment.id).value
    middle = index.numbers(clip.span)[len(index.numbers(clip.span)) // 2]
    reporting.write_strengths(lib, family_id, out=tmp_path / "middle.pdf")
    tagging.set_still(lib, moment.id, index.time(3))
    reporting.write_strengths(lib, family_id, out=tmp_path / "best.pdf")
    clips.change_clip(lib, clip.id, span=Span(index.time(5), index.time(9)))  # without it
    reporting.write_strengths(lib, family_id, out=tmp_path / "without.pdf")
    assert shown == [middle, 3, 7]
    assert middle != 3


@needs_pdftotext
def test_nothing_private_is_in_the_record(lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path) -> None:
    tagging.add_moment(lib, film.id, span=Span.of_us(0, 400_000), principles=["turns"], note="Guider note", star=True)
    add(lib, film, 0, caption="You wait, and he answers.", words="I never saw him look up like that.")
    review.reflect(lib, clips.list_clips(lib, film.cycle_id)[0].id, kind="feelings", text="A private reflection")
    add(lib, film, 900_000, caption="A hidden caption", words="Hidden words")
    tagging.add_moment(lib, film.id, span=Span.of_us(1_100_000, 1_500_000), note="Hard moment", private=True)
    goal = goals.add_goal(lib, film.cycle_id, kind="scale", text="I wait for him.").value
    goals.rate_goal(lib, goal.id, cycle_id=film.cycle_id, value=3, by="guider", text="Doubtful", celebration="You waited!")
    goals.add_goal(lib, film.cycle_id, kind="narrative", text="A goal without success yet")
    families.add_person(lib, family_id, role="child", name="Benjamin")
    review.finish_review(lib, film.cycle_id, on=date(2025, 3, 8))
    out = tmp_path / "record.pdf"
    written = reporting.write_strengths(lib, family_id, out=out)
    assert (written.file, written.left_out, written.warning) == (out, "", "")
    said = text_of(out)
    shown = ("What helps him feel close to me?", "You wait, and he answers.", "I never saw him look up", "You waited!", "8 March 2025")
    assert [words for words in shown if words not in said] == []
    hidden = ("Kitchen", "Guider note", "Hidden", "hidden", "Hard", "turns", "Doubtful", "reflection", "without success", "Benjamin")
    assert [word for word in (*hidden, "IMG_0001") if word in said] == []
    assert str(lib.folder).encode() not in out.read_bytes()


@needs_pdftotext
def test_once_there_was_a_review_only_what_was_talked_about_is_told(
    lib: Library, family_id: UUID, film: RecordingCard, films: FilmShelf, tmp_path: Path
) -> None:
    out = tmp_path / "record.pdf"
    add(lib, film, 0, caption="Chosen but not yet looked at")
    reporting.write_strengths(lib, family_id, out=out)
    assert "Chosen but not yet looked at" in text_of(out)
    second = families.add_cycle(lib, family_id, question="And next?").value.id
    add(lib, put_in(lib, second, films.film(another(TINY, 2)).path), 0, caption="Looked at together", words="Oh!")
    reporting.write_strengths(lib, family_id, out=out)
    assert "Looked at together" in text_of(out)
    assert "not yet looked at" not in text_of(out)


@needs_pdftotext
def test_a_number_that_rose_is_told_where_it_rose(lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path) -> None:
    rises = goals.add_goal(lib, film.cycle_id, kind="count", text="Praise him.", target=5).value
    falls = goals.add_goal(lib, film.cycle_id, kind="scale", text="Keep calm.").value
    add(lib, film, 0, caption="First film", words="Oh!")
    second = families.add_cycle(lib, family_id, question="And next?").value.id
    for cycle, praise, calm in ((film.cycle_id, 2, 6), (second, 4, 5)):
        goals.rate_goal(lib, rises.id, cycle_id=cycle, value=praise)
        goals.rate_goal(lib, falls.id, cycle_id=cycle, value=calm)
    reporting.write_strengths(lib, family_id, out=tmp_path / "record.pdf")
    said = text_of(tmp_path / "record.pdf")
    assert re.search(r"And next\?.*Praise him\..*From 2 to 4 times a day", said)
    assert "Keep calm" not in said


def test_signs_that_cannot_be_printed_are_named(lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path) -> None:
    add(lib, film, 0, caption="Łał, ğ and ñ", words="So glad 🧸🧸 ✋")
    written = reporting.write_strengths(lib, family_id, out=tmp_path / "record.pdf")
    assert set(written.left_out) == {"🧸", "✋"}
    assert "🧸" in written.warning


def test_a_cycle_with_nothing_but_private_clips_is_no_trouble(lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path) -> None:
    add(lib, film, 0, caption="Hidden", words="Hidden")
    tagging.add_moment(lib, film.id, span=Span.of_us(0, 400_000), private=True)
    with pytest.raises(Refused):
        reporting.write_strengths(lib, family_id, out=tmp_path / "record.pdf")
    goal = goals.add_goal(lib, film.cycle_id, kind="narrative", text="Be together.").value
    goals.rate_goal(lib, goal.id, cycle_id=film.cycle_id, value=None, celebration="You were.")
    reporting.write_strengths(lib, family_id, out=tmp_path / "record.pdf")


def test_what_cannot_be_written(lib: Library, family_id: UUID, film: RecordingCard, tmp_path: Path) -> None:
    add(lib, film, 0, caption="You wait.")
    with pytest.raises(Refused):
        reporting.write_strengths(lib, family_id, out=lib.folder / "record.pdf")
    with pytest.raises(NotThere):
        reporting.write_strengths(lib, UUID(int=5), out=tmp_path / "record.pdf")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        reporting.write_strengths(lib, family_id, out=tmp_path / "record.pdf", job=job)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
