"""Joined films: every picture once and in order, sound in step after each seam, whatever the parts have in common at their ends."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.chunk_films import PICTURES_A_SECOND, split, write_part
from tests.films import InMemory
from vig_tool.errors import FilmRefused
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.joining import JoinPlan, Part, open_joined, plan_join
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample.barcode import read_barcode
from vig_tool.media.sounds.sound import read_sound
from vig_tool.media.source import PlainFile
from vig_tool.timing import FrameIndex, Span

STEP_US = 1_000_000 // PICTURES_A_SECOND


@dataclass(frozen=True, slots=True)
class Joined:
    source: InMemory
    facts: FilmFacts
    index: FrameIndex
    plan: JoinPlan


def parts_of(paths: Sequence[Path]) -> list[Part]:
    return [Part(PlainFile(path), probe(PlainFile(path))) for path in paths]


def joined(paths: Sequence[Path]) -> Joined:
    plan = plan_join(parts_of(paths))
    with contextlib.closing(open_joined(plan)) as reader:
        source = InMemory(reader.read())
    facts = probe(source)
    index = make_index(source, facts)
    return Joined(source, complete(facts, index), index, plan)


def numbers_in(film: Joined) -> list[int]:
    with FrameReader(film.source, film.facts, film.index) as reader:
        return [read_barcode(reader.picture(number).rgb) for number in range(len(film.index))]


def assert_whole(film: Joined, count: int, *, sound: bool = True) -> None:
    assert numbers_in(film) == list(range(count))
    steps = np.diff(film.index.times)
    assert int(steps.min()) == int(steps.max()) == STEP_US
    if sound:
        for second in range(1, count // PICTURES_A_SECOND):
            assert_click(film, second)


def assert_click(film: Joined, second: int) -> None:
    """Within 20 ms of its picture."""
    span = Span.of_us(second * 1_000_000 - 300_000, second * 1_000_000 + 300_000)
    loud = np.abs(read_sound(film.source, film.facts, span)).max(axis=1)
    assert loud.max() > 0.2, f"no click at {second} s"
    first = int(np.argmax(loud > 0.2))
    assert abs(first / 48 - 300) <= 20, f"the click of second {second} is {first / 48 - 300:.1f} ms off"


@pytest.fixture
def names(tmp_path: Path) -> list[Path]:
    return [tmp_path / f"part{number}.mp4" for number in range(3)]


@pytest.mark.parametrize("b_frames", [0, 2])
def test_parts_split_at_packets(tmp_path: Path, names: list[Path], b_frames: int) -> None:
    whole = write_part(tmp_path / "whole.mp4", range(150), b_frames=b_frames)
    film = joined(split(whole, names, [(0, 50), (50, 100), (100, 150)]))
    assert [seam.shared for seam in film.plan.seams] == [0, 0]
    assert all(seam.goes_on for seam in film.plan.seams)
    assert_whole(film, 150)


@pytest.mark.parametrize("b_frames", [0, 2])
def test_packets_in_two_parts_are_not_doubled(tmp_path: Path, names: list[Path], b_frames: int) -> None:
    whole = write_part(tmp_path / "whole.mp4", range(150), b_frames=b_frames)
    film = joined(split(whole, names, [(0, 75), (50, 110), (100, 150)]))
    assert [seam.shared for seam in film.plan.seams] == [25, 10]
    assert_whole(film, 150)


@pytest.mark.parametrize("lengths", [[(0, 61), (61, 117), (117, 160)], [(0, 70), (61, 126), (117, 160)], [(0, 62), (61, 118), (117, 160)]])
def test_parts_coded_by_themselves(names: list[Path], lengths: list[tuple[int, int]]) -> None:
    for path, (first, last) in zip(names, lengths, strict=True):
        write_part(path, range(first, last))
    film = joined(names)
    assert [seam.shared for seam in film.plan.seams] == [one[1] - two[0] for one, two in pairwise(lengths)]
    assert_whole(film, 160)


def test_many_seams_do_not_add_up(tmp_path: Path) -> None:
    """Ten parts whose sound is never whole packets long."""
    paths = [write_part(tmp_path / f"{n}.mp4", range(n * 31, n * 31 + 31), gop=31) for n in range(10)]
    assert_whole(joined(paths), 310)


def test_camcorder_parts_whose_clock_goes_on_are_put_end_to_end(tmp_path: Path) -> None:
    whole = write_part(tmp_path / "whole.MTS", range(150), starts_us=1_000_000)
    paths = split(whole, [tmp_path / f"0000{n}.MTS" for n in range(3)], [(0, 50), (50, 100), (100, 150)], keep_stamps=True)
    film = joined(paths)
    assert film.plan.as_they_are
    assert film.source.data == b"".join(path.read_bytes() for path in paths)
    assert_whole(film, 150)


def test_camcorder_parts_whose_sound_begins_anew_are_not_just_put_end_to_end(tmp_path: Path) -> None:
    paths = [tmp_path / f"0000{n}.MTS" for n in range(3)]
    for n, path in enumerate(paths):
        write_part(path, range(n * 50, n * 50 + 50), starts_us=2_000_000 * n + 1_000_000)
    film = joined(paths)
    assert not film.plan.as_they_are
    assert_whole(film, 150)


@pytest.mark.parametrize("spans", [[(0, 50), (50, 100), (100, 150)], [(0, 75), (50, 110), (100, 150)]])
def test_camcorder_parts_that_each_begin_anew(tmp_path: Path, spans: list[tuple[int, int]]) -> None:
    paths = [write_part(tmp_path / f"0000{n}.MTS", range(*span), b_frames=0, gop=10) for n, span in enumerate(spans)]
    film = joined(paths)
    assert not film.plan.as_they_are
    assert_whole(film, 150)


def test_turned_parts_stay_turned(tmp_path: Path, names: list[Path]) -> None:
    for n, path in enumerate(names):
        write_part(path, range(n * 25, n * 25 + 25), turn=90)
    film = joined(names)
    assert (film.facts.turn, film.facts.width, film.facts.height) == (90, 192, 320)
    assert len(film.index) == 75


def test_parts_without_sound_and_old_cameras(tmp_path: Path) -> None:
    assert_whole(
        joined([write_part(tmp_path / f"{n}.mp4", range(n * 30, n * 30 + 30), sound=False) for n in range(2)]), 60, sound=False
    )
    assert_whole(joined([write_part(tmp_path / f"MVI_{n}.AVI", range(n * 30, n * 30 + 30)) for n in range(2)]), 60)


def test_what_is_stored_in_another_way_is_not_joined(tmp_path: Path) -> None:
    one = write_part(tmp_path / "a.mp4", range(30))
    with pytest.raises(FilmRefused, match="same way"):
        plan_join(parts_of([one, write_part(tmp_path / "b.mp4", range(30, 60), sound=False)]))


def test_another_scene_does_not_go_on(tmp_path: Path) -> None:
    one, two = write_part(tmp_path / "a.mp4", range(30)), write_part(tmp_path / "b.mp4", range(900, 930), scene=1)
    (seam,) = plan_join(parts_of([one, two])).seams
    assert not seam.goes_on
    assert seam.shared == 0
    assert seam.shift == Fraction(30, PICTURES_A_SECOND)


def test_closing_in_the_middle_ends_the_thread(tmp_path: Path, names: list[Path]) -> None:
    for n, path in enumerate(names):
        write_part(path, range(n * 25, n * 25 + 25))
    reader = open_joined(plan_join(parts_of(names)))
    assert reader.read(100)
    reader.close()
