"""The whole loop by keys and mouse, in the real window: library, family, cycle, film, moments, clips, review with words, goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import wiring
from app.rooms import INNER, Room, RoomId
from app.screens.clips import ClipsRoom
from app.screens.families.room import FamiliesRoom
from app.screens.film_room import FilmRoom
from app.screens.goals.room import GoalsRoom
from app.screens.review import ReviewRoom
from app.shell import Shell
from app.widgets.show.story import Page
from tests.films import SMALL, FilmShelf
from tests.gui.desk import dressed as dressed
from tests.gui.playable import number_in
from vig_tool.work import clips, families, goals, opening, review, settings, tagging

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Ctrl, Alt, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
PASSPHRASE = "blue kettle on the windowsill"
WORDS = "I saw him look up."
R = TypeVar("R", bound=Room)


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[wiring.Window]:
    monkeypatch.setattr(settings, "usual_folder", lambda: tmp_path / "library")
    monkeypatch.setattr(settings, "remember_library", lambda _folder: None)
    made = wiring.Window(dressed, None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made._closing = True
    made.close()


def shell_of(window: wiring.Window) -> Shell:
    assert window.shell is not None
    return window.shell


def room_of(window: wiring.Window, kind: type[R]) -> R:
    room = shell_of(window).current
    assert isinstance(room, kind)
    return room


def click(button: QWidget | None) -> None:
    assert button is not None
    QTest.mouseClick(button, Left)


def write(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClicks(field, text)


class Shown(QObject):
    """Which windows appear; a part shown before it stands anywhere flashes up as one and takes the keyboard away."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.kinds: set[str] = set()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.add(type(watched).__name__)
        return False


def test_from_a_new_library_to_a_goal(
    window: wiring.Window, dressed: QApplication, films: FilmShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = Shown(dressed)
    make_library(window, qtbot)
    lib = window._library
    assert lib is not None

    home = room_of(window, FamiliesRoom)
    click(home.start.nothing.button)
    write(home.start.form.code.edit, "F014")
    QTest.keyClick(home.start.form.code.edit, Key.Key_Return)
    assert home.view.next_cycle is not None
    write(home.view.next_cycle.question.edit, "What helps him feel close to me?")
    click(home.view.next_cycle.begin)
    family, cycle = families.find_family(lib, "F014"), families.find_cycle(lib, "F014", 1)

    with qtbot.waitSignal(home._intake.ended, timeout=60_000):
        drop(home.view.columns[0], films.film(SMALL).path)
    click(home.view.columns[0].next)

    film_room = room_of(window, FilmRoom)
    mark_two(film_room, qtbot)
    recording = film_room.where().recording
    assert recording is not None
    moments = tagging.list_moments(lib, recording)
    assert [moment.principles for moment in moments] == [("turns",), ("touch",)]
    QTest.keyClick(film_room, Key.Key_Z, Ctrl)
    assert len(tagging.list_moments(lib, recording)) == 1
    QTest.keyClick(film_room, Key.Key_Z, Ctrl | Shift)
    assert tagging.list_moments(lib, recording) == moments
    for moment in moments:
        film_room.show_moment(moment.id)
        QTest.keyClick(film_room, Key.Key_C)
    click(film_room.side.inspector.see_clips)

    strip = room_of(window, ClipsRoom)
    assert len(strip.strip.cards) == 2
    write(strip.side.title, "Looking up")
    QTest.keyClick(strip.side.title, Key.Key_Return)
    for _ in range(100):
        strip.nudge(end=-1)
    assert clips.list_clips(lib, cycle)[0].title == "Looking up"
    play_the_reel(strip, qtbot)
    click(strip.review)

    hold_the_review(room_of(window, ReviewRoom), qtbot)
    assert review.words_of(lib, clips.list_clips(lib, cycle)[0].id).parents_words == WORDS
    assert families.cycle_card(lib, cycle).reviewed_on == date.today()  # noqa: DTZ011
    click(room_of(window, ReviewRoom).door.goals)

    goal_room = room_of(window, GoalsRoom)
    click(goal_room.nothing.button)
    write(goal_room.form.text.edit, "I wait and see what he does first.")
    click(goal_room.form.done)
    [goal] = goals.list_goals(lib, family)
    assert goal.text == "I wait and see what he does first."
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    QTest.keyClick(shell_of(window), Key.Key_1, Alt)
    assert "F014" in [card.accessibleName().removeprefix("Family ") for card in room_of(window, FamiliesRoom).start.cards]
    assert window.windowTitle() == "VIG Tool"

    dressed.removeEventFilter(shown)
    assert shown.kinds <= {"ReelWindow", "ShowWindow"}

    window.close()
    again = opening.open_library(tmp_path / "library", PASSPHRASE)
    try:
        page = families.family_page(again, family)
        assert page.cycles[0].parents_words == WORDS
        assert [mark.text for mark in page.cycles[0].goals] == ["I wait and see what he does first."]
    finally:
        again.close()


def make_library(window: wiring.Window, qtbot: QtBot) -> None:
    welcome = window.welcome
    click(welcome.first_page.make)
    write(welcome.new_page.passphrase.edit, PASSPHRASE)
    write(welcome.new_page.again.edit, PASSPHRASE)
    click(welcome.new_page.go)
    qtbot.waitUntil(lambda: welcome.code_page.isVisible(), timeout=10_000)
    welcome.code_page.sheet.written.setChecked(True)
    click(welcome.code_page.sheet.go)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=10_000)


def drop(widget: QWidget, film: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(film))])
    here = QPointF(5, 5)
    widget.dropEvent(QDropEvent(here, Qt.DropAction.CopyAction, mime, Left, Qt.KeyboardModifier.NoModifier))


def mark_two(room: FilmRoom, qtbot: QtBot) -> None:
    """Plays, stops, marks; then steps on and marks again."""
    player = room.stage.player
    assert player is not None
    qtbot.waitUntil(lambda: player.settled, timeout=10_000)
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player.playing and player.number > 10, timeout=10_000)
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: player.settled, timeout=10_000)
    QTest.keyClick(room, Key.Key_3)
    assert room.stage.film is not None
    assert number_in(player.view.image) == player.number
    room.stage.seek(room.stage.film.index.time(150))
    qtbot.waitUntil(lambda: player.settled, timeout=10_000)
    QTest.keyClick(room, Key.Key_5)
    QTest.keyClick(room, Key.Key_Escape)


def play_the_reel(room: ClipsRoom, qtbot: QtBot) -> None:
    click(room.play_all)
    reel = room.reel.window
    assert reel is not None
    qtbot.waitUntil(reel.isActiveWindow, timeout=5000)
    QTest.keyClick(reel, Key.Key_Space)
    with qtbot.waitSignal(reel.closed, timeout=30_000):
        pass


def hold_the_review(room: ReviewRoom, qtbot: QtBot) -> None:
    click(room.door.begin)
    show = room.window_shown
    assert show is not None
    qtbot.waitUntil(show.isActiveWindow, timeout=5000)
    show._breath.setInterval(20)
    click(show.question_card.begin)
    QTest.keyClick(show, Key.Key_P)
    write(show.strip.words, WORDS)
    QTest.keyClick(show.strip.words, Key.Key_Return)
    QTest.keyClick(show, Key.Key_N)
    qtbot.waitUntil(lambda: show.story.page is Page.CLIP and show.story.clip == 1, timeout=5000)
    QTest.keyClick(show, Key.Key_N)
    click(show.end_card.finish)
    assert room.window_shown is None


def test_every_room_is_there(window: wiring.Window, qtbot: QtBot) -> None:
    make_library(window, qtbot)
    assert list(shell_of(window).rail.buttons) == [room for room in RoomId if room not in INNER]
