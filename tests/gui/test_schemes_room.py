"""The schemes' room: a code is added, renamed, re-keyed, retired and brought back; nothing counts before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.rooms import Desk, RoomId, Where
from app.screens.schemes import SchemesRoom
from app.screens.schemes.draft import Draft
from app.screens.settings.room import SettingsRoom
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import Size
from app.widgets.number_edit import NumberEdit
from tests.gui.desk import Heard
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.work import scheme_files, schemes
from vig_tool.work.schemes import Scheme

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """What the dialogs answer."""
    return [tmp_path / "ours.toml"]


@pytest.fixture
def room(desk: Desk, files: list[Path], qtbot: QtBot) -> Iterator[SchemesRoom]:
    made = SchemesRoom(desk, ask_out=lambda *_: files[0], ask_in=lambda _: files[0])
    qtbot.addWidget(made)
    made.resize(1302, 720)
    made.show()
    made.enter(Where())
    yield made
    made.leave()


def held(desk: Desk) -> Scheme:
    return schemes.scheme_card(desk.library, "contact").scheme


def press(room: SchemesRoom, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or room, key, modifier)


def test_nothing_counts_before_it_is_saved(room: SchemesRoom, desk: Desk) -> None:
    heard = Heard(desk.notices)
    assert room.list.ids == tuple(one.id for one in held(desk).principles)
    assert not room.keep.isEnabled()
    room.choose("turns")
    room.code_page.name.edit.setText("To and fro")
    assert room.keep.isEnabled()
    assert "not saved yet" in room.said.words
    assert held(desk).principle("turns").name == "Taking turns"
    room.keep.click()
    assert held(desk).principle("turns").name == "To and fro"
    assert schemes.scheme_card(desk.library, "contact").edition == 1
    assert "From now on" in heard.words
    assert "keep their name" in heard.words
    assert not room.keep.isEnabled()


def test_by_keys_alone(room: SchemesRoom, desk: Desk) -> None:
    room.setFocus()  # as the window does when one comes here
    assert QApplication.focusWidget() is room.list
    press(room, Key.Key_Down)
    assert room.code is not None
    assert room.code.id == "following"
    press(room, Key.Key_N, Ctrl)
    assert QApplication.focusWidget() is room.code_page.name.edit
    page = room.code_page
    for word, widget in (("Waiting", page.name.edit), ("One waits.", page.definition.edit), ("She waits.", page.example.edit)):
        widget.setFocus()
        QTest.keyClicks(widget, word)
    room.code_page.reach.lead.setFocus()
    press(room, Key.Key_Up)
    press(room, Key.Key_S, Ctrl)
    saved = held(desk).principles[-1]
    assert (saved.id, saved.name, saved.key, saved.lead_us, saved.lag_us) == ("waiting", "Waiting", "7", 3_500_000, 2_000_000)
    assert (saved.definition, saved.example) == ("One waits.", "She waits.")
    assert room.code is not None
    assert room.code.id == "waiting"
    went: list[object] = []
    room.go.connect(lambda to, _where: went.append(to))
    press(room, Key.Key_Escape)
    assert went == [RoomId.SETTINGS]


def test_the_colour_the_shape_and_the_key(room: SchemesRoom, desk: Desk) -> None:
    room.choose("turns")
    room.code_page.mark.shapes["pill"].click()
    room.code_page.key.chips.chips["9"].click()
    room.keep.click()
    turns = held(desk).principle("turns")
    assert (turns.colour, turns.shape, turns.key) == ("#009E73", "pill", "9")


def test_a_clash_is_shown_at_once_and_not_saved(room: SchemesRoom, desk: Desk) -> None:
    room.choose("turns")
    room.code_page.key.chips.chips["2"].click()
    assert "“Letting the other lead”" in room.code_page.key.line.words
    assert room.code_page.key.line.property("tone") == "danger"
    assert room.code_page.key.chips.chips["1"].toolTip() == "The key of “Being attentive”"
    room.code_page.mark.colours["#0072B2"].click()
    room.code_page.mark.shapes["circle"].click()
    assert "marked" in room.code_page.mark.line.words
    room.keep.click()
    assert schemes.scheme_card(desk.library, "contact").edition == 0
    room.code_page.mark.shapes["square"].click()
    assert room.code_page.mark.line.isHidden()
    room.choose("following")
    room.code_page.key.chips.chips["3"].click()
    room.keep.click()
    assert [one.key for one in held(desk).principles][:3] == ["1", "3", "2"]


def test_what_is_missing_is_shown_where_it_is(room: SchemesRoom, desk: Desk) -> None:
    room.add()
    assert room.code_page.definition.line.isHidden()
    room.choose("attentive")
    room.keep.click()
    assert room.code is not None
    assert room.code.name == ""
    for field in (room.code_page.name, room.code_page.definition, room.code_page.example):
        assert "empty" in field.line.words
        assert not field.line.isHidden()
    room.throw_away.click()
    assert room.list.ids == tuple(one.id for one in held(desk).principles)


def test_a_code_is_retired_and_comes_back(room: SchemesRoom, desk: Desk) -> None:
    room.choose("touch")
    room.code_page.retire.click()
    assert room.list.ids[-1] == "touch"
    assert "retired" in room.list.item(room.list.count() - 1).text()
    assert room.code_page.bring_back.isVisible()
    assert not room.code_page.retire.isVisible()
    room.keep.click()
    assert [one.id for one in held(desk).retired] == ["touch"]
    room.choose("touch")
    room.code_page.bring_back.click()
    room.keep.click()
    assert held(desk).retired == ()
    assert held(desk).principles[-1].key == "5"


def test_what_was_only_added_goes_without_a_trace(room: SchemesRoom) -> None:
    room.add()
    assert room.code_page.retire.text() == "Take it away again"
    room.code_page.retire.click()
    assert not room.draft.changed
    assert not room.keep.isEnabled()


def test_the_order_of_the_palette(room: SchemesRoom, desk: Desk) -> None:
    room.choose("turns")
    room.code_page.earlier.click()
    room.code_page.earlier.click()
    room.code_page.earlier.click()
    room.keep.click()
    assert [one.id for one in held(desk).principles][:3] == ["turns", "attentive", "following"]


def test_the_drawing_shows_how_far_a_press_reaches(room: SchemesRoom) -> None:
    room.choose("turns")
    reach = room.code_page.reach
    assert (reach.lead.text(), reach.lag.text()) == ("6 s", "2 s")
    middle = reach.drawing.width() / 2
    before = middle - reach.drawing.bar.left()
    assert before == pytest.approx(3 * (reach.drawing.bar.right() - middle))
    reach.lead.setFocus()
    reach.lead.setText("")
    QTest.keyClicks(reach.lead, "4.5")
    assert room.draft.now.principle("turns").lead_us == 4_500_000
    assert middle - reach.drawing.bar.left() < before
    QTest.keyClicks(reach.lead, "x")
    reach.lag.setFocus()
    assert reach.lead.text() == "4.5 s"
    assert "4.5 seconds before" in reach.drawing.accessibleName()


def test_a_reach_of_nothing_is_refused(room: SchemesRoom) -> None:
    room.choose("turns")
    for box in (room.code_page.reach.lead, room.code_page.reach.lag):
        box.setFocus()
        box.setText("")
        QTest.keyClicks(box, "0")
    room.save()
    assert "no length" in room.code_page.reach.line.words


def test_another_scheme_and_its_changes_wait_for_each_other(room: SchemesRoom, desk: Desk) -> None:
    room.choose("turns")
    room.code_page.name.edit.setText("To and fro")
    room.choice.buttons["ladder"].click()
    assert room.list.ids[0] == "step-attentive"
    assert not room.keep.isEnabled()
    room.choice.buttons["contact"].click()
    assert room.keep.isEnabled()
    assert room.draft.now.principle("turns").name == "To and fro"


def test_what_is_begun_waits_in_the_library(room: SchemesRoom, desk: Desk, qtbot: QtBot) -> None:
    room.add()
    room.code_page.name.edit.setText("Wai")
    room.leave()
    other = SchemesRoom(desk)
    qtbot.addWidget(other)
    other.enter(Where())
    assert other.draft.now.principles[-1].name == "Wai"
    assert other.keep.isEnabled()
    other.throw_changes_away()
    other.leave()
    assert scheme_files.read_drafts(desk.library) == {}


def test_what_it_is_used_for_and_the_limits_count_at_once(room: SchemesRoom, desk: Desk) -> None:
    room.choice.buttons["ladder"].click()
    room.choose("")
    assert "not used by itself" in room.scheme_page.used.words
    room.scheme_page.uses["interaction"].click()
    assert "home films" in room.scheme_page.used.words
    assert schemes.scheme_card(desk.library, "ladder").used_for == ("interaction",)
    clips = room.scheme_page.clips
    clips.setFocus()
    QTest.keyClick(clips, Key.Key_Up)
    assert schemes.programme_limits(desk.library).clips == 5
    clips.setText("")
    QTest.keyClicks(clips, "900")
    QTest.keyClick(clips, Key.Key_Return)
    assert clips.text() == "5"


def test_an_earlier_one_is_taken_again(room: SchemesRoom, desk: Desk) -> None:
    room.choose("turns")
    room.code_page.name.edit.setText("To and fro")
    room.save()
    room.add()
    for field, word in ((room.code_page.name, "Waiting"), (room.code_page.definition, "One."), (room.code_page.example, "Two.")):
        field.set_text(word)
    room.save()
    room.choose("")
    again = [one for one in room.scheme_page.findChildren(QAbstractButton) if one.accessibleName().startswith("Take this one again")]
    assert len([one for one in again if one.isVisible()]) == 2
    again[-1].click()
    room.save()
    assert held(desk).principle("turns").name == "Taking turns"
    assert [one.id for one in held(desk).retired] == ["waiting"]
    assert schemes.scheme_card(desk.library, "contact").edition == 3


def test_a_file_goes_out_and_comes_in(room: SchemesRoom, desk: Desk, files: list[Path]) -> None:
    room.write_out.click()
    text = files[0].read_text(encoding="utf-8")
    files[0].write_text(text.replace('name = "Taking turns"', 'name = "To and fro"'), encoding="utf-8")
    room.take_in.click()
    assert held(desk).principle("turns").name == "To and fro"
    assert room.trouble.isHidden()
    files[0].write_text(text.replace('key = "3"', 'key = "2"').replace('shape = "pill"', 'shape = "star"'), encoding="utf-8")
    room.take_in.click()
    said = room.trouble.words.splitlines()
    assert not room.trouble.isHidden()
    assert [line.split(":")[0].split()[0] for line in said[1:]] == ["Line", "Line"]
    assert schemes.scheme_card(desk.library, "contact").edition == 1
    files[0].write_bytes(b"\xff\xfe\x00")
    room.take_in.click()
    assert "is no text" in room.trouble.words


def test_a_change_made_elsewhere_is_shown(room: SchemesRoom, desk: Desk) -> None:
    desk.announcer.announce(schemes.retire_code(desk.library, "play").changes, None)
    assert "retired" in room.list.item(room.list.count() - 1).text()
    assert not room.draft.changed


def test_from_the_settings_and_back(desk: Desk, qtbot: QtBot) -> None:
    settings = SettingsRoom(desk, None)
    qtbot.addWidget(settings)
    went: list[object] = []
    settings.go.connect(lambda to, _where: went.append(to))
    settings.schemes.change.click()
    assert went == [RoomId.SCHEMES]


def test_every_control_has_a_name_and_a_role(room: SchemesRoom) -> None:
    room.choose("turns")
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit):
        for widget in room.findChildren(kind):
            if widget.isVisible():
                known = QAccessible.queryAccessibleInterface(widget)
                assert known.text(QAccessible.Text.Name), widget
                assert known.role() != QAccessible.Role.NoRole


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_it_fits_a_laptop_with_large_text(room: SchemesRoom, dressed: QApplication, scale: int) -> None:
    theme = Theme(scale=scale)
    apply_theme(dressed, theme)
    room.choose("turns")
    QApplication.processEvents()
    assert room.minimumSizeHint().width() <= 1366 - theme.px(Size.RAIL)
    apply_theme(dressed, Theme())


def test_a_number_field_takes_numbers_alone(dressed: QApplication, qtbot: QtBot) -> None:
    told: list[int] = []
    edit = NumberEdit("Seconds", least=0, most=60_000, step=500, parts=1000, unit="s")
    qtbot.addWidget(edit)
    edit.value_changed.connect(told.append)
    edit.set_value(2500)
    assert (edit.text(), told) == ("2.5 s", [])
    edit.show()
    edit.setFocus()
    QTest.keyClick(edit, Key.Key_Down)
    assert (edit.value, told) == (2000, [2000])
    for typed, value in (("0.001", 1), ("61", 1), ("nan", 1), ("-1", 1), ("7,25 s", 7250), ("1e3", 7250)):
        edit.setText("")
        QTest.keyClicks(edit, typed)
        QTest.keyClick(edit, Key.Key_Return)
        assert edit.value == value, typed
    edit.set_value(60_000)
    QTest.keyClick(edit, Key.Key_Up)
    assert edit.value == 60_000


def test_a_draft_gives_new_codes_free_marks(desk: Desk) -> None:
    draft = Draft.of(held(desk))
    for _ in range(14):
        draft, _one = draft.adding()
    marks = [(one.colour, one.shape) for one in draft.now.principles]
    assert len(set(marks)) == len(marks)
    assert [one.key for one in draft.now.principles][6:11] == ["7", "8", "9", "", ""]
