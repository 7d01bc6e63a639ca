"""The film inside a photo is found however the phone put it there, and nothing but the film is read; a plain photo has none."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.films import InMemory
from vig_tool.errors import FilmRefused
from vig_tool.media.intake.gate_worker import examine_here
from vig_tool.media.intake.motion_photo import FilmPart, film_in
from vig_tool.media.sample import patches
from vig_tool.media.sample.strip import Strip, write_strip
from vig_tool.media.source import PlainFile

FILM = write_strip(Strip(count=12, width=160, height=96))
PHOTO = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 120, np.uint8))[1])
KINDS = {
    "google": patches.google_motion_photo(PHOTO, FILM),
    "samsung": patches.samsung_motion_photo(PHOTO, FILM),
    "heic": patches.heic_motion_photo(FILM),
    "copied without its description": PHOTO + FILM,
    "film whose contents come first": PHOTO + patches.moov_first(FILM),
}


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_film_is_read(kind: str) -> None:
    part = film_in(InMemory(KINDS[kind]))
    assert isinstance(part, FilmPart)
    wanted = patches.moov_first(FILM) if "first" in kind else FILM
    with part.open() as reader:
        assert reader.read() == wanted
    assert part.size == len(wanted)


def test_the_reader_knows_nothing_outside_the_film() -> None:
    with film_in(InMemory(KINDS["samsung"])).open() as reader:
        assert reader.seek(0, io.SEEK_END) == len(FILM)
        assert reader.read(10) == b""
        assert reader.seek(-4, io.SEEK_END) == len(FILM) - 4
        assert reader.read(100) == FILM[-4:]
        assert reader.seek(8) == 8
        assert reader.read(8) == FILM[8:16]
        assert reader.seek(4, io.SEEK_CUR) == 20
        buffer = bytearray(6)
        assert reader.readinto(buffer) == 6  # type: ignore[attr-defined]
        assert buffer == FILM[20:26]
        with pytest.raises(ValueError, match="before"):
            reader.seek(-1)


def test_two_readers_do_not_disturb_each_other() -> None:
    part = film_in(InMemory(KINDS["google"]))
    with part.open() as one, part.open() as other:
        assert one.read(16) == other.read(16) == FILM[:16]


@pytest.mark.parametrize("data", [PHOTO, PHOTO + b"\0" * 50 + b"ftypmp42" + bytes(400), PHOTO + FILM[:40], patches.heic_motion_photo(b"")])
def test_a_plain_photo_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    assert film_in(PlainFile(path)) == PlainFile(path)
    with pytest.raises(FilmRefused, match="photo, not a film"):
        examine_here(path)


def test_a_film_is_given_back_as_it_is() -> None:
    source = InMemory(FILM)
    assert film_in(source) is source


def test_a_film_behind_a_large_photo_is_found_wherever_pieces_meet() -> None:
    for length in ((1 << 20) - 6, (1 << 20) - 2, (1 << 20) + 3):
        photo = PHOTO + bytes(length - len(PHOTO))
        part = film_in(InMemory(photo + FILM))
        assert isinstance(part, FilmPart)
        assert part.offset == length
