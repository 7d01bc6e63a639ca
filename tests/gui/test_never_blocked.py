"""The window's thread never waits for media: import, scrubbing, playback, export and going from film to film leave it free to answer.

How a block is told from a busy machine is said in `watching`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import wiring
from app.intake import Intake
from app.rooms import RoomId, Where
from app.screens.clips import ClipsRoom
from app.screens.clips.saving import How
from app.screens.film_room import FilmRoom
from app.shell import Shell
from app.video.choice import EngineChoice
from tests.films import FilmShelf
from tests.gui.conftest import BOTH
from tests.gui.desk import dressed as dressed
from tests.gui.watching import LIMIT_S, Watchdog, believed, watch_rounds
from vig_tool.media.sample import Recipe
from vig_tool.timing import Instant, Span
from vig_tool.work import clips, families, importing, opening, settings
from vig_tool.work.opening import Library

pytestmark = pytest.mark.alone

FIRST = Recipe(seconds=6, width=1280, height=720, gop=90, barcode=True)
SECOND_FILM = replace(FIRST, seconds=4, seed=2, container="mkv")


class Work:
    """The window over a library with two films, and the things one does there."""

    def __init__(self, window: wiring.Window, lib: Library, films: FilmShelf, qtbot: QtBot, folder: Path) -> None:
        self.window, self.lib, self.films, self.qtbot, self.folder = window, lib, films, qtbot, folder
        self.family = families.add_family(lib, "F014").value.id
        self.cycles = [families.add_cycle(lib, self.family, question="What helps?").value.id for _ in range(2)]

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def recording(self, cycle: int) -> UUID:
        return importing.list_recordings(self.lib, cycle_id=self.cycles[cycle])[0].id

    def at(self, cycle: int) -> Where:
        return Where(family=self.family, cycle=self.cycles[cycle], recording=self.recording(cycle))

    def take_in(self, cycle: int, recipe: Recipe) -> None:
        intake = self.window.findChild(Intake)
        assert intake is not None
        intake.take(self.cycles[cycle], [self.films.film(recipe).path])
        self.idle()

    def idle(self) -> None:
        """No task runs; what is prepared beside the work may go on."""
        self.qtbot.waitUntil(lambda: not self.window._tasks.running, timeout=120_000)

    def room(self, cycle: int) -> FilmRoom:
        self.shell.go(RoomId.FILM_ROOM, self.at(cycle))
        room = self.shell.current
        assert isinstance(room, FilmRoom)
        return room

    def settle(self, room: FilmRoom) -> None:
        player = room.stage.player
        assert player is not None
        self.qtbot.waitUntil(lambda: player.settled, timeout=20_000)

    def build_rooms(self) -> None:
        """Each room's widgets are made when it is first entered; that is no matter of media."""
        for room in (RoomId.FAMILIES, RoomId.FILM_ROOM, RoomId.CLIPS, RoomId.FAMILIES):
            self.shell.go(room, Where(family=self.family, cycle=self.cycles[0]))
            self.qtbot.wait(50)


@pytest.fixture
def work(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, films: FilmShelf, quick_keys: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Work]:
    films.film(FIRST)
    films.film(SECOND_FILM)
    monkeypatch.setattr(settings, "remember_library", lambda _folder: None)
    window = wiring.Window(dressed, None)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    lib = opening.create_library(tmp_path / "library", "blue kettle on the windowsill").library
    window.open(lib)
    made = Work(window, lib, films, qtbot, tmp_path)
    made.build_rooms()
    made.idle()
    yield made
    window._closing = True
    window.close()


def check(work: Callable[[Watchdog], None]) -> None:
    found = watch_rounds(work)
    trouble = believed(found)
    for number, blocks in enumerate(found):
        for block in blocks:
            print(f"round {number + 1}: {'COUNTS ' if block.counts else ''}{block}")
    assert not trouble, "\n\n".join(str(block) for block in trouble)


def test_while_films_are_taken_in(work: Work) -> None:
    rounds = iter(range(10))

    def take(dog: Watchdog) -> None:
        number = next(rounds)
        for cycle, recipe in enumerate((FIRST, SECOND_FILM)):
            dog.step = f"import {cycle}"
            work.take_in(cycle, replace(recipe, seconds=3, seed=100 * number + recipe.seed))

    for number in range(3):  # made beforehand: what makes a film is not what is watched
        for recipe in (FIRST, SECOND_FILM):
            work.films.film(replace(recipe, seconds=3, seed=100 * number + recipe.seed))
    check(take)


@pytest.mark.parametrize("choice", BOTH)
def test_while_a_film_plays_and_is_scrubbed(work: Work, choice: EngineChoice) -> None:
    settings.change_settings(work.lib, replace(settings.read_settings(work.lib), engine=choice.value))
    work.window._choose_engine()
    work.take_in(0, FIRST)

    def play(dog: Watchdog) -> None:
        dog.step = "open"
        room = work.room(0)
        work.settle(room)
        dog.step = "filmstrip"
        work.idle()
        dog.step = "scrub"
        bar, film = room.stage.transport.bar, room.stage.film
        assert film is not None
        end = film.index.end_us
        for place in [*range(5, 95, 2), *range(95, 5, -3)]:
            bar.dragged.emit(film.index.time(film.index.shown_at(Instant(end * place // 100))))
            work.qtbot.wait(16)
        bar.sought.emit(Instant(end // 10))
        work.settle(room)
        dog.step = "play"
        room.stage.toggle()
        work.qtbot.wait(1500)
        dog.step = "faster"
        room.stage._faster()
        work.qtbot.wait(700)
        dog.step = "stop"
        room.stage.pause()
        work.settle(room)
        dog.step = "step"
        for by in (1, 1, -1, -1, -1, -1):
            room.stage.step(by)
            work.qtbot.wait(30)
        dog.step = "leave"
        work.shell.go(RoomId.FAMILIES, Where(family=work.family))
        work.qtbot.wait(200)

    check(play)


@pytest.mark.parametrize("choice", BOTH)
def test_while_films_are_opened_replaced_and_closed(work: Work, choice: EngineChoice) -> None:
    settings.change_settings(work.lib, replace(settings.read_settings(work.lib), engine=choice.value))
    work.window._choose_engine()
    work.take_in(0, FIRST)
    work.take_in(1, SECOND_FILM)

    def replaced(dog: Watchdog) -> None:
        for turn in range(6):
            dog.step = "open"
            room = work.room(turn % 2)
            work.qtbot.wait((0, 40, 250)[turn % 3])
            dog.step = "play at once"
            room.stage.toggle()
            room.stage.jump(3_000_000)
            work.qtbot.wait((250, 30, 120)[turn % 3])
            if turn % 2:
                dog.step = "leave"
                work.shell.go(RoomId.FAMILIES, Where(family=work.family))
                work.qtbot.wait(30)
        dog.step = "leave"
        work.shell.go(RoomId.FAMILIES, Where(family=work.family))
        work.qtbot.wait(100)

    check(replaced)


def test_while_a_clip_and_the_reel_are_saved(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.take_in(0, FIRST)
    index = work.room(0).stage.film.index  # type: ignore[union-attr]
    for first, stop in ((30, 75), (100, 150)):
        clips.add_clip(work.lib, work.recording(0), span=Span(index.time(first), index.time(stop)))
    names = iter(range(1000))

    def save(dog: Watchdog) -> None:
        dog.step = "clips room"
        work.shell.go(RoomId.CLIPS, Where(family=work.family, cycle=work.cycles[0]))
        room = work.shell.current
        assert isinstance(room, ClipsRoom)
        monkeypatch.setattr(room._exports, "_ask", lambda *_about: work.folder / f"{next(names)}.mp4")
        monkeypatch.setattr(room._exports, "_ask_how", lambda _title, then: then(How()))
        work.idle()
        dog.step = "clip"
        room.export_clip()
        work.idle()
        dog.step = "reel"
        room.export_reel()
        work.idle()

    check(save)
    assert list(work.folder.glob("*.mp4"))


@pytest.mark.parametrize("how", ["works", "waits"])
def test_the_watchdog_barks(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Under the name of a function of ours; a sleeping event loop and short work are not told of."""

    def work() -> None:
        until = time.thread_time() + 4 * LIMIT_S
        while time.thread_time() < until:
            pass

    def wait() -> None:
        threading.Event().wait(6 * LIMIT_S)

    blocking = {"works": work, "waits": wait}[how]
    code = compile("def hold(blocking):\n    blocking()\n", str(Path(wiring.__file__)), "exec")
    made: dict[str, Callable[[Callable[[], None]], None]] = {}
    exec(code, made)  # noqa: S102 - a function that says it is in a file of ours

    def once(_dog: Watchdog) -> None:
        QTimer.singleShot(60, lambda: made["hold"](blocking))
        qtbot.wait(900)

    trouble = believed(watch_rounds(once))
    assert {block.path for block in trouble} == {("wiring.hold",)}

    def idle(_dog: Watchdog) -> None:
        QTimer.singleShot(20, lambda: time.sleep(0.01))
        qtbot.wait(200)

    assert believed(watch_rounds(idle)) == []
