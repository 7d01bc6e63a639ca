"""As a new user: from nothing to three clips of the sample film, once with keys only, once with the mouse only (words are typed).

Nothing is reached but by what a hand does: Tab until something has the keyboard, letters, clicks where a control is seen. What a hand does
is counted and reckoned slowly (a key in 0.4 s, a pointing in 1.5 s, 2.5 s to think before each step), and the waiting and watching added as
it was: all of it together is under five minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app import wiring
from app.screens.clips import ClipsRoom
from app.screens.families.room import FamiliesRoom
from app.screens.film_room import FilmRoom
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from tests.films import FilmShelf
from vig_tool.media.sample import Recipe
from vig_tool.work import clips, families, settings
from vig_tool.work.clips import Clip

Key, Ctrl, Alt, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
PASSPHRASE, CODE, QUESTION = "blue kettle morning train", "F014", "What helps him feel close to me?"
SAMPLE = Recipe(width=320, height=180)
FIVE_MINUTES = 300.0
KEY_S, POINT_S, THINK_S = 0.4, 1.5, 2.5
WAIT_MS = 30_000


@dataclass
class Hand:
    """What a user does, counted. `keys` and `points` are used by one of the two only, except for words."""

    window: wiring.Window
    qtbot: QtBot
    keys: int = 0
    points: int = 0
    steps: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """As slow as a new user, and the waiting on top."""
        return self.keys * KEY_S + self.points * POINT_S + self.steps * THINK_S + time.monotonic() - self.began

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def think(self) -> None:
        self.steps += 1
        self.watch(100)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        self.keys += 1 + (modifier != PLAIN)
        QTest.keyClick(self.focus, key, modifier)

    def write(self, words: str) -> None:
        assert isinstance(self.focus, QLineEdit | QPlainTextEdit), f"{self.focus} takes no words"
        self.keys += len(words)
        QTest.keyClicks(self.focus, words)

    def tab_to(self, name: str) -> None:
        """Until what is called so has the keyboard."""
        self.think()
        for _ in range(60):
            if name in said(self.focus):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never comes to “{name}”")

    def click(self, name: str) -> None:
        """On the one control in sight that is called so."""
        self.think()
        shown = [each for each in self.window.findChildren(QWidget) if in_sight(each) and name in said(each)]
        assert shown, f"“{name}” is not in sight"
        self.click_at(shown[0], shown[0].rect().center())

    def click_at(self, widget: QWidget, where: QPoint) -> None:
        self.points += 1
        seen = self.window.childAt(widget.mapTo(self.window, where))
        assert seen is not None, f"nothing is there to be hit for {widget}"
        assert seen is widget or widget.isAncestorOf(seen) or seen.isAncestorOf(widget), f"{widget} is covered by {seen}"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=WAIT_MS)

    def watch(self, ms: int) -> None:
        self.qtbot.wait(ms)


def said(widget: QWidget) -> str:
    """What a screen reader or the eye would call it."""
    if isinstance(widget, QLabel):
        return ""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    example = widget.placeholderText() if isinstance(widget, QLineEdit | QPlainTextEdit) else ""
    return f"{text}\n{widget.accessibleName()}\n{example}"


def in_sight(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()


@pytest.fixture
def hand(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    apply_theme(qapp, Theme())
    monkeypatch.setattr(settings, "usual_folder", lambda: tmp_path / "library")
    monkeypatch.setattr(settings, "remember_library", lambda _folder: None)
    window = wiring.Window(qapp, None)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield Hand(window, qtbot)
    window._closing = True
    window.close()


@pytest.fixture
def film(films: FilmShelf) -> Path:
    return films.film(SAMPLE).path


def in_room(hand: Hand, kind: type[QWidget]) -> bool:
    return hand.window.shell is not None and isinstance(hand.window.shell.current, kind)


def film_room(hand: Hand) -> FilmRoom:
    assert hand.window.shell is not None
    room = hand.window.shell.current
    assert isinstance(room, FilmRoom)
    return room


def settled(hand: Hand) -> bool:
    player = film_room(hand).stage.player
    return player is not None and player.settled


def runs(hand: Hand) -> bool:
    player = film_room(hand).stage.player
    return player is not None and player.playing


def made(hand: Hand) -> list[Clip]:
    library = hand.window._library
    assert library is not None
    return clips.list_clips(library, families.find_cycle(library, CODE, 1))


def films_there(hand: Hand) -> bool:
    library = hand.window._library
    if library is None:
        return False
    return bool(families.cycle_card(library, families.find_cycle(library, CODE, 1)).films) and not hand.window._tasks.busy


def test_with_keys_only(hand: Hand, film: Path) -> None:
    hand.tab_to("Make a new library")
    hand.press(Key.Key_Return)
    hand.write(PASSPHRASE)
    hand.tab_to("The same again")
    hand.write(PASSPHRASE)
    hand.press(Key.Key_Return)
    hand.wait(hand.window.welcome.code_page.isVisible)
    hand.think()
    hand.press(Key.Key_Space)
    hand.tab_to("Open my library")
    hand.press(Key.Key_Return)
    hand.wait(lambda: in_room(hand, FamiliesRoom))

    hand.tab_to("Add a family")
    hand.press(Key.Key_Return)
    hand.write(CODE)
    hand.press(Key.Key_Return)
    hand.tab_to("What does the parent hope for")
    hand.write(QUESTION)
    hand.tab_to("Begin cycle 1")
    hand.press(Key.Key_Return)

    QTimer.singleShot(0, hand.window, lambda: answer_by_keys(hand, film))
    hand.think()
    hand.press(Key.Key_O, Ctrl)
    hand.window.activateWindow()  # a window manager does this when a dialog closes; offscreen there is none
    hand.wait(hand.window.isActiveWindow)
    hand.wait(lambda: films_there(hand))
    hand.think()
    hand.press(Key.Key_2, Alt)
    hand.wait(lambda: in_room(hand, FilmRoom) and settled(hand))

    hand.press(Key.Key_Space)
    hand.wait(lambda: runs(hand))
    hand.watch(2500)
    for key in (Key.Key_3, Key.Key_5, Key.Key_1):
        hand.think()
        hand.press(key)  # the film runs on
        assert runs(hand)
        hand.press(Key.Key_C)
        hand.press(Key.Key_Right, Shift)
        hand.wait(lambda: runs(hand))
        hand.watch(2000)
    hand.press(Key.Key_K)
    hand.wait(lambda: len(made(hand)) == 3)
    hand.think()
    hand.press(Key.Key_3, Alt)
    hand.wait(lambda: in_room(hand, ClipsRoom))
    assert hand.points == 0
    assert hand.seconds < FIVE_MINUTES


def answer_by_keys(hand: Hand, film: Path, tries: int = 100) -> None:
    """In the dialog that asks for films the cursor stands where a name is written."""
    asked = QApplication.activeModalWidget()
    if isinstance(asked, QFileDialog) and isinstance(QApplication.focusWidget(), QLineEdit):
        hand.write(str(film))
        hand.press(Key.Key_Return)
    elif tries:
        QTimer.singleShot(50, hand.window, lambda: answer_by_keys(hand, film, tries - 1))
    elif isinstance(asked, QFileDialog):
        asked.reject()


def test_with_the_mouse_only(hand: Hand, film: Path) -> None:
    hand.click("Make a new library")
    hand.click("Passphrase")
    hand.write(PASSPHRASE)
    hand.click("The same again")
    hand.write(PASSPHRASE)
    hand.click("Make the library")
    hand.wait(hand.window.welcome.code_page.isVisible)
    hand.click("I have written it down")
    hand.click("Open my library")
    hand.wait(lambda: in_room(hand, FamiliesRoom))

    hand.click("Add a family")
    hand.click("Code")
    hand.write(CODE)
    hand.click("Add the family")
    hand.click("What does the parent hope for")
    hand.write(QUESTION)
    hand.click("Begin cycle 1")
    drop_on_the_page(hand, film)
    hand.wait(lambda: films_there(hand))
    hand.click("Film room")
    hand.wait(lambda: in_room(hand, FilmRoom) and settled(hand))

    before_watching = hand.keys
    for part, name in ((0.1, "Taking turns"), (0.4, "Touch and closeness"), (0.7, "Being attentive")):
        bar = film_room(hand).stage.transport.bar
        hand.click_at(bar, QPoint(round(bar.width() * part), bar.height() // 2))
        if not runs(hand):
            hand.wait(lambda: settled(hand))
            hand.click("Play")
        hand.wait(lambda: runs(hand))
        hand.watch(2000)
        hand.click(name)
        assert runs(hand)
        hand.click("Choose for the review")
    hand.click("Clips")
    hand.wait(lambda: in_room(hand, ClipsRoom))
    assert len(made(hand)) == 3
    assert hand.keys == before_watching == 2 * len(PASSPHRASE) + len(CODE) + len(QUESTION)
    assert hand.seconds < FIVE_MINUTES


def drop_on_the_page(hand: Hand, film: Path) -> None:
    """The hand brings the film from the system's own window."""
    assert hand.window.shell is not None
    home = hand.window.shell.current
    assert isinstance(home, FamiliesRoom)
    hand.think()
    hand.points += 2
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(film))])
    column = home.view.columns[0]
    column.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, PLAIN))
