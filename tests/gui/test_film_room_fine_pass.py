"""The fine pass: from one starred moment to the next by one key, looped, with both ends moved by pictures and words said by keys."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.passes.fine import FinePass
from app.screens.film_room.passes.passes import Passes
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from tests.gui.playable import number_in
from vig_tool.timing import Span
from vig_tool.work import clips, goals, history, tagging
from vig_tool.work.tagging import Moment

Key = Qt.Key
CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def fine_of(room: FilmRoom) -> FinePass:
    return next(part for part in room.parts if isinstance(part, Passes)).fine


def three_starred(room: FilmRoom, work: AtWork) -> list[Moment]:
    made = [work.mark(first, first + 20, star=True) for first in (20, 60, 140)]
    work.mark(100, 110)
    room.refresh(select=None)
    return made


def loops(qtbot: QtBot, room: FilmRoom, first: int, last: int) -> None:
    """It runs from `first` and comes round, never showing a picture outside."""
    numbers: list[int] = []
    player = player_of(room)
    player.shown.connect(lambda _at, number: numbers.append(number))
    qtbot.waitUntil(lambda: player.playing and number_in(player.view.image) in range(first, last), timeout=8000)
    numbers.clear()
    qtbot.waitUntil(lambda: any(two < one for one, two in pairwise(numbers)), timeout=8000)
    assert set(numbers) <= set(range(first, last))


def in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect().height() == widget.height()


def boxes(room: FilmRoom) -> tuple[int, ...]:
    """The numbers of the pictures at both ends, and of the best one; -1 where none is shown."""
    return tuple(-1 if box.image.isNull() else number_in(box.image) for box in fine_of(room).bar.boxes)


def test_one_key_goes_from_star_to_star_and_each_is_looped(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, second, third = three_starred(room, work)
    go_to(qtbot, room, 50, work)
    QTest.keyClick(room, Key.Key_G)
    assert sheet_of(room).selected == second.id  # the next from where one is
    loops(qtbot, room, 60, 80)
    assert fine_of(room).bar.place.words == "2 of 3 starred"
    QTest.keyClick(room, Key.Key_G, SHIFT)
    assert sheet_of(room).selected == first.id
    QTest.keyClick(room, Key.Key_G)
    QTest.keyClick(room, Key.Key_G)
    assert sheet_of(room).selected == third.id  # the one without a star is left out
    loops(qtbot, room, 140, 160)
    assert fine_of(room).bar.next.text().startswith("Done")
    QTest.keyClick(room, Key.Key_G)
    assert not fine_of(room).on
    assert not player_of(room).playing
    assert work.said.lines[-1] == "That was the last starred moment. 4 marked, 3 starred."


def test_left_by_escape_everything_is_as_before(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    assert not fine_of(room).bar.isHidden()
    assert room.side.palette_of_scheme.isHidden()
    assert not room.stage.line.isVisible()
    loops(qtbot, room, 20, 40)
    QTest.keyClick(room, Key.Key_Escape)
    assert fine_of(room).bar.isHidden()
    assert not room.side.palette_of_scheme.isHidden()
    assert room.stage.line.isVisible()
    assert sheet_of(room).moment is None
    QTest.keyClick(room, Key.Key_3)  # tags again
    assert len(sheet_of(room).moments) in (4, 5)  # extended, or a new one
    go_to(qtbot, room, 36, work)
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).number > 45, timeout=8000)  # and nothing is looped any more


def test_a_button_leads_there_too(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    button = room.side.look_closely
    assert not button.isVisible()
    first, *_ = three_starred(room, work)
    assert button.text() == "Look closely at the 3 starred"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isVisible()
    loops(qtbot, room, 20, 40)
    bar = fine_of(room).bar
    QTest.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    loops(qtbot, room, 60, 80)
    QTest.mouseClick(bar.before, Qt.MouseButton.LeftButton)
    loops(qtbot, room, 20, 40)
    QTest.mouseClick(bar.best.take, Qt.MouseButton.LeftButton)
    still = tagging.read_moment(work.lib, first.id).still
    assert still is not None
    assert still in first.span
    QTest.mouseClick(bar.leave, Qt.MouseButton.LeftButton)
    assert not fine_of(room).on
    assert button.isVisible()


def test_without_a_star_it_says_what_to_do(room: FilmRoom, work: AtWork) -> None:
    work.mark(20, 40)
    room.refresh(select=None)
    QTest.keyClick(room, Key.Key_G)
    assert not fine_of(room).on
    assert work.said.lines == ["Star the best moments first (S), then look at them closely."]


def test_ends_are_moved_by_pictures_and_the_loop_follows(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, *_ = three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    qtbot.waitUntil(lambda: boxes(room) == (20, 39, -1), timeout=10_000)
    loops(qtbot, room, 20, 40)
    for _ in range(3):
        QTest.keyClick(room, Key.Key_Right, CTRL)
    settle(qtbot, room)
    assert seen(room) == 23  # looked at while it moves
    QTest.keyClick(room, Key.Key_Left, CTRL)
    for _ in range(5):
        QTest.keyClick(room, Key.Key_Right, ALT)
    settle(qtbot, room)
    assert seen(room) == 44
    QTest.keyClick(room, Key.Key_Left, ALT)
    assert work.index.numbers(tagging.read_moment(work.lib, first.id).span) == range(22, 44)
    qtbot.waitUntil(lambda: boxes(room) == (22, 43, -1), timeout=10_000)
    loops(qtbot, room, 22, 44)
    history.undo(work.lib, work.family)
    assert work.index.numbers(tagging.read_moment(work.lib, first.id).span) == range(22, 45)
    QTest.mouseClick(fine_of(room).bar.ends.first.later, Qt.MouseButton.LeftButton)
    assert work.index.numbers(tagging.read_moment(work.lib, first.id).span).start == 23


def test_words_are_said_by_number_keys_one_row_after_the_other(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, second, _ = three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    inspector = room.side.inspector
    assert inspector.turn.isVisible()
    assert [chip.accessibleDescription() for chip in inspector.who.chips.values()][:3] == ["key 1", "key 2", "key 3"]
    assert inspector.turn.chips["reception"].accessibleDescription() == ""
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        QTest.keyClick(room, key)
    moment = tagging.read_moment(work.lib, first.id)
    assert (moment.actor, moment.chain_role, moment.channel) == ("child", "reception", "voice")
    QTest.keyClick(room, Key.Key_3)  # said again: taken back
    assert tagging.read_moment(work.lib, first.id).channel is None
    QTest.keyClick(room, Key.Key_9)  # no such word
    assert len(tagging.list_moments(work.lib, work.recording)) == 4  # nothing was tagged
    QTest.keyClick(room, Key.Key_G)
    QTest.keyClick(room, Key.Key_Q)
    QTest.keyClick(room, Key.Key_3)
    other = tagging.read_moment(work.lib, second.id)
    assert (other.actor, other.chain_role, other.channel) == (None, "response", None)
    QTest.keyClick(room, Key.Key_Escape)
    assert {chip.accessibleDescription() for chips in inspector.rows for chip in chips.chips.values()} == {""}


def test_with_large_letters_the_row_that_is_said_is_in_sight(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    apply_theme(room, Theme(dark=True, scale=200))
    room.resize(1300, 600)
    three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    for row in (*room.side.inspector.rows, room.side.inspector.rows[0]):
        qtbot.waitUntil(partial(in_sight, row), timeout=5000)
        QTest.keyClick(room, Key.Key_Q)


def test_typing_a_note_pauses_and_return_resumes(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, second, _ = three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    loops(qtbot, room, 20, 40)
    QTest.keyClick(room, Key.Key_N)
    note = room.side.inspector.note
    assert note.hasFocus()
    assert not player_of(room).playing
    QTest.keyClicks(note, "she waits, 1 s")
    QTest.keyClick(note, Key.Key_Return)
    assert tagging.read_moment(work.lib, first.id).note == "she waits, 1 s"
    assert room.hasFocus()
    loops(qtbot, room, 20, 40)
    QTest.mouseClick(note.viewport(), Qt.MouseButton.LeftButton)
    assert player_of(room).playing
    QTest.keyClicks(note, "!")
    assert not player_of(room).playing
    room.show_moment(second.id)  # without being done: the film waits for nobody any more
    qtbot.waitUntil(lambda: player_of(room).playing, timeout=8000)
    QTest.keyClick(room, Key.Key_K)
    QTest.keyClick(room, Key.Key_N)
    QTest.keyClick(note, Key.Key_Return)
    assert not player_of(room).playing


def test_the_best_picture_and_the_clip(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    first, *_ = three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    loops(qtbot, room, 20, 40)
    QTest.keyClick(room, Key.Key_C)
    QTest.keyClick(room, Key.Key_K)
    go_to(qtbot, room, 31, work)
    QTest.keyClick(room, Key.Key_E)
    assert tagging.read_moment(work.lib, first.id).still == work.time(31)
    [clip] = clips.list_clips(work.lib, work.cycle)
    assert clip.still == work.time(31)
    qtbot.waitUntil(lambda: boxes(room) == (20, 39, 31), timeout=10_000)
    go_to(qtbot, room, 45, work)
    QTest.mouseClick(fine_of(room).bar.best.take, Qt.MouseButton.LeftButton)
    assert tagging.read_moment(work.lib, first.id).still == work.time(31)
    assert "not part of the moment" in work.said.lines[-1]
    QTest.keyClick(room, Key.Key_Space)
    loops(qtbot, room, 20, 40)


def test_a_moment_removed_leads_to_the_next(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    _, second, _ = three_starred(room, work)
    QTest.keyClick(room, Key.Key_G)
    QTest.keyClick(room, Key.Key_Delete)
    qtbot.waitUntil(lambda: sheet_of(room).selected == second.id, timeout=5000)
    loops(qtbot, room, 60, 80)
    assert fine_of(room).bar.place.words == "1 of 2 starred"


def test_a_goal_is_linked_where_more_is_said(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    goal = goals.add_goal(work.lib, work.cycle, kind="narrative", text="I wait until he has looked at me & only then I speak").value
    moment = work.mark(20, 40)
    room.leave()
    room.enter(work.where)
    settle(qtbot, room)
    room.show_moment(moment.id)
    link = room.side.inspector.goal
    assert not link.isVisible()
    QTest.mouseClick(room.side.inspector.more, Qt.MouseButton.LeftButton)
    assert link.isVisible()
    link.menu().actions()[0].trigger()
    assert tagging.read_moment(work.lib, moment.id).goal_id == goal.id
    assert goal.text in link.button.accessibleName()
    link.menu().actions()[-1].trigger()
    assert tagging.read_moment(work.lib, moment.id).goal_id is None


def test_the_heading_of_two_principles_is_not_cut(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    span = Span(work.time(20), work.time(40))
    moment = tagging.add_moment(work.lib, work.recording, span=span, principles=("following", "turns")).value
    room.refresh(select=None)
    room.show_moment(moment.id)
    name = room.side.inspector.name
    qtbot.waitUntil(lambda: name.isVisible() and name.height() >= name.heightForWidth(name.width()), timeout=3000)
    assert name.words == "Letting the other lead, Taking turns"
    assert name.minimumSizeHint().width() <= name.width()
