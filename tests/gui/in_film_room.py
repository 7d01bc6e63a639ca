"""The film room entered, with a real library, film and engine; and what is seen there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.sheet import Sheet
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.video.player import Player
from tests.gui.at_work import AtWork
from tests.gui.playable import number_in


@pytest.fixture
def room(work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> Iterator[FilmRoom]:
    room = FilmRoom(work.desk, players)
    qtbot.addWidget(room)
    apply_theme(room, Theme(dark=True))
    room.resize(1300, 720)
    room.show()
    room.enter(work.where)
    room.setFocus()
    settle(qtbot, room)
    yield room
    room.leave()


def player_of(room: FilmRoom) -> Player:
    assert room.stage.player is not None
    return room.stage.player


def sheet_of(room: FilmRoom) -> Sheet:
    assert room.sheet is not None
    return room.sheet


def settle(qtbot: QtBot, room: FilmRoom) -> None:
    """Until the exact picture is shown."""
    qtbot.waitUntil(lambda: player_of(room).settled, timeout=8000)


def seen(room: FilmRoom) -> int:
    """The number of the picture on the screen, read from the picture itself."""
    return number_in(player_of(room).view.image)


def go_to(qtbot: QtBot, room: FilmRoom, number: int, work: AtWork) -> None:
    room.stage.seek(work.time(number))
    settle(qtbot, room)
    assert seen(room) == number
