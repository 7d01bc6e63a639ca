"""What is heard of a film, set in the film room: at once, and kept with the recording."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import player_of, settle
from tests.gui.in_film_room import room as room
from vig_tool.work import settings
from vig_tool.work.listening import Listening, read_listening

Key = Qt.Key


def test_how_loud_it_plays_is_heard_at_once_and_kept(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume, heard = room.stage.transport.volume, list[Listening]()
    monkeypatch.setattr(player_of(room), "set_listening", heard.append)
    assert volume.box.slider.value() == settings.read_settings(work.lib).volume == 80
    QTest.mouseClick(volume, Qt.MouseButton.LeftButton)
    assert volume.box.isVisible()
    now = room.stage.now
    for key in (Key.Key_Left, Key.Key_Left):
        QTest.keyClick(volume.box.slider, key)
    assert heard == [Listening(volume=75), Listening(volume=70)]
    assert room.stage.now == now  # the arrow keys are the slider's while it is open
    assert settings.read_settings(work.lib).volume == 80  # not with every step
    QTest.keyClick(volume.box, Key.Key_Escape)
    assert not volume.box.isVisible()
    assert settings.read_settings(work.lib).volume == 70
    volume.box.slider.setValue(0)
    assert "0 %" in volume.toolTip()
    qtbot.waitUntil(lambda: settings.read_settings(work.lib).volume == 0, timeout=3000)
    volume.box.slider.setValue(25)
    room.leave()
    assert settings.read_settings(work.lib).volume == 25
    settings.change_settings(work.lib, settings.Settings(volume=90))
    room.enter(work.where)
    settle(qtbot, room)
    assert volume.box.slider.value() == 25  # kept with the film


def test_one_side_and_quiet_voices_are_helped_by_hand_and_by_keys(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume, heard = room.stage.transport.volume, list[Listening]()
    monkeypatch.setattr(player_of(room), "set_listening", heard.append)
    QTest.mouseClick(volume, Qt.MouseButton.LeftButton)
    box = volume.box
    QTest.keyClick(box.slider, Key.Key_Tab)
    assert box.both.hasFocus()
    QTest.keyClick(box.both, Key.Key_Space)
    assert not player_of(room).playing  # the key is the card's while it is open
    QTest.keyClick(box.both, Key.Key_Tab)
    QTest.keyClick(box, Key.Key_Tab)
    QTest.keyClick(box.boost.buttons["gentle"], Key.Key_Space)
    assert heard == [Listening(both=True), Listening(both=True, boost="gentle")]
    assert all(part.accessibleName() for part in (box, box.slider, box.both, box.boost, *box.boost.buttons.values()))
    QTest.keyClick(box, Key.Key_Escape)
    assert read_listening(work.lib, work.recording) == Listening(both=True, boost="gentle")
    room.leave()
    box.show_listening(Listening())
    room.enter(work.where)
    settle(qtbot, room)
    assert box.listening == Listening(both=True, boost="gentle")
