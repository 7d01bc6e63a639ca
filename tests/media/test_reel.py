"""A reel shows the chosen clips in order and nothing else of their films; it lasts exactly as long as it says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from vig_tool.errors import BadInput, Cancelled, ExportFailed, Refused
from vig_tool.jobs import Job, Progress
from vig_tool.media.exports.check_cut import CheckFailed
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.reels import reel
from vig_tool.media.reels.canvas import canvas_for
from vig_tool.media.reels.reel import ReelClip, ReelPlan, make_reel
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.timing import FrameIndex, Span

CLICKS = replace(SMALL, clicks=True, gop=30)
PHONE = replace(SMALL, turn=90, width=180, height=320, variable_rate=True, gps=True, container="mov", codec="hevc")


def clip(films: FilmShelf, recipe: Recipe, start_us: int, end_us: int, caption: str | None = None) -> ReelClip:
    film = films.film(recipe)
    facts = probe(film.source)
    index = make_index(film.source, facts, Job())
    return ReelClip(film.source, complete(facts, index), index, Span.of_us(start_us, end_us), caption)


def _pictures(path: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def _length_us(path: Path) -> int:
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        return round((video.duration or 0) * (video.time_base or Fraction(0)) * 1_000_000)


def test_a_plain_reel_holds_exactly_the_pictures_of_its_clips_in_order(films: FilmShelf, tmp_path: Path) -> None:
    clips = (clip(films, CLICKS, 3_000_000, 4_000_000, "caption"), clip(films, CLICKS, 500_000, 1_200_000))
    report = make_reel(ReelPlan("A question?", clips).plain(), tmp_path / "reel.mp4")
    assert [read_barcode(picture) for picture in _pictures(tmp_path / "reel.mp4")] == [*range(90, 120), *range(15, 36)]
    assert (report.frames, report.clips) == (51, 2)
    assert abs(report.duration_us - 1_700_000) < 34_000
    assert abs(_length_us(tmp_path / "reel.mp4") - report.duration_us) < 34


def test_sound_stands_where_its_pictures_do(films: FilmShelf, tmp_path: Path) -> None:
    clips = (clip(films, CLICKS, 2_500_000, 3_500_000), clip(films, CLICKS, 700_000, 1_700_000))
    make_reel(ReelPlan(None, clips, fade_us=0), tmp_path / "reel.mp4")
    with av.open(str(tmp_path / "reel.mp4")) as film:
        wave = np.concatenate([np.abs(frame.to_ndarray()[0]) for frame in film.decode(audio=0)])
    loud = np.flatnonzero(wave > 0.3)
    starts = loud[np.flatnonzero(np.diff(loud, prepend=-100_000) > 4800)] / 48
    assert [float(start) for start in starts] == pytest.approx([500, 1300], abs=20)


def test_with_card_captions_and_fades(films: FilmShelf, tmp_path: Path) -> None:
    clips = (clip(films, SMALL, 1_000_000, 2_500_000, "He looks up"), clip(films, SMALL, 4_000_000, 5_000_000))
    plan = ReelPlan("What am I doing that helps him feel close to me?", clips, fade_us=300_000, title_us=1_000_000)
    report = make_reel(plan, tmp_path / "reel.mp4")
    pictures = list(_pictures(tmp_path / "reel.mp4"))
    assert report.frames == len(pictures) == 30 + 45 + 30
    with pytest.raises(ValueError, match="no barcode"):
        read_barcode(pictures[15])
    assert pictures[15].max() > 200  # the words
    assert pictures[0].max() < 60  # it begins dark
    assert [read_barcode(picture) for picture in pictures[36:68]] == list(range(36, 68))
    assert [read_barcode(picture) for picture in pictures[80:100]] == list(range(125, 145))
    assert pictures[30].mean() < pictures[33].mean() < pictures[45].mean()  # out of the dark
    low = slice(150, 172)
    captioned, bare = pictures[50][low, 120:200], pictures[90][low, 120:200]
    assert captioned.mean() < bare.mean() - 20


def test_films_of_different_size_rate_and_turn_meet_on_one_canvas(films: FilmShelf, tmp_path: Path) -> None:
    odd = replace(SMALL, width=221, height=165, rate=25, sound=False)
    clips = (clip(films, SMALL, 0, 500_000), clip(films, PHONE, 1_000_000, 1_500_000), clip(films, odd, 2_000_000, 2_400_000))
    report = make_reel(ReelPlan(None, clips, fade_us=0), tmp_path / "reel.mp4")
    pictures = list(_pictures(tmp_path / "reel.mp4"))
    assert {picture.shape for picture in pictures} == {(180, 320, 3)}
    truth = films.film(PHONE).truth.times_us
    inside = {number for number, time in enumerate(truth) if 1_000_000 <= time < 1_500_000}
    start = (320 - round(180 * 180 / 320)) // 2
    phone = [read_barcode(picture[:, start : start + round(180 * 180 / 320)]) for picture in pictures[16:29]]
    assert phone == sorted(phone)
    assert set(phone) <= inside
    assert report.frames == len(pictures)
    assert b"51.5237" not in (tmp_path / "reel.mp4").read_bytes()


def test_nothing_outside_a_span_is_shown_at_any_rate(films: FilmShelf, tmp_path: Path) -> None:
    variable = replace(SMALL, variable_rate=True, seed=4)
    truth = films.film(variable).truth.times_us
    clips = (clip(films, variable, 1_234_567, 2_345_678),)
    make_reel(ReelPlan(None, clips, fade_us=0), tmp_path / "reel.mp4")
    shown = {read_barcode(picture) for picture in _pictures(tmp_path / "reel.mp4")}
    inside = {number for number, time in enumerate(truth) if 1_234_567 <= time < 2_345_678}
    assert shown <= inside
    assert {min(inside), max(inside)} <= shown


def test_progress_rises_and_nothing_plain_lies_elsewhere(
    films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "here")
    heard: list[Progress] = []
    plan = ReelPlan("Why?", (clip(films, CLICKS, 0, 1_000_000),), title_us=500_000)
    make_reel(plan, tmp_path / "reel.mp4", Job(heard.append, every_s=0))
    parts = [progress.part or 0.0 for progress in heard]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert not list((tmp_path / "temp").iterdir())
    assert not list((tmp_path / "here").iterdir())


def test_cancelled_or_failed_leaves_nothing(films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = ReelPlan("Why?", (clip(films, CLICKS, 0, 1_000_000),), title_us=500_000)
    job = Job(lambda progress: job.cancel() if (progress.part or 0) > 0.4 else None, every_s=0)
    with pytest.raises(Cancelled):
        make_reel(plan, tmp_path / "reel.mp4", job)
    assert not list(tmp_path.iterdir())

    def failing(*_all: object) -> None:
        raise CheckFailed("planted")

    monkeypatch.setattr(reel, "check_written", failing)
    with pytest.raises(ExportFailed):
        make_reel(plan, tmp_path / "reel.mp4")
    assert not list(tmp_path.iterdir())


def test_without_clips_or_pictures_there_is_no_reel(films: FilmShelf, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        make_reel(ReelPlan("Why?", ()), tmp_path / "reel.mp4")
    with pytest.raises(BadInput):
        make_reel(ReelPlan("Why?", (clip(films, SMALL, 1000, 2000),)), tmp_path / "reel.mp4")


def _film(width: int, height: int, step_us: int) -> tuple[FilmFacts, FrameIndex]:
    times = np.arange(10, dtype=np.int64) * step_us
    index = FrameIndex(times, times, np.ones(10, np.bool_), 10 * step_us)
    return FilmFacts("mov", "h264", width, height, width, height), index


@pytest.mark.parametrize(
    ("films_", "size", "rate"),
    [
        ([_film(1280, 720, 33_333)], (1280, 720), Fraction(30)),
        ([_film(3840, 2160, 40_000)], (1920, 1080), Fraction(25)),
        ([_film(1080, 1920, 33_367)], (1080, 1920), Fraction(30000, 1001)),
        ([_film(1280, 720, 33_333), _film(720, 1280, 33_333)], (1280, 720), Fraction(30)),
        ([_film(1080, 1920, 40_000), _film(720, 1280, 33_333)], (1080, 1920), Fraction(30)),
        ([_film(321, 241, 100_000)], (322, 242), Fraction(30)),
    ],
)
def test_the_canvas_suits_the_films(films_: list[tuple[FilmFacts, FrameIndex]], size: tuple[int, int], rate: Fraction) -> None:
    canvas = canvas_for(films_)
    assert ((canvas.width, canvas.height), canvas.rate) == (size, rate)


def test_starting_up_does_not_wait_for_the_composer() -> None:
    code = "import sys, vig_tool.media.reels.reel, vig_tool.media.exports.cut; sys.exit('moviepy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
