"""The shared review: only the chosen pictures, words kept as typed, left and come back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.screens.review import ReviewRoom
from app.video.player import Player
from app.widgets.show import ShowWindow
from app.widgets.show.story import Page
from tests.gui.at_work import QUESTION, AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.playable import number_in
from vig_tool.timing import Span
from vig_tool.work import clips, families, history, review

Key = Qt.Key


@pytest.fixture
def chosen(work: AtWork) -> list[range]:
    """Two clips, pictures 30–44 and 90–104, with titles that are not for the parent."""
    pictures = [range(30, 45), range(90, 105)]
    for numbers in pictures:
        clips.add_clip(work.lib, work.recording, span=Span(work.time(numbers.start), work.time(numbers.stop)), title="Only for the guider")
    return pictures


@pytest.fixture
def room(work: AtWork, chosen: list[range], players: Callable[[], Player], qtbot: QtBot) -> Iterator[ReviewRoom]:
    room = ReviewRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1000, 700)
    room.show()
    room.enter(work.where)
    yield room
    room.leave()


@pytest.fixture
def window(room: ReviewRoom, qtbot: QtBot) -> ShowWindow:
    return opened(room)


def opened(room: ReviewRoom) -> ShowWindow:
    room.door.begin.click()
    assert room.window_shown is not None
    return room.window_shown


def player_of(room: ReviewRoom) -> Player:
    assert room._player is not None
    return room._player


def stopped(qtbot: QtBot, room: ReviewRoom) -> int:
    """The number on the picture once the film stands."""
    qtbot.waitUntil(lambda: player_of(room).settled, timeout=10000)
    return number_in(player_of(room).view.image)


def test_the_question_then_only_what_was_chosen(room: ReviewRoom, window: ShowWindow, chosen: list[range], qtbot: QtBot) -> None:
    assert window.windowTitle() == "VIG Tool"
    assert window.isFullScreen()
    assert window.pages.currentWidget() is window.question_card
    assert window.question_card.question.words == f"“{QUESTION}”"
    seen: list[int] = []
    view = player_of(room).view
    player_of(room).shown.connect(lambda _at, _number: seen.append(number_in(view.image)))
    window._breath.setInterval(50)
    QTest.keyClick(window, Key.Key_Space)
    with qtbot.waitSignal(player_of(room).finished, timeout=10000):
        pass
    assert stopped(qtbot, room) == 44
    assert window.pages.currentWidget() is view
    assert set(seen) <= set(chosen[0])
    QTest.keyClick(window, Key.Key_N)
    assert window.story.page is Page.BETWEEN
    assert window.pages.currentWidget() is window.question_card
    with qtbot.waitSignal(player_of(room).finished, timeout=10000):
        pass
    assert stopped(qtbot, room) == 104
    assert set(seen) <= {*chosen[0], *chosen[1]}
    QTest.keyClick(window, Key.Key_N)
    assert window.pages.currentWidget() is window.end_card
    assert window.end_card.question.words == "What is next?"


def test_stepping_stays_inside_the_clip(room: ReviewRoom, window: ShowWindow, chosen: list[range], qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_N)
    with qtbot.waitSignal(player_of(room).finished, timeout=10000):
        pass
    assert stopped(qtbot, room) == 44
    QTest.keyClick(window, Key.Key_Period)
    assert stopped(qtbot, room) == 44
    QTest.keyClick(window, Key.Key_Comma)
    assert stopped(qtbot, room) == 43
    for _ in range(20):
        QTest.keyClick(window, Key.Key_Left)
    assert stopped(qtbot, room) == 30
    seen: list[int] = []
    player_of(room).shown.connect(lambda _at, number: seen.append(number))
    QTest.keyClick(window, Key.Key_Space)  # on from there: to the clip's end, no further
    with qtbot.waitSignal(player_of(room).finished, timeout=10000):
        pass
    assert set(seen) <= set(chosen[0])


def test_again_and_slower(room: ReviewRoom, window: ShowWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_N)
    QTest.keyClick(window, Key.Key_S)
    assert player_of(room).rate == 0.5
    with qtbot.waitSignal(player_of(room).finished, timeout=10000):
        pass
    QTest.keyClick(window, Key.Key_A)
    assert player_of(room).playing
    assert player_of(room).rate == 0.5
    QTest.keyClick(window, Key.Key_S)
    assert player_of(room).rate == 1.0


def test_the_controls_are_large_and_go_away(room: ReviewRoom, window: ShowWindow, qtbot: QtBot) -> None:
    window.bar._clock.setInterval(120)
    window.bar._fade.setDuration(20)
    QTest.keyClick(window, Key.Key_N)
    qtbot.waitUntil(window.view.isVisible, timeout=5000)
    move(window.view)
    qtbot.waitUntil(window.bar.isVisible, timeout=2000)
    buttons = (window.again_button, window.back_button, window.play_button, window.on_button, window.slower_button, window.next_button)
    assert all(button.width() >= 64 and button.height() >= 64 and button.text() for button in buttons)
    player_of(room).pause()
    qtbot.waitUntil(lambda: not window.bar.isVisible(), timeout=4000)
    move(window.view)
    qtbot.waitUntil(window.bar.isVisible, timeout=2000)
    clip = window.story.clip
    QTest.mouseClick(window.next_button, Qt.MouseButton.LeftButton)
    assert window.story.clip == clip + 1


def test_the_parents_words_and_the_reflection(room: ReviewRoom, work: AtWork, window: ShowWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_N)
    QTest.keyClick(window, Key.Key_P)
    assert window.strip.isVisible()
    QTest.keyClicks(window.strip.words, "I saw him look up, again")
    first, second = (clip.id for clip in clips.list_clips(work.lib, work.cycle))
    qtbot.waitUntil(lambda: review.words_of(work.lib, first).parents_words == "I saw him look up, again", timeout=3000)
    QTest.keyClick(window.strip.words, Key.Key_Escape)
    assert not window.strip.isVisible()
    QTest.keyClick(window, Key.Key_G)
    QTest.keyClicks(window.strip.reflections["feelings"], "warm")
    window.next()  # a draft half-typed belongs to the clip it was typed at
    assert review.words_of(work.lib, first).reflections.get("feelings") == "warm"
    assert review.words_of(work.lib, second).parents_words == ""
    assert window.strip.words.text == ""
    window.previous()
    assert window.strip.words.text == "I saw him look up, again"
    assert history.steps(work.lib, work.family).undo


def test_escape_asks_and_coming_back_goes_on(room: ReviewRoom, work: AtWork, window: ShowWindow, qtbot: QtBot) -> None:
    window._breath.setInterval(20)
    QTest.keyClick(window, Key.Key_N)
    QTest.keyClick(window, Key.Key_N)
    qtbot.waitUntil(lambda: window.story.page is Page.CLIP and window.story.clip == 1, timeout=3000)
    QTest.keyClick(window, Key.Key_Escape)
    assert asks(window)
    assert not player_of(room).playing
    QTest.keyClick(window, Key.Key_Escape)
    assert not asks(window)
    assert opened_window(room) is window
    QTest.keyClick(window, Key.Key_Escape)
    QTest.mouseClick(window.line.yes, Qt.MouseButton.LeftButton)
    assert opened_window(room) is None
    assert room.door.begin.text() == "Go on with the review"
    again = opened(room)
    assert again.bar.isHidden()
    assert again.story.page is Page.CLIP
    assert again.story.clip == 1


def test_finished(room: ReviewRoom, work: AtWork, window: ShowWindow, qtbot: QtBot) -> None:
    window._breath.setInterval(20)
    for _ in range(2):
        QTest.keyClick(window, Key.Key_N)
        qtbot.waitUntil(lambda: window.story.page is Page.CLIP, timeout=3000)
    window.write()
    QTest.keyClicks(window.strip.words, "he waited for me")
    window.next()
    QTest.mouseClick(window.end_card.finish, Qt.MouseButton.LeftButton)
    assert room.window_shown is None
    assert families.cycle_card(work.lib, work.cycle).reviewed_on == date.today()  # noqa: DTZ011
    assert not room.door.goals.isHidden()
    assert "he waited for me" in " ".join(words_in(room.door))


def test_the_lock_closes_it_and_keeps_the_draft(room: ReviewRoom, work: AtWork, window: ShowWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_N)
    window.write()
    QTest.keyClicks(window.strip.words, "half a sen")
    room.leave()
    assert room.window_shown is None
    assert review.words_of(work.lib, clips.list_clips(work.lib, work.cycle)[0].id).parents_words == "half a sen"


def test_nothing_of_the_guiders_is_in_the_window(room: ReviewRoom, window: ShowWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_N)
    window.write()
    window.reflect()
    said = " ".join(words_in(window))
    assert "F014" not in said
    assert "Only for the guider" not in said
    assert "aking turns" not in said


def opened_window(room: ReviewRoom) -> ShowWindow | None:
    return room.window_shown


def asks(window: ShowWindow) -> bool:
    return window.line.isVisible()


def move(widget: QWidget) -> None:
    """The pointer moves over it (offscreen, the pointer itself would move over whichever window lies on top)."""
    here, no_button = QPointF(40, 40), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, here, widget.mapToGlobal(here), no_button, no_button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def words_in(widget: QWidget) -> list[str]:
    """Everything a widget and its children say to eyes and screen readers."""
    said: list[str] = []
    for one in (widget, *widget.findChildren(QWidget)):
        said += [one.windowTitle(), one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.statusTip(), one.whatsThis()]
        for name in ("words", "text", "placeholderText", "toPlainText"):
            word = getattr(one, name, "")
            word = word() if callable(word) else word
            said += [word] if isinstance(word, str) else []
    return [word for word in said if word]
