"""`vig-tool import` with the parts of one film, and what is noted of originals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.chunk_films import cut_short, split, write_part
from tests.cli.conftest import PASSPHRASE, Answer, Case
from vig_tool.cli import importing


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    whole = write_part(tmp_path / "whole.mp4", range(75), tags={"comment": "by the window"})
    return split(whole, [tmp_path / f"GH0{n}0034.MP4" for n in (1, 2, 3)], [(0, 25), (25, 50), (50, 75)])


def take_in(case: Case, *words: object) -> Any:
    return case.ask("import", *words, "--family", "F014", "--cycle", 1)["recordings"]


def for_people(case: Case, *words: object, typed: str = "") -> Answer:
    return case.vig("--library", case.library, "import", *words, "--family", "F014", "--cycle", 1, typed=typed, VIG_PASSPHRASE=PASSPHRASE)


def test_parts_are_joined_when_told(case: Case, parts: list[Path]) -> None:
    (joined,) = take_in(case, parts[1], parts[0], parts[2], "--join")
    assert (joined["ok"], joined["frames"], joined["joined"], joined["file"]) == (True, 75, 3, str(parts[0]))
    again = take_in(case, parts[1])[0]
    assert (again["id"], again["part"], again["of"]) == (joined["id"], 2, 3)
    said = for_people(case, parts[2])
    assert f"part 3 of 3 of recording {joined['id']}" in said.out
    originals = case.ask("recording", "original", joined["id"])["originals"]
    assert [each["file"] for each in originals] == [path.name for path in parts]


def test_without_being_told_a_batch_joins_nothing_but_says_so(case: Case, parts: list[Path]) -> None:
    answer = for_people(case, *parts)
    assert answer.code == 0
    assert answer.out.count("Taken in") == 3
    assert "--join" in answer.err
    assert "Read back and compared" in answer.out


def test_no_join_does_not_even_look(case: Case, parts: list[Path]) -> None:
    answer = for_people(case, *parts, "--no-join")
    assert answer.out.count("Taken in") == 3
    assert "--join" not in answer.err


@pytest.mark.parametrize(("typed", "kept"), [("\n", 1), ("y\n", 1), ("n\n", 3)])
def test_on_a_terminal_it_asks(case: Case, parts: list[Path], monkeypatch: pytest.MonkeyPatch, typed: str, kept: int) -> None:
    monkeypatch.setattr(importing, "_asks", lambda _: True)
    answer = for_people(case, *parts, typed=typed)
    assert answer.code == 0
    assert answer.out.count("Taken in") == kept
    asked = answer.err
    assert [asked.index(path.name) for path in parts] == sorted(asked.index(path.name) for path in parts)
    assert "chapters of one film" in asked


def test_what_is_not_recognised_is_joined_in_the_order_given(case: Case, tmp_path: Path) -> None:
    films = [write_part(tmp_path / name, numbers) for name, numbers in (("b.mp4", range(25)), ("a.mp4", range(25, 50)))]
    (joined,) = take_in(case, *films, "--join")
    assert (joined["frames"], joined["joined"], joined["file"]) == (50, 2, str(films[0]))


def test_a_sealed_film_that_does_not_read_back_is_said(case: Case, parts: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vig_tool.work.originals._read_back", lambda *_: "")
    assert for_people(case, parts[0]).code == 1


def test_clearing_is_noted(case: Case) -> None:
    assert case.ask("recording", "cleared", case.recording) == {"noted": case.recording, "cleared": True}
    assert case.ask("recording", "cleared", case.recording, "--not")["cleared"] is False


def test_a_film_that_ends_early_is_taken_in_and_says_so(case: Case, tmp_path: Path) -> None:
    film = tmp_path / "visit.mp4"
    film.write_bytes(cut_short(tmp_path))
    (taken,) = take_in(case, film)
    assert taken["ok"]
    assert 0 < taken["frames"] < 500
    assert any(sentence.startswith("Ends early: 0:") and "of about 0:20" in sentence for sentence in taken["said"])
    film.write_bytes(film.read_bytes()[:-2000])
    assert "Ends early" in for_people(case, film).out
