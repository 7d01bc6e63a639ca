"""An engine that hangs is noticed within two seconds and set aside, its file closed, and the next one goes on in its place."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.port import Engine
from app.video.qt.hand import QtHand
from app.video.watch import BEAT_MS, PATIENCE_BEATS
from tests.films import SMALL, FilmShelf
from tests.gui.conftest import BOTH
from tests.gui.hanging import Chosen, StuckEngine, StuckFilm, StuckSource, stuck_film
from tests.gui.playable import Playable, number_in

pytestmark = pytest.mark.alone

BEATS = PATIENCE_BEATS + 2
"""Two seconds since the last sign of life, counted as the watch counts: on a busy machine a beat takes longer."""


class Beats(QTimer):
    """How often in a row the window could have looked, at most, while the player's engine gave no sign."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self.most = self._counted = 0
        self._player, self._before = player, -1
        self.timeout.connect(self._count)
        self.start(BEAT_MS)

    def _count(self) -> None:
        engine = self._player._decks.front._engine
        now = -1 if engine is None else engine.signs
        self._counted = self._counted + 1 if now == self._before else 0
        self._before = now
        self.most = max(self.most, self._counted)


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    """Set when the test is over, so that its hanging threads end."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def player_with(qtbot: QtBot) -> Iterator[Callable[[Engines], Player]]:
    made: list[Player] = []

    def make(engines: Engines) -> Player:
        player = Player(engines)
        qtbot.addWidget(player.view)
        made.append(player)
        return player

    yield make
    for player in made:
        player.close()
        player.deleteLater()


def first_of(make_engines: Callable[[EngineChoice], Engines], choice: EngineChoice) -> Callable[[], Engine]:
    return make_engines(choice).candidates()[0]


def test_two_seconds_are_two_seconds() -> None:
    assert (PATIENCE_BEATS + 1) * BEAT_MS <= 2000


@pytest.mark.parametrize("choice", BOTH)
def test_a_made_up_one_is_noticed_and_the_next_goes_on_in_its_place(
    choice: EngineChoice,
    make_engines: Callable[[EngineChoice], Engines],
    player_with: Callable[[Engines], Player],
    shelf: Callable[..., Playable],
    let_go: threading.Event,
    qtbot: QtBot,
) -> None:
    film = shelf(seconds=12)
    stuck = StuckEngine(let_go, pictures=70)
    engines = Chosen(lambda: stuck, first_of(make_engines, choice))
    player = player_with(engines)
    player.load(film)
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    said: list[str] = []
    player.failed.connect(said.append)
    player.set_rate(2.0)
    player.seek(film.index.time(60))
    player.play()
    qtbot.waitUntil(lambda: player.number == 70, timeout=10000)
    beats = Beats(player)
    qtbot.waitUntil(lambda: engines.aside.hung == 1, timeout=10000)
    assert 0 < beats.most <= BEATS
    assert stuck.forsaken
    assert engines.aside.threads == 1
    shown: list[int] = []
    player.shown.connect(lambda _at, number: shown.append(number))
    qtbot.waitUntil(lambda: player.number > 110, timeout=15000)
    assert player.playing
    assert min(shown) >= 69
    assert said == []
    player.pause()
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    assert number_in(player.view.image) == player.number
    let_go.set()
    qtbot.waitUntil(lambda: engines.aside.threads == 0, timeout=5000)


def test_a_picture_that_stands_for_long_is_no_sign_of_hanging(
    player_with: Callable[[Engines], Player],
    make_engines: Callable[[EngineChoice], Engines],
    shelf: Callable[..., Playable],
    qtbot: QtBot,
) -> None:
    engines = make_engines(EngineChoice.QT)
    player = player_with(engines)
    player.load(shelf(seconds=3, rate=1, sound=False))
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    player.set_rate(0.25)
    player.play()
    qtbot.waitUntil(lambda: player.number == 1, timeout=15000)
    assert engines.aside.hung == 0


def opening_stuck(
    choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable]
) -> tuple[Engines, StuckFilm, StuckSource]:
    film, source = stuck_film(shelf(seconds=12, bit_rate=1_000_000), after=60_000, readers=1)
    other = EngineChoice.QT if choice is EngineChoice.VLC else EngineChoice.VLC
    return Chosen(first_of(make_engines, choice), first_of(make_engines, other)), film, source


@pytest.mark.vlc
@pytest.mark.parametrize("choice", [EngineChoice.QT, EngineChoice.VLC], ids=["qt", "vlc"])
def test_a_real_one_whose_reads_never_return_while_opening(
    choice: EngineChoice,
    make_engines: Callable[[EngineChoice], Engines],
    player_with: Callable[[Engines], Player],
    shelf: Callable[..., Playable],
    qtbot: QtBot,
) -> None:
    engines, film, source = opening_stuck(choice, make_engines, shelf)
    player = player_with(engines)
    try:
        player.load(film)
        player.play()
        qtbot.waitUntil(lambda: bool(source.readers) and source.readers[0].stuck, timeout=10000)
        beats = Beats(player)
        qtbot.waitUntil(lambda: engines.aside.hung == 1, timeout=10000)
        assert 0 < beats.most <= BEATS
        qtbot.waitUntil(lambda: source.readers[0].closed, timeout=2000)
        assert engines.aside.threads == 1
        qtbot.waitUntil(lambda: player.number > 20, timeout=15000)
        assert player.playing
    finally:
        source.let_go.set()
    qtbot.waitUntil(lambda: engines.aside.threads == 0, timeout=8000)


@pytest.mark.vlc
def test_a_real_one_whose_reads_never_return_while_playing(
    make_engines: Callable[[EngineChoice], Engines],
    player_with: Callable[[Engines], Player],
    shelf: Callable[..., Playable],
    qtbot: QtBot,
) -> None:
    film, source = stuck_film(shelf(seconds=12, bit_rate=1_000_000))
    engines = Chosen(first_of(make_engines, EngineChoice.QT), first_of(make_engines, EngineChoice.VLC))
    player = player_with(engines)
    said: list[str] = []
    player.failed.connect(said.append)
    player.load(film)
    player.play()
    try:
        qtbot.waitUntil(lambda: player.number > 10, timeout=10000)
        source.hold()
        player.seek(film.index.time(200))
        qtbot.waitUntil(lambda: source.readers[0].stuck, timeout=10000)
        beats = Beats(player)
        began = time.monotonic()
        player.pause()
        player.play()
        assert time.monotonic() - began < 0.2  # the window is not kept waiting by what hangs
        qtbot.waitUntil(lambda: engines.aside.hung == 1, timeout=10000)
        assert 0 < beats.most <= BEATS
        qtbot.waitUntil(lambda: source.readers[0].closed, timeout=2000)
        qtbot.waitUntil(lambda: player.number > 215, timeout=15000)
        assert said == []
    finally:
        source.let_go.set()
    qtbot.waitUntil(lambda: engines.aside.threads == 0, timeout=8000)


def test_one_that_hangs_while_it_leaves_its_film_has_that_closed(shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    """As where a film is loaded anew to land in the right place, and the reading of the one before never returns."""
    film, source = stuck_film(shelf(seconds=12, bit_rate=1_000_000))
    parent = QObject()
    hand = QtHand(lambda _frame: None, parent)
    try:
        hand.load(film, 1, 1)
        hand.play()
        qtbot.waitUntil(lambda: bool(source.readers) and hand.calls == 2, timeout=10000)
        source.hold()
        hand.set_position(10_000, 2)
        qtbot.waitUntil(lambda: source.readers[0].stuck, timeout=10000)
        hand.load(film, 2, 3)
        qtbot.wait(300)
        assert hand.calls < hand.asked, "it hangs"
        hand.end()
        hand.abandon()
        assert source.readers[0].closed
    finally:
        source.let_go.set()
        hand.end()
        assert hand.join(8)


@pytest.mark.vlc
def test_where_both_hang_pictures_can_still_be_looked_at(
    make_engines: Callable[[EngineChoice], Engines],
    player_with: Callable[[Engines], Player],
    shelf: Callable[..., Playable],
    qtbot: QtBot,
) -> None:
    film, source = stuck_film(shelf(seconds=12, bit_rate=1_000_000), after=60_000)
    engines = Chosen(first_of(make_engines, EngineChoice.QT), first_of(make_engines, EngineChoice.VLC))
    player = player_with(engines)
    said: list[str] = []
    player.failed.connect(said.append)
    try:
        player.load(film)
        player.play()
        qtbot.waitUntil(lambda: bool(said), timeout=20000)
        assert said == ["This film cannot be played on this computer, but its pictures can be looked at one by one."]
        assert not player.playing
        assert engines.aside.hung == engines.aside.threads == 2
        qtbot.waitUntil(lambda: all(reader.closed for reader in source.readers), timeout=3000)
        player.seek(film.index.time(100))
        player.step(1)
        qtbot.waitUntil(lambda: player.settled and player.number == 101, timeout=10000)
        assert number_in(player.view.image) == 101
    finally:
        source.let_go.set()
    qtbot.waitUntil(lambda: engines.aside.threads == 0, timeout=8000)


@pytest.mark.parametrize("choice", BOTH)
@pytest.mark.parametrize("how", ["", "hung"], ids=["unclosed", "hung"])
def test_the_program_ends_quickly_and_cleanly_whatever_is_left(choice: EngineChoice, how: str, films: FilmShelf) -> None:
    film = films.film(replace(SMALL, seconds=12, bit_rate=1_000_000))
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "tests.gui.unclosed", choice.value, str(film.path), *filter(None, [how])],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.strip() == f"over {1 if how else 0} True"
    assert time.monotonic() - began < 40
