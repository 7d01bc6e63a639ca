"""Finding moments in the film room: filtered, ordered, gone to, changed several at once, looked for in other films, played all."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.finding.rows import Reads
from app.screens.film_room.finding.search import Search
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from tests.gui.in_finding import click, finding_of, in_menu, listed
from vig_tool.work import goals, history, tagging
from vig_tool.work.batch import Alike
from vig_tool.work.finding import Sort, Wanted
from vig_tool.work.tagging import Moment

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONG = 20_000


@pytest.fixture
def four(work: AtWork) -> list[Moment]:
    """In the order of the film."""
    first = work.mark(10, 30, note="He WÄRTET", actor="child")
    tagging.change_moment(work.lib, first.id, principles=("play",))
    work.mark(40, 100, star=True)
    work.mark(60, 80, private=True)
    work.mark(120, 150, note="she waits", actor="parent")
    return tagging.list_moments(work.lib, work.recording)


# The list


def test_ctrl_f_finds_as_one_types_and_show_all_brings_all_back(four: list[Moment], room: FilmRoom) -> None:
    ids = [moment.id for moment in four]
    side = room.side
    assert listed(room) == ids
    assert side.finder.isHidden()
    QTest.keyClick(room, Key.Key_F, Ctrl)
    assert side.finder.field.hasFocus()
    assert not side.palette_of_scheme.isVisible()
    side.finder.field.insert("wärt")
    assert listed(room) == ids[:1]
    assert side.outcome.words.words == "1 of 4 · “wärt”"
    QTest.keyClick(side.finder.field, Key.Key_Escape)
    assert side.finder.field.text() == ""
    assert listed(room) == ids
    side.finder.shapes["turns"].click()
    side.finder.star.click()
    assert listed(room) == [ids[1]]
    assert side.outcome.words.words == "1 of 4 · Taking turns, starred"
    QTest.keyClick(side.finder.field, Key.Key_Escape)
    assert side.finder.isHidden()
    assert side.palette_of_scheme.isVisible()
    assert listed(room) == [ids[1]]  # said above the list, with the way back
    assert side.outcome.isVisible()
    side.outcome.all.click()
    assert listed(room) == ids
    assert side.outcome.isHidden()


@pytest.mark.parametrize("key", [Key.Key_N, Key.Key_G])
def test_the_finder_gives_way_to_what_is_written_and_looked_at_closely(four: list[Moment], room: FilmRoom, key: Qt.Key) -> None:
    click(room, four[1].id)
    QTest.keyClick(room, Key.Key_F, Ctrl)
    room.side.list.setFocus()
    QTest.keyClick(room.side.list, key)
    assert room.side.finder.isHidden()
    assert room.side.inspector.isVisible()
    assert room.side.inspector.note.hasFocus() == (key == Key.Key_N)


def test_all_that_may_be_filtered_by(four: list[Moment], room: FilmRoom, work: AtWork) -> None:
    goal = goals.add_goal(work.lib, work.cycle, kind="narrative", text="Wait for him").value.id
    finding = finding_of(room)
    finding.gathered.change([four[3].id], Alike(goal_id=goal))
    QTest.keyClick(room, Key.Key_F, Ctrl)
    finder, ids = room.side.finder, [moment.id for moment in four]
    in_menu(finder.menu(), "Who", "Child").trigger()
    assert listed(room) == ids[:1]
    in_menu(finder.menu(), "Who", "Child").trigger()
    in_menu(finder.menu(), "Goal", "Wait for him").trigger()
    assert listed(room) == ids[3:]
    room.side.outcome.all.click()
    in_menu(finder.menu(), "Without private ones").trigger()
    assert listed(room) == [ids[0], ids[1], ids[3]]
    in_menu(finder.menu(), "Without private ones").trigger()
    in_menu(finder.menu(), "Longest first").trigger()
    assert listed(room) == [ids[1], ids[3], ids[0], ids[2]]
    in_menu(finder.menu(), "By principle").trigger()
    assert listed(room) == [ids[1], ids[2], ids[3], ids[0]]
    assert "by principle" in room.side.outcome.words.words


def test_up_and_down_go_through_what_is_listed(four: list[Moment], room: FilmRoom) -> None:
    in_menu(room.side.finder.menu(), "Without private ones").trigger()
    for expected in (0, 1, 3, 3):
        QTest.keyClick(room, Key.Key_Down)
        assert sheet_of(room).selected == four[expected].id
    QTest.keyClick(room, Key.Key_Up)
    assert sheet_of(room).selected == four[1].id


def test_the_selected_one_stays_in_sight_though_the_inspector_takes_room(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    for number in range(10, 130, 10):
        work.mark(number, number + 5)
    room.refresh(select=None)
    room.resize(1300, 1000)
    qtbot.wait(50)
    shown = room.side.list
    middle = listed(room)[6]
    room.show_moment(middle)
    qtbot.wait(50)
    room.resize(1300, 700)
    qtbot.waitUntil(lambda: shown.viewport().height() < 200, timeout=5000)
    assert shown.viewport().rect().contains(shown.visualRect(shown.currentIndex()))


def test_a_click_plays_the_moment_and_return_does(four: list[Moment], room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    shown: list[int] = []
    click(room, four[2].id)
    assert sheet_of(room).selected == four[2].id
    player_of(room).shown.connect(lambda _at, number: shown.append(number))
    qtbot.waitUntil(lambda: seen(room) == 79 and player_of(room).settled, timeout=LONG)
    assert set(shown) <= set(range(60, 80))
    QTest.keyClick(room.side.list, Key.Key_Up)
    assert sheet_of(room).selected == four[1].id
    settle(qtbot, room)
    assert seen(room) == 40
    QTest.keyClick(room.side.list, Key.Key_Return)
    qtbot.waitUntil(lambda: seen(room) == 99 and player_of(room).settled, timeout=LONG)


def test_space_stops_and_goes_on_from_the_list(four: list[Moment], room: FilmRoom, qtbot: QtBot) -> None:
    click(room, four[1].id)
    assert room.side.list.hasFocus()
    qtbot.waitUntil(lambda: player_of(room).playing, timeout=LONG)
    QTest.keyClick(room.side.list, Key.Key_Space)
    qtbot.waitUntil(lambda: not player_of(room).playing, timeout=LONG)


def test_five_thousand_are_rows_not_widgets(room: FilmRoom, work: AtWork) -> None:
    one = work.mark(10, 30)
    many = [replace(one, id=UUID(int=n + 1)) for n in range(5000)]
    moments = room.side.list
    before = len(moments.findChildren(QObject))
    reads = Reads(lambda _moment: "Taking turns", lambda _moment: ())
    moments.show_rows(many, reads, selected=many[4000].id)
    assert moments.model().rowCount() == 5000
    assert len(moments.findChildren(QObject)) == before
    resets: list[int] = []
    moments.model().modelReset.connect(lambda: resets.append(1))
    inserted: list[tuple[int, int]] = []
    moments.model().rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    moments.show_rows([*many[:2500], replace(one, id=UUID(int=9999)), *many[2500:]], reads, selected=many[4000].id)
    assert (resets, inserted) == ([], [(2500, 2500)])
    assert moments.gathered == (many[4000].id,)


def test_what_was_gathered_stays_so_when_the_list_is_filled_anew(four: list[Moment], room: FilmRoom) -> None:
    click(room, four[0].id)
    click(room, four[3].id, Ctrl)
    assert set(room.side.list.gathered) == {four[0].id, four[3].id}
    room.refresh(select=sheet_of(room).selected)
    assert set(room.side.list.gathered) == {four[0].id, four[3].id}


def test_screen_readers_are_told_what_everything_is(four: list[Moment], room: FilmRoom) -> None:
    QTest.keyClick(room, Key.Key_F, Ctrl)
    side = room.side
    spoken: list[QWidget] = [side.list, side.find_button]
    for part in (side.finder, side.outcome, side.play_all):
        spoken += [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
    assert len(spoken) > 14
    for widget in spoken:
        told = QAccessible.queryAccessibleInterface(widget)
        assert told is not None
        assert told.text(QAccessible.Text.Name).strip(), widget
    rows = QAccessible.queryAccessibleInterface(side.list)
    assert rows is not None
    names = [rows.child(n).text(QAccessible.Text.Name) for n in range(rows.childCount())]
    assert f"Taking turns, {four[1].span.start.text}, starred" in names
    assert f"Taking turns, {four[2].span.start.text}, private" in names


def test_nothing_found_is_said(four: list[Moment], room: FilmRoom) -> None:
    QTest.keyClick(room, Key.Key_F, Ctrl)
    QTest.keyClicks(room.side.finder.field, "nowhere")
    assert room.side.outcome.words.words == "None · “nowhere”"
    assert not room.side.play_all.button.isEnabled()


# Several at once


def test_several_are_changed_in_one_step(four: list[Moment], room: FilmRoom, work: AtWork) -> None:
    ids = [moment.id for moment in four]
    click(room, ids[0])
    click(room, ids[1], Shift)
    QTest.keyClick(room.side.list, Key.Key_A, Ctrl)
    assert set(room.side.list.gathered) == set(ids)
    menu = finding_of(room).gathered.menu(room.side.list.moments, sheet_of(room).scheme)
    assert menu.actions()[0].text() == "These 4 moments"
    in_menu(menu, "Principle", "Touch and closeness").trigger()
    assert all("touch" in moment.principles for moment in sheet_of(room).moments)
    assert history.steps(work.lib, work.family).undo == "Change 4 moments"
    menu = finding_of(room).gathered.menu(sheet_of(room).moments, sheet_of(room).scheme)
    assert in_menu(menu, "Principle", "Touch and closeness").isChecked()
    in_menu(menu, "Who", "Both").trigger()
    assert {moment.actor for moment in sheet_of(room).moments} == {"both"}
    room.undo()
    room.undo()
    assert list(sheet_of(room).moments) == four


def test_delete_removes_all_that_are_gathered_and_undo_brings_them_back(four: list[Moment], room: FilmRoom, work: AtWork) -> None:
    click(room, four[0].id)
    click(room, four[1].id, Ctrl)
    QTest.keyClick(room.side.list, Key.Key_Delete)
    assert [moment.id for moment in sheet_of(room).moments] == [four[2].id, four[3].id]
    sentence, button, undo = work.said.offers[-1]
    assert (sentence, button) == ("2 moments are removed.", "Undo")
    undo()
    assert list(sheet_of(room).moments) == four


def test_the_search_in_words() -> None:
    principles, goal = {"turns": "Taking turns", "play": "Shared play"}, UUID(int=1)
    search = Search(Wanted(("turns", "play"), actor="child", star=True, goal_id=goal, text=" wait ", private=False))
    words = search.words(principles=principles, goals={goal: "Wait for him"})
    assert words == "Taking turns or Shared play, starred, child, goal “Wait for him”, without private ones, “wait”"
    assert search.shows_all() == Search()
    assert search.turned("turns").wanted.principles == ("play",)
    assert Search().words(principles=principles, goals={}) == ""
    assert Search(sort=Sort.LENGTH).filters is False
    assert Search(sort=Sort.LENGTH).is_plain is False

