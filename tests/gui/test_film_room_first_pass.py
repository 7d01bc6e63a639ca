"""The first pass: taps extend what is open, keys and buttons held mark exactly, the film never stops and nothing takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.passes.holding import HELD_S
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.timing import Instant, Span
from vig_tool.work import history, tagging

Key = Qt.Key
HELD_MS = round(HELD_S * 1000)


def play(qtbot: QtBot, room: FilmRoom) -> None:
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).playing, timeout=8000)
    ran_on(qtbot, room)


def ran_on(qtbot: QtBot, room: FilmRoom, pictures: int = 3) -> None:
    since = player_of(room).number
    qtbot.waitUntil(lambda: player_of(room).number >= since + pictures, timeout=8000)


def lag_of(room: FilmRoom, principle: str) -> int:
    held = sheet_of(room).named(principle)
    assert held is not None
    return held.lag_us


def hold(qtbot: QtBot, room: FilmRoom, press: Callable[[], object], release: Callable[[], object]) -> tuple[Instant, Span, Instant]:
    """The picture at the press, the span as it was tapped, and the picture at the release."""
    press()
    pressed = room.stage.now
    moment = sheet_of(room).moment
    assert moment is not None
    assert tagging.list_moments(room.desk.library, moment.recording_id) == list(sheet_of(room).moments)  # never lost
    qtbot.wait(HELD_MS + 60)
    ran_on(qtbot, room, 1)
    release()
    return pressed, moment.span, room.stage.now


def test_a_tap_while_it_is_open_extends_it(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 60, work)
    QTest.keyClick(room, Key.Key_3)
    [first] = sheet_of(room).moments
    go_to(qtbot, room, 75, work)
    QTest.keyClick(room, Key.Key_3)
    [longer] = sheet_of(room).moments
    assert longer.span == Span(first.span.start, work.index.snap(work.time(75).shifted(lag_of(room, "turns"))))
    QTest.keyClick(room, Key.Key_1)
    assert len(sheet_of(room).moments) == 2
    history.undo(work.lib, work.family)
    history.undo(work.lib, work.family)
    assert tagging.list_moments(work.lib, work.recording) == [first]


def test_held_it_is_from_the_press_to_the_release(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    play(qtbot, room)
    focus = QApplication.focusWidget()
    runs: list[bool] = []
    player_of(room).playing_changed.connect(runs.append)
    pressed, tapped, released = hold(
        qtbot, room, lambda: QTest.keyPress(room, Key.Key_3), lambda: QTest.keyRelease(room, Key.Key_3)
    )
    [moment] = tagging.list_moments(work.lib, work.recording)
    assert moment.span == Span(pressed, work.time(work.index.shown_at(released) + 1))
    assert moment.span != tapped
    assert list(sheet_of(room).moments) == [moment]
    assert player_of(room).playing
    assert runs == []
    assert QApplication.focusWidget() is focus
    history.undo(work.lib, work.family)
    assert [one.span for one in tagging.list_moments(work.lib, work.recording)] == [tapped]


def test_what_the_keyboard_repeats_is_no_release(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    def repeat() -> None:
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            QApplication.sendEvent(room, QKeyEvent(kind, Key.Key_3, Qt.KeyboardModifier.NoModifier, "3", True))

    play(qtbot, room)
    QTest.keyPress(room, Key.Key_3)
    [tapped] = sheet_of(room).moments
    qtbot.wait(HELD_MS + 60)
    repeat()
    assert list(sheet_of(room).moments) == [tapped]
    ran_on(qtbot, room, 1)
    QTest.keyRelease(room, Key.Key_3)
    [held] = sheet_of(room).moments
    assert held.span != tapped.span


def test_a_short_tap_keeps_lead_and_lag(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 100, work)
    QTest.keyClick(room, Key.Key_3)
    [moment] = sheet_of(room).moments
    assert moment.span.end == work.index.snap(work.time(100).shifted(lag_of(room, "turns")))


def test_on_a_standing_picture_a_slow_finger_taps(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 100, work)
    QTest.keyPress(room, Key.Key_3)
    [tapped] = sheet_of(room).moments
    qtbot.wait(HELD_MS + 60)
    QTest.keyRelease(room, Key.Key_3)
    assert tagging.list_moments(work.lib, work.recording) == [tapped]


def test_a_button_of_the_palette_is_held_as_a_key(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    play(qtbot, room)
    focus = QApplication.focusWidget()
    button = room.side.palette_of_scheme.buttons["touch"]
    pressed, _, released = hold(qtbot, room, lambda: _press(button), lambda: _release(button))
    [moment] = tagging.list_moments(work.lib, work.recording)
    assert moment.principles == ("touch",)
    assert moment.span == Span(pressed, work.time(work.index.shown_at(released) + 1))
    assert player_of(room).playing
    assert QApplication.focusWidget() is focus


def test_the_star_goes_on_and_is_held_too(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    play(qtbot, room)
    QTest.keyClick(room, Key.Key_S)
    [first] = sheet_of(room).moments
    ran_on(qtbot, room)
    QTest.keyClick(room, Key.Key_S)
    [longer] = sheet_of(room).moments
    assert (longer.id, longer.star, longer.span.start) == (first.id, True, first.span.start)
    assert longer.span.end > first.span.end
    history.undo(work.lib, work.family)
    history.undo(work.lib, work.family)
    room.refresh(select=None)
    pressed, _, released = hold(
        qtbot, room, lambda: QTest.keyPress(room, Key.Key_S), lambda: QTest.keyRelease(room, Key.Key_S)
    )
    [held] = tagging.list_moments(work.lib, work.recording)
    assert held.span == Span(pressed, work.time(work.index.shown_at(released) + 1))


def _press(button: QWidget) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)


def _release(button: QWidget) -> None:
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
