"""What is seen when a film is stopped is what would be tagged: the number in the picture is the number of the time."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice
from app.video.player import Player
from tests.gui.conftest import BOTH
from tests.gui.playable import Playable, number_in
from vig_tool.timing import Instant

FILMS = [pytest.param({}, id="constant"), pytest.param({"variable_rate": True}, id="variable")]


@pytest.fixture(params=FILMS)
def film(request: pytest.FixtureRequest, shelf: Callable[..., Playable]) -> Playable:
    return shelf(**request.param)


def differing(player: Player, film: Playable) -> list[object]:
    """Empty where picture, number and time agree."""
    seen = number_in(player.view.image)
    tagged = film.index.shown_at(player.now)
    return [] if seen == player.number == tagged else [(seen, player.number, tagged)]


@pytest.mark.parametrize("choice", BOTH)
def test_fifty_random_pauses(choice: EngineChoice, film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player, chance = make_player(choice), random.Random(7)
    player.load(film)
    player.set_rate(4)
    misses: list[object] = []
    for _ in range(50):
        player.seek(film.index.time(chance.randrange(len(film.index) - 10)))
        player.play()
        qtbot.wait(chance.randrange(20, 200))
        player.pause()
        qtbot.waitUntil(lambda: player.settled, timeout=5000)
        misses += differing(player, film)
    assert misses == []


@pytest.mark.parametrize("choice", BOTH)
def test_it_runs_while_it_plays(choice: EngineChoice, film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    """So that the pauses above are pauses: pictures move, and each is shown with its own number (VLC: or one nearby)."""
    player, seen = make_player(choice), list[tuple[int, int]]()
    player.load(film)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    player.shown.connect(lambda _at, number: seen.append((number, number_in(player.view.image))))
    player.seek(film.index.time(30))
    player.play()
    qtbot.waitUntil(lambda: player.number > 70, timeout=15000)
    player.pause()
    numbers = [number for number, _ in seen]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 15
    off = [abs(number - read) for number, read in seen]
    assert max(off) == 0 if choice is EngineChoice.QT else sorted(off)[int(len(off) * 0.9)] <= 2


@pytest.mark.parametrize("choice", BOTH)
def test_fifty_steps(choice: EngineChoice, film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player, chance = make_player(choice), random.Random(8)
    player.load(film)
    player.seek(film.index.time(60))
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    misses: list[object] = []
    expected = 60
    for _ in range(50):
        by = chance.choice([1, 1, 1, -1, -1, 5, -7])
        expected = min(max(expected + by, 0), len(film.index) - 1)
        player.step(by)
        qtbot.waitUntil(lambda: player.settled, timeout=5000)
        misses += differing(player, film)
        assert player.number == expected
    assert misses == []


def test_steps_pressed_quickly_add_up(film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player = make_player()
    player.load(film)
    player.seek(film.index.time(50))
    for _ in range(12):
        player.step(1)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert player.number == 62
    assert differing(player, film) == []


def test_dragging_never_shows_a_picture_with_anothers_time(film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player, misses = make_player(), list[object]()
    player.load(film)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    player.shown.connect(lambda _at, _number: misses.extend(differing(player, film)))
    for place in range(0, film.index.end_us, 150_000):
        player.seek(Instant(place), dragging=True)
        qtbot.wait(5)
    player.seek(Instant(2_000_000))
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert player.number == film.index.shown_at(Instant(2_000_000))
    assert misses == []


def test_running_backwards_shows_every_picture_with_its_time(film: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player, seen, misses = make_player(), list[int](), list[object]()
    player.load(film)
    player.seek(film.index.time(40))
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    player.shown.connect(lambda _at, number: seen.append(number))
    player.shown.connect(lambda _at, _number: misses.extend(differing(player, film)))
    player.backwards()
    player.backwards()
    player.backwards()
    qtbot.waitUntil(lambda: player.number < 30, timeout=10000)
    player.pause()
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert seen == sorted(seen, reverse=True)
    assert misses == []
