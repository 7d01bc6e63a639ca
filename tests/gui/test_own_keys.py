"""Keys are what the user makes them: kept in the library, heard at once, shown wherever keys are shown; clashes are said in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.actions import ACTIONS, Action, Place, action_named
from app.bindings import ActionSet
from app.keys_in_use import KeysInUse, changed_to, keys_in_use, swapped, usual, who_has, with_key
from app.rooms import Desk, Where
from app.screens.settings.keys import KeyButton
from app.screens.settings.room import SettingsRoom
from app.widgets.key_list import KeyList
from app.widgets.plain import Words
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.errors import BadInput
from vig_tool.work import keys
from vig_tool.work.changes import Changes

STAR = action_named("moment.star")


@pytest.fixture(autouse=True)
def as_usual_afterwards(qapp: QApplication) -> Iterator[KeysInUse]:
    yield keys_in_use()
    keys_in_use().use({})


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> SettingsRoom:
    made = SettingsRoom(desk, None)
    qtbot.addWidget(made)
    made.resize(1300, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.enter(Where())
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=5000)
    made.keys.rooms.chips[Place.FILM_ROOM].click()
    return made


def press(button: KeyButton, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    button.click()
    button.setFocus()
    QTest.keyClick(button, key, modifier)


def test_another_key_is_kept_heard_and_shown(room: SettingsRoom, desk: Desk, qtbot: QtBot) -> None:
    host, field = QWidget(), QLineEdit()
    QVBoxLayout(host).addWidget(field)
    qtbot.addWidget(host)
    heard: list[str] = []
    actions = ActionSet(host, Place.FILM_ROOM, {"moment.star": lambda: heard.append("star")})
    press(room.keys.buttons["moment.star"], Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert keys.read_keys(desk.library) == {"moment.star": ("Shift+X",)}
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    host.setFocus()
    QTest.keyClick(host, Qt.Key.Key_S)
    assert heard == []
    QTest.keyClick(host, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert heard == ["star"]
    field.setFocus()
    QTest.keyClicks(field, "X")
    assert (field.text(), heard) == ("X", ["star"])
    assert "(Shift+X)" in actions.action("moment.star").toolTip()
    assert with_key("Star", "moment.star") == "Star (Shift+X)"
    window = KeyList(Place.FILM_ROOM)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    assert "Shift+X" in {words.words for words in window.findChildren(Words)}
    room.keys.back["moment.star"].click()
    assert keys.read_keys(desk.library) == {}
    assert "(S)" in actions.action("moment.star").toolTip()


def test_a_clash_is_said_and_swapped_on_wish(room: SettingsRoom, desk: Desk) -> None:
    press(room.keys.buttons["moment.star"], Qt.Key.Key_N)
    assert room.keys.line.isVisible()
    assert "N already means “Write a note”" in room.keys.line.words
    assert keys.read_keys(desk.library) == {}
    room.keys.leave.click()
    assert not room.keys.line.isVisible()
    assert keys.read_keys(desk.library) == {}
    press(room.keys.buttons["moment.star"], Qt.Key.Key_N)
    room.keys.swap.click()
    assert keys.read_keys(desk.library) == {"moment.star": ("N",), "moment.note": ("S",)}
    room.keys.all_usual.click()
    assert keys.read_keys(desk.library) == {}


def test_keys_that_cannot_be_given_away_are_refused(room: SettingsRoom, desk: Desk) -> None:
    press(room.keys.buttons["moment.star"], Qt.Key.Key_3)  # the scheme's
    assert "press another one" in room.keys.line.words
    assert not room.keys.swap.isVisible()
    press(room.keys.buttons["moment.star"], Qt.Key.Key_Escape)
    assert keys.read_keys(desk.library) == {}


@pytest.mark.parametrize("action", [STAR, action_named("edit.undo"), action_named("clip.move_earlier")], ids=lambda action: action.id)
def test_whatever_is_swapped_no_key_means_two_things(action: Action, qapp: QApplication) -> None:
    for key in {key for one in ACTIONS for key in one.keys}:
        holder = who_has(key, action, {})
        after = changed_to(key, action, {}) if holder is None else swapped(key, action, holder, {})
        if after is not None:
            assert all(who_has(held, action_named(one), after) is None for one, keys in after.items() for held in keys)


def test_as_usual_leaves_nothing(qapp: QApplication) -> None:
    other = changed_to("X", STAR, {})
    assert other == {"moment.star": ("X",)}
    assert changed_to("S", STAR, other) == {}
    assert usual(STAR, other) == {}


def test_ids_of_another_version_are_left_alone(qapp: QApplication) -> None:
    keys_in_use().use({"moment.of_tomorrow": ("X",)})
    assert keys_in_use().other == {}


def test_what_is_no_key_is_refused(desk: Desk) -> None:
    assert keys.keep_keys(desk.library, {}).changes == Changes()
    with pytest.raises(BadInput):
        keys.keep_keys(desk.library, {"moment.star": ()})
    with pytest.raises(BadInput):
        keys.keep_keys(desk.library, {"moment.star": ("x" * 99,)})
