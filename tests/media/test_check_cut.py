"""The check after writing finds every planted fault: it is what makes “checked” mean something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.jobs import Job
from vig_tool.media.exports.check_cut import CheckFailed, Expected, check_written, print_of
from vig_tool.media.exports.encode import Mp4Writer
from vig_tool.media.sounds.span_sound import Block, Loudness

COUNT, STEP = 30, 33_333


@pytest.fixture(scope="module")
def pictures(films: FilmShelf) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    with av.open(str(films.film(replace(SMALL, seconds=2)).path)) as film:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video=0)]


def _beat(*, late: int = 0) -> list[Block]:
    """A second of sound: bursts of different lengths, moved by `late` samples."""
    wave = np.zeros((48_000, 2), np.float32)
    for start, length in ((4000, 900), (11_000, 3000), (19_000, 500), (30_000, 6000), (43_000, 1000)):
        wave[start + late : start + late + length] = 0.4 * np.sin(np.arange(length) * 0.2)[:, None]
    return [wave[n : n + 1024] for n in range(0, 48_000, 1024)]


def _write(path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]], *, step: int = STEP, late: int = 0) -> None:
    with Mp4Writer(path, width=320, height=180, usual_us=step, sound=iter(_beat(late=late))) as writer:
        for place, picture in enumerate(pictures):
            writer.add(picture, at_us=place * step, until_us=(place + 1) * step)
        writer.finish()


@pytest.fixture
def expected(pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]) -> Expected:
    loudness = Loudness()
    for block in _beat():
        loudness.add(block)
    prints = {place: print_of(pictures[10 + place]) for place in range(-1, COUNT + 1)}
    return Expected(np.arange(COUNT) * STEP, COUNT * STEP, 320, 180, prints, loudness.values())


def test_what_is_right_passes(tmp_path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]], expected: Expected) -> None:
    _write(tmp_path / "a.mp4", pictures[10:40])
    check_written(tmp_path / "a.mp4", expected, Job())


@pytest.mark.parametrize(
    ("first", "last", "step", "late", "said"),
    [
        (9, 39, STEP, 0, "another one"),
        (11, 41, STEP, 0, "another one"),
        (10, 41, STEP, 0, "31 pictures"),
        (10, 39, STEP, 0, "29 pictures"),
        (10, 40, STEP + 100, 0, "is shown at"),
        (10, 40, STEP, 2400, "ms off"),
    ],
)
def test_what_is_wrong_does_not(
    tmp_path: Path,
    pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]],
    expected: Expected,
    first: int,
    last: int,
    step: int,
    late: int,
    said: str,
) -> None:
    _write(tmp_path / "a.mp4", pictures[first:last], step=step, late=late)
    with pytest.raises(CheckFailed, match=said):
        check_written(tmp_path / "a.mp4", expected, Job())


def _remuxed(source: Path, target: Path, change: Callable[[object], None], *, skip: int = 0) -> None:
    """The same packets once more, with something planted. Pictures before time 0 are hidden by an edit list."""
    with av.open(str(source)) as film, av.open(str(target), "w", container_options={"movie_timescale": "90000"}) as out:
        change(out)
        tracks = {stream.index: out.add_stream_from_template(stream) for stream in (film.streams.video[0], film.streams.audio[0])}
        for packet in film.demux():
            if packet.size and packet.pts is not None and packet.dts is not None:
                if packet.stream.type == "video":
                    packet.pts -= skip
                    packet.dts -= skip
                packet.stream = tracks[packet.stream.index]
                out.mux(packet)


def test_a_place_in_the_tags_is_found(
    tmp_path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]], expected: Expected
) -> None:
    _write(tmp_path / "a.mp4", pictures[10:40])

    def locate(out: object) -> None:
        assert isinstance(out, av.container.OutputContainer)
        out.metadata["location"] = "+51.5-000.1/"

    _remuxed(tmp_path / "a.mp4", tmp_path / "b.mp4", locate)
    with pytest.raises(CheckFailed, match="tags were left"):
        check_written(tmp_path / "b.mp4", expected, Job())


def test_pictures_hidden_by_an_edit_list_are_found(
    tmp_path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]], expected: Expected
) -> None:
    _write(tmp_path / "a.mp4", pictures[7:40])
    _remuxed(tmp_path / "a.mp4", tmp_path / "b.mp4", lambda _out: None, skip=3 * 3000)
    with av.open(str(tmp_path / "b.mp4")) as film:
        assert len(list(film.decode(video=0))) == COUNT  # a player shows none of the hidden ones
    with pytest.raises(CheckFailed, match="not shown"):
        check_written(tmp_path / "b.mp4", expected, Job())


def test_bytes_that_belong_to_nothing_are_found(
    tmp_path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]], expected: Expected
) -> None:
    _write(tmp_path / "a.mp4", pictures[10:40])
    whole = (tmp_path / "a.mp4").read_bytes()
    (tmp_path / "b.mp4").write_bytes(whole + (20).to_bytes(4, "big") + b"mdat" + b"leftover0000")
    with pytest.raises(CheckFailed, match="belong to no picture"):
        check_written(tmp_path / "b.mp4", expected, Job())
    (tmp_path / "c.mp4").write_bytes(whole + (20).to_bytes(4, "big") + b"uuid" + b"something000")
    with pytest.raises(CheckFailed, match="holds a part"):
        check_written(tmp_path / "c.mp4", expected, Job())


def test_pictures_closer_than_a_tick_keep_their_order(
    tmp_path: Path, pictures: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]
) -> None:
    times = np.array([0, 1, 2, 33_333])
    with Mp4Writer(tmp_path / "a.mp4", width=320, height=180, usual_us=STEP, sound=None) as writer:
        for place, time_us in enumerate(times.tolist()):
            writer.add(pictures[place], at_us=time_us, until_us=[1, 2, 33_333, 66_666][place])
        writer.finish()
    check_written(tmp_path / "a.mp4", Expected(times, 66_666, 320, 180), Job())
