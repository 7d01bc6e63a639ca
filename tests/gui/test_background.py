"""Films are prepared beside the work: quietly, stepping back while somebody watches, paused when asked, gone within a blink."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app import background as module
from app.background import Background, Preparing
from app.rooms import RoomId
from app.screens.film_room import FilmRoom
from app.shell import Shell
from app.theme.theme import Theme
from app.video.player import Player
from app.widgets.preparing import AFTER_MS
from tests.gui.at_work import AtWork, filled_library, players, work  # noqa: F401
from tests.gui.desk import dressed  # noqa: F401
from tests.gui.watching import Watchdog, believed, watch_rounds
from vig_tool.errors import Cancelled, NoRoom
from vig_tool.jobs import Job
from vig_tool.media.derived import filmstrip as strips
from vig_tool.work import deriving, importing, playing
from vig_tool.work.changes import Changes
from vig_tool.work.deriving import Missing
from vig_tool.work.opening import Library


class Heard:
    def __init__(self, background: Background) -> None:
        self.told: list[Preparing] = []
        self.made: list[tuple[UUID, str]] = []
        self.stopped: list[NoRoom] = []
        self.troubled: list[BaseException] = []
        background.told.connect(self.told.append)
        background.made.connect(lambda recording, kind: self.made.append((recording, kind)))
        background.stopped.connect(self.stopped.append)
        background.troubled.connect(self.troubled.append)


@pytest.fixture
def background(work: AtWork) -> Iterator[Background]:  # noqa: F811
    made = Background(work.lib)
    yield made
    made.close()


class Slow:
    """Making anything takes until it is cancelled or `finish` is set; counts what was begun and notices every turn it gets."""

    def __init__(self) -> None:
        self.begun: list[Missing] = []
        self.turns = 0
        self.finish = threading.Event()

    def __call__(self, _lib: Library, wanted: Missing, job: Job) -> None:
        self.begun.append(wanted)
        while not self.finish.wait(0.01):
            job.check()
            self.turns += 1
        raise Cancelled


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr(deriving, "make", made)
    return made


def test_it_makes_what_is_missing_and_says_so(background: Background, work: AtWork, qtbot: QtBot) -> None:  # noqa: F811
    heard = Heard(background)
    assert not background.preparing.films
    background.start()
    qtbot.waitUntil(lambda: background.idle, timeout=30000)
    assert [kind for _, kind in heard.made][:3] == ["strip", "waveform", "filmstrip"]
    assert {recording for recording, _ in heard.made} == {work.recording}
    assert [told.films for told in heard.told] == [1, 0]
    assert playing.filmstrip(work.lib, work.recording)
    assert heard.troubled == []


def test_a_second_opening_goes_on_with_what_is_left(background: Background, work: AtWork, qtbot: QtBot) -> None:  # noqa: F811
    deriving.make(work.lib, deriving.missing(work.lib)[0], Job())
    heard = Heard(background)
    background.start()
    qtbot.waitUntil(lambda: background.idle, timeout=30000)
    assert [kind for _, kind in heard.made][:2] == ["waveform", "filmstrip"]


def test_it_rests_while_a_film_plays_or_is_stepped_and_goes_on_after(
    background: Background, work: AtWork, players: Callable[[], Player], slow: Slow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    background._quiet.setInterval(150)
    player = players()
    qtbot.addWidget(player.view)
    background.give_way_to(player)
    background.start()
    qtbot.waitUntil(lambda: slow.turns > 3, timeout=5000)
    player.load(playing.open_film(work.lib, work.recording))
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    player.play()
    qtbot.waitUntil(lambda: player.number > 5, timeout=5000)
    before = slow.turns
    qtbot.wait(300)
    assert slow.turns <= before + 1
    player.pause()
    qtbot.waitUntil(lambda: slow.turns > before + 3, timeout=5000)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    player.step(1)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    before = slow.turns
    qtbot.wait(60)
    assert slow.turns <= before + 1
    qtbot.waitUntil(lambda: slow.turns > before + 3, timeout=5000)
    player.close()
    player.deleteLater()


def test_it_rests_a_moment_where_one_goes_to_another_room(
    background: Background, work: AtWork, players: Callable[[], Player], slow: Slow, qtbot: QtBot  # noqa: F811
) -> None:
    background._quiet.setInterval(400)
    shell = Shell(replace(work.desk, background=background), {RoomId.FILM_ROOM: lambda: FilmRoom(work.desk, players)}, Theme())
    qtbot.addWidget(shell)
    background.start()
    qtbot.waitUntil(lambda: slow.turns > 3, timeout=5000)
    shell.go(RoomId.FILM_ROOM, work.where)
    before = slow.turns
    assert background._quiet.isActive()
    qtbot.waitUntil(lambda: not background._quiet.isActive(), timeout=5000)
    assert slow.turns <= before + 1
    qtbot.waitUntil(lambda: slow.turns > before + 3, timeout=5000)
    shell.leave_all()


def test_paused_nothing_is_made_until_it_may_go_on(background: Background, slow: Slow, qtbot: QtBot) -> None:
    heard = Heard(background)
    background.start()
    qtbot.waitUntil(lambda: slow.turns > 3, timeout=5000)
    background.pause()
    before = slow.turns
    qtbot.wait(150)
    assert slow.turns <= before + 1
    assert heard.told[-1].paused
    background.go_on()
    qtbot.waitUntil(lambda: slow.turns > before + 3, timeout=5000)
    assert not heard.told[-1].paused


@pytest.mark.parametrize("paused", [False, True])
def test_it_is_gone_within_a_blink(background: Background, slow: Slow, qtbot: QtBot, paused: bool) -> None:
    background.start()
    qtbot.waitUntil(lambda: slow.turns > 1, timeout=5000)
    if paused:
        background.pause()
    began = time.perf_counter()
    background.close()
    assert time.perf_counter() - began < 0.3
    assert not [thread for thread in threading.enumerate() if "background" in thread.name]


def test_real_work_is_left_within_a_blink_and_leaves_nothing_half(background: Background, work: AtWork, qtbot: QtBot) -> None:  # noqa: F811
    background.start()
    qtbot.waitUntil(lambda: background.preparing.films == 1, timeout=5000)
    began = time.perf_counter()
    background.close()
    assert time.perf_counter() - began < 0.3
    assert not list(work.lib.derived_folder.rglob("*.new"))


def test_long_work_gives_way_to_a_film_that_is_opened(
    background: Background, work: AtWork, slow: Slow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    long = Missing(work.recording, UUID(int=1), "proxy", deriving.Stage.PROXY)
    monkeypatch.setattr(deriving, "missing", lambda _lib, *, first, but: [replace(long, stage=deriving.Stage.OPEN) if first else long])
    background.start()
    qtbot.waitUntil(lambda: len(slow.begun) == 1, timeout=5000)
    background.come_first(work.recording)
    qtbot.waitUntil(lambda: len(slow.begun) == 2, timeout=5000)
    background.look()  # what is quick is not broken off
    qtbot.wait(100)
    assert [each.stage for each in slow.begun] == [deriving.Stage.PROXY, deriving.Stage.OPEN]


def test_a_film_that_is_removed_is_let_go(background: Background, work: AtWork, slow: Slow, qtbot: QtBot) -> None:  # noqa: F811
    background.start()
    qtbot.waitUntil(lambda: len(slow.begun) == 1, timeout=5000)
    changes = importing.remove_recording(work.lib, work.recording)
    background.changed(changes)
    qtbot.waitUntil(lambda: background.preparing.films == 0, timeout=5000)
    assert len(slow.begun) == 1


def test_new_films_are_seen(background: Background, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    plans: list[list[Missing]] = [[]]
    monkeypatch.setattr(deriving, "missing", lambda _lib, *, first, but: plans[-1])
    made: list[Missing] = []

    def make(_lib: Library, wanted: Missing, _job: Job) -> None:
        made.append(wanted)
        plans.append([])

    monkeypatch.setattr(deriving, "make", make)
    background.start()
    qtbot.waitUntil(lambda: background.idle, timeout=5000)
    plans.append([Missing(work.recording, UUID(int=1), "strip", deriving.Stage.COARSE)])
    background.changed(Changes(frozenset({"moment"})))
    qtbot.wait(50)
    assert made == []
    background.changed(Changes(frozenset({"recording"})))
    qtbot.waitUntil(lambda: len(made) == 1, timeout=5000)


def test_a_full_disk_is_said_once_and_then_it_rests(
    background: Background, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
    heard = Heard(background)
    background.start()
    qtbot.waitUntil(lambda: bool(heard.stopped), timeout=5000)
    background.look()
    qtbot.wait(100)
    assert len(heard.stopped) == 1
    assert background.preparing == Preparing(1, paused=True)
    monkeypatch.undo()
    background.go_on()
    qtbot.waitUntil(lambda: background.preparing.films == 0, timeout=30000)
    assert playing.filmstrip(work.lib, work.recording)


def test_a_bug_in_one_thing_does_not_stop_the_others(
    background: Background, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    monkeypatch.setattr(strips, "make_filmstrip", None)
    heard = Heard(background)
    background.start()
    qtbot.waitUntil(lambda: background.idle, timeout=30000)
    assert heard.troubled
    assert (work.recording, "waveform") in heard.made


def test_the_header_says_what_is_left_and_pauses_it(background: Background, work: AtWork, slow: Slow, qtbot: QtBot) -> None:  # noqa: F811
    shell = Shell(replace(work.desk, background=background), {}, Theme())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    sign = shell.header.preparing
    background.start()
    qtbot.waitUntil(lambda: background.preparing.films == 1, timeout=5000)
    assert sign.isHidden(), "nothing is said of what is done in a moment"
    qtbot.waitUntil(sign.isVisible, timeout=AFTER_MS + 3000)
    assert (sign.words.words, sign.button.text()) == ("Preparing films: 1 left", "Pause")
    QTest.mouseClick(sign.button, Qt.MouseButton.LeftButton)
    assert background.preparing.paused
    assert (sign.words.words, sign.button.text()) == ("Films to prepare: 1", "Go on")
    QTest.mouseClick(sign.button, Qt.MouseButton.LeftButton)
    assert background.preparing == Preparing(1)
    background.changed(importing.remove_recording(work.lib, work.recording))
    qtbot.waitUntil(sign.isHidden, timeout=5000)


def test_the_film_room_works_with_nothing_made_and_pictures_come_in(
    background: Background, work: AtWork, players: Callable[[], Player], qtbot: QtBot  # noqa: F811
) -> None:
    room = FilmRoom(replace(work.desk, background=background), players)
    qtbot.addWidget(room)
    room.resize(1366, 720)
    room.show()
    room.enter(work.where)
    assert room.stage.player is not None
    qtbot.waitUntil(lambda: room.stage.player.settled, timeout=10000)  # type: ignore[union-attr]
    QTest.keyClick(room, Qt.Key.Key_1)
    assert room.sheet is not None
    assert len(room.sheet.moments) == 1
    rows = room.stage.line.rows
    assert rows().filmstrip.height() == 0
    assert rows().waveform.height() == 0
    background.start()
    qtbot.waitUntil(lambda: rows().filmstrip.height() > 0 and rows().waveform.height() > 0, timeout=30000)
    qtbot.waitUntil(lambda: background.idle, timeout=30000)
    room.leave()
    assert not work.said.lines


@pytest.mark.alone
def test_making_never_holds_up_the_window(work: AtWork, qtbot: QtBot) -> None:  # noqa: F811
    """The event loop answers while everything is made, from nothing, and the header tells of it."""

    def make(dog: Watchdog) -> None:
        deriving.throw_away_derived(work.lib)
        background = Background(work.lib)
        shell = Shell(replace(work.desk, background=background), {}, Theme())
        qtbot.addWidget(shell)
        shell.show()
        dog.step = "prepare"
        background.start()
        qtbot.waitUntil(lambda: background.idle, timeout=30000)
        dog.step = "close"
        background.close()
        shell.close()

    trouble = believed(watch_rounds(make))
    assert not trouble, "\n\n".join(map(str, trouble))
    assert playing.filmstrip(work.lib, work.recording)


def test_it_stands_back_from_what_is_seen(background: Background, slow: Slow, qtbot: QtBot) -> None:
    """Where the system lets a thread be lowered by itself."""
    import os
    import sys

    if sys.platform != "linux":
        pytest.skip("only Linux lowers single threads")
    background.start()
    qtbot.waitUntil(lambda: slow.turns > 0, timeout=5000)
    [thread] = [thread for thread in threading.enumerate() if "background" in thread.name]
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert os.getpriority(os.PRIO_PROCESS, thread.native_id or 0) == max(mine, module._NICENESS)
