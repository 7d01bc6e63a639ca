"""A reel copies what stays as it was filmed, and is the same picture for picture as one that is encoded throughout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.films import SMALL, FilmShelf
from tests.media.test_pace import pictures, wave
from tests.media.test_reel import clip
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job, Progress
from vig_tool.media.exports import splice
from vig_tool.media.exports.check_cut import CheckFailed, check_written
from vig_tool.media.exports.choice import Choice
from vig_tool.media.exports.splice import Piece
from vig_tool.media.reels import reel
from vig_tool.media.reels.reel import ReelPlan, make_reel
from vig_tool.media.sample import read_barcode

GROUPS = replace(SMALL, gop=15, b_frames=2, clicks=True)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Piece, ...]]:
    """What was found to be copied, reel by reel."""
    kept: list[tuple[Piece, ...]] = []
    plain = splice.find_pieces

    def noting(*args: object, **more: object) -> tuple[Piece, ...]:
        kept.append(plain(*args, **more))  # type: ignore[arg-type]
        return kept[-1]

    monkeypatch.setattr(reel, "find_pieces", noting)
    return kept


def copies(pieces: tuple[Piece, ...]) -> int:
    return sum(len(piece.places) for piece in pieces if piece.copied is not None)


@pytest.mark.parametrize("fade_us", [0, 200_000])
def test_copied_and_encoded_pictures_stand_in_their_order(
    films: FilmShelf, tmp_path: Path, found: list[tuple[Piece, ...]], fade_us: int
) -> None:
    clips = (clip(films, GROUPS, 2_100_000, 4_700_000), clip(films, GROUPS, 400_000, 3_200_000))
    report = make_reel(ReelPlan("Why?", clips, fade_us=fade_us, title_us=500_000), tmp_path / "reel.mp4")
    assert copies(found[0]) > 60
    seen = pictures(tmp_path / "reel.mp4")
    assert len(seen) == report.frames == 15 + 78 + 84
    off = 8 if fade_us else 0
    first, second = seen[15 + off : 93 - off], seen[93 + off : 177 - off]
    assert [read_barcode(picture) for picture in first] == list(range(63 + off, 141 - off))
    assert [read_barcode(picture) for picture in second] == list(range(12 + off, 96 - off))
    if fade_us:
        assert seen[15].mean() < seen[18].mean() < seen[30].mean()
        assert seen[92].mean() < seen[80].mean()


def test_it_is_the_same_as_one_that_is_encoded_throughout(
    films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: list[tuple[Piece, ...]]
) -> None:
    plan = ReelPlan("Why?", (clip(films, GROUPS, 2_100_000, 4_700_000), clip(films, GROUPS, 400_000, 3_200_000)), title_us=500_000)
    make_reel(plan, tmp_path / "copied.mp4")
    assert copies(found[0]) > 60
    monkeypatch.setattr(reel, "find_pieces", lambda *_args: ())
    make_reel(plan, tmp_path / "encoded.mp4")
    one, other = pictures(tmp_path / "copied.mp4"), pictures(tmp_path / "encoded.mp4")
    assert len(one) == len(other)
    assert max(abs(a.astype(int) - b).mean() for a, b in zip(one, other, strict=True)) < 4
    assert abs(len(wave(tmp_path / "copied.mp4")) - len(wave(tmp_path / "encoded.mp4"))) <= 2048


def test_what_must_be_drawn_on_is_never_copied(films: FilmShelf, tmp_path: Path, found: list[tuple[Piece, ...]]) -> None:
    whole = clip(films, GROUPS, 400_000, 3_200_000)
    make_reel(ReelPlan(None, (replace(whole, caption="He looks up"),)), tmp_path / "reel.mp4")
    make_reel(ReelPlan(None, (replace(whole, speed=50),)), tmp_path / "reel.mp4")
    make_reel(ReelPlan(None, (whole,)), tmp_path / "reel.mp4", choice=Choice.SMALL)
    variable = replace(GROUPS, variable_rate=True, seed=3)
    make_reel(ReelPlan(None, (clip(films, variable, 400_000, 3_200_000),)), tmp_path / "reel.mp4")
    assert found == [(), (), (), ()]


def test_where_copies_do_not_pass_everything_is_encoded(films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def first_time(*args: object) -> None:
        asked.append(1)
        if len(asked) == 1:
            raise CheckFailed("planted")
        check_written(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(reel, "check_written", first_time)
    report = make_reel(ReelPlan(None, (clip(films, GROUPS, 400_000, 3_200_000),), fade_us=0), tmp_path / "reel.mp4")
    assert (len(asked), report.method, report.again) == (2, "encode", True)
    assert [read_barcode(picture) for picture in pictures(tmp_path / "reel.mp4")] == list(range(12, 96))
    assert [path.name for path in tmp_path.iterdir()] == ["reel.mp4"]


def test_copying_can_be_stopped(films: FilmShelf, tmp_path: Path, found: list[tuple[Piece, ...]]) -> None:
    def hear(progress: Progress) -> None:
        if (progress.part or 0) > 0.4:
            job.cancel()

    job = Job(hear, every_s=0)
    with pytest.raises(Cancelled):
        make_reel(ReelPlan(None, (clip(films, GROUPS, 400_000, 3_200_000),)), tmp_path / "reel.mp4", job)
    assert copies(found[0]) > 0
    assert not list(tmp_path.iterdir())
