"""What a screen reader is told: every control in every room has a name and a role that fits, and Tab reaches all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QSplitterHandle, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from app.screens.welcome.screen import Welcome
from app.shell import Shell
from app.spoken import speak_roles
from app.tasks import Tasks
from app.widgets.plain import OpeningCard
from tests.gui.at_work import PASSPHRASE, AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from vig_tool.timing import Span
from vig_tool.work import clips, families, goals, opening

ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button,
    ROLE.ButtonMenu,
    ROLE.ButtonDropDown,
    ROLE.CheckBox,
    ROLE.RadioButton,
    ROLE.EditableText,
    ROLE.ComboBox,
    ROLE.Slider,
    ROLE.SpinBox,
    ROLE.List,
    ROLE.Tree,
    ROLE.Table,
    ROLE.Link,
    ROLE.Graphic,
    ROLE.Chart,
    ROLE.Grouping,
    ROLE.MenuItem,
}
"""Roles that tell what can be done; Client, Pane and NoRole tell nothing."""


@dataclass
class Standing:
    """A window with everything in it: moments, clips, a goal."""

    window: wiring.Window
    where: Where

    @property
    def shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def go(self, room: RoomId, where: Where | None = None) -> QWidget:
        self.shell.go(room, where or self.where)
        QTest.qWait(300)
        shown = self.shell.current
        assert shown is not None
        if isinstance(shown, FilmRoom):
            assert shown.sheet is not None
            shown.show_moment(shown.sheet.moments[0].id)
            QTest.qWait(100)
        return shown


@pytest.fixture(scope="module", autouse=True)
def roles() -> None:
    speak_roles()


@pytest.fixture
def standing(work: AtWork, dressed: QApplication, qtbot: QtBot) -> Iterator[Standing]:
    first = work.mark(15, 45, star=True, note="he looks up")
    work.mark(60, 90)
    clips.clip_from_moment(work.lib, first.id)
    clips.add_clip(work.lib, work.recording, span=Span(work.time(100), work.time(120)), title="to and fro")
    goals.add_goal(work.lib, work.cycle, kind="narrative", text="I wait for him to start.")
    families.add_person(work.lib, work.family, role="parent", name="Anna")
    folder = work.lib.folder
    work.lib.close()
    lib = opening.open_library(folder, PASSPHRASE)
    window = wiring.Window(dressed, None, prepares=False)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.open(lib)
    yield Standing(window, work.where)
    window._closing = True
    window.close()


ROOMS = [
    pytest.param(RoomId.FAMILIES, False, id="start"),
    *(pytest.param(room, True, id=str(room)) for room in RoomId),
]


def told(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


def focusable(root: QWidget) -> list[QWidget]:
    """What takes the keyboard in the window, and what can be pressed though it does not."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]


@pytest.mark.parametrize(("room", "about"), ROOMS)
def test_every_control_says_what_it_is(standing: Standing, room: RoomId, about: bool) -> None:
    shown = standing.go(room, standing.where if about else Where())
    wrong = []
    for widget in focusable(standing.window):
        if widget is shown or isinstance(widget, QScrollArea | QSplitterHandle):
            continue
        interface = told(widget)
        name, role = interface.text(QAccessible.Text.Name), interface.role()
        if not name.strip() or role not in CONTROLS:
            wrong.append((type(widget).__name__, name, role.name, widget.parentWidget() and type(widget.parentWidget()).__name__))
    assert wrong == []


@pytest.mark.parametrize(("room", "about"), ROOMS)
def test_tab_reaches_everything(standing: Standing, room: RoomId, about: bool) -> None:
    """Of words of which one is on, Tab reaches the one that is, arrow keys the others."""
    standing.go(room, standing.where if about else Where())
    wanted = set(focusable(standing.window))
    reached: set[QWidget] = set()
    for _ in range(2 * len(wanted) + 10):
        here = QApplication.focusWidget()
        assert here is not None
        group = here.group() if isinstance(here, QAbstractButton) else None
        reached |= {here, *(group.buttons() if group is not None and group.exclusive() else ())}
        QTest.keyClick(here, Qt.Key.Key_Tab)
    missed = [(type(widget).__name__, told(widget).text(QAccessible.Text.Name)) for widget in wanted - reached]
    assert missed == []


def test_the_welcome_says_what_everything_is(qtbot: QtBot, dressed: QApplication) -> None:
    welcome = Welcome(Tasks(), None)
    qtbot.addWidget(welcome)
    welcome.show()
    for page in (welcome.first_page, welcome.unlock_page, welcome.new_page, welcome.code_page, welcome.recover_page):
        welcome.show_page(page)
        named = [(told(widget).text(QAccessible.Text.Name), told(widget).role()) for widget in focusable(page)]
        assert named
        assert all(name.strip() and role in CONTROLS for name, role in named), named


def test_a_control_without_a_name_is_seen(qtbot: QtBot, dressed: QApplication) -> None:
    """The control: the test above can fail."""
    holder = QWidget()
    qtbot.addWidget(holder)
    nameless, card = QToolButton(holder), OpeningCard("Family F014")
    nameless.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    card.setParent(holder)
    holder.show()
    assert set(focusable(holder)) == {nameless, card}
    assert told(nameless).text(QAccessible.Text.Name) == ""
    assert told(card).role() == ROLE.Button
