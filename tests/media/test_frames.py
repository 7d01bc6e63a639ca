"""Exact pictures: any number in any order is the very picture that plain decoding gives, whatever the container."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, Film, FilmShelf
from vig_tool.errors import Damaged
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.tone import flatten
from vig_tool.media.pictures.upright import Upright
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import FrameIndex, Instant

LONG = replace(SMALL, seconds=3, gop=15)
FILMS = [
    LONG,
    replace(LONG, variable_rate=True, b_frames=3),
    replace(LONG, codec="hevc", container="mov", b_frames=2),
    replace(LONG, container="mkv", b_frames=3, variable_rate=True),
    replace(LONG, container="ts", b_frames=2),
    replace(LONG, codec="vp9", container="webm"),
    replace(LONG, codec="vp8", container="webm", variable_rate=True),
    replace(LONG, codec="mjpeg", container="avi"),
    replace(LONG, codec="mpeg4", container="3gp"),
    replace(LONG, codec="wmv2", container="wmv"),
    replace(LONG, turn=90, width=180, height=320),
    replace(LONG, turn=270, width=180, height=320),
    replace(LONG, turn=180, gop=90),
    replace(LONG, width=321, height=181, sound=False),
]


def _name(recipe: Recipe) -> str:
    return f"{recipe.codec}-{recipe.container}-b{recipe.b_frames}-turn{recipe.turn}-{recipe.width}"


def _read(source: Source) -> tuple[FilmFacts, FrameIndex]:
    facts = probe(source)
    return facts, make_index(source, facts)


@pytest.mark.parametrize("recipe", FILMS, ids=_name)
def test_any_picture_in_any_order_is_the_right_one(films: FilmShelf, recipe: Recipe) -> None:
    source = films.film(recipe).source
    facts, index = _read(source)
    truth = _decoded(source, facts)
    order = list(range(len(index)))
    random.Random(4).shuffle(order)
    with FrameReader(source, facts, index) as reader:
        for number in order[:40] + order[40:60:-1] + list(range(30, 10, -1)):
            picture = reader.picture(number)
            assert (picture.number, picture.time.us) == (number, index.times[number])
            assert picture.rgb.shape == (recipe.height, recipe.width, 3)
            assert picture.rgb.flags.c_contiguous
            assert np.array_equal(picture.rgb, truth[number])
            assert read_barcode(picture.rgb) == number


def _decoded(source: Source, facts: FilmFacts) -> list[NDArray[np.uint8]]:
    upright = Upright(facts)
    with OpenFilm(source, track=facts.track, careful=True) as film:
        return [upright.rgb(picture) for picture in film.pictures()]


def test_one_after_another_is_the_whole_film(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    with FrameReader(source, facts, index) as reader:
        assert [read_barcode(picture.rgb) for picture in reader.pictures(range(len(index)))] == list(range(len(index)))


def test_the_picture_on_the_screen_at_a_time(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    with FrameReader(source, facts, index) as reader:
        assert reader.at(Instant(1_016_000)).number == 30
        assert reader.at(index.end).number == len(index) - 1
        with pytest.raises(IndexError):
            reader.picture(len(index))
        with pytest.raises(IndexError):
            reader.picture(-1)


def test_stepping_back_does_not_jump_each_time(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(replace(LONG, gop=90)).source
    facts, index = _read(source)
    jumps: list[int] = []
    begin = FrameReader._begin

    def counted(reader: FrameReader, start: int, *, early: int = 0) -> None:
        jumps.append(start)
        begin(reader, start, early=early)

    monkeypatch.setattr(FrameReader, "_begin", counted)
    with FrameReader(source, facts, index) as reader:
        for number in range(80, 50, -1):
            assert read_barcode(reader.picture(number).rgb) == number
    assert len(jumps) <= 3


def test_a_container_that_cannot_seek_is_read_from_the_start(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    monkeypatch.setattr(OpenFilm, "seek", lambda self, stamp: False)
    with FrameReader(source, facts, index) as reader:
        assert read_barcode(reader.picture(70).rgb) == 70
        assert read_barcode(reader.picture(20).rgb) == 20


def test_a_container_that_seeks_too_far_is_found_out(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    seek = OpenFilm.seek
    monkeypatch.setattr(OpenFilm, "seek", lambda self, stamp: seek(self, stamp + int(1 / facts.tick)))
    with FrameReader(source, facts, index) as reader:
        for number in (47, 16, 80, 1):
            assert read_barcode(reader.picture(number).rgb) == number


def test_a_film_whose_stamps_say_nothing_is_counted(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    blind = FrameIndex(index.times, np.zeros_like(index.stamps), index.keys, index.end_us)
    with FrameReader(source, facts, blind) as reader:
        for number in (50, 51, 3, 89):
            assert read_barcode(reader.picture(number).rgb) == number


def test_around_damage_the_right_pictures_are_given(films: FilmShelf, tmp_path: Path) -> None:
    film = films.film(replace(LONG, b_frames=0))
    data = bytearray(film.path.read_bytes())
    with av.open(str(film.path)) as opened:
        places = [(packet.pos, packet.size) for packet in opened.demux(video=0) if packet.size]
    for place, size in (places[20], places[21], places[50]):
        assert place is not None
        data[place : place + size] = b"\xff" * size
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(bytes(data))
    facts, index = _read(PlainFile(broken))
    truth = _decoded(PlainFile(broken), facts)
    assert len(truth) == len(index) < 90
    numbers = list(range(len(index)))
    random.Random(5).shuffle(numbers)
    with FrameReader(PlainFile(broken), facts, index) as reader:
        for number in numbers:
            assert np.array_equal(reader.picture(number).rgb, truth[number])


def test_a_picture_that_is_gone_is_said(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    stamps = index.stamps.copy()
    stamps[40] += 1  # no picture has this stamp
    with FrameReader(source, facts, FrameIndex(index.times, stamps, index.keys, index.end_us)) as reader:
        with pytest.raises(Damaged):
            reader.picture(40)
        assert read_barcode(reader.picture(41).rgb) == 41


def test_opening_and_closing_leaves_nothing_behind(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    _open_and_close(source, facts, index)
    process = psutil.Process()
    threads, memory = process.num_threads(), process.memory_info().rss
    files = len(process.open_files())
    for _ in range(50):
        _open_and_close(source, facts, index)
    assert process.num_threads() <= threads
    assert len(process.open_files()) <= files
    assert process.memory_info().rss - memory < 64 << 20


def _open_and_close(source: Source, facts: FilmFacts, index: FrameIndex) -> None:
    with FrameReader(source, facts, index) as reader:
        reader.picture(20)
        reader.picture(5)


def test_the_ring_is_bounded(films: FilmShelf) -> None:
    film: Film = films.film(LONG)
    facts, index = _read(film.source)
    picture = 320 * 180 * 3 // 2
    with FrameReader(film.source, facts, index, room=24 * picture) as reader:
        for _ in reader.pictures(range(80)):
            pass
        assert len(reader._ring) == 24
        assert reader.has(79)
        assert not reader.has(50)


@pytest.mark.parametrize("curve", [16, 18])
def test_bright_pictures_are_shown_with_ordinary_brightness(curve: int) -> None:
    grey = np.repeat(np.linspace(0, 65535, 256).astype(np.uint16)[None, :, None], 3, axis=2)
    shown = flatten(grey, curve=curve)[0, :, 0].astype(int)
    assert shown.dtype == np.dtype(int)
    assert (np.diff(shown) >= 0).all()
    assert shown[0] == 0
    assert shown[-1] >= 250
    paper = shown[round(255 * (0.75 if curve == 18 else 0.58))]  # a white sheet stays bright, but is not burnt out
    assert 220 <= paper <= 245
