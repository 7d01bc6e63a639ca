"""The window: rooms that work, one's place kept, undo, dropped films, the quick lock, closing, and what is said without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import wiring
from app.__main__ import NO_DISPLAY
from app.intake import Intake
from app.notices import CRASH_SENTENCE
from app.rooms import INNER, RoomId, Where
from app.shell import Shell
from app.theme.theme import theme_of
from app.video.choice import Engines
from tests.gui.desk import PASSPHRASE
from tests.gui.desk import dressed as dressed
from vig_tool.jobs import Job
from vig_tool.work import families, opening, settings


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[wiring.Window]:
    """With an open library of one family with one cycle."""
    library = opening.create_library(tmp_path / "library", PASSPHRASE).library
    page = families.add_family(library, "F014").value
    families.add_cycle(library, page.id, question="What helps him?")
    made = wiring.Window(dressed, None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open(library)
    yield made
    made._closing = True
    made.close()


def _shell(window: wiring.Window) -> Shell:
    assert window.shell is not None
    return window.shell


def _family(window: wiring.Window) -> families.FamilyPage:
    assert window._library is not None
    library = window._library
    return families.family_page(library, families.list_families(library)[0].id)


def test_its_title_never_says_more_than_the_programs_name(window: wiring.Window) -> None:
    shell = _shell(window)
    shell.go(RoomId.FAMILIES, Where(family=_family(window).id))
    assert window.windowTitle() == "VIG Tool"


def test_the_rail_offers_what_can_be_entered(window: wiring.Window) -> None:
    shell = _shell(window)
    assert list(shell.rail.buttons) == [room for room in RoomId if room not in INNER]
    assert not shell.rail.buttons[RoomId.CLIPS].isEnabled()
    shell.go(RoomId.FAMILIES, Where(family=_family(window).id))
    assert all(button.isEnabled() for button in shell.rail.buttons.values())
    shell.go_by_rail(RoomId.SETTINGS)
    shell.go_by_rail(RoomId.GOALS)
    assert shell.current is not None
    assert shell.current.title == "Goals"
    assert shell.current.where().family == _family(window).id


def test_a_room_that_refuses_leaves_one_where_one_was(window: wiring.Window) -> None:
    shell = _shell(window)
    shell.go(RoomId.FAMILIES, Where(family=_family(window).id))
    shell.go(RoomId.CLIPS, Where())
    assert shell.current is not None
    assert shell.current.title == "Families"
    assert shell.notice.isVisible()
    assert shell.rail.buttons[RoomId.FAMILIES].isChecked()


def test_keys_lead_from_room_to_room(window: wiring.Window, qtbot: QtBot) -> None:
    shell = _shell(window)
    shell.go(RoomId.FAMILIES, Where(family=_family(window).id))
    window.activateWindow()
    shell.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(shell, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert shell.current is not None
    assert shell.current.title == "Goals"


def test_undo_takes_back_and_says_what(window: wiring.Window) -> None:
    shell, page = _shell(window), _family(window)
    assert window._library is not None
    shell.go(RoomId.FAMILIES, Where(family=page.id))
    done = families.correct_cycle(window._library, page.cycles[0].id, question="Another")
    window._announcer.announce(done.changes)
    assert shell.header.undo.isEnabled()
    shell.actions_here.action("edit.undo").trigger()
    assert _family(window).cycles[0].question == "What helps him?"
    assert "Taken back" in shell.notice.sentence.words
    shell.actions_here.action("edit.redo").trigger()
    assert _family(window).cycles[0].question == "Another"


def _drop(shell: Shell, film: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(film))])
    shell.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))


def test_a_film_dropped_anywhere_asks_where_it_belongs(window: wiring.Window, tmp_path: Path) -> None:
    shell = _shell(window)
    _drop(shell, tmp_path / "film.mp4")
    assert "Open the family" in shell.notice.sentence.words
    shell.go(RoomId.FAMILIES, Where(family=_family(window).id))
    _drop(shell, tmp_path / "film.mp4")
    assert "F014, cycle 1" in shell.notice.sentence.words
    assert shell.notice.button.isVisible()


def test_settings_dress_the_window_at_once(window: wiring.Window) -> None:
    assert window._library is not None
    done = settings.change_settings(window._library, settings.Settings(theme="dark", text_scale=130))
    window._announcer.announce(done.changes)
    assert theme_of(_shell(window)).dark
    assert theme_of(_shell(window)).scale == 130


@pytest.mark.parametrize("room", ["FilmRoom", "ClipsRoom", "ReviewRoom"])
def test_every_player_asks_how_its_film_is_heard(window: wiring.Window, monkeypatch: pytest.MonkeyPatch, room: str) -> None:
    """In the film room, among the clips and in the review: wherever a recording plays, it is heard as it was left."""
    made: list[object] = []
    monkeypatch.setattr(wiring, "Player", lambda _engines, *, asks: made.append(asks))
    monkeypatch.setattr(wiring, "read_listening", lambda library, recording: (library, recording))
    monkeypatch.setattr(wiring, room, lambda _desk, make_player: make_player())
    shell = _shell(window)
    makers = wiring.room_makers(replace(shell._desk, background=None), Intake(shell._desk, window), Engines())
    makers[{"FilmRoom": RoomId.FILM_ROOM, "ClipsRoom": RoomId.CLIPS, "ReviewRoom": RoomId.REVIEW}[room]]()
    [asks] = made
    assert asks("this one") == (shell._desk.library, "this one")  # type: ignore[operator]


def test_how_loud_it_is_dresses_nothing_anew(window: wiring.Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window._library is not None
    monkeypatch.setattr(window, "dress", lambda: pytest.fail("the window was dressed again"))
    window._announcer.announce(settings.change_settings(window._library, settings.Settings(volume=35)).changes)


def test_the_quick_lock_covers_at_once_and_starts_a_fresh_process(
    window: wiring.Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell, left, started = _shell(window), [], []
    monkeypatch.setattr(shell, "leave_all", lambda: left.append(window._library is not None))
    covered: list[float] = []
    begin = time.monotonic()
    end_work = window._end_work

    def end_and_note() -> None:
        covered.append(time.monotonic() - begin)
        end_work()

    monkeypatch.setattr(window, "_end_work", end_and_note)
    monkeypatch.setattr(wiring, "start_again", lambda folder, place: started.append((folder, place)))
    shell.lock_asked.emit()
    assert left == [True]
    assert covered[0] < 0.2
    assert not shell.isVisible()
    assert started[0][0] == tmp_path / "library"
    window.put_back(started[0][1])
    opening.open_library(tmp_path / "library", PASSPHRASE).close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a new process is started and this one ends")
def test_the_fresh_process_is_told_the_folder_and_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, command: told.append([program, *command]))
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: None)
    monkeypatch.setattr(os, "_exit", lambda _code: None)
    wiring.start_again(tmp_path, "AAAA")
    assert told == [[sys.executable, sys.executable, "-m", "app", "--library", str(tmp_path), "--place", "AAAA"]]


def test_closing_asks_while_something_runs(window: wiring.Window, qtbot: QtBot) -> None:
    stop = threading.Event()

    def work(job: Job) -> None:
        while not stop.is_set():
            job.check()
            time.sleep(0.005)

    task = window._tasks.run(work, title="Taking in the film")
    window.close()
    assert window.isVisible()
    assert "not finished" in _shell(window).notice.sentence.words
    _shell(window).notice.button.click()
    assert not window.isVisible()
    assert task.job.cancelled
    stop.set()


def test_what_nobody_caught_is_said_calmly(window: wiring.Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    window.crash_path.install()
    bug = threading.Thread(target=lambda: 1 // 0)
    bug.start()
    bug.join()
    qtbot.waitUntil(lambda: _shell(window).notice.sentence.words == CRASH_SENTENCE, timeout=2000)
    sys.excepthook(ValueError, ValueError("x"), None)
    assert window.isVisible()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_without_a_display_it_says_exactly_one_sentence() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    ended = subprocess.run([sys.executable, "-m", "app"], env=bare, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == NO_DISPLAY + "\n"
