"""No two actions answer the same key in one place, and each one says what it does."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.actions import ACTIONS, PLACE_NAMES, Action, Place, actions_of
from app.bindings import ActionSet
from app.widgets.key_list import KeyList, key_words
from app.widgets.plain import Words
from tests.gui.desk import dressed as dressed


@pytest.mark.parametrize("place", list(Place))
def test_no_key_means_two_things_in_one_place(place: Place) -> None:
    here = actions_of(place) + (actions_of(Place.ANYWHERE) if place is not Place.ANYWHERE else ())
    keys = Counter(QKeySequence(key).toString() for action in here for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_ids_are_unique_and_of_the_form_area_verb() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    assert all(len(one.split(".")) == 2 for one in ids)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_title_and_keys_that_qt_knows(action: Action) -> None:
    assert action.title.strip()
    assert not action.title.endswith(".")
    assert action.place in PLACE_NAMES
    for key in action.keys:
        assert QKeySequence(key).toString() != "", key


@pytest.mark.parametrize(
    ("place", "key"),
    [(Place.FILM_ROOM, key) for key in ("Space", "J", "K", "L", ",", ".", "Left", "Right", "S", "1", "6", "Del", "I", "O")]
    + [(Place.ANYWHERE, key) for key in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+L", "?")],
)
def test_keys_people_know_are_there(place: Place, key: str) -> None:
    assert any(key in action.keys for action in actions_of(place))


def _host(qtbot: QtBot) -> tuple[QWidget, QLineEdit]:
    host = QWidget()
    field = QLineEdit()
    QVBoxLayout(host).addWidget(field)
    host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(host)
    host.show()
    host.activateWindow()
    host.setFocus()
    qtbot.waitUntil(host.hasFocus)
    return host, field


def test_keys_reach_their_handlers_and_tell_which_it_was(dressed: QApplication, qtbot: QtBot) -> None:
    host, _ = _host(qtbot)
    heard: list[object] = []
    ActionSet(host, Place.FILM_ROOM, {"moment.tag": heard.append, "moment.star": lambda: heard.append("star")})
    QTest.keyClick(host, Qt.Key.Key_3)
    QTest.keyClick(host, Qt.Key.Key_S)
    assert heard == [2, "star"]


def test_a_text_field_gets_letters_and_undo_first(dressed: QApplication, qtbot: QtBot) -> None:
    host, field = _host(qtbot)
    heard: list[str] = []
    ActionSet(host, Place.FILM_ROOM, {"moment.star": lambda: heard.append("star")})
    everywhere = ActionSet(host, Place.ANYWHERE, {"edit.undo": lambda: heard.append("undo")})
    everywhere.allow(frozenset({"undo"}))
    field.setFocus()
    QTest.keyClicks(field, "so")
    assert field.text() == "so"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert heard == []


def test_an_action_waits_for_what_it_needs(dressed: QApplication, qtbot: QtBot) -> None:
    host, _ = _host(qtbot)
    heard: list[str] = []
    actions = ActionSet(host, Place.FILM_ROOM, {"moment.remove": lambda: heard.append("removed")})
    QTest.keyClick(host, Qt.Key.Key_Delete)
    assert heard == []
    actions.allow(frozenset({"moment"}))
    QTest.keyClick(host, Qt.Key.Key_Delete)
    assert heard == ["removed"]


def test_unknown_actions_are_a_bug(dressed: QApplication) -> None:
    with pytest.raises(KeyError):
        ActionSet(QWidget(), Place.CLIPS, {"moment.star": lambda: None})


def test_the_key_list_holds_every_key_of_the_room(dressed: QApplication, qtbot: QtBot) -> None:
    window = KeyList(Place.FILM_ROOM)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    shown = {words.words for words in window.findChildren(Words)}
    for action in actions_of(Place.FILM_ROOM) + actions_of(Place.ANYWHERE):
        assert key_words(action) in shown
