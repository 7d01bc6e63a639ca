"""Which films are parts of one: by name, by the limits of cards, by clocks, by the pictures; and which are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chunk_films import split, write_part
from vig_tool.errors import FilmRefused
from vig_tool.media.facts import FilmFacts, Sound
from vig_tool.media.intake.chunks import Chunk, Run, goes_on, look, recognise

MINUTE = 60_000_000
PLAIN = FilmFacts("mov", "h264", 1920, 1080, 1920, 1080, sound=Sound("aac", 48_000, 2), claimed_us=5 * MINUTE)
STREAM = replace(PLAIN, container="mpegts")
FULL = 4_020_000_000
NOON = 1_700_000_000_000_000


def chunk(name: str, *, size: int = 300_000_000, facts: FilmFacts = PLAIN, filmed: int = 0, first: int = 0) -> Chunk:
    return Chunk(Path("card") / name, size, facts, filmed_us=filmed, first_us=first)


def runs(chunks: Sequence[Chunk], *, picture: bool = False) -> list[tuple[list[str], bool]]:
    found = recognise(chunks, continues=lambda _one, _two: picture)
    return [([each.path.name for each in run.chunks], run.sure) for run in found]


CHAPTERS = [
    ["GOPR1234.MP4", "GP011234.MP4", "GP021234.MP4"],
    ["GH010034.MP4", "GH020034.MP4"],
    ["GX010034.MP4", "GX020034.MP4", "GX030034.MP4"],
]


@pytest.mark.parametrize("names", CHAPTERS, ids=lambda names: names[0])
def test_chapters_are_sure_in_whatever_order_they_are_dropped(names: list[str]) -> None:
    assert runs([chunk(name) for name in reversed(names)]) == [(names, True)]


def test_chapters_of_two_films_are_two_runs() -> None:
    names = ["GH010034.MP4", "GH010035.MP4", "GH020035.MP4", "GH020034.MP4"]
    assert runs([chunk(name) for name in names]) == [
        (["GH010034.MP4", "GH020034.MP4"], True),
        (["GH010035.MP4", "GH020035.MP4"], True),
    ]


FULL_NAMES = [
    ["MVI_0001.MP4", "MVI_0002.MP4", "MVI_0003.MP4"],
    ["C0001.MP4", "C0002.MP4"],
    ["00000.MTS", "00001.MTS", "00002.MTS"],
    ["DJI_0007.MP4", "DJI_0008.MP4"],
    ["P1000123.MP4", "P1000124.MP4"],
    ["VID_20240506_101112.mp4", "VID_20240506_101112_001.mp4", "VID_20240506_101112_002.mp4"],
    ["IMG_0009.MOV", "IMG_0010.MOV"],
]


@pytest.mark.parametrize("names", FULL_NAMES, ids=lambda names: names[0])
def test_a_full_file_is_followed_by_the_next(names: list[str]) -> None:
    found = recognise([*(chunk(name, size=FULL) for name in names[:-1]), chunk(names[-1])], continues=lambda *_: False)
    assert [([each.path.name for each in run.chunks], run.sure) for run in found] == [(names, True)]
    assert "new file" in found[0].why


def test_half_an_hour_is_a_limit_too() -> None:
    long = replace(PLAIN, claimed_us=29 * MINUTE + 59_000_000)
    assert runs([chunk("MVI_0001.MP4", facts=long), chunk("MVI_0002.MP4")]) == [(["MVI_0001.MP4", "MVI_0002.MP4"], True)]


def test_a_camcorders_clock_that_runs_on_is_sure() -> None:
    one, two = chunk("00000.MTS", facts=STREAM, first=MINUTE), chunk("00001.MTS", facts=STREAM, first=6 * MINUTE)
    assert runs([two, one]) == [(["00000.MTS", "00001.MTS"], True)]


def test_a_cameras_numbers_alone_are_a_guess_and_pictures_that_go_on_make_it_sure() -> None:
    both = [chunk("MVI_0001.MP4"), chunk("MVI_0002.MP4")]
    assert runs(both) == [(["MVI_0001.MP4", "MVI_0002.MP4"], False)]
    assert runs(both, picture=True) == [(["MVI_0001.MP4", "MVI_0002.MP4"], True)]


def test_a_phones_films_that_follow_one_another_are_films_of_their_own() -> None:
    assert runs([chunk("IMG_0001.MOV"), chunk("IMG_0002.MOV")], picture=True) == []
    later = [chunk("IMG_0001.MOV", filmed=NOON), chunk("IMG_0002.MOV", filmed=NOON + 6 * MINUTE)]
    assert runs(later, picture=True) == []
    at_once = [chunk("IMG_0001.MOV", filmed=NOON), chunk("IMG_0002.MOV", filmed=NOON + 5 * MINUTE + 1_000_000)]
    assert runs(at_once, picture=False) == []
    assert runs(at_once, picture=True) == [(["IMG_0001.MOV", "IMG_0002.MOV"], True)]


def test_phones_that_name_parts_by_their_times() -> None:
    names = ["VID_20240506_101000.mp4", "VID_20240506_101500.mp4", "VID_20240506_103000.mp4"]
    films = [chunk(name, filmed=NOON + minutes * MINUTE) for name, minutes in zip(names, (0, 5, 20), strict=True)]
    assert runs(films, picture=True) == [(names[:2], True)]


def test_times_that_contradict_end_a_run() -> None:
    films = [chunk(f"MVI_000{n}.MP4", filmed=NOON + n * 20 * MINUTE) for n in range(3)]
    assert runs(films, picture=True) == []


@pytest.mark.parametrize(
    "second",
    [
        chunk("MVI_0003.MP4"),
        chunk("MVI_0002.MP4", facts=replace(PLAIN, coded_width=1280)),
        chunk("MVI_0002.MP4", facts=replace(PLAIN, sound=None)),
        chunk("MVI_0002.MP4", facts=replace(PLAIN, turn=90)),
        chunk("DSC_0002.MP4"),
        chunk("MVI_0002.MOV"),
    ],
    ids=["a gap", "another size", "no sound", "turned", "another name", "another kind"],
)
def test_what_does_not_fit_is_no_run(second: Chunk) -> None:
    assert runs([chunk("MVI_0001.MP4", size=FULL), second], picture=True) == []


def test_real_parts_are_looked_at_and_recognised(tmp_path: Path) -> None:
    whole = write_part(tmp_path / "whole.mp4", range(100))
    split(whole, [tmp_path / "MVI_0001.MP4", tmp_path / "MVI_0002.MP4"], [(0, 50), (50, 100)])
    write_part(tmp_path / "MVI_0003.MP4", range(500, 530), scene=2)
    found = [look(tmp_path / f"MVI_000{n}.MP4") for n in (3, 2, 1)]
    (run,) = recognise(found)
    assert isinstance(run, Run)
    assert [each.path.name for each in run.chunks] == ["MVI_0001.MP4", "MVI_0002.MP4"], "the third is of something else"
    assert run.sure
    assert run.why == "The camera numbered them one after the other, and the picture goes on."
    assert not goes_on(found[1], found[0])


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.mp4").write_text("Bread, milk.\n" * 20)
    with pytest.raises(FilmRefused):
        look(tmp_path / "notes.mp4")
