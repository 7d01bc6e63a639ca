"""Turn chains in the film room: a key a step, the strip under the film, and everything on it by key and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.chain import Turns
from app.screens.film_room.chain.following import to_go_on_with
from app.screens.film_room.line_edits import LineEdits
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.widgets.chain_strip import ChainStrip
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from tests.gui.playable import number_in
from vig_tool.timing import SECOND, Instant
from vig_tool.work import chains, clips, history, tagging
from vig_tool.work.tagging import Moment

Key = Qt.Key
Control, Shift, Alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
Left = Qt.MouseButton.LeftButton


def turns_of(room: FilmRoom) -> Turns:
    return next(part for part in room.parts if isinstance(part, Turns))


def strip_of(room: FilmRoom) -> ChainStrip:
    return turns_of(room).strip


def words_on(strip: ChainStrip) -> list[str]:
    return [card.text() for card in strip.cards]


def chain(room: FilmRoom, work: AtWork, *numbers: int) -> Moment:
    """A chain with these pictures, selected."""
    moment = chains.begin_chain(work.lib, work.recording, at=work.time(numbers[0])).value
    for number in numbers[1:]:
        moment = chains.add_step(work.lib, moment.id, at=work.time(number)).value
    room.refresh(select=moment.id)
    return moment


def kept(work: AtWork) -> list[Moment]:
    return tagging.list_moments(work.lib, work.recording)


def test_each_press_adds_a_step_with_its_own_picture(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    strip = strip_of(room)
    assert strip.isHidden()
    for number in (40, 55, 80, 100):
        go_to(qtbot, room, number, work)
        QTest.keyClick(room, Key.Key_H)
    [moment] = kept(work)
    assert [step.at for step in moment.steps] == [work.time(number) for number in (40, 55, 80, 100)]
    assert moment.principles == ("turns",)
    assert not strip.isHidden()
    assert words_on(strip) == ["Child begins", "Parent takes it in", "Parent answers", "Child takes it in"]
    assert strip.next.text() == "Child answers"
    assert [card.current for card in strip.cards] == [False, False, False, True]
    room.select_nothing()  # what was only a glimpse of the screen is forgotten
    room.refresh(select=moment.id)
    qtbot.waitUntil(lambda: not any(card.image.isNull() for card in strip.cards), timeout=20_000)
    assert [number_in(card.image) for card in strip.cards] == [40, 55, 80, 100]


def test_the_picture_on_the_screen_is_on_the_strip_at_once(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 40, work)
    QTest.keyClick(room, Key.Key_H)
    assert number_in(strip_of(room).cards[0].image) == 40


def test_the_film_never_stops_for_a_step(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).playing and player_of(room).number > 5, timeout=10_000)
    QTest.keyClick(room, Key.Key_H)
    first = player_of(room).number
    assert player_of(room).playing
    qtbot.waitUntil(lambda: player_of(room).number > first + 5, timeout=10_000)
    QTest.keyClick(room, Key.Key_H)
    assert player_of(room).playing
    [moment] = kept(work)
    assert len(moment.steps) == 2
    assert all(step.at == work.index.snap(step.at) for step in moment.steps)


def test_nothing_is_decoded_beside_a_film_that_runs(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    begun: list[object] = []
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).playing and player_of(room).number > 5, timeout=10_000)
    work.desk.tasks.started.connect(begun.append)
    QTest.keyClick(room, Key.Key_H)
    qtbot.wait(300)
    assert player_of(room).playing
    assert not begun
    assert not strip_of(room).cards[0].image.isNull()
    QTest.keyClick(room, Key.Key_K)
    qtbot.waitUntil(lambda: bool(begun), timeout=10_000)


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_H, Shift), (Key.Key_Escape, Qt.KeyboardModifier.NoModifier)])
def test_after_the_end_another_chain_begins(
    room: FilmRoom, work: AtWork, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    go_to(qtbot, room, 40, work)
    QTest.keyClick(room, Key.Key_H)
    QTest.keyClick(room, key, modifier)
    assert strip_of(room).isHidden()
    assert sheet_of(room).moment is None
    go_to(qtbot, room, 50, work)
    QTest.keyClick(room, Key.Key_H)
    assert [len(moment.steps) for moment in kept(work)] == [1, 1]


def test_which_moment_the_key_goes_on_with(room: FilmRoom, work: AtWork) -> None:
    stepped = chain(room, work, 60)
    end = stepped.span.end
    for looked_at in (True, False):
        assert to_go_on_with(stepped, end.shifted(10 * SECOND - 1), looked_at=looked_at) is stepped
        assert to_go_on_with(stepped, end.shifted(10 * SECOND), looked_at=looked_at) is None
        assert to_go_on_with(stepped, Instant(0), looked_at=looked_at) is stepped
        assert to_go_on_with(None, Instant(0), looked_at=looked_at) is None
    of_turns = work.mark(60, 120)
    assert to_go_on_with(of_turns, work.time(90), looked_at=False) is of_turns
    assert to_go_on_with(of_turns, work.time(120), looked_at=True) is None
    other = tagging.change_moment(work.lib, of_turns.id, principles=["attentive"]).value
    assert to_go_on_with(other, work.time(90), looked_at=True) is other
    assert to_go_on_with(other, work.time(90), looked_at=False) is None


def test_while_the_film_runs_on_a_chain_begins_beside_what_was_tapped(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).playing and player_of(room).number > 5, timeout=10_000)
    QTest.keyClick(room, Key.Key_1)
    QTest.keyClick(room, Key.Key_H)
    assert sorted((moment.principles, len(moment.steps)) for moment in kept(work)) == [(("attentive",), 0), (("turns",), 1)]


def test_a_moment_played_again_and_again_gets_its_steps(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = tagging.change_moment(work.lib, work.mark(30, 90).id, principles=["attentive"]).value
    room.refresh(select=moment.id)
    player_of(room).play_span(moment.span, loop=True)
    qtbot.waitUntil(lambda: player_of(room).playing and player_of(room).number > 32, timeout=10_000)
    QTest.keyClick(room, Key.Key_H)
    assert player_of(room).playing
    [changed] = kept(work)
    assert (changed.id, len(changed.steps)) == (moment.id, 1)


def test_a_moment_of_turns_gets_its_steps(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.refresh(select=moment.id)
    go_to(qtbot, room, 80, work)
    QTest.keyClick(room, Key.Key_H)
    [changed] = kept(work)
    assert changed.id == moment.id
    assert [step.at for step in changed.steps] == [work.time(80)]


def test_the_strip_takes_no_room_without_a_chain(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    view = player_of(room).view
    before = view.height()
    plain = work.mark(60, 120)
    room.refresh(select=plain.id)
    assert view.height() == before
    moment = chain(room, work, 60, 80)
    qtbot.waitUntil(lambda: view.height() < before, timeout=5000)
    assert before - view.height() < 110
    room.refresh(select=plain.id)
    qtbot.waitUntil(lambda: view.height() == before, timeout=5000)
    room.refresh(select=moment.id)
    qtbot.waitUntil(lambda: view.height() < before, timeout=5000)


def test_who_and_what_by_key(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60)
    for expected in ("both", "child", "parent"):
        QTest.keyClick(room, Key.Key_H, Control)
        assert tagging.read_moment(work.lib, moment.id).steps[1].actor == expected
    for expected in ("response", "initiative", "reception"):
        QTest.keyClick(room, Key.Key_H, Alt)
        assert tagging.read_moment(work.lib, moment.id).steps[1].role == expected
    assert tagging.read_moment(work.lib, moment.id).steps[0] == moment.steps[0]
    QTest.keyClick(room, Key.Key_H, Alt)
    assert words_on(strip_of(room)) == ["Child begins", "Parent answers"]
    assert strip_of(room).next.text() == "Child takes it in"


def test_who_and_what_by_hand_of_the_step_chosen(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60)
    strip = strip_of(room)
    assert strip.who.chips["guider"].isHidden()
    QTest.mouseClick(strip.cards[0], Left)
    settle(qtbot, room)
    assert seen(room) == 40
    assert (strip.who.value, strip.what.value) == ("child", "initiative")
    QTest.mouseClick(strip.who.chips["both"], Left)
    QTest.mouseClick(strip.what.chips["response"], Left)
    assert words_on(strip) == ["Both answer", "Parent takes it in"]
    QTest.mouseClick(strip.what.chips["response"], Left)  # taken back
    first, second = tagging.read_moment(work.lib, moment.id).steps
    assert (first.actor, first.role) == ("both", None)
    assert second == moment.steps[1]


def test_steps_by_keyboard(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60, 80)
    strip = strip_of(room)
    strip.cards[2].setFocus()
    QTest.keyClick(strip.cards[2], Key.Key_Left)
    settle(qtbot, room)
    assert (seen(room), strip.cards[1].hasFocus(), strip.current) == (60, True, 1)
    QTest.keyClick(strip.cards[1], Key.Key_Home)
    settle(qtbot, room)
    assert (seen(room), strip.cards[0].hasFocus()) == (40, True)
    QTest.keyClick(strip.cards[0], Key.Key_Left)
    assert strip.cards[0].hasFocus()
    QTest.keyClick(strip.cards[0], Key.Key_End)
    settle(qtbot, room)
    assert seen(room) == 80
    go_to(qtbot, room, 100, work)
    QTest.keyClick(strip.cards[2], Key.Key_Return)
    settle(qtbot, room)
    assert seen(room) == 80
    QTest.keyClick(strip.cards[2], Key.Key_Delete)
    assert tagging.read_moment(work.lib, moment.id).steps == moment.steps[:2]
    assert strip.cards[1].hasFocus()
    QTest.keyClick(strip.cards[1], Key.Key_H, Alt)  # the room's keys work here as everywhere
    assert tagging.read_moment(work.lib, moment.id).steps[1].role == "response"


def test_a_step_removed_comes_back_and_the_moment_outlives_the_last(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60)
    strip = strip_of(room)
    QTest.mouseClick(strip.remove, Left)
    assert words_on(strip) == ["Child begins"]
    assert strip.current == 0
    work.said.offers[-1][2]()
    assert tagging.read_moment(work.lib, moment.id) == moment
    assert words_on(strip) == ["Child begins", "Parent takes it in"]
    assert strip.current == 1
    for _ in range(2):
        QTest.mouseClick(strip.remove, Left)
    assert strip.isHidden()
    assert sheet_of(room).moment == tagging.read_moment(work.lib, moment.id)
    assert kept(work)[0].steps == ()


def test_undo_and_redo_from_elsewhere_are_seen(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    for number in (40, 60):
        go_to(qtbot, room, number, work)
        QTest.keyClick(room, Key.Key_H)
    strip = strip_of(room)
    assert history.steps(work.lib, work.family).undo == "Add a step: parent takes it in"
    work.desk.announcer.announce(history.undo(work.lib, work.family).changes, None)
    assert words_on(strip) == ["Child begins"]
    work.desk.announcer.announce(history.redo(work.lib, work.family).changes, None)
    assert words_on(strip) == ["Child begins", "Parent takes it in"]
    assert strip.current == 1
    for _ in range(2):
        work.desk.announcer.announce(history.undo(work.lib, work.family).changes, None)
    assert strip.isHidden()
    assert sheet_of(room).moments == ()


def test_a_picture_that_is_a_step_already_is_refused_in_a_sentence(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 40, work)
    QTest.keyClick(room, Key.Key_H)
    QTest.keyClick(room, Key.Key_H)
    assert len(kept(work)[0].steps) == 1
    assert "a step of the chain already" in work.said.lines[-1]


def test_the_next_step_by_hand(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40)
    go_to(qtbot, room, 70, work)
    QTest.mouseClick(strip_of(room).next, Left)
    assert [step.at for step in tagging.read_moment(work.lib, moment.id).steps] == [work.time(40), work.time(70)]


def test_a_steps_menu_is_about_that_step(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60)
    strip = strip_of(room)
    strip.cards[0].menu_asked.emit(strip.mapToGlobal(QPoint(5, 5)))
    [menu] = [one for one in strip.findChildren(QMenu) if one.isVisible()]
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == ["Child", "Parent", "Both", "Begins", "Takes it in", "Answers", "Remove this step"]
    menu.actions()[1].trigger()
    menu.close()
    assert [step.actor for step in tagging.read_moment(work.lib, moment.id).steps] == ["parent", "parent"]


def test_a_chain_is_chosen_for_the_review(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 60)
    strip = strip_of(room)
    strip.choose.click()
    [clip] = clips.list_clips(work.lib, work.cycle)
    assert (clip.moment_id, clip.span) == (moment.id, moment.span)
    assert not strip.choose.isEnabled()
    assert strip.choose.text() == "In the review"


def test_a_private_chain_is_neither_chosen_nor_printed(room: FilmRoom, work: AtWork, qtbot: QtBot, tmp_path: Path) -> None:
    chain(room, work, 40, 60)
    turns_of(room).ask = lambda _parent, _title, _name: tmp_path / "chain.pdf"
    QTest.keyClick(room, Key.Key_P)
    strip = strip_of(room)
    assert not strip.choose.isEnabled()
    assert not strip.print.isEnabled()
    QTest.keyClick(room, Key.Key_P, Control)
    qtbot.waitUntil(lambda: any("private" in line for line in work.said.lines), timeout=10_000)
    assert not (tmp_path / "chain.pdf").exists()


def test_a_chain_on_paper(room: FilmRoom, work: AtWork, qtbot: QtBot, tmp_path: Path) -> None:
    chain(room, work, 40, 60)
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str) -> Path:
        asked.append(name)
        return tmp_path / "out.pdf"

    turns_of(room).ask = ask
    QTest.keyClick(room, Key.Key_P, Control)
    qtbot.waitUntil(lambda: any("out.pdf" in line for line in work.said.lines), timeout=20_000)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    assert asked == ["chain.pdf"]


def test_steps_outside_the_moments_ends_are_told(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 40, 120)
    assert "outside" not in strip_of(room).cards[1].accessibleName()
    room.marking.put(moment.id, start=work.time(30), end=work.time(60))
    room.refresh(select=moment.id)
    assert strip_of(room).cards[1].accessibleName().endswith("outside the moment’s ends")


def test_screen_readers_hear_every_step(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    chain(room, work, 40, 60)
    strip = strip_of(room)
    heard = []
    chip = strip.who.chips["child"]
    for widget in (*strip.cards, strip.next, strip.remove, strip.end, chip):
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.role() is (QAccessible.Role.CheckBox if widget is chip else QAccessible.Role.Button)
        heard.append(found.text(QAccessible.Text.Name))
    at = [work.time(number).text for number in (40, 60)]
    assert heard[:3] == [
        f"Step 1 of 2: Child begins, at {at[0]}",
        f"Step 2 of 2: Parent takes it in, at {at[1]}",
        "Add a step at this picture: Parent answers",
    ]
    assert all(heard)
    said = [QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Description) for card in strip.cards]
    assert said[0] != "Chosen"
    assert said[1] == "Chosen"


def test_on_a_narrow_place_the_buttons_give_way_to_pictures(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    chain(room, work, 10, 30, 50, 70)
    strip = strip_of(room)
    room.resize(1900, 900)
    qtbot.waitUntil(lambda: strip.choose.isVisible() and strip.more.isHidden(), timeout=5000)
    room.resize(1300, 720)
    qtbot.waitUntil(lambda: not strip.choose.isVisible() and not strip.more.isHidden(), timeout=5000)
    strip.more.click()
    [menu] = [one for one in strip.findChildren(QMenu) if one.isVisible()]
    assert [action.text() for action in menu.actions()] == ["Choose for the review", "Print as a strip…"]
    menu.actions()[0].trigger()
    menu.close()
    assert len(clips.list_clips(work.lib, work.cycle)) == 1


def test_with_large_letters_pictures_keep_their_place(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = chain(room, work, 10, 30, 50)
    strip = strip_of(room)
    assert strip.who.isVisible()
    apply_theme(room, Theme(dark=True, scale=200))
    qtbot.waitUntil(lambda: not strip.who.isVisible() and strip.more.isVisible(), timeout=5000)
    assert player_of(room).view.height() > 0
    strip.more.click()
    [menu] = [one for one in strip.findChildren(QMenu) if one.isVisible()]
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words[:3] == ["Child", "Parent", "Both"]
    assert words[-2:] == ["Choose for the review", "Print as a strip…"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Parent", "Answers"]
    menu.actions()[0].trigger()
    menu.close()
    assert tagging.read_moment(work.lib, moment.id).steps[2].actor == "child"


def test_the_step_chosen_is_in_sight_with_what_is_beside_it(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    chain(room, work, *range(10, 150, 10))
    strip = strip_of(room)

    def in_sight(widget: QWidget) -> bool:
        return widget.visibleRegion().boundingRect().width() == widget.width()

    qtbot.waitUntil(lambda: all(map(in_sight, (strip.cards[12], strip.cards[13], strip.next))), timeout=5000)
    assert not in_sight(strip.cards[0])
    strip.cards[13].setFocus()
    QTest.keyClick(strip.cards[13], Key.Key_Home)
    qtbot.waitUntil(lambda: in_sight(strip.cards[0]) and in_sight(strip.cards[1]), timeout=5000)
    QTest.keyClick(strip.cards[0], Key.Key_End)
    shorter = chains.begin_chain(work.lib, work.recording, at=work.time(160)).value
    room.refresh(select=shorter.id)
    assert len(strip.cards) == 1
    assert strip.cards[0].hasFocus()


def test_the_strip_shows_the_keys_as_they_are_now(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    room.actions_here.action("chain.step").setShortcut("W")
    room.actions_here.action("chain.end").setShortcuts([])
    chain(room, work, 40)
    strip = strip_of(room)
    assert strip.next.toolTip() == "Add a step at this picture: Parent takes it in (W)"
    assert strip.end.accessibleName() == "End the chain"
    assert strip.who.toolTip() == "Who acts in this step (Ctrl+H)"


def test_a_chain_begins_where_the_time_line_is_asked(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    line_edits = next(part for part in room.parts if isinstance(part, LineEdits))
    menu = line_edits.menu(sheet_of(room), "", work.time(90).shifted(5))
    next(action for action in menu.actions() if action.text() == "Begin a chain of turns here").trigger()
    [moment] = kept(work)
    assert [step.at for step in moment.steps] == [work.time(90)]
    assert words_on(strip_of(room)) == ["Child begins"]
    menu.deleteLater()


def test_the_focus_comes_back_to_the_room_when_the_strip_goes(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    chain(room, work, 40)
    strip_of(room).cards[0].setFocus()
    QTest.keyClick(strip_of(room).cards[0], Key.Key_H, Shift)
    assert strip_of(room).isHidden()
    assert QApplication.focusWidget() is room
