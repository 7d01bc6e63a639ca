"""Opening films for playing: exact pictures, and what is made from a film once and kept sealed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import TINY, put_in
from vig_tool.errors import Cancelled, NoRoom, NotThere
from vig_tool.jobs import Job, Progress
from vig_tool.media import filmstrip as strips
from vig_tool.media import waveform as waves
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.timing import SECOND, Instant
from vig_tool.work import keeping, playing
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


def test_the_filmstrip_is_made_once_and_kept_sealed(
    lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = films.film(SMALL)
    recording = put_in(lib, cycle_id, made.path).id
    strip = playing.filmstrip(lib, recording)
    assert 20 < len(strip) <= 120
    assert all(picture.time.us in made.truth.times_us for picture in strip)
    assert [picture.time for picture in strip] == sorted(picture.time for picture in strip)
    assert all(read_barcode(picture.rgb) == made.truth.times_us.index(picture.time.us) for picture in strip)
    (kept,) = derived(lib)
    assert b"JFIF" not in kept.read_bytes()
    assert b"VIGSTRIP" not in kept.read_bytes()
    monkeypatch.setattr(strips, "make_filmstrip", None)
    again = playing.filmstrip(lib, recording)
    assert all(np.array_equal(one.rgb, other.rgb) for one, other in zip(strip, again, strict=True))
    assert keeping.check_library(lib) == []


def test_a_damaged_filmstrip_is_made_again(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id
    first = playing.filmstrip(lib, recording)
    (kept,) = derived(lib)
    data = bytearray(kept.read_bytes())
    data[-30] ^= 1
    kept.write_bytes(data)
    assert len(playing.filmstrip(lib, recording)) == len(first)
    assert kept.read_bytes() != data
    kept.write_bytes(b"")
    assert len(playing.filmstrip(lib, recording)) == len(first)


@pytest.mark.parametrize("make", [playing.filmstrip, playing.waveform], ids=["filmstrip", "waveform"])
def test_a_cancelled_job_leaves_nothing(lib: Library, cycle_id: UUID, films: FilmShelf, make: object) -> None:
    recording = put_in(lib, cycle_id, films.film(SMALL).path).id
    job: Job

    def listen(progress: Progress) -> None:
        if (progress.part or 0) > 0.3:
            job.cancel()

    job = Job(listen, every_s=0)
    with pytest.raises(Cancelled):
        make(lib, recording, job=job)  # type: ignore[operator]
    assert derived(lib) == []


def test_without_room_it_is_shown_and_not_kept(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = put_in(lib, cycle_id, films.film(TINY).path).id

    def full(*_: object, **__: object) -> None:
        raise NoRoom("The disk is full.")

    monkeypatch.setattr("vig_tool.work.playing.seal_bytes", full)
    assert playing.filmstrip(lib, recording)
    assert derived(lib) == []


def test_the_waveform_follows_the_sound(lib: Library, cycle_id: UUID, films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = films.film(replace(SMALL, clicks=True, seconds=4))
    recording = put_in(lib, cycle_id, made.path).id
    wave = playing.waveform(lib, recording)
    assert len(wave) == 200
    assert wave.dtype == np.float32
    loud = set(np.flatnonzero(wave > 0.5 * wave.max()).tolist())
    assert loud
    assert all(min(abs(click * 50 // SECOND - place) for place in loud) <= 1 for click in made.truth.clicks_us)
    monkeypatch.setattr(waves, "make_waveform", None)
    assert np.array_equal(playing.waveform(lib, recording), wave)


def test_a_silent_film_has_no_waveform(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    assert len(playing.waveform(lib, put_in(lib, cycle_id, films.film(TINY).path).id)) == 0
