"""Stills and filmstrips: the true picture at the true time, and nothing in the file but the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Cancelled, Damaged
from vig_tool.jobs import Job, Progress
from vig_tool.media.derived.filmstrip import chosen, make_filmstrip, read_filmstrip
from vig_tool.media.index.indexing import make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.stills import jpeg_bytes, picture_of, png_bytes, scaled
from vig_tool.media.sample import read_barcode
from vig_tool.timing import FrameIndex


def test_a_still_is_the_picture_and_nothing_else(films: FilmShelf) -> None:
    source = films.film(SMALL).source
    facts = probe(source)
    with FrameReader(source, facts, make_index(source, facts)) as reader:
        rgb = reader.picture(77).rgb
    data = png_bytes(rgb)
    assert np.array_equal(picture_of(data), rgb)
    chunks, place = [], 8
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        chunks.append(data[place + 4 : place + 8])
        place += 12 + size
    assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}
    assert b"Exif" not in jpeg_bytes(rgb)


def test_scaling_keeps_the_shape() -> None:
    assert scaled(np.zeros((180, 320, 3), np.uint8), height=90).shape == (90, 160, 3)
    assert scaled(np.zeros((320, 10, 3), np.uint8), height=4).shape == (4, 1, 3)


@pytest.mark.parametrize("gop", [10, 180])
def test_each_picture_of_the_strip_is_the_one_of_its_time(films: FilmShelf, gop: int) -> None:
    film = films.film(replace(SMALL, gop=gop))
    facts = probe(film.source)
    index = make_index(film.source, facts)
    heard: list[Progress] = []
    strip = read_filmstrip(make_filmstrip(film.source, facts, index, Job(heard.append, every_s=0), count=12, height=180))
    assert len(strip) == 12
    assert heard[-1].part == 1
    for time, rgb in strip:
        assert rgb.shape == (180, 320, 3)
        assert read_barcode(rgb) == index.shown_at(time)
    steps = np.diff([time.us for time, _ in strip])
    assert steps.min() > 0
    assert steps.max() <= 2 * index.end_us / 12


def test_a_short_film_has_a_short_strip() -> None:
    index = FrameIndex(np.arange(3) * 40_000, np.arange(3), np.array([True, False, False]), 120_000)
    assert chosen(index, 50) == [0, 1, 2]


def test_making_a_strip_can_be_cancelled(films: FilmShelf) -> None:
    film = films.film(SMALL)
    facts = probe(film.source)
    index = make_index(film.source, facts)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        make_filmstrip(film.source, facts, index, job)


def test_a_damaged_strip_is_said(films: FilmShelf) -> None:
    film = films.film(SMALL)
    facts = probe(film.source)
    data = make_filmstrip(film.source, facts, make_index(film.source, facts), count=3, height=20)
    for wrong in (b"", data[:-1], data[:12], b"X" + data[1:]):
        with pytest.raises(Damaged):
            read_filmstrip(wrong)
