"""Scrubbing: under the moving hand the nearest small picture at once, nothing decoded; the exact one as soon as the hand rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.screens.film_room.scrubbing import Scrubbing
from app.screens.film_room.seek_bar import SeekBar
from app.video import stepper as module
from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.stepper import ExactStepper
from app.widgets.timeline.view import TimeLine
from tests.films import SMALL, FilmShelf
from tests.gui.playable import CountedSource, Playable, number_in, playable_film
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.timing import Instant

EVERY = 30


@dataclass(frozen=True)
class Small:
    time: Instant
    rgb: NDArray[np.uint8]
    jpeg: bytes = b""


@pytest.fixture
def film(films: FilmShelf) -> Playable:
    return playable_film(films.film(replace(SMALL, gop=60, b_frames=2)))


@pytest.fixture
def player(qtbot: QtBot, film: Playable) -> Iterator[Player]:
    engines = Engines()
    engines.choice = EngineChoice.QT
    made = Player(engines)
    qtbot.addWidget(made.view)
    made.load(film)
    qtbot.waitUntil(lambda: made.settled, timeout=15000)
    yield made
    made.close()


@pytest.fixture
def scrubbing(player: Player, film: Playable) -> Scrubbing:
    made = Scrubbing(player)
    made.use(player)
    with film.stepper() as reader:
        pictures = [(film.index.time(n), reader.picture(n).rgb) for n in range(0, len(film.index), EVERY)]
    made.show_strip([Small(time, rgb[::2, ::2].copy()) for time, rgb in pictures])  # type: ignore[misc]
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers the exact stepper is asked for."""
    numbers: list[int] = []
    request = ExactStepper.request

    def noted(stepper: ExactStepper, number: int, *, quick: bool = False) -> None:
        numbers.append(number)
        request(stepper, number, quick=quick)

    monkeypatch.setattr(ExactStepper, "request", noted)
    return numbers


def _settled_at(player: Player, number: int) -> Callable[[], bool]:
    return lambda: player.settled and player.number == number


def _last(came: list[int], number: int) -> Callable[[], bool]:
    return lambda: came[-1] == number


def _has_image(stepper: ExactStepper, number: int) -> Callable[[], bool]:
    return lambda: stepper.cached(number) is not None


def test_while_the_hand_moves_the_nearest_small_picture_is_there_when_the_call_returns(
    player: Player, scrubbing: Scrubbing, film: Playable, asked: list[int]
) -> None:
    for number in (70, 100, 131, 44, 170):
        scrubbing.drag(film.index.time(number))
        nearest = min(range(0, len(film.index), EVERY), key=lambda near: abs(near - number))
        assert player.number == nearest
        assert player.now == film.index.time(nearest)
        assert not player.settled
        assert player.view.image.width() == film.width // 2
        assert player.view._size.width() == film.width  # it stands where the exact picture will stand
    assert asked == []


def test_when_the_hand_rests_the_exact_picture_comes_before_it_lets_go(
    player: Player, scrubbing: Scrubbing, film: Playable, asked: list[int], qtbot: QtBot
) -> None:
    scrubbing.drag(film.index.time(70))
    scrubbing.drag(film.index.time(101))
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    assert (player.number, number_in(player.view.image)) == (101, 101)
    assert asked == [101]


def test_small_moves_from_an_exact_picture_go_on_exactly(
    player: Player, scrubbing: Scrubbing, film: Playable, qtbot: QtBot
) -> None:
    scrubbing.drag(film.index.time(100))
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    for number in (101, 103, 99):
        scrubbing.drag(film.index.time(number))
        qtbot.waitUntil(_settled_at(player, number), timeout=10000)
        assert number_in(player.view.image) == number


def test_a_key_pressed_while_the_hand_moves_goes_from_where_the_hand_is(
    player: Player, scrubbing: Scrubbing, film: Playable, qtbot: QtBot
) -> None:
    scrubbing.drag(film.index.time(100))
    player.step(1)
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    assert (player.number, number_in(player.view.image)) == (101, 101)


def test_a_film_that_ran_goes_on_when_the_hand_lets_go(
    player: Player, scrubbing: Scrubbing, film: Playable, qtbot: QtBot
) -> None:
    player.play()
    qtbot.waitUntil(lambda: player.number > 2, timeout=10000)
    scrubbing.drag(film.index.time(100))
    running = [player.playing]
    scrubbing.let_go()
    player.seek(film.index.time(100))
    running.append(player.playing)
    assert running == [False, True]
    qtbot.waitUntil(lambda: player.number > 102, timeout=10000)


def test_without_a_strip_the_film_itself_is_asked(player: Player, film: Playable, qtbot: QtBot) -> None:
    scrubbing = Scrubbing(player)
    scrubbing.use(player)
    scrubbing.drag(film.index.time(100))
    qtbot.waitUntil(lambda: player.settled and player.number == 100, timeout=10000)
    assert number_in(player.view.image) == 100


def test_the_handle_of_the_seek_bar_stays_in_the_hand(qtbot: QtBot) -> None:
    bar = SeekBar()
    qtbot.addWidget(bar)
    bar.resize(400, 40)
    bar.set_length(10_000_000)
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    bar.set_now(Instant(0))  # an earlier picture is shown meanwhile
    assert bar._x == pytest.approx(200, abs=1)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    bar.set_now(Instant(0))
    assert bar._x < 20


def test_the_playhead_of_the_time_line_stays_in_the_hand(qtbot: QtBot) -> None:
    line = TimeLine()
    qtbot.addWidget(line)
    line.resize(800, 300)
    line.show_film(Instant(10_000_000))
    line.show()
    dragged: list[Instant] = []
    sought: list[Instant] = []
    line.dragged.connect(dragged.append)
    line.seek_asked.connect(sought.append)
    track = line.rows().track
    start, end = QPoint(round(track.left()) + 50, 5), QPoint(round(track.left()) + 300, 5)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=start)
    _move(line, end)
    line.show_time(Instant(0))
    assert len(sought) == 1
    assert dragged[-1].us == pytest.approx(300 * line.scale.us_per_px, abs=2 * line.scale.us_per_px)
    assert line._held == dragged[-1]
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=end)
    assert sought[-1] == dragged[-1]
    assert line._held is None


def _move(widget: TimeLine, to: QPoint) -> None:
    where = QPointF(to)
    buttons = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def stepper(film: Playable) -> Iterator[ExactStepper]:
    made = ExactStepper(film)
    yield made
    made.close()


def test_the_stepper_goes_ahead_until_it_rests_and_then_answers_without_decoding(
    stepper: ExactStepper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[int] = []
    stepper.stepped.connect(lambda image, number: came.append(number_in(image)))
    stepper.request(100)
    qtbot.waitUntil(lambda: came == [100] and stepper.rested, timeout=10000)
    at_hand: list[bool] = []
    fetch = FrameReader.fetch

    def noted(reader: FrameReader, number: int, *, give_up: Callable[[], bool] = bool) -> bool:
        at_hand.append(reader.has(number))
        return fetch(reader, number, give_up=give_up)

    monkeypatch.setattr(FrameReader, "fetch", noted)
    for number in (99, 98, 97, 101, 104, 60):
        stepper.request(number)
        qtbot.waitUntil(_last(came, number), timeout=10000)
    qtbot.waitUntil(lambda: stepper.rested, timeout=10000)
    stepper.request(59)  # in the group of pictures before
    qtbot.waitUntil(_last(came, 59), timeout=10000)
    assert all(at_hand)


def test_a_film_that_runs_has_the_machine_for_itself(stepper: ExactStepper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[int] = []
    prefetched: list[bool] = []
    prefetch = FrameReader.prefetch

    def noted(reader: FrameReader, *, give_up: Callable[[], bool]) -> bool:
        stepper.rest()
        prefetched.append(prefetch(reader, give_up=give_up))
        return prefetched[-1]

    monkeypatch.setattr(FrameReader, "prefetch", noted)
    stepper.stepped.connect(lambda _image, number: came.append(number))
    stepper.request(100)
    qtbot.waitUntil(lambda: bool(prefetched) and stepper.rested, timeout=10000)
    assert prefetched == [False]


def test_a_film_that_runs_for_a_while_is_not_held_by_the_stepper(film: Playable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RUNS_S", 0.3)
    source = CountedSource(film.source.open().read())
    stepper = ExactStepper(Playable(uuid4(), source, film.facts, film.index))
    try:
        stepper.request(60)
        qtbot.waitUntil(lambda: stepper.rested, timeout=10000)
        assert stepper._pictures
        stepper.rest()
        qtbot.wait(100)
        assert stepper._pictures, "stopped again at once, all of it is still there"
        qtbot.waitUntil(lambda: not stepper._pictures and source.open_readers == 0, timeout=5000)
        stepper.request(61)
        qtbot.waitUntil(_has_image(stepper, 61), timeout=10000)
        qtbot.wait(400)
        assert stepper._pictures, "only what runs is let go of"
    finally:
        stepper.close()


def test_images_stay_within_their_share_of_the_memory(film: Playable, qtbot: QtBot) -> None:
    class Tight(Playable):
        @property
        def memory(self) -> int:
            return 16 * 320 * 180 * 4

    stepper = ExactStepper(Tight(uuid4(), film.source, film.facts, film.index))
    try:
        for number in range(0, 60, 3):
            stepper.request(number)
            qtbot.waitUntil(_has_image(stepper, number), timeout=10000)
        assert sum(image.sizeInBytes() for image in stepper._pictures.values()) <= 2 * 320 * 180 * 4
    finally:
        stepper.close()


def test_only_the_image_shown_and_its_neighbours_are_held(film: Playable, qtbot: QtBot) -> None:
    stepper = ExactStepper(film)
    try:
        stepper.keep((5,))
        for number in range(30, 60, 3):
            stepper.request(number)
            qtbot.waitUntil(_has_image(stepper, number), timeout=10000)
        qtbot.waitUntil(lambda: stepper.rested, timeout=10000)
        assert {5, 56, 57, 58} == set(stepper._pictures)
    finally:
        stepper.close()
