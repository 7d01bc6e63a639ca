"""What is taken away while a film plays: the sound's way out, a screen, the stick with the library; and films with a corrupt stretch."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

import pytest
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.port import EngineState
from app.video.qt.device import UNREADABLE
from app.video.qt.engine import QtEngine
from app.video.vlc.engine import VlcEngine, VlcLibrary
from tests.gui.playable import CountedSource, Playable, number_in
from tests.gui.watched import Watched
from vig_tool.timing import Instant


class _Pulled(BytesIO):
    def __init__(self, stick: Stick, data: bytes) -> None:
        super().__init__(data)
        self._stick = stick

    def read(self, size: int | None = -1, /) -> bytes:
        if self._stick.pulled.is_set():
            raise OSError(5, "Input/output error")
        return super().read(min(16384, size) if size is not None and size > 0 else size)


class Stick:
    """The source of a film on a stick that can be pulled out and put back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)
        self.pulled = threading.Event()
        self.readers: list[_Pulled] = []

    def open(self) -> BinaryIO:
        if self.pulled.is_set():
            raise OSError(2, "No such file or directory")
        self.readers.append(_Pulled(self, self._data))
        return self.readers[-1]


def on_a_stick(film: Playable) -> tuple[Playable, Stick]:
    with film.source.open() as reader:
        stick = Stick(reader.read())
    return Playable(film.recording_id, stick, film.facts, film.index), stick


def test_a_stick_pulled_out_stops_the_film_with_one_sentence_and_put_back_it_plays(
    watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film, stick = on_a_stick(shelf(seconds=30, bit_rate=8_000_000))
    engine = watched.engine
    engine.open(film)
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 10, timeout=15000)
    stick.pulled.set()
    began = time.monotonic()
    engine.seek(film.index.time(len(film.index) - 60))  # beyond what was read ahead
    assert time.monotonic() - began < 0.2
    qtbot.waitUntil(lambda: bool(watched.failures), timeout=15000)
    qtbot.wait(300)
    assert watched.failures == [UNREADABLE]
    assert engine.state is EngineState.FAILED
    assert watched.ends == 0
    engine.close()
    assert engine.gone
    assert all(reader.closed for reader in stick.readers)
    stick.pulled.clear()
    watched.pictures.clear()
    engine.open(film)
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 5, timeout=15000)
    assert number_in(watched.pictures[-1][1]) > 0


def test_a_stick_that_is_not_there_is_told_at_once(watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film, stick = on_a_stick(shelf())
    stick.pulled.set()
    watched.engine.open(film)
    qtbot.waitUntil(lambda: bool(watched.failures), timeout=10000)
    assert watched.failures[0].endswith(".")
    assert watched.pictures == []


@pytest.mark.parametrize("container", ["mp4", "mkv", "ts"])
def test_a_corrupt_stretch_is_played_over_or_told_but_never_stood_before(
    container: str, watched: Watched, shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film, chance = shelf(seconds=4, container=container, gop=30, bit_rate=1_000_000), random.Random(9)
    with film.source.open() as reader:
        data = bytearray(reader.read())
    place = len(data) * 45 // 100
    data[place : place + 40_000] = chance.randbytes(40_000)
    watched.engine.open(Playable(film.recording_id, CountedSource(bytes(data)), film.facts, film.index))
    watched.engine.play()
    qtbot.waitUntil(lambda: bool(watched.failures) or watched.ends == 1, timeout=20000)
    if not watched.failures:
        assert watched.pictures[-1][0] > film.index.time(90).us


def test_the_sound_output_removed_and_another_plugged_in(
    make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system says of it is said by hand: the pictures go on as if nothing was."""
    engine = make_engines(EngineChoice.QT).candidates()[0]()
    assert isinstance(engine, QtEngine)
    watched = Watched(engine)
    engine.open(shelf(seconds=12))
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 10, timeout=10000)
    asked: list[int] = []

    def none_left() -> QAudioDevice:
        asked.append(1)
        return QAudioDevice()

    monkeypatch.setattr(QMediaDevices, "defaultAudioOutput", none_left)
    for _ in range(3):
        assert engine._hand is not None
        engine._hand._post(lambda held: held._devices.audioOutputsChanged.emit())
    qtbot.waitUntil(lambda: len(asked) == 3, timeout=5000)
    came = len(watched.pictures)
    qtbot.waitUntil(lambda: len(watched.pictures) > came + 10, timeout=10000)
    assert watched.failures == []
    engine.close()
    engine.deleteLater()


@pytest.mark.vlc
def test_vlc_plays_on_where_no_sound_can_be_put_out(shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    library = VlcLibrary("--aout=there-is-none")
    engine = VlcEngine(library)
    watched = Watched(engine)
    film = shelf(seconds=12)
    engine.open(film)
    engine.set_volume(0.5)
    engine.play()
    qtbot.waitUntil(lambda: len(watched.pictures) > 20, timeout=15000)
    off = [abs(film.index.shown_at(Instant(us)) - number_in(image)) for us, image in watched.pictures]
    assert max(off) <= 1
    assert watched.failures == []
    engine.close()
    engine.deleteLater()
    library.close()


def test_the_window_that_shows_it_goes_from_screen_to_screen(
    choice: EngineChoice, make_player: Callable[..., Player], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    """A screen removed takes its windows along: hidden, made anew elsewhere, of another size. The film runs on and is seen again."""
    film, player = shelf(seconds=12), make_player(choice)
    first, second = QWidget(), QWidget()
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    first.resize(640, 360)
    player.view.setParent(first)
    player.view.resize(640, 360)
    first.show()
    player.load(film)
    player.play()
    qtbot.waitUntil(lambda: player.number > 10, timeout=15000)
    first.hide()
    player.view.setParent(second)
    first.close()
    qtbot.waitUntil(lambda: player.number > 30, timeout=15000)
    second.resize(320, 180)
    player.view.resize(320, 180)
    player.view.show()
    second.show()
    number = player.number
    qtbot.waitUntil(lambda: player.number > number + 10, timeout=15000)
    assert player.playing
    player.view.setParent(None)
