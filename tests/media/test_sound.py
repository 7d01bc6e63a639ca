"""Sound in step with the pictures: clicks where they belong, silence before late sound, the same whatever span is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from av.audio.frame import AudioFrame

from tests.films import SMALL, Film, FilmShelf
from vig_tool.errors import Cancelled, Damaged
from vig_tool.jobs import Job
from vig_tool.media.derived.waveform import make_waveform, read_waveform
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample import Recipe
from vig_tool.media.sounds import sound
from vig_tool.media.sounds.sound import pieces, read_sound
from vig_tool.timing import Span

CLICKS = replace(SMALL, clicks=True)
FILMS = [
    CLICKS,
    replace(CLICKS, variable_rate=True),
    replace(CLICKS, late_sound_us=400_000),
    replace(CLICKS, container="mkv"),
    replace(CLICKS, container="ts", b_frames=2),
    replace(CLICKS, codec="vp9", container="webm"),
    replace(CLICKS, codec="mjpeg", container="avi"),
    replace(CLICKS, codec="wmv2", container="wmv"),
]


def _name(recipe: Recipe) -> str:
    return f"{recipe.codec}-{recipe.container}-late{recipe.late_sound_us}{'-vfr' if recipe.variable_rate else ''}"


def _facts(film: Film) -> FilmFacts:
    facts = probe(film.source)
    return complete(facts, make_index(film.source, facts))


@pytest.mark.parametrize("recipe", FILMS, ids=_name)
def test_clicks_sound_with_their_pictures(films: FilmShelf, recipe: Recipe) -> None:
    film = films.film(recipe)
    facts = _facts(film)
    for us in film.truth.clicks_us[1:-1]:
        sound = read_sound(film.source, facts, Span.of_us(us - 200_000, us + 200_000))
        assert sound.shape == (19_200, 2)
        assert sound.dtype == np.float32
        onset = int(np.argmax(np.abs(sound[:, 0]) > 0.25 * np.abs(sound).max()))
        assert abs(onset - 9600) < 0.015 * 48_000


@pytest.mark.parametrize("without", [5, 10_000])
def test_sound_whose_first_pieces_say_no_time_is_not_lost(films: FilmShelf, monkeypatch: pytest.MonkeyPatch, without: int) -> None:
    film = films.film(CLICKS)
    facts = _facts(film)
    whole = read_sound(film.source, facts, Span.of_us(0, 2_000_000))
    frames = sound._frames

    def unstamped(*given: Any) -> Iterator[AudioFrame]:
        for number, frame in enumerate(frames(*given)):
            if number < without:
                frame.pts = None
            yield frame

    monkeypatch.setattr(sound, "_frames", unstamped)
    again = read_sound(film.source, facts, Span.of_us(0, 2_000_000))
    assert np.abs(again[:96_000]).max() > 0.1
    assert np.allclose(again, whole, atol=1e-3)


def test_any_span_is_a_piece_of_the_whole(films: FilmShelf) -> None:
    film = films.film(CLICKS)
    facts = _facts(film)
    whole = read_sound(film.source, facts, Span.of_us(0, facts.duration_us))
    for start, end in ((0, 900_000), (3_600_000, 4_800_000), (5_000_000, 6_000_000)):
        part = read_sound(film.source, facts, Span.of_us(start, end))
        first = start * 48 // 1000
        assert np.abs(part - whole[first : first + len(part)]).max() < 0.02


def test_late_sound_has_silence_before_it(films: FilmShelf) -> None:
    film = films.film(replace(SMALL, late_sound_us=900_000))
    facts = _facts(film)
    assert next(pieces(film.source, facts)).place == pytest.approx(0.9 * 48_000, abs=1100)
    assert not read_sound(film.source, facts, Span.of_us(0, 850_000)).any()


def test_past_the_end_and_without_sound_there_is_silence(films: FilmShelf) -> None:
    film = films.film(replace(SMALL, sound=False))
    assert not read_sound(film.source, _facts(film), Span.of_us(0, 1_000_000)).any()
    film = films.film(CLICKS)
    assert not read_sound(film.source, _facts(film), Span.of_us(60_000_000, 61_000_000)).any()


def test_another_rate_and_one_channel(films: FilmShelf) -> None:
    film = films.film(CLICKS)
    assert read_sound(film.source, _facts(film), Span.of_us(0, 500_000), rate=16_000, channels=1).shape == (8000, 1)


def test_reading_can_be_cancelled(films: FilmShelf) -> None:
    film = films.film(CLICKS)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        read_sound(film.source, _facts(film), Span.of_us(0, 500_000), job=job)


def test_the_waveform_is_loud_at_the_clicks(films: FilmShelf) -> None:
    film = films.film(CLICKS)
    wave = read_waveform(make_waveform(film.source, _facts(film), per_second=50))
    assert len(wave.peaks) == len(wave.loudness) == 300
    for us in film.truth.clicks_us[1:-1]:
        place = us // 20_000
        assert wave.peaks[place - 1 : place + 2].max() > 0.3
        assert wave.peaks[place - 20 : place - 5].max() < 0.1
    assert (wave.loudness <= wave.peaks + 0.01).all()


def test_a_silent_film_has_a_flat_waveform(films: FilmShelf) -> None:
    film = films.film(replace(SMALL, sound=False))
    wave = read_waveform(make_waveform(film.source, _facts(film)))
    assert len(wave.peaks) == 300
    assert not wave.peaks.any()


@pytest.mark.parametrize("data", [b"", b"VIGWAVE1", b"VIGWAVE1" + bytes(40)])
def test_a_damaged_waveform_is_said(data: bytes) -> None:
    with pytest.raises(Damaged):
        read_waveform(data)
