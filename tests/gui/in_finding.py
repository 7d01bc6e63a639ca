"""What the tests of finding moments do again and again."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.screens.film_room import FilmRoom
from app.screens.film_room.finding.part import Finding
from app.screens.film_room.finding.rows import Rows


def finding_of(room: FilmRoom) -> Finding:
    return next(part for part in room.parts if isinstance(part, Finding))


def listed(room: FilmRoom) -> list[UUID]:
    return [moment.id for moment in room.side.list.moments]


def click(room: FilmRoom, moment_id: UUID, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    rows = room.side.list.model()
    assert isinstance(rows, Rows)
    place = rows.row_of(moment_id)
    assert place is not None
    at = room.side.list.visualRect(rows.index(place)).center()
    QTest.mouseClick(room.side.list.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def in_menu(menu: QMenu, *words: str) -> QAction:
    """The entry under these words, one after the other."""
    for word in words[:-1]:
        inside = in_menu(menu, word).menu()
        assert isinstance(inside, QMenu)
        menu = inside
    return next(action for action in menu.actions() if action.text() == words[-1])
