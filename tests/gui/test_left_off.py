"""Where the film room was left is found again: picture, zoom, selection, speed and the fine pass; and keeping it disturbs nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.rooms import Where
from app.screens.film_room import FilmRoom
from app.screens.film_room.passes.passes import Passes
from app.video.player import Player
from tests.films import FilmShelf
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.errors import NoRoom
from vig_tool.media.sample import Recipe
from vig_tool.timing import ZERO
from vig_tool.work import importing, left_off
from vig_tool.work.left_off import Left

Key = Qt.Key
OTHER = Recipe(seconds=2, width=160, height=90, rate=10, sound=False)


def kept(work: AtWork) -> Left:
    return left_off.read_left(work.lib, work.recording)


def another_room(work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> FilmRoom:
    """As the next program would make it: it knows nothing but the library."""
    room = FilmRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1300, 720)
    room.show()
    room.enter(Where(family=work.family, cycle=work.cycle))
    settle(qtbot, room)
    return room


def test_found_again_by_a_room_that_knows_nothing(room: FilmRoom, work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> None:
    moment = work.mark(80, 100)
    room.refresh(select=None)
    room.show_moment(moment.id)
    go_to(qtbot, room, 88, work)
    for _ in range(4):
        QTest.keyClick(room, Key.Key_Plus)
    room.stage.set_rate(1.5)
    room.leave()
    other = another_room(work, players, qtbot)
    assert seen(other) == 88
    assert sheet_of(other).selected == moment.id
    assert other.stage.rate == 1.5
    assert other.stage.line.scale.shown_us == room.stage.line.scale.shown_us > 0
    assert other.stage.line.scale.first_us == room.stage.line.scale.first_us
    other.leave()


def test_the_fine_pass_waits_where_it_was(room: FilmRoom, work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> None:
    work.mark(20, 40, star=True)
    second = work.mark(60, 80, star=True)
    room.refresh(select=None)
    go_to(qtbot, room, 50, work)
    QTest.keyClick(room, Key.Key_G)
    QTest.keyClick(room, Key.Key_K)
    go_to(qtbot, room, 66, work)
    room.leave()
    other = another_room(work, players, qtbot)
    fine = next(part for part in other.parts if isinstance(part, Passes)).fine
    qtbot.waitUntil(lambda: fine.on, timeout=5000)
    assert sheet_of(other).selected == second.id
    assert fine.bar.place.words == "2 of 2 starred"
    assert not player_of(other).playing
    assert seen(other) == 66
    QTest.keyClick(other, Key.Key_Escape)
    other.leave()
    assert not kept(work).fine


def test_kept_while_it_happens_not_only_at_the_end(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 70, work)
    qtbot.waitUntil(lambda: kept(work).at == work.time(70), timeout=5000)
    QTest.keyClick(room, Key.Key_Plus)  # nothing but the zoom
    qtbot.waitUntil(lambda: kept(work).stretch is not None, timeout=8000)
    QTest.keyClick(room, Key.Key_1)
    qtbot.waitUntil(lambda: kept(work).moment == sheet_of(room).selected, timeout=5000)
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: kept(work).at > work.time(80), timeout=15_000)  # it runs


def test_a_picture_on_its_way_is_not_where_one_was(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 70, work)
    room.leave()
    room.enter(work.where)
    room.leave()  # before anything could be shown
    assert kept(work).at == work.time(70)


def test_the_film_of_the_cycle_that_was_left_last(
    room: FilmRoom, work: AtWork, players: Callable[[], Player], films: FilmShelf, qtbot: QtBot
) -> None:
    [outcome] = importing.import_films(work.lib, [films.film(OTHER).path], cycle_id=work.cycle).value
    assert outcome.recording is not None
    room.enter(Where(family=work.family, cycle=work.cycle, recording=outcome.recording.id))
    settle(qtbot, room)
    room.leave()
    other = another_room(work, players, qtbot)
    assert other.where().recording == outcome.recording.id
    other.leave()


def test_a_place_that_cannot_be_kept_is_no_trouble(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Left] = []

    def full(_lib: object, _recording: object, left: Left) -> None:
        tried.append(left)
        raise NoRoom("The disk is full.")

    monkeypatch.setattr(left_off, "keep_left", full)
    go_to(qtbot, room, 70, work)
    qtbot.waitUntil(lambda: bool(tried), timeout=8000)
    assert work.said.lines == []
    assert kept(work).at == ZERO
