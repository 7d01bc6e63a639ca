"""Both engines under hasty hands: films replaced while they open, and storms of seeks, rates, pauses and loops."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.port import EngineState
from tests.gui.conftest import BOTH
from tests.gui.playable import Playable, number_in
from tests.gui.watched import Watched
from vig_tool.timing import Instant, Span

CYCLES = 60
"""Of opening and closing here; 500 by hand with `python -m tests.bench.soak`."""


@pytest.mark.parametrize("choice", BOTH)
def test_a_film_replaced_shows_nothing_more(
    choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    """Whether it was opening, playing, seeking or over. The films differ in size, so a picture tells whose it is."""
    films = [shelf(), shelf(container="mkv", width=256, height=144)]
    chance = random.Random(4)
    engine = make_engines(choice).candidates()[0]()
    wrong: list[str] = []
    current = films[0]

    def pictured(image: QImage, _us: object) -> None:
        if (image.width(), image.height()) != (current.width, current.height):
            wrong.append(f"{image.width()} of {current.width}")

    engine.pictured.connect(pictured)
    for round_ in range(14):
        current = films[round_ % 2]
        engine.open(current)
        if chance.random() < 0.7:
            engine.seek(current.index.time(chance.randrange(len(current.index))))
        engine.play()
        qtbot.wait(chance.choice([0, 1, 10, 60, 200, 500]))
    watched = Watched(engine)
    qtbot.waitUntil(lambda: len(watched.pictures) > 3 or watched.ends > 0, timeout=15000)
    assert wrong == []
    assert watched.failures == []
    engine.close()
    engine.deleteLater()


@pytest.mark.parametrize("choice", BOTH)
@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_storm_the_picture_is_right(
    choice: EngineChoice, seed: int, make_player: Callable[..., Player], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film, chance = shelf(seconds=8, gop=60, b_frames=2), random.Random(seed)
    player = make_player(choice)
    said: list[str] = []
    player.failed.connect(said.append)
    player.load(film)

    def somewhere() -> Instant:
        return film.index.time(chance.randrange(len(film.index)))

    def loop() -> None:
        first = chance.randrange(len(film.index) - 20)
        player.play_span(Span(film.index.time(first), film.index.time(first + 12)), loop=True)

    deeds: list[Callable[[], object]] = [
        player.play,
        player.pause,
        player.backwards,
        loop,
        lambda: player.step(chance.choice([-3, -1, 1, 5])),
        lambda: player.seek(somewhere()),
        lambda: player.seek(somewhere(), dragging=True),
        lambda: player.set_rate(chance.choice([0.25, 0.5, 1.0, 2.0, 4.0])),
    ]
    began = time.monotonic()
    for _ in range(60):
        at = time.monotonic()
        chance.choice(deeds)()
        assert time.monotonic() - at < 0.5
        qtbot.wait(chance.choice([0, 0, 0, 5, 30, 90]))
    player.pause()
    number = chance.randrange(len(film.index))
    player.seek(film.index.time(number))
    qtbot.waitUntil(lambda: player.settled and player.number == number, timeout=15000)
    assert number_in(player.view.image) == number
    player.set_rate(1.0)
    player.seek(film.index.time(30))
    qtbot.waitUntil(lambda: player.settled, timeout=15000)
    player.play()
    shown: list[tuple[int, int]] = []
    player.shown.connect(lambda _at, seen: shown.append((seen, number_in(player.view.image))))
    qtbot.waitUntil(lambda: player.number > 60, timeout=15000)
    slip = 0 if choice is EngineChoice.QT else 1
    assert max(abs(said_number - seen) for said_number, seen in shown) <= slip
    assert said == []
    assert time.monotonic() - began < 90


@pytest.mark.parametrize("choice", BOTH)
def test_a_rate_changed_while_it_runs_holds_within_a_second(
    choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    film = shelf(seconds=30)
    engine = make_engines(choice).candidates()[0]()
    watched = Watched(engine)
    engine.open(film)
    engine.play()
    slip = 0 if engine.exact else 1
    for rate in (2.0, 0.5, 1.0):
        qtbot.waitUntil(lambda: bool(watched.pictures) and engine.state is EngineState.PLAYING, timeout=15000)
        engine.set_rate(rate)
        qtbot.wait(1000)
        came = len(watched.pictures)
        qtbot.waitUntil(lambda came=came: len(watched.pictures) > came, timeout=3000)  # type: ignore[misc]
        start_us, start = watched.pictures[-1][0], time.monotonic()
        qtbot.wait(1000)
        gone = time.monotonic() - start
        assert (watched.pictures[-1][0] - start_us) / 1_000_000 == pytest.approx(rate * gone, rel=0.3, abs=0.1)
        off = [abs(film.index.shown_at(Instant(us)) - number_in(image)) for us, image in watched.pictures[came:]]
        assert max(off) <= slip
    engine.close()
    engine.deleteLater()


@pytest.mark.parametrize("choice", BOTH)
def test_opened_and_closed_again_and_again_nothing_is_left(
    choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    films, chance = [shelf(), shelf(container="ts", gop=30, b_frames=2)], random.Random(5)
    threads = set(threading.enumerate())
    engine = make_engines(choice).candidates()[0]()

    def held() -> tuple[int, int]:
        return len(list(Path("/proc/self/fd").iterdir())), len(list(Path("/proc/self/task").iterdir()))

    def once() -> None:
        film = chance.choice(films)
        engine.open(film)
        engine.play()
        qtbot.wait(chance.choice([0, 0, 5, 20, 60]))
        engine.close()
        assert engine.gone

    for _ in range(10):
        once()
    before = held() if os.path.exists("/proc/self/fd") else (0, 0)  # noqa: PTH110
    for _ in range(CYCLES - 10):
        once()
    after = held() if os.path.exists("/proc/self/fd") else (0, 0)  # noqa: PTH110
    assert after[0] <= before[0] + 3
    assert after[1] <= before[1] + 6  # Qt and libVLC keep a few threads for later
    engine.deleteLater()
    left = [thread for thread in threading.enumerate() if thread not in threads and not isinstance(thread, threading._DummyThread)]
    assert left == []
