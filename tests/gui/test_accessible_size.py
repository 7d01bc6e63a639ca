"""Text at 200 % on a screen of 1366 × 768: no word is cut off. What is shortened says the whole in its tip; what has no room scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.rooms import RoomId, Where
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.widgets.plain import Button, row
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.test_accessible import ROOMS, Standing
from tests.gui.test_accessible import standing as standing
from vig_tool.work import settings

SCREEN = (1366, 768)
SLACK = 2


@pytest.fixture(params=[150, 200])
def large(standing: Standing, dressed: QApplication, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Standing]:
    library = standing.window._library
    assert library is not None
    done = settings.change_settings(library, replace(settings.read_settings(library), text_scale=request.param))
    standing.window._announcer.announce(done.changes)
    standing.window.resize(*SCREEN)
    QTest.qWait(200)
    yield standing
    apply_theme(dressed, Theme())


def cut(root: QWidget) -> list[str]:
    """What has less room than its words need, or reaches beyond what can be scrolled to."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible():
            continue
        words = widget.text()
        if not words.strip():
            continue
        needs = widget.sizeHint()
        if isinstance(widget, QToolButton):  # what the style adds around the words may be lost
            needs.setWidth(max(widget.fontMetrics().horizontalAdvance(line) for line in words.split("\n")) + 2 * SLACK)
        if isinstance(widget, QLabel) and widget.wordWrap():
            tight = widget.height() + SLACK < widget.heightForWidth(widget.width())
        else:
            tight = widget.width() + SLACK < needs.width() or widget.height() + SLACK < min(needs.height(), widget.fontMetrics().height())
        if tight and not (widget.toolTip() and words.partition("…")[0].strip() in widget.toolTip()):
            has = f"{widget.width()}×{widget.height()}"
            found.append(f"{type(widget).__name__} “{words[:60]}” has {has}, needs {needs.width()}×{needs.height()}")
        elif beyond(widget):
            found.append(f"{type(widget).__name__} “{words[:60]}” reaches beyond {beyond(widget)}")
    return found


def beyond(widget: QWidget) -> str:
    """The parent it sticks out of at the right or below, unless one can scroll there."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        at = QRect(widget.mapTo(around, widget.rect().topLeft()), widget.size())
        area = around.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is around:
            can = around.width() + area.horizontalScrollBar().maximum() - area.horizontalScrollBar().value()
            return f"{type(area).__name__} at the right" if at.right() > can + SLACK else ""
        if at.right() > around.width() + SLACK or at.bottom() > around.height() + SLACK:
            return f"{type(around).__name__} ({around.width()}×{around.height()}, ends at {at.right()}×{at.bottom()})"
        around = area
    return ""


@pytest.mark.parametrize(("room", "about"), ROOMS)
def test_no_word_is_cut_off(large: Standing, room: RoomId, about: bool) -> None:
    large.go(room, large.where if about else Where())
    QTest.qWait(200)
    assert (large.window.width(), large.window.height()) == SCREEN, "the window grew beyond the screen"
    assert cut(large.window) == []


def test_what_is_cut_off_is_seen(dressed: QApplication, qtbot: QtBot) -> None:
    """The control."""
    holder = QWidget()
    qtbot.addWidget(holder)
    button = Button("Play as the parent will see it")
    row(holder, button)
    holder.show()
    assert cut(holder) == []
    button.setFixedWidth(60)
    QTest.qWait(20)
    assert len(cut(holder)) == 1
