"""With large text a usual laptop's screen still holds every room: what does not fit in one line goes below, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.intake import Intake
from app.rooms import Where
from app.screens.clips import ClipsRoom
from app.screens.clips.running import Running
from app.screens.families.room import FamiliesRoom
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import LIGHT, Size, contrast
from app.video.player import Player
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.plain import Button, row
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from vig_tool.timing import Span
from vig_tool.work import clips, families

LAPTOP = 1366


@pytest.fixture
def large(dressed: QApplication) -> Iterator[Theme]:
    """Text at half as much again."""
    theme = Theme(scale=150)
    apply_theme(dressed, theme)
    yield theme
    apply_theme(dressed, Theme())


def fits(room: QWidget, theme: Theme) -> bool:
    return room.minimumSizeHint().width() <= LAPTOP - theme.px(Size.RAIL)


@pytest.fixture
def both(dressed: QApplication, qtbot: QtBot) -> Iterator[BesideOrBelow]:
    first, second = (row(None, *(Button(f"{word} {n}") for n in range(3))) for word in ("First", "Second"))
    holder = QWidget()
    qtbot.addWidget(holder)
    made = BesideOrBelow(first, second)
    made.setParent(holder)
    made.resize(1000, 60)
    holder.resize(1000, 200)
    holder.show()
    yield made
    holder.close()


def test_what_has_no_room_beside_goes_below_and_comes_back(both: BesideOrBelow, qtbot: QtBot) -> None:
    first, second = (next(button for button in both.findChildren(Button) if button.text() == f"{word} 0") for word in ("First", "Second"))

    def top(button: Button) -> int:
        return button.mapTo(both, button.rect().topLeft()).y()

    assert both.beside
    assert top(first) == top(second)
    assert both.minimumSizeHint().width() < 500
    both.resize(both.minimumSizeHint().width(), 120)
    qtbot.waitUntil(lambda: not both.beside and top(second) > top(first))
    both.resize(1000, 120)
    qtbot.waitUntil(lambda: both.beside and top(first) == top(second))
    first.setText("First, with so many words that the others find no room beside it any more, however wide the window of a laptop may be")
    qtbot.waitUntil(lambda: not both.beside)


def test_a_family_fits_the_screen(work: AtWork, large: Theme, qtbot: QtBot) -> None:
    clips.add_clip(work.lib, work.recording, span=Span(work.time(15), work.time(45)))
    room = FamiliesRoom(work.desk, Intake(work.desk))
    qtbot.addWidget(room)
    room.resize(LAPTOP - large.px(Size.RAIL), 600)
    room.show()
    room.enter(Where(family=families.family_of_cycle(work.lib, work.cycle)))
    assert room.view.strengths.isVisible()
    assert fits(room, large)
    qtbot.waitUntil(lambda: room.width() <= LAPTOP - large.px(Size.RAIL))
    for button in (room.view.people_shown, room.view.strengths, room.view.add_cycle):
        right = button.mapTo(room, button.rect().topRight()).x()
        assert right < room.width()
        assert button.width() >= button.sizeHint().width(), "no word is cut off"


def test_the_clips_fit_the_screen(work: AtWork, players: Callable[[], Player], large: Theme, qtbot: QtBot) -> None:
    made = clips.add_clip(work.lib, work.recording, span=Span(work.time(15), work.time(45)), title="to and fro").value
    room = ClipsRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(LAPTOP - large.px(Size.RAIL), 600)
    room.show()
    room.enter(work.where)
    room.select(made.id)
    QApplication.processEvents()
    assert fits(room, large)
    assert room.width() <= LAPTOP - large.px(Size.RAIL)
    room.leave()


def test_what_must_be_looked_through_stands_out_and_can_be_read(work: AtWork, dressed: QApplication, qtbot: QtBot) -> None:
    """The warm colour is for marks; as text on paper it is too pale."""
    made = clips.add_clip(work.lib, work.recording, span=Span(work.time(15), work.time(45))).value
    running = Running()
    qtbot.addWidget(running)
    running.show_clip(replace(made, covers=1, looked_through=False))
    shown = running.covered.palette().color(running.covered.foregroundRole()).name()
    assert "Look it through" in running.covered.words
    assert running.covered.property("tone") == "heading"
    assert contrast(shown, LIGHT.paper) >= 4.5
