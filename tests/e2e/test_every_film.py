"""Every film is taken in or refused with a sentence: none crashes, none takes over 20 s, none leaves anything behind.

Broken films are made here; with VIG_FILMS set to a folder, all files below it are tried as well.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from tests.cli.conftest import Answer, Vig
from tests.films import SMALL, FilmShelf

LONGEST_S = 20
VARIABLE = "VIG_FILMS"


@dataclass(frozen=True, slots=True)
class Desk:
    """A library with one family and a watched temp folder, and the command line to fill it."""

    vig: Vig
    folder: Path
    temp: Path

    def call(self, *words: object) -> Answer:
        return self.vig("--json", "--library", self.folder, *words, VIG_PASSPHRASE="words only for this test")

    def take_in(self, film: Path) -> dict[str, Any]:
        """Imports one film and holds it to the promises; returns its result."""
        before = (film.stat().st_mtime_ns, film.stat().st_size) if film.is_file() else None
        began = time.monotonic()
        answer = self.call("import", film, "--family", "F014", "--cycle", "1")
        took = time.monotonic() - began
        (result,) = answer.document["recordings"]
        assert took < LONGEST_S, f"{film.name} took {took:.0f} s"
        assert answer.code == (0 if result["ok"] else 1)
        assert result["file"] == str(film)
        assert result["ok"] == (result["error"] is None) == (result["id"] is not None)
        if result["ok"]:
            assert result["frames"] > 0 < result["duration"]
        else:
            assert result["error"].endswith(".")
            assert result["error"] in answer.err
        for word in ("Traceback", "mistake in VIG Tool", "Error:", "Exception"):
            assert word not in answer.err
        assert not list(self.temp.iterdir())
        assert before is None or before == (film.stat().st_mtime_ns, film.stat().st_size)
        return dict(result)

    def hold_only(self, recordings: int) -> None:
        """The library is in order and holds these recordings and no other sealed film."""
        assert self.call("check").document == {"ok": True, "findings": [], "remarks": []}
        assert len(self.call("recording", "list").document["recordings"]) == recordings
        assert len([path for path in (self.folder / "media").rglob("*") if path.is_file()]) == recordings


@pytest.fixture
def desk(vig: Vig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(vig, tmp_path / "library", tmp_path / "temp")
    made.temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(made.temp))
    monkeypatch.setattr("tempfile.tempdir", None)
    for words in (("init",), ("family", "add", "F014"), ("cycle", "add", "F014", "--question", "What helps?")):
        assert made.call(*words).code == 0
    yield made
    assert list(made.temp.iterdir()) == []


def truncated(film: bytes) -> bytes:
    return film[: len(film) // 3]


def without_start(film: bytes) -> bytes:
    return film[len(film) // 3 :]


def flipped(film: bytes) -> bytes:
    chance, data = random.Random(9), bytearray(film)
    for _ in range(200):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def flipped_start(film: bytes) -> bytes:
    chance, data = random.Random(10), bytearray(film)
    for _ in range(40):
        data[chance.randrange(2000)] ^= 1 << chance.randrange(8)
    return bytes(data)


def noise(film: bytes) -> bytes:
    return film[:64] + random.Random(11).randbytes(50_000)


def text(_film: bytes) -> bytes:
    return b"Shopping: bread, milk, apples.\n" * 30


def web_page(_film: bytes) -> bytes:
    return b"<!DOCTYPE html><html><video src='https://example.org/a.mp4'></video></html>"


def playlist(_film: bytes) -> bytes:
    return b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttps://example.org/a.ts\n#EXT-X-ENDLIST\n"


def dash(_film: bytes) -> bytes:
    return b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet/></Period></MPD>'


def nothing(_film: bytes) -> bytes:
    return b""


def picture(_film: bytes) -> bytes:
    return bytes(cv2.imencode(".png", np.full((48, 64, 3), 90, np.uint8))[1])


BROKEN: list[Callable[[bytes], bytes]] = [
    truncated, without_start, flipped, flipped_start, noise, text, web_page, playlist, dash, nothing, picture,
]  # fmt: skip
NEVER_A_FILM = {without_start, noise, text, web_page, playlist, dash, nothing, picture}


@pytest.mark.parametrize("breaking", BROKEN, ids=lambda breaking: str(breaking.__name__))
def test_broken_films_are_taken_in_or_refused_with_a_sentence(
    desk: Desk, films: FilmShelf, tmp_path: Path, breaking: Callable[[bytes], bytes]
) -> None:
    film = tmp_path / "Besuch bei Anna.mp4"
    film.write_bytes(breaking(films.film(SMALL).path.read_bytes()))
    result = desk.take_in(film)
    assert not (result["ok"] and breaking in NEVER_A_FILM)
    desk.hold_only(int(result["ok"]))


def test_sound_alone_is_refused(desk: Desk, tmp_path: Path) -> None:
    film = tmp_path / "voice.mp4"
    with av.open(str(film), "w") as container:
        track = container.add_stream("aac", rate=48000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 48000), np.float32), format="fltp", layout="mono")
        sound.sample_rate = 48000
        container.mux([*track.encode(sound), *track.encode(None)])
    assert "picture" in desk.take_in(film)["error"]
    desk.hold_only(0)


def test_what_cannot_be_read_is_refused_and_the_rest_goes_on(desk: Desk, films: FilmShelf, tmp_path: Path) -> None:
    (tmp_path / "folder.mp4").mkdir()
    good = films.film(SMALL).path
    answer = desk.call("import", tmp_path / "missing.mp4", tmp_path / "folder.mp4", good, good, "--family", "F014", "--cycle", "1")
    missing, folder, first, second = answer.document["recordings"]
    assert answer.code == 1
    assert missing["error"].endswith(".")
    assert folder["error"].endswith(".")
    assert (first["ok"], second["ok"], first["id"]) == (True, True, second["id"])
    assert any("Already here" in words for words in second["said"])
    desk.hold_only(1)


def test_names_that_are_no_text_are_taken_in(desk: Desk, films: FilmShelf, tmp_path: Path) -> None:
    film = Path(os.fsdecode(os.fsencode(tmp_path) + b"/B\xe9b\xe9 \x1b[31m.mp4"))
    try:
        film.write_bytes(films.film(SMALL).path.read_bytes())
    except OSError:
        pytest.skip("this disk takes only names that are text")
    assert desk.take_in(film)["ok"]
    desk.hold_only(1)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no folder of films")
def test_every_film_of_the_folder(desk: Desk) -> None:
    found = sorted(path for path in Path(os.environ[VARIABLE]).rglob("*") if path.is_file())
    assert found
    results = [desk.take_in(film) for film in found]
    for result in results:
        print(Path(result["file"]).name, result["frames"], result["said"], result["error"], sep="\t")
    desk.hold_only(len({result["id"] for result in results if result["ok"]}))
