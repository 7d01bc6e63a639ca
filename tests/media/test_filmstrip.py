"""The filmstrip of a film as long as those of families: key pictures alone, in pieces, gone on with, and true to their times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job
from vig_tool.media.derived import filmstrip as strips
from vig_tool.media.derived.filmstrip import chosen, is_whole, make_filmstrip, read_filmstrip
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.gate_worker import examine_here
from vig_tool.media.intake.motion_photo import film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.stills import jpeg_bytes
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.media.sample.variants import VARIANTS, make_variant
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import FrameIndex

FILM = replace(SMALL, gop=10, b_frames=2, sound=False)  # 180 pictures, 18 of them key pictures
FILMS = [
    FILM,
    replace(FILM, codec="hevc", container="mov"),
    replace(FILM, container="mkv", variable_rate=True),
    replace(FILM, container="ts"),
    replace(FILM, codec="vp9", container="webm", b_frames=0),
    replace(FILM, codec="mjpeg", container="avi", b_frames=0),
]


def _read(source: Source) -> tuple[FilmFacts, FrameIndex]:
    facts = probe(source)
    return facts, make_index(source, facts)


class _NowAndThen(Job):
    """Is held at every third look, and notes how many films are open while it would wait."""

    def __init__(self, film: _Counted) -> None:
        super().__init__()
        self._film, self._looks, self._is_held = film, 0, False
        self.open: list[int] = []

    @property
    def held(self) -> bool:
        self._looks += 1
        self._is_held = self._looks % 3 == 0
        return self._is_held

    def check(self) -> None:
        if self._is_held:
            self.open.append(self._film.open_now)
        self._is_held = False
        super().check()


class _Counted:
    """A film of which it is known how often it is open."""

    def __init__(self, path: Path) -> None:
        self._path, self.open_now = path, 0
        self.size = path.stat().st_size

    def open(self) -> BinaryIO:
        counted = self

        class File(BytesIO):
            def close(self) -> None:
                counted.open_now -= not self.closed
                super().close()

        self.open_now += 1
        return File(self._path.read_bytes())


@pytest.mark.parametrize("gop", [10, 90])
def test_while_it_is_held_the_film_is_closed(films: FilmShelf, gop: int) -> None:
    """And the strip is the same."""
    film = _Counted(films.film(replace(FILM, gop=gop)).path)
    facts, index = _read(film)
    plain = make_filmstrip(film, facts, index, count=12, height=90)
    job = _NowAndThen(film)
    assert make_filmstrip(film, facts, index, job, count=12, height=90) == plain
    assert len(job.open) >= 3
    assert not any(job.open)


def _name(recipe: Recipe) -> str:
    return f"{recipe.codec}-{recipe.container}"


@pytest.mark.parametrize("recipe", FILMS, ids=_name)
def test_key_pictures_alone_are_decoded(films: FilmShelf, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(recipe).source
    facts, index = _read(source)
    monkeypatch.setattr(FrameReader, "picture", _refused)  # what would decode all on the way
    strip = read_filmstrip(make_filmstrip(source, facts, index, count=60, height=180))
    assert 15 <= len(strip) <= 60
    for time, rgb in strip:
        assert rgb.shape == (180, 320, 3)
        assert read_barcode(rgb) == index.shown_at(time)
        assert index.keys[index.shown_at(time)]


def _refused(reader: FrameReader, number: int) -> object:
    raise AssertionError(number)


def test_a_strip_grows_and_what_was_made_is_not_made_again(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(replace(FILM, gop=6)).source
    facts, index = _read(source)
    heard: list[bytes] = []
    job = Job()

    def stop(part: bytes) -> None:
        heard.append(part)
        job.cancel()

    with pytest.raises(Cancelled):
        make_filmstrip(source, facts, index, job, count=45, on_pictures=stop)
    assert len(heard) == 1
    assert not is_whole(heard[0])
    ready = [time for time, _ in read_filmstrip(heard[0])]
    assert 10 <= len(ready) <= 20
    again = _counted(monkeypatch)
    whole = make_filmstrip(source, facts, index, count=45, had=heard[0])
    assert is_whole(whole)
    times = [time for time, _ in read_filmstrip(whole)]
    assert len(times) == 30
    assert times == sorted(times)
    assert set(ready) <= set(times)
    assert again() == 30 - len(ready)
    assert whole == make_filmstrip(source, facts, index, count=45)


def _counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    made: list[int] = []
    encode = jpeg_bytes

    def counting(rgb: np.ndarray, *, quality: int) -> bytes:
        made.append(1)
        return encode(rgb, quality=quality)

    monkeypatch.setattr(strips, "jpeg_bytes", counting)
    return lambda: len(made)


def test_a_strip_of_the_first_kind_is_still_read(films: FilmShelf) -> None:
    source = films.film(FILM).source
    facts, index = _read(source)
    data = make_filmstrip(source, facts, index, count=5)
    older = b"VIGSTRIP1" + data[10:]
    assert is_whole(older)
    assert [time for time, _ in read_filmstrip(older)] == [time for time, _ in read_filmstrip(data)]


def test_where_a_container_cannot_jump_the_pictures_are_found_all_the_same(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(FILM).source
    facts, index = _read(source)
    monkeypatch.setattr(OpenFilm, "seek", lambda film, stamp: False)
    strip = read_filmstrip(make_filmstrip(source, facts, index, count=12, height=180))
    assert [read_barcode(rgb) for _, rgb in strip] == [index.shown_at(time) for time, _ in strip]


@pytest.mark.parametrize("name", [name for name, variant in VARIANTS.items() if not variant.refused and variant.certain])
def test_the_strip_of_every_kind_of_film(name: str, tmp_path: Path) -> None:
    path = make_variant(name, tmp_path)
    facts, source = examine_here(path), film_in(PlainFile(path))
    index = make_index(source, facts)
    facts = complete(facts, index)
    strip = read_filmstrip(make_filmstrip(source, facts, index, count=8, height=facts.height))
    assert [index.shown_at(time) for time, _ in strip] == chosen(index, 8)
    for time, rgb in strip:
        assert rgb.shape == (facts.height, facts.width, 3)
        assert read_barcode(rgb) == VARIANTS[name].numbers[index.shown_at(time)]
