"""Shared by the tests of windows and playback: no screen unless asked for, films as screens get them, nothing left running."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

if "VIG_REAL_WINDOW" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.vlc.engine import VlcLibrary, vlc_there
from tests.films import SMALL
from tests.films import FilmShelf as FilmShelf
from tests.films import films as films
from tests.gui.playable import Playable, playable_film
from tests.gui.watched import Watched
from vig_tool.media.sample import Recipe

BOTH = [pytest.param(EngineChoice.QT, id="qt"), pytest.param(EngineChoice.VLC, id="vlc", marks=pytest.mark.vlc)]
"""Parametrize over this to run with both engines."""


@pytest.fixture(scope="session")
def known_garbage() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def collected_here(known_garbage: None) -> Iterator[None]:
    """As in the program (`app.collecting`): Qt objects are never collected in another thread than this one."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Every thread a test starts is joined when it ends."""
    before = set(threading.enumerate())
    yield

    def left() -> list[threading.Thread]:
        # Threads of Qt and libVLC that once called into Python are dummies; they are not Python's to join.
        return [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, threading._DummyThread)]

    until = time.monotonic() + 3
    while left() and time.monotonic() < until:
        time.sleep(0.02)
    assert not left(), f"threads left running: {[_doing(thread) for thread in left()]}"


def _doing(thread: threading.Thread) -> str:
    """Where it is, for who looks into a thread that hangs once in a thousand runs."""
    frame = sys._current_frames().get(thread.ident or 0)
    return f"{thread.name}: {''.join(traceback.format_stack(frame)[-4:])}" if frame is not None else thread.name


@pytest.fixture(autouse=True)
def skip_without_vlc(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("vlc") and (reason := vlc_there()):
        pytest.skip(reason)


@pytest.fixture(scope="session")
def silent_vlc() -> Iterator[VlcLibrary]:
    """libVLC with a sound output that plays nothing anywhere."""
    library = VlcLibrary("--aout=adummy")
    yield library
    library.close()


@pytest.fixture
def make_engines(silent_vlc: VlcLibrary) -> Callable[[EngineChoice], Engines]:
    return lambda choice: Engines(choice, vlc=silent_vlc)


@pytest.fixture(params=BOTH)
def choice(request: pytest.FixtureRequest) -> EngineChoice:
    """Both engines, one after the other."""
    chosen = request.param
    assert isinstance(chosen, EngineChoice)
    return chosen


@pytest.fixture
def watched(choice: EngineChoice, make_engines: Callable[[EngineChoice], Engines], qtbot: QtBot) -> Iterator[Watched]:
    engine = make_engines(choice).candidates()[0]()
    yield Watched(engine)
    engine.close()
    engine.deleteLater()


@pytest.fixture
def make_player(qtbot: QtBot, make_engines: Callable[[EngineChoice], Engines]) -> Iterator[Callable[..., Player]]:
    """`make_player(choice)`: closed when the test ends. The QApplication comes with qtbot."""
    made: list[Player] = []

    def make(choice: EngineChoice = EngineChoice.AUTOMATIC) -> Player:
        player = Player(make_engines(choice))
        qtbot.addWidget(player.view)
        made.append(player)
        return player

    yield make
    for player in made:
        player.close()
        player.deleteLater()


@pytest.fixture(scope="session")
def shelf(films: FilmShelf) -> Callable[..., Playable]:
    """`shelf(variable_rate=True, seconds=4)`: a small numbered film as screens get it, read through a Python file object."""
    made: dict[Recipe, Playable] = {}

    def take(**changes: object) -> Playable:
        recipe = replace(SMALL, **changes)  # type: ignore[arg-type]
        if recipe not in made:
            made[recipe] = playable_film(films.film(recipe))
        return made[recipe]

    return take
