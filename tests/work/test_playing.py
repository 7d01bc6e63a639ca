"""Opening films for playing: exact pictures, and what is made from a film once and kept sealed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import TINY, put_in
from vig_tool.errors import NotThere
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.timing import SECOND, Instant
from vig_tool.work import deriving, keeping, playing
from vig_tool.work.opening import Library

EXACT = [
    SMALL,
    replace(SMALL, variable_rate=True),
    replace(SMALL, codec="hevc", b_frames=2, seconds=3),
    replace(SMALL, turn=270, container="mov", gop=90, b_frames=3, seconds=4),
    replace(SMALL, late_sound_us=700_000, seconds=3),
]


def named(recipe: Recipe) -> str:
    return f"{recipe.container}-{recipe.codec}-{recipe.turn}-{'variable' if recipe.variable_rate else 'constant'}-{recipe.late_sound_us}"


@pytest.mark.parametrize("recipe", EXACT, ids=named)
def test_the_stepper_gives_exact_pictures(lib: Library, cycle_id: UUID, films: FilmShelf, recipe: Recipe) -> None:
    made = films.film(recipe)
    film = playing.open_film(lib, put_in(lib, cycle_id, made.path).id)
    assert (film.width, film.height, film.turn, film.has_sound) == (recipe.width, recipe.height, recipe.turn, True)
    assert tuple(film.index.times.tolist()) == made.truth.times_us
    stepper = film.stepper()
    last = len(film.index) - 1
    try:
        for number in (0, last, last // 2, last // 2 - 1, last // 2 - 2, 1, last - 1, 17, 18, 16):
            picture = stepper.picture(number)
            assert read_barcode(picture.rgb) == number == picture.number
            assert picture.time.us == made.truth.times_us[number]
            assert picture.rgb.shape == (recipe.height, recipe.width, 3)
    finally:
        stepper.close()


def test_the_picture_at_a_time_is_the_one_on_the_screen(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    made = films.film(replace(SMALL, variable_rate=True))
    recording = put_in(lib, cycle_id, made.path).id
    for number in (0, 40, 41):
        start, end = made.truth.times_us[number : number + 2]
        for us in (start, (start + end) // 2, end - 1):
            assert read_barcode(playing.picture_at(lib, recording, at=Instant(us)).rgb) == number
    assert playing.picture_at(lib, recording, at=Instant(made.truth.end_us + SECOND)).number == len(made.truth.times_us) - 1
    with pytest.raises(NotThere):
        playing.picture_at(lib, UUID(int=1), at=Instant(0))


def derived(lib: Library) -> list[Path]:
    return [path for path in lib.derived_folder.rglob("*") if path.is_file()]


def test_nothing_is_made_on_demand(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(SMALL).path).id
    assert playing.filmstrip(lib, recording) == ()
    assert len(playing.waveform(lib, recording)) == 0
    assert playing.damaged(lib, recording) == ()
    assert derived(lib) == []


def test_the_filmstrip_is_kept_sealed(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    made = films.film(SMALL)
    recording = put_in(lib, cycle_id, made.path).id
    deriving.make_all(lib)
    strip = playing.filmstrip(lib, recording)
    assert 20 < len(strip) <= 120
    assert all(picture.time.us in made.truth.times_us for picture in strip)
    assert [picture.time for picture in strip] == sorted(picture.time for picture in strip)
    assert all(read_barcode(picture.rgb) == made.truth.times_us.index(picture.time.us) for picture in strip)
    for kept in derived(lib):
        assert b"JFIF" not in kept.read_bytes()
        assert b"VIGSTRIP" not in kept.read_bytes()
    assert keeping.check_library(lib) == []


@pytest.mark.parametrize("how", ["flipped", "emptied", "cut"])
def test_what_cannot_be_read_is_dropped_and_made_again(lib: Library, cycle_id: UUID, films: FilmShelf, how: str) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id
    deriving.make_all(lib)
    first = playing.filmstrip(lib, recording)
    (kept,) = [path for path in derived(lib) if path.name.endswith("-filmstrip")]
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes({"flipped": bytes(data), "emptied": b"", "cut": bytes(data[:-40])}[how])
    assert playing.filmstrip(lib, recording) == ()
    assert not kept.exists()
    deriving.make_all(lib)
    assert [picture.time for picture in playing.filmstrip(lib, recording)] == [picture.time for picture in first]


def test_the_waveform_follows_the_sound(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    made = films.film(replace(SMALL, clicks=True, seconds=4))
    recording = put_in(lib, cycle_id, made.path).id
    deriving.make_all(lib)
    wave = playing.waveform(lib, recording)
    assert len(wave) == 200
    assert wave.dtype == np.float32
    loud = set(np.flatnonzero(wave > 0.5 * wave.max()).tolist())
    assert loud
    assert all(min(abs(click * 50 // SECOND - place) for place in loud) <= 1 for click in made.truth.clicks_us)


def test_a_silent_film_has_no_waveform(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id
    deriving.make_all(lib)
    assert len(playing.waveform(lib, recording)) == 0
    assert not [path for path in derived(lib) if path.name.endswith("-waveform")]
