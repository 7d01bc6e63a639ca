"""A clip holds exactly the pictures of its span, upright, with their sound, and nothing else of the film."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.films import SMALL, Film, FilmShelf
from vig_tool.errors import BadInput, Cancelled, ExportFailed, NoRoom
from vig_tool.jobs import Job
from vig_tool.media.exports import cut, part_file
from vig_tool.media.exports.check_cut import CheckFailed, Expected, check_written
from vig_tool.media.exports.cut import CutReport, cut_clip
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.timing import FrameIndex, Span

CLICKS = replace(SMALL, clicks=True)
MANY_KEYS = replace(CLICKS, gop=20, b_frames=3)
RECIPES = [
    MANY_KEYS,
    replace(MANY_KEYS, variable_rate=True, container="mov", gps=True),
    replace(CLICKS, gop=250, b_frames=3, late_sound_us=700_000),
    replace(CLICKS, turn=90, width=180, height=320, variable_rate=True),
    replace(CLICKS, codec="hevc", container="mov", gps=True, b_frames=2),
    replace(CLICKS, codec="hevc", turn=270, variable_rate=True, width=181, height=321),
]


@dataclass(frozen=True)
class Ready:
    film: Film
    facts: FilmFacts
    index: FrameIndex

    def cut(self, span: Span, target: Path, job: Job | None = None) -> CutReport:
        return cut_clip(self.film.source, self.facts, self.index, span, target, job)


def ready(films: FilmShelf, recipe: Recipe) -> Ready:
    film = films.film(recipe)
    facts = probe(film.source)
    index = make_index(film.source, facts, Job())
    return Ready(film, complete(facts, index), index)


def _numbers(path: Path, *, hidden: bool = False) -> tuple[list[int], list[int], tuple[int, int]]:
    """Barcodes and times in microseconds of every picture, and the size, as a plain player has it."""
    with av.open(str(path), container_options={"ignore_editlist": "1"} if hidden else {}) as film:
        video = film.streams.video[0]
        frames = list(film.decode(video))
        base = frames[0].time_base or Fraction(1)
        numbers = [read_barcode(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) for frame in frames]
        times = [round(((frame.pts or 0) - (frames[0].pts or 0)) * base * 1_000_000) for frame in frames]
        return numbers, times, (video.width, video.height)


def _clicks(path: Path) -> list[float]:
    """When clicks begin, in milliseconds."""
    with av.open(str(path)) as film:
        pieces = [(round((frame.time or 0) * 48_000), np.abs(frame.to_ndarray()[0])) for frame in film.decode(audio=0)]
    wave = np.zeros(max(place + len(piece) for place, piece in pieces))
    for place, piece in pieces:
        wave[max(0, place) : place + len(piece)] = piece[max(0, -place) :]
    loud = np.flatnonzero(wave > 0.3)
    starts = loud[np.flatnonzero(np.diff(loud, prepend=-100_000) > 4800)]
    return [float(start) / 48 for start in starts]


@pytest.mark.parametrize("recipe", RECIPES, ids=["h264", "h264-variable", "h264-long-late", "h264-turned", "hevc-b", "hevc-turned-odd"])
def test_thirty_random_spans_are_exact(films: FilmShelf, tmp_path: Path, recipe: Recipe) -> None:
    at = ready(films, recipe)
    luck = random.Random(recipe.gop + recipe.turn + len(recipe.codec))
    for round_ in range(5):
        start, end = sorted(luck.sample(range(at.index.end_us), 2))
        if round_ == 0:
            end = start + 1_500_000  # long enough for a click
        span = Span.of_us(start, max(end, start + 100_000))
        meant = [number for number, time in enumerate(at.film.truth.times_us) if span.start.us <= time < span.end.us]
        target = tmp_path / f"{round_}.mp4"
        report = at.cut(span, target)
        numbers, times, size = _numbers(target)
        assert numbers == meant
        assert report.frames == len(meant)
        assert report.checked
        truth = np.array(at.film.truth.times_us)[meant]
        assert np.abs(np.array(times) - (truth - truth[0])).max() <= 24
        assert size == (recipe.width + recipe.width % 2, recipe.height + recipe.height % 2)
        assert _numbers(target, hidden=True)[0] == meant
        heard, sounded = _clicks(target), [(click - truth[0]) / 1000 for click in at.film.truth.clicks_us]
        inside = [click for click in sounded if 30 < click < (report.end.us - truth[0]) / 1000 - 30]
        for click in inside:
            assert min(abs(click - other) for other in heard) < 20


def test_a_clip_carries_no_tag_of_its_film(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, RECIPES[1])
    for span in (Span.of_us(500_000, 5_000_000), Span.of_us(1_000_000, 1_200_000)):
        at.cut(span, tmp_path / "clip.mp4")
        data = (tmp_path / "clip.mp4").read_bytes()
        for tag in (b"51.5237", b"Samplephone", b"2024-05-06", b"filmed at home", b"apple"):
            assert tag not in data
        with av.open(str(tmp_path / "clip.mp4")) as clip:
            assert set(clip.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}
            assert [stream.type for stream in clip.streams] == ["video", "audio"]


def test_whole_groups_are_copied_and_all_else_is_encoded(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    assert at.cut(Span.of_us(500_000, 4_000_000), tmp_path / "a.mp4").method == "smart"
    assert at.cut(Span.of_us(500_000, 700_000), tmp_path / "b.mp4").method == "encode"
    turned = ready(films, RECIPES[3])
    assert turned.cut(Span.of_us(0, 6_000_000), tmp_path / "c.mp4").method == "encode"


def test_copied_pictures_bring_their_parameters_in_the_head_and_no_notes(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    assert at.cut(Span.of_us(500_000, 4_000_000), tmp_path / "a.mp4").method == "smart"
    with av.open(str(tmp_path / "a.mp4")) as clip:
        head = clip.streams.video[0].codec_context.extradata
        assert head is not None
        assert head[5] & 31 == 2  # the film's own sequence set and the one of the ends
        for packet in clip.demux(video=0):
            body, place = bytes(packet), 0
            while place < len(body):
                assert body[place + 4] & 31 in (1, 5)
                place += 4 + int.from_bytes(body[place : place + 4], "big")


def test_a_copied_clip_that_fails_its_check_is_encoded_anew(films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ready(films, MANY_KEYS)
    seen: list[int] = []

    def failing_first(path: Path, expected: Expected, job: Job) -> None:
        seen.append(1)
        if len(seen) == 1:
            raise CheckFailed("planted")
        check_written(path, expected, job)

    monkeypatch.setattr(cut, "check_written", failing_first)
    assert at.cut(Span.of_us(500_000, 4_000_000), tmp_path / "a.mp4").method == "encode"
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_one_picture_makes_a_clip(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    report = at.cut(Span.of_us(at.film.truth.times_us[77], at.film.truth.times_us[77] + 1), tmp_path / "one.mp4")
    assert report.frames == 1
    assert _numbers(tmp_path / "one.mp4")[0] == [77]
    assert report.end == at.index.time(78)


def test_the_last_pictures_are_there_too(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    report = at.cut(Span.of_us(5_900_000, 60_000_000), tmp_path / "end.mp4")
    assert _numbers(tmp_path / "end.mp4")[0] == [177, 178, 179]
    assert report.end == at.index.end


def test_a_silent_film_gives_a_silent_clip(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, replace(SMALL, sound=False, gop=20))
    for span in (Span.of_us(500_000, 4_000_000), Span.of_us(1_000_000, 1_200_000)):
        at.cut(span, tmp_path / "clip.mp4")
        with av.open(str(tmp_path / "clip.mp4")) as clip:
            assert not clip.streams.audio


def test_between_two_pictures_there_is_nothing_to_cut(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    with pytest.raises(BadInput):
        at.cut(Span.of_us(10_000, 20_000), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("span", [Span.of_us(500_000, 4_000_000), Span.of_us(100_000, 600_000)])
def test_cancelled_at_any_time_nothing_is_left_and_what_was_there_stays(films: FilmShelf, tmp_path: Path, span: Span) -> None:
    at = ready(films, MANY_KEYS)
    target = tmp_path / "clip.mp4"
    target.write_bytes(b"what was there before")
    for calls in (1, 5, 30):

        class Impatient(Job):
            left = calls

            def check(self) -> None:
                self.left -= 1
                if self.left <= 0:
                    self.cancel()
                super().check()

        with pytest.raises(Cancelled):
            at.cut(span, target, Impatient())
        assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
        assert target.read_bytes() == b"what was there before"
    at.cut(span, target)
    assert target.read_bytes()[4:8] == b"ftyp"


def test_a_place_that_cannot_be_written_to_is_said(films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = ready(films, MANY_KEYS)
    with pytest.raises(ExportFailed, match="could not be written"):
        at.cut(Span.of_us(0, 500_000), tmp_path / "missing" / "clip.mp4")

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(part_file, "_make_durable", full)
    with pytest.raises(NoRoom):
        at.cut(Span.of_us(0, 500_000), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_someone_elses_unfinished_file_is_not_touched(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, MANY_KEYS)
    (tmp_path / "clip.mp4.part").write_bytes(b"theirs")
    at.cut(Span.of_us(0, 300_000), tmp_path / "clip.mp4")
    assert (tmp_path / "clip.mp4.part").read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 2
