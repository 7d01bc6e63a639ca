"""Two film rooms on the same recording stay in step: what is done in one is seen in the other, and each keeps its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.video.player import Player
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, settle, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.work import history, tagging

Key = Qt.Key


@pytest.fixture
def other(room: FilmRoom, work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> Iterator[FilmRoom]:
    second = FilmRoom(work.desk, players)
    qtbot.addWidget(second)
    apply_theme(second, Theme(dark=True))
    second.resize(1300, 720)
    second.show()
    second.enter(work.where)
    settle(qtbot, second)
    yield second
    second.leave()


def test_what_is_done_in_one_is_seen_in_the_other(room: FilmRoom, other: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 100, work)
    go_to(qtbot, other, 20, work)
    room.activateWindow()
    room.setFocus()
    qtbot.waitUntil(room.hasFocus, timeout=5000)
    QTest.keyClick(room, Key.Key_3)
    assert len(sheet_of(other).moments) == 1
    assert sheet_of(other).moments == sheet_of(room).moments
    assert sheet_of(other).selected is None
    assert work.index.shown_at(other.stage.now) == 20
    QTest.keyClick(room, Key.Key_P)
    QTest.keyClick(room, Key.Key_S)
    assert sheet_of(other).moments == sheet_of(room).moments
    assert (sheet_of(other).moments[0].private, sheet_of(other).moments[0].star) == (True, True)
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus, timeout=5000)
    other.show_moment(sheet_of(other).moments[0].id)
    QTest.keyClick(other, Key.Key_Delete)
    assert sheet_of(room).moments == sheet_of(other).moments == ()
    assert work.index.shown_at(room.stage.now) == 100
    work.desk.announcer.announce(history.undo(work.lib, work.family).changes)
    assert len(sheet_of(room).moments) == 1
    assert list(sheet_of(room).moments) == list(sheet_of(other).moments) == tagging.list_moments(work.lib, work.recording)
