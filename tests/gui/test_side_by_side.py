"""Two films beside each other: one set of keys, lined up alone, nothing left running when one leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.rooms import RoomId, Where
from app.screens.side_by_side import SideBySideRoom
from app.screens.side_by_side.half import apart_words
from app.screens.side_by_side.pair import Moves, Pair
from app.screens.side_by_side.room import partner_of
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.video.player import Player
from tests.films import SMALL, FilmShelf
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.playable import number_in
from vig_tool.work import families, importing
from vig_tool.work.looking import Seeing, keep_seeing

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def second(work: AtWork, films: FilmShelf) -> UUID:
    """A film of another cycle: four seconds."""
    cycle = families.add_cycle(work.lib, work.family, question="How do I wait for him to start?").value.id
    [outcome] = importing.import_films(work.lib, [films.film(replace(SMALL, seconds=4)).path], cycle_id=cycle).value
    assert outcome.recording is not None
    return outcome.recording.id


@pytest.fixture
def room(work: AtWork, second: UUID, players: Callable[[], Player], qtbot: QtBot) -> Iterator[SideBySideRoom]:
    room = SideBySideRoom(work.desk, players)
    qtbot.addWidget(room)
    apply_theme(room, Theme(dark=True))
    room.resize(1300, 720)
    room.show()
    room.enter(work.where)
    room.activateWindow()
    room.setFocus()
    qtbot.waitUntil(room.hasFocus, timeout=5000)
    settle(qtbot, room)
    yield room
    room.leave()


def pair_of(room: SideBySideRoom) -> Pair:
    assert room.pair is not None
    return room.pair


def settle(qtbot: QtBot, room: SideBySideRoom) -> None:
    qtbot.waitUntil(lambda: pair_of(room).left.settled and pair_of(room).right.settled, timeout=10000)


def seen(room: SideBySideRoom) -> tuple[int, int]:
    """The pictures on the screen, as their own numbers say."""
    return number_in(pair_of(room).left.view.image), number_in(pair_of(room).right.view.image)


def test_the_film_of_another_cycle_stands_beside_it(room: SideBySideRoom, work: AtWork, second: UUID) -> None:
    left, right = pair_of(room).left.film, pair_of(room).right.film
    assert left is not None
    assert right is not None
    assert (left.recording_id, right.recording_id) == (work.recording, second)
    assert room.halves[0].film.text().startswith("Cycle 1, film, ")
    assert room.halves[1].film.text().startswith("Cycle 2, film, ")
    assert [crumb.words for crumb in room.crumbs()] == ["F014", "Film room", "Side by side"]


def test_one_key_moves_both(room: SideBySideRoom, qtbot: QtBot) -> None:
    for key, expected in [(Key.Key_Period, 1), (Key.Key_Period, 2), (Key.Key_Comma, 1), (Key.Key_Right, 31), (Key.Key_Home, 0)]:
        QTest.keyClick(room, key)
        settle(qtbot, room)
        assert seen(room) == (expected, expected)
    for _ in range(5):  # quicker than they can be shown
        QTest.keyClick(room, Key.Key_Period)
    settle(qtbot, room)
    assert seen(room) == (5, 5)


def test_one_alone_is_lined_up_and_both_keep_it(room: SideBySideRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_X)
    assert pair_of(room).moves is Moves.LEFT
    QTest.keyClick(room, Key.Key_Right)
    settle(qtbot, room)
    assert seen(room) == (30, 0)
    assert room.apart.words == "The right one is 1.00 s earlier in its film"
    QTest.keyClick(room, Key.Key_X)
    assert pair_of(room).moves is Moves.RIGHT
    assert [half.property("selected") for half in room.halves] == ["false", "true"]
    QTest.keyClick(room, Key.Key_Period)
    QTest.keyClick(room, Key.Key_Period)
    settle(qtbot, room)
    assert seen(room) == (30, 2)
    QTest.keyClick(room, Key.Key_X)
    assert pair_of(room).moves is Moves.BOTH
    assert [half.property("selected") for half in room.halves] == ["false", "false"]
    QTest.keyClick(room, Key.Key_Right)
    settle(qtbot, room)
    assert seen(room) == (60, 32)
    assert "0.93 s earlier" in room.apart.words


def test_both_run_and_stop_together_where_they_belong(room: SideBySideRoom, qtbot: QtBot) -> None:
    pair = pair_of(room)
    pair.move_which(Moves.LEFT)
    pair.step(10)
    settle(qtbot, room)
    pair.move_which(Moves.BOTH)
    QTest.keyClick(room, Key.Key_Space)
    qtbot.waitUntil(lambda: pair.left.playing and pair.right.playing, timeout=10000)
    qtbot.waitUntil(lambda: pair.left.number > 40 and pair.right.number > 20, timeout=15000)
    QTest.keyClick(room, Key.Key_Space)
    assert not pair.left.playing
    assert not pair.right.playing
    settle(qtbot, room)
    left, right = seen(room)
    assert left - right == 10


def test_where_one_ends_both_stop(room: SideBySideRoom, qtbot: QtBot) -> None:
    pair = pair_of(room)
    right = pair.right.film
    assert right is not None
    pair.seek(right.index.time(100))
    settle(qtbot, room)
    pair.play()
    qtbot.waitUntil(lambda: not pair.left.playing and not pair.right.playing, timeout=15000)
    assert pair.left.number < 150  # its film goes on to 180


def test_a_film_that_has_nothing_yet_waits(room: SideBySideRoom, qtbot: QtBot) -> None:
    pair = pair_of(room)
    left, right = pair.left.film, pair.right.film
    assert left is not None
    assert right is not None
    pair.line_up(left=left.index.time(30), right=right.index.time(0))
    pair.seek(left.index.time(0))
    settle(qtbot, room)
    assert seen(room) == (0, 0)
    pair.play()
    assert not pair.right.playing
    qtbot.waitUntil(lambda: pair.right.playing, timeout=10000)
    assert pair.left.number >= 28
    pair.pause()


def test_only_one_is_heard(room: SideBySideRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, float] = {}
    pair = pair_of(room)
    monkeypatch.setattr(pair.left, "set_volume", lambda loud: heard.update(left=loud))
    monkeypatch.setattr(pair.right, "set_volume", lambda loud: heard.update(right=loud))
    pair.move_which(Moves.RIGHT)
    assert heard == {"left": 0.0, "right": 0.8}
    pair.move_which(Moves.BOTH)
    assert heard == {"left": 0.8, "right": 0.0}


def test_left_and_entered_again_they_stand_as_they_were(room: SideBySideRoom, work: AtWork, qtbot: QtBot) -> None:
    keep_seeing(work.lib, work.recording, Seeing(turn=90))
    pair = pair_of(room)
    pair.move_which(Moves.LEFT)
    pair.step(12)
    settle(qtbot, room)
    room.leave()
    assert room.pair is None
    room.enter(work.where)
    settle(qtbot, room)
    assert seen(room) == (12, 0)
    assert room.apart.words == apart_words(-400_000)
    assert pair_of(room).left.view.look.turn == 90  # as in the film room


def test_another_film_is_chosen_and_the_line_below_moves_it(room: SideBySideRoom, work: AtWork, second: UUID, qtbot: QtBot) -> None:
    room.halves[0].film_chosen.emit(second)
    settle(qtbot, room)
    left = pair_of(room).left.film
    assert left is not None
    assert left.recording_id == second
    assert room.where().recording == second
    slider = room.halves[1].slider
    slider.setSliderDown(True)
    slider.setSliderPosition(1000)
    slider.setSliderDown(False)
    settle(qtbot, room)
    assert seen(room) == (30, 30)
    went: list[tuple[RoomId, Where]] = []
    room.go.connect(lambda to, where: went.append((to, where)))
    QTest.keyClick(room, Key.Key_Escape)
    assert went[0][0] is RoomId.FILM_ROOM
    assert went[0][1].recording == second


def test_what_stands_beside_a_film_unasked(work: AtWork, second: UUID, films: FilmShelf) -> None:
    first = importing.recording_card(work.lib, work.recording)
    later = importing.recording_card(work.lib, second)
    assert partner_of(first, [first]) == first
    assert partner_of(first, [first, later]) == later
    assert partner_of(later, [first, later]) == first
    importing.change_role(work.lib, second, role="review")
    importing.move_recording(work.lib, second, cycle_id=work.cycle)
    review = importing.recording_card(work.lib, second)
    assert partner_of(first, [first, later, review]) == review


def test_with_large_letters_it_fits_a_small_window(room: SideBySideRoom) -> None:
    apply_theme(room, Theme(dark=True, scale=150))
    assert room.minimumSizeHint().width() <= 1366 - 96
