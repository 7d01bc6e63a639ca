"""What the playback port promises, asked of every engine."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import numpy as np
import pytest
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.film import nearest_number
from app.video.port import Engine, EngineState
from app.video.vlc import engine as vlc_engine
from tests.gui.playable import CountedSource, Playable, number_in, pixels
from tests.gui.watched import Watched
from vig_tool.errors import Damaged
from vig_tool.timing import Instant

UNSURE = 3
"""How many pictures an engine that is not exact may be off on a machine that is busy with other things."""


def opened(watched: Watched, film: Playable, qtbot: QtBot) -> Engine:
    watched.engine.open(film)
    qtbot.waitUntil(lambda: bool(watched.pictures or watched.failures), timeout=10000)
    assert watched.failures == []
    return watched.engine


def test_opening_shows_the_first_picture_and_waits(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    engine = opened(watched, shelf(), qtbot)
    qtbot.wait(150)
    assert [us for us, _ in watched.pictures] == [0]
    assert number_in(watched.pictures[0][1]) <= (0 if engine.exact else UNSURE)
    assert watched.states == [EngineState.OPENING, EngineState.PAUSED]
    assert engine.state is EngineState.PAUSED


def test_every_picture_has_a_time_of_the_index_and_its_own(
    watched: Watched, choice: EngineChoice, shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film = shelf(variable_rate=True)
    engine = opened(watched, film, qtbot)
    engine.play()
    qtbot.waitUntil(lambda: watched.pictures[-1][0] > 1_500_000, timeout=10000)
    engine.pause()
    numbers = [film.index.shown_at(Instant(us)) for us, _ in watched.pictures]
    assert all(int(film.index.times[number]) == us for number, (us, _) in zip(numbers, watched.pictures, strict=True))
    assert len(set(numbers)) == len(numbers)
    off = sorted(abs(number - number_in(image)) for number, (_, image) in zip(numbers, watched.pictures, strict=True))
    assert off[-1] == 0 if engine.exact else off[int(len(off) * 0.9)] <= UNSURE


def test_after_a_seek_nothing_before_it(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film, chance = shelf(gop=90, b_frames=2), random.Random(3)
    engine = opened(watched, film, qtbot)
    engine.play()
    for _ in range(8):
        number = chance.randrange(150)
        at = film.index.time(number)
        watched.pictures.clear()
        engine.seek(at)
        qtbot.waitUntil(lambda: len(watched.pictures) > 2, timeout=10000)
        came = [film.index.shown_at(Instant(us)) for us, _ in watched.pictures]
        assert min(came) >= number
        assert came[0] <= number + 45
        assert all(number_in(image) >= number - (0 if engine.exact else UNSURE) for _, image in watched.pictures)


def test_a_seek_before_the_film_is_open_is_remembered(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf()
    watched.engine.open(film)
    watched.engine.seek(film.index.time(100))
    watched.engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 3, timeout=10000)
    assert all(us >= film.index.time(100).us for us, _ in watched.pictures)


@pytest.mark.alone
@pytest.mark.parametrize("rate", [0.5, 2.0, 4.0])
def test_it_runs_at_the_rate_asked_for(watched: Watched, rate: float, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(sound=False)
    watched.engine.set_rate(rate)
    engine = opened(watched, film, qtbot)
    engine.play()
    qtbot.waitUntil(lambda: watched.pictures[-1][0] > 600_000, timeout=10000)  # a change of rate takes VLC a moment
    began_us, began = watched.pictures[-1][0], time.monotonic()
    qtbot.wait(800)
    gone_us, gone = watched.pictures[-1][0] - began_us, time.monotonic() - began
    assert gone_us / 1_000_000 == pytest.approx(rate * gone, rel=0.3, abs=0.1)


def test_the_end_is_told_once_and_can_be_left(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(seconds=2)
    engine = opened(watched, film, qtbot)
    engine.play()
    qtbot.waitUntil(lambda: watched.ends > 0, timeout=10000)
    assert engine.state is EngineState.ENDED
    assert watched.pictures[-1][0] >= film.index.time(len(film.index) - 3).us
    watched.pictures.clear()
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 3, timeout=10000)
    assert watched.pictures[0][0] < 500_000
    assert watched.ends == 1


@pytest.mark.parametrize("changes", [{"container": "mkv"}, {"container": "avi", "codec": "mjpeg"}, {"codec": "hevc"}], ids=str)
def test_films_of_other_kinds(watched: Watched, changes: dict[str, object], shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(seconds=3, **changes)
    engine = opened(watched, film, qtbot)
    engine.seek(film.index.time(40))
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 8, timeout=10000)
    off = sorted(abs(film.index.shown_at(Instant(us)) - number_in(image)) for us, image in watched.pictures[-7:])
    assert off[3] <= (0 if engine.exact else UNSURE)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_films_are_upright(watched: Watched, turn: int, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(seconds=2, turn=turn, width=192, height=320)
    engine = opened(watched, film, qtbot)
    image = watched.pictures[0][1]
    assert (image.width(), image.height()) == (192, 320)
    assert number_in(image) <= (0 if engine.exact else UNSURE)


def test_the_same_picture_as_the_exact_one(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    """Neither padding, nor a shift, nor swapped colours."""
    film = shelf(seconds=2, width=322, height=242)
    opened(watched, film, qtbot)
    played = pixels(watched.pictures[0][1]).astype(np.int16)
    with film.stepper() as stepper:
        exact = stepper.picture(number_in(watched.pictures[0][1])).rgb.astype(np.int16)
    assert played.shape == exact.shape
    assert float(np.mean(np.abs(played - exact))) < 6


@pytest.mark.qt_log_ignore("Could not open media", extend=True)
def test_random_bytes_fail_with_a_sentence(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf()
    junk = Playable(film.recording_id, CountedSource(os.urandom(50_000)), film.facts, film.index)
    watched.engine.open(junk)
    qtbot.waitUntil(lambda: bool(watched.failures), timeout=15000)
    assert watched.failures[0].endswith(".")
    assert watched.engine.state is EngineState.FAILED
    assert watched.pictures == []


@pytest.mark.qt_log_ignore("Could not open media", extend=True)
def test_after_a_failure_another_film_plays(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf()
    watched.engine.open(Playable(film.recording_id, CountedSource(b"\0" * 3000), film.facts, film.index))
    qtbot.waitUntil(lambda: bool(watched.failures), timeout=15000)
    watched.failures.clear()
    opened(watched, film, qtbot)
    assert number_in(watched.pictures[-1][1]) <= 1


class _Torn(BytesIO):
    """A sealed film whose second half is not what was written."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > len(self.getbuffer()) // 2 and size != 0:
            raise Damaged("This film is damaged from here on.")
        return super().read(size)


class _TornSource:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def open(self) -> BinaryIO:
        return _Torn(self._data)


def test_damage_is_told_and_not_taken_for_the_end(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(seconds=6, container="mkv")
    with film.source.open() as reader:
        torn = Playable(film.recording_id, _TornSource(reader.read()), film.facts, film.index)
    watched.engine.set_rate(4)
    watched.engine.open(torn)
    watched.engine.play()
    qtbot.waitUntil(lambda: bool(watched.failures), timeout=15000)
    assert watched.failures == ["This film is damaged from here on."]
    assert watched.ends == 0


def test_thirty_times_open_and_closed(
    choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film, chance = shelf(), random.Random(5)
    assert isinstance(film.source, CountedSource)
    before, threads = film.source.open_readers, set(threading.enumerate())
    engine = make_engines(choice).candidates()[0]()
    for _ in range(30):
        engine.open(film)
        engine.play()
        qtbot.wait(chance.choice([0, 0, 5, 20, 60, 150]))
        began = time.monotonic()
        engine.close()
        assert time.monotonic() - began < 2
        assert film.source.open_readers == before
    engine.deleteLater()
    left = [thread for thread in threading.enumerate() if thread not in threads and not isinstance(thread, threading._DummyThread)]
    assert left == []


def test_the_window_is_never_kept_waiting(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf(gop=180, b_frames=2)
    waits: list[float] = []

    def timed(call: Callable[[], None]) -> None:
        began = time.monotonic()
        call()
        waits.append(time.monotonic() - began)

    timed(lambda: watched.engine.open(film))
    for number in (150, 10, 100, 170, 0):
        timed(lambda number=number: watched.engine.seek(film.index.time(number)))  # type: ignore[misc]
        timed(watched.engine.play)
        qtbot.wait(100)
        timed(watched.engine.pause)
    assert max(waits) < 0.25


def test_nearest_number(shelf: Callable[..., Playable]) -> None:
    index = shelf().index
    assert [nearest_number(index, us) for us in (-5, 0, 16_000, 17_000, 33_333, 10**9)] == [0, 0, 0, 1, 1, len(index) - 1]


def test_a_camcorder_stream_is_sought_exactly_by_qt(
    make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    """Qt lands on the key picture after a place in such a stream, and cannot go back to its beginning at all."""
    film = shelf(container="ts", gop=30, b_frames=2)
    watched = Watched(make_engines(EngineChoice.QT).candidates()[0]())
    engine = opened(watched, film, qtbot)
    for number in (100, 20, 0, 170, 61):
        watched.pictures.clear()
        engine.seek(film.index.time(number))
        engine.play()
        qtbot.waitUntil(lambda: len(watched.pictures) > 2, timeout=10000)
        engine.pause()
        came = [(film.index.shown_at(Instant(us)), number_in(image)) for us, image in watched.pictures]
        assert number <= came[0][0] <= number + 8
        assert [said for said, _ in came] == [seen for _, seen in came]
    engine.close()
    engine.deleteLater()


def test_a_film_with_sound_plays_without_a_sound_device(
    make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", QAudioDevice)
    watched = Watched(make_engines(EngineChoice.QT).candidates()[0]())
    film = shelf()
    assert film.has_sound
    engine = opened(watched, film, qtbot)
    engine.set_volume(0.5)
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 5, timeout=10000)
    engine.close()
    engine.deleteLater()


@pytest.mark.vlc
def test_vlc_that_stops_without_a_word_is_set_going_again(
    make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vlc_engine, "_PULSE_MS", 1000)
    engine = make_engines(EngineChoice.VLC).candidates()[0]()
    watched = Watched(engine)
    opened(watched, shelf(), qtbot)
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 5, timeout=10000)
    assert isinstance(engine, vlc_engine.VlcEngine)
    assert engine._session
    engine._session._post(engine._session._hold)  # behind the engine's back
    qtbot.wait(300)
    stood_at = watched.pictures[-1][0]
    qtbot.waitUntil(lambda: watched.pictures[-1][0] > stood_at + 100_000, timeout=10000)
    assert watched.failures == []
    engine.close()
    engine.deleteLater()
