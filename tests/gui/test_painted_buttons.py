"""Buttons that paint themselves answer to hand and keys like any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHoverEvent, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme.icons import Icon
from app.theme.theme import Theme
from app.widgets.chips import Chip
from app.widgets.choices import Check
from app.widgets.painted_button import PaintedButton
from app.widgets.palette import Principle, PrincipleButton
from app.widgets.shape_button import ShapeButton
from app.widgets.show.controls import ShowButton
from tests.gui.desk import dressed as dressed

BUTTONS: list[Callable[[], PaintedButton]] = [
    lambda: Chip("Parent"),
    lambda: Check("I have written it down"),
    lambda: PrincipleButton(Principle("turns", "Taking turns", "3", "#009E73", "square")),
    lambda: ShapeButton("Taking turns", colour="#009E73", shape="square"),
    lambda: ShowButton("Again", Icon.AGAIN, "This clip from its first picture", lambda: None),
]


@pytest.mark.parametrize("make", BUTTONS)
def test_return_presses_it_once_however_long_it_is_held(
    make: Callable[[], PaintedButton], dressed: QApplication, qtbot: QtBot
) -> None:
    button, presses = make(), list[bool]()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: presses.append(True))
    button.show()
    QTest.keyClick(button, Qt.Key.Key_Return)
    QApplication.sendEvent(button, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True))
    assert presses == [True]
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(presses) == 2
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_it_is_painted_anew_when_the_pointer_comes_and_goes(dressed: QApplication, qtbot: QtBot) -> None:
    class Counted(PaintedButton):
        painted = 0

        def paint(self, _painter: QPainter, _theme: Theme) -> None:
            self.painted += 1

    button = Counted()
    qtbot.addWidget(button)
    button.resize(40, 40)
    with qtbot.waitExposed(button):
        button.show()
    qtbot.waitUntil(lambda: button.painted > 0)
    here, away = QPointF(5, 5), QPointF(-1, -1)
    for kind, to, was in ((QEvent.Type.HoverEnter, here, away), (QEvent.Type.HoverLeave, away, here)):
        before = button.painted
        QApplication.sendEvent(button, QHoverEvent(kind, to, to, was))
        qtbot.waitUntil(lambda before=before: button.painted > before, timeout=1000)  # type: ignore[misc]
