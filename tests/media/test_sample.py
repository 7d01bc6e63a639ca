"""The sample film is what its recipe says, the same each time, and its numbers can be read back from the pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job
from vig_tool.media.sample import Recipe, draw_barcode, make_film, read_barcode

SHORT = replace(SMALL, seconds=1.5)
_UPRIGHT = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}

VARIANTS = [
    SHORT,
    replace(SHORT, variable_rate=True, clicks=True),
    replace(SHORT, codec="hevc", container="mov", gps=True, turn=90, width=180, height=320),
    replace(SHORT, turn=270, variable_rate=True),
    replace(SHORT, turn=180),
    replace(SHORT, gop=250, b_frames=3),
    replace(SHORT, width=321, height=181, sound=False),
    replace(SHORT, codec="mjpeg", container="avi"),
    replace(SHORT, codec="vp9", container="webm"),
    replace(SHORT, codec="vp8", container="webm", variable_rate=True),
    replace(SHORT, container="mkv", variable_rate=True),
    replace(SHORT, container="ts", b_frames=2),
    replace(SHORT, codec="wmv2", container="wmv"),
    replace(SHORT, codec="mpeg4", container="3gp"),
    replace(SHORT, late_sound_us=400_000),
]


def _name(recipe: Recipe) -> str:
    said = [field for field in ("variable_rate", "turn", "gop", "b_frames", "late_sound_us") if getattr(recipe, field)]
    return "-".join([recipe.codec, recipe.container, *said, str(recipe.width)])


def _upright(frame: av.VideoFrame, turn: int) -> NDArray[np.uint8]:
    rgb = np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
    code = _UPRIGHT[turn]
    return rgb if code is None else np.asarray(cv2.rotate(rgb, code), dtype=np.uint8)


@pytest.mark.parametrize("recipe", VARIANTS, ids=_name)
def test_every_picture_of_every_variant_is_there_in_time_and_numbered(films: FilmShelf, recipe: Recipe) -> None:
    film = films.film(recipe)
    with av.open(str(film.path)) as opened:
        stream = opened.streams.video[0]
        frames = list(opened.decode(stream))
        assert [read_barcode(_upright(frame, recipe.turn)) for frame in frames] == list(range(len(film.truth.times_us)))
        base = frames[0].time_base
        assert base is not None
        first = frames[0].pts or 0
        times = [round(((frame.pts or 0) - first) * base * 1_000_000) for frame in frames]
        # Matroska and MPEG-TS can only say milliseconds or ninety-thousandths.
        assert times == pytest.approx(film.truth.times_us, abs=1001 if recipe.container in ("mkv", "webm", "wmv") else 12)
        height, width, _ = _upright(frames[0], recipe.turn).shape
        assert (width, height) == (recipe.width, recipe.height)
        assert bool(opened.streams.audio) is recipe.sound


@pytest.mark.parametrize("recipe", [VARIANTS[0], VARIANTS[1], VARIANTS[2], VARIANTS[8], VARIANTS[10]], ids=_name)
def test_the_same_recipe_gives_the_same_bytes(recipe: Recipe) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    assert make_film(one, recipe) == make_film(other, recipe)
    assert one.getvalue() == other.getvalue()


def test_a_phone_film_says_turn_and_place(films: FilmShelf) -> None:
    film = films.film(VARIANTS[2])
    assert b"+51.5237-000.1585" in film.path.read_bytes()
    with av.open(str(film.path)) as opened:
        assert opened.metadata["com.apple.quicktime.location.ISO6709"].startswith("+51.5237")
        stream = opened.streams.video[0]
        assert (stream.width, stream.height) == (320, 180)
        frame = next(opened.decode(stream))
        assert frame.rotation % 360 == 270  # anticlockwise, as tags count: 90 clockwise


def test_a_variable_rate_film_jitters_and_drops() -> None:
    truth = make_film(io.BytesIO(), replace(SMALL, variable_rate=True, sound=False))
    steps = np.diff(truth.times_us)
    assert len(truth.times_us) < 180
    assert np.mean(np.abs(steps - 33_333) > 2000) > 0.3
    assert steps.max() > 60_000


def test_late_sound_starts_late(films: FilmShelf) -> None:
    with av.open(str(films.film(VARIANTS[-1]).path)) as opened:
        sound = opened.streams.audio[0]
        assert sound.start_time is not None
        assert float(sound.start_time * (sound.time_base or Fraction(1))) == pytest.approx(0.4, abs=0.025)


@pytest.mark.parametrize(("late_us", "clicks"), [(0, 6), (400_000, 5)])
def test_clicks_sound_at_their_pictures(films: FilmShelf, late_us: int, clicks: int) -> None:
    film = films.film(replace(SMALL, variable_rate=True, clicks=True, late_sound_us=late_us))
    with av.open(str(film.path)) as opened:
        pieces = [(frame.time or 0, frame.to_ndarray()[0]) for frame in opened.decode(opened.streams.audio[0])]
    silence = np.zeros(round(pieces[0][0] * 48_000))
    wave = np.abs(np.concatenate([silence, *(piece for _, piece in pieces)]))
    assert len(film.truth.clicks_us) == clicks
    for click_us in film.truth.clicks_us:
        near = max(0, click_us * 48 // 1000 - 4800)
        onset = near + int(np.argmax(wave[near : near + 9600] > 0.25))
        assert abs(onset - click_us * 48 / 1000) < 96  # 2 ms


def test_the_barcode_survives_scaling_and_fading_and_is_not_imagined() -> None:
    picture = np.full((360, 640, 3), 128, dtype=np.uint8)
    with pytest.raises(ValueError, match="no barcode"):
        read_barcode(picture)
    for number in (0, 1, 2699, 40_000, 65_535):
        draw_barcode(picture, number)
        for size in ((1280, 720), (320, 180), (171, 97)):
            assert read_barcode(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)) == number
        assert read_barcode((picture * 0.3).astype(np.uint8)) == number


def test_the_figures_move_and_speak() -> None:
    target = io.BytesIO()
    make_film(target, Recipe(seconds=4, width=320, height=180))
    target.seek(0)
    with av.open(target, "r") as film:
        pictures = [frame.to_ndarray(format="gray").astype(int) for frame in film.decode(video=0)]
    assert np.abs(pictures[60] - pictures[100]).max() > 60
    target.seek(0)
    with av.open(target, "r") as film:
        wave = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
    assert 0.05 < np.abs(wave).max() < 0.95


def test_a_cancelled_film_leaves_nothing(tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        make_film(tmp_path / "film.mp4", SHORT, job)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [{"turn": 45}, {"codec": "av2"}, {"container": "avi", "variable_rate": True}, {"seconds": 0}])
def test_an_impossible_recipe_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"film|turn|rate"):
        replace(SHORT, **wrong)  # type: ignore[arg-type]
