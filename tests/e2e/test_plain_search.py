"""The search for plain content finds what it should: a search that cannot fail would prove nothing."""

from __future__ import annotations

import random
import shelve
import sqlite3
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.e2e import plain_search
from tests.e2e.plain_search import search

TEXT = "Sie lächelt, “schau!”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_words_are_found_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "log").write_bytes(b"\x00" * 100 + TEXT.encode(encoding) + b"\xff")
    assert search([tmp_path], plain_search.words(TEXT))


def test_words_are_found_in_a_plain_database_in_json_and_in_names(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "plain.db") as database:
        database.execute("create table notes (note text)")
        database.execute("insert into notes values (?)", (TEXT,))
    database.close()
    with shelve.open(str(tmp_path / "shelf")) as shelf:  # noqa: S301 - our own, to see it found
        shelf["note"] = TEXT
    (tmp_path / "F014-film.json").write_text('{"note": "Sie l\\u00e4chelt, \\u201cschau!\\u201d"}')
    finds = search([tmp_path], plain_search.words(TEXT, "F014-film"))
    assert {find.file.name for find in finds} >= {"plain.db", "F014-film.json"}
    assert any("F014-film" in find.what for find in finds)


def test_bytes_of_a_film_are_found_wherever_they_lie(tmp_path: Path) -> None:
    film = random.Random(1).randbytes(300_000)
    needles = plain_search.windows(film, "the film")
    assert len(needles) == 120
    (tmp_path / "part").write_bytes(b"header" + film[1000:200_000])
    assert len(search([tmp_path], needles)) > 50
    (tmp_path / "part").write_bytes(random.Random(2).randbytes(300_000))
    assert search([tmp_path], needles) == []


def test_nothing_hides_on_the_border_of_two_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_search, "_BLOCK", 64)
    monkeypatch.setattr(plain_search, "_LONGEST", 32)
    for before in range(50, 70):
        (tmp_path / "file").write_bytes(b"." * before + b"F014-film" + b"." * 100)
        assert search([tmp_path], plain_search.words("F014-film")), before


def test_pictures_are_found_raw_and_as_files(tmp_path: Path) -> None:
    picture = np.random.default_rng(3).integers(0, 255, (120, 160, 3), np.uint8)
    needles = [*plain_search.rows(picture, "the picture"), *plain_search.signatures()]
    raw = {"rgb": picture, "bgr": picture[:, :, ::-1], "bgra": cv2.cvtColor(picture, cv2.COLOR_RGB2BGRA)}
    for name, pixels in raw.items():
        (tmp_path / name).write_bytes(b"x" * 13 + np.ascontiguousarray(pixels).tobytes())
    for kind in ("png", "jpg"):
        (tmp_path / kind).write_bytes(b"x" * 7 + bytes(cv2.imencode(f".{kind}", picture)[1]))
    assert {find.file.name for find in search([tmp_path], needles)} == {*raw, "png", "jpg"}
