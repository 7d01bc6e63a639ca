"""The time line in the film room: each wish of the hand is one change of the library, which one Undo takes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.line_edits import LineEdits
from app.widgets.timeline.chosen import Chosen
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.errors import Refused
from vig_tool.timing import Instant
from vig_tool.work import history, tagging
from vig_tool.work.tagging import Moment

Ctrl = Qt.KeyboardModifier.ControlModifier


def on_the_line(room: FilmRoom, at: Instant, lane: str = "turns") -> QPoint:
    rows = room.stage.line.rows()
    box = next(box for held, box in rows.lanes if held.id == lane)
    return QPointF(box.left() + room.stage.line.scale.x(at), box.center().y()).toPoint()


def held(work: AtWork) -> list[Moment]:
    return tagging.list_moments(work.lib, work.recording)


def edits(room: FilmRoom) -> LineEdits:
    return next(part for part in room.parts if isinstance(part, LineEdits))


def drag(room: FilmRoom, begin: QPoint, *ways: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    line = room.stage.line
    QTest.mousePress(line, Qt.MouseButton.LeftButton, keys, begin)
    for to in ways:
        QTest.mouseMove(line, to)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, keys, ways[-1])


def chosen_of(menu: QMenu, words: str) -> QAction:
    """By its words, also in a menu inside."""
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            for one in inside.actions():
                if one.text() == words:
                    return one
        if action.text() == words:
            return action
    raise AssertionError([action.text() for action in menu.actions()])


def test_a_whole_moment_is_dragged_its_first_picture_shown_and_undo_brings_it_back(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(30, 60)
    room.enter(work.where)
    line = room.stage.line
    begin = on_the_line(room, work.time(45))
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    settle(qtbot, room)
    QTest.mouseMove(line, begin + QPoint(10, 0))
    QTest.mouseMove(line, on_the_line(room, work.time(105)))
    settle(qtbot, room)
    assert abs(seen(room) - 90) <= 1
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, on_the_line(room, work.time(105)))
    [moved] = held(work)
    numbers = work.index.numbers(moved.span)
    assert abs(numbers.start - 90) <= 1
    assert len(numbers) == 30
    assert sheet_of(room).moment == moved
    assert history.steps(work.lib, work.family).undo == "Move the moment"
    room.undo()
    assert held(work) == [moment]
    assert line.seen()[2].laid.marks[0].span == moment.span


def test_a_band_selects_without_moving_the_picture_and_one_drag_moves_all(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, second, third = work.mark(30, 40), work.mark(60, 75), work.mark(140, 150)
    room.enter(work.where)
    room.stage.seek(work.time(10))
    settle(qtbot, room)
    drag(room, on_the_line(room, work.time(20)), on_the_line(room, work.time(50)), on_the_line(room, work.time(70)) + QPoint(0, 4))
    assert room.stage.line.chosen.ids == {first.id, second.id}
    assert sheet_of(room).selected == first.id
    settle(qtbot, room)
    assert seen(room) == 10
    drag(room, on_the_line(room, work.time(65)), on_the_line(room, work.time(75)), on_the_line(room, work.time(85)))
    moved = {moment.id: work.index.numbers(moment.span) for moment in held(work)}
    assert [len(moved[one.id]) for one in (first, second, third)] == [10, 15, 10]
    assert moved[second.id].start - 60 == moved[first.id].start - 30 > 15
    assert moved[third.id].start == 140
    assert room.stage.line.chosen.ids == {first.id, second.id}
    room.undo()
    assert held(work) == [first, second, third]


def test_copied_to_another_lane_it_is_of_both_principles(room: FilmRoom, work: AtWork) -> None:
    moment = work.mark(30, 60)
    room.enter(work.where)
    middle = work.time(45)
    drag(room, on_the_line(room, middle), on_the_line(room, middle, "touch") - QPoint(0, 4), on_the_line(room, middle, "touch"), keys=Ctrl)
    [copied] = held(work)
    assert copied.id == moment.id
    assert copied.principles == ("turns", "touch")
    assert room.stage.line.mark_at(on_the_line(room, middle, "touch").toPointF()) is not None
    room.undo()
    assert held(work) == [moment]


def test_delete_takes_all_that_are_chosen_and_undo_brings_them_back(room: FilmRoom, work: AtWork) -> None:
    before = [work.mark(30, 40), work.mark(60, 75)]
    room.enter(work.where)
    line = room.stage.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, Ctrl)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert held(work) == []
    assert work.said.offers[-1][0] == "2 moments are removed."
    work.said.offers[-1][2]()
    assert held(work) == before


def test_the_menu_of_several_and_of_a_place(room: FilmRoom, work: AtWork) -> None:
    first, second = work.mark(30, 60), work.mark(90, 120)
    room.enter(work.where)
    line, at = room.stage.line, work.time(45)
    line.choose(Chosen.several([first.id, second.id]), go=False)
    chosen_of(edits(room).menu(sheet_of(room), "turns", at), "Star").trigger()
    assert [moment.star for moment in held(work)] == [True, True]
    line.choose(Chosen.only(first.id), go=False)
    chosen_of(edits(room).menu(sheet_of(room), "turns", at), f"Begin it at {at.text}").trigger()
    assert held(work)[0].span.start == at
    line.choose(Chosen(), go=False)
    name = next(one.name for one in sheet_of(room).scheme.principles if one.id == "touch")
    chosen_of(edits(room).menu(sheet_of(room), "touch", work.time(150)), f"Mark “{name}” here").trigger()
    [made] = [moment for moment in held(work) if moment.principles == ("touch",)]
    assert work.time(150) in made.span
    chosen_of(edits(room).menu(sheet_of(room), "touch", at), "Choose all moments").trigger()
    assert len(line.chosen.ids) == 3


def test_the_menus_keys_are_those_of_the_room(room: FilmRoom, work: AtWork) -> None:
    moment = work.mark(30, 60)
    room.enter(work.where)
    room.stage.line.choose(Chosen.only(moment.id), go=False)
    action = chosen_of(edits(room).menu(sheet_of(room), "turns", work.time(45)), "Choose for the review")
    assert action.isEnabled()
    action.trigger()
    assert held(work)[0].clip_id is not None


def test_what_is_refused_stays_where_it_was(room: FilmRoom, work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = work.mark(30, 60)
    room.enter(work.where)

    def refuse(*_: object) -> None:
        raise Refused("Not now.")

    monkeypatch.setattr("app.screens.film_room.line_edits.move_moments", refuse)
    drag(room, on_the_line(room, work.time(45)), on_the_line(room, work.time(60)), on_the_line(room, work.time(90)))
    assert work.said.lines[-1] == "Not now."
    assert held(work) == [moment]
    assert room.stage.line.mark_at(on_the_line(room, work.time(45)).toPointF()) is not None


def test_a_moved_chain_takes_its_steps_along(room: FilmRoom, work: AtWork, qtbot: QtBot, players: Callable[[], object]) -> None:
    room.stage.seek(work.time(40))
    settle(qtbot, room)
    QTest.keyClick(room, Qt.Key.Key_H)
    room.stage.seek(work.time(70))
    settle(qtbot, room)
    QTest.keyClick(room, Qt.Key.Key_H)
    [chain] = held(work)
    assert len(chain.steps) == 2
    [mark] = room.stage.line.marks_of(frozenset({chain.id}))
    assert mark.steps == tuple(step.at for step in chain.steps)
    before = [work.index.shown_at(step.at) for step in chain.steps]
    line = room.stage.line
    line.setFocus()
    for _ in range(3):
        QTest.keyClick(line, Qt.Key.Key_Right, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    [moved] = held(work)
    assert [work.index.shown_at(step.at) for step in moved.steps] == [number + 3 for number in before]
    assert player_of(room).view is not None
