"""Which of the family's open goals a moment speaks of: one button that says it, and a menu to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app.theme.icons import Icon
from app.widgets.plain import Button, row
from vig_tool.work.goals import Goal

_NONE = "No goal linked"
_MENU_CHARACTERS = 60


class GoalLink(QWidget):
    """`chosen(id or None)`. The goals are those of the cycle; without any there is nothing to show."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._goals: tuple[Goal, ...] = ()
        self._goal: UUID | None = None
        self.button = Button(_NONE, kind="link", meaning=Icon.GOALS, on_click=self._offer)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row(self, self.button)

    @property
    def offers(self) -> bool:
        return bool(self._goals)

    def show_goals(self, goals: Sequence[Goal]) -> None:
        self._goals = tuple(goals)
        self._say()

    def set_goal(self, goal_id: UUID | None) -> None:
        self._goal = goal_id
        self._say()

    def menu(self) -> QMenu:
        """Every goal, and none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        options: list[tuple[UUID | None, str]] = [(goal.id, _short(goal.text)) for goal in self._goals]
        for goal_id, words in [*options, (None, _NONE)]:
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(goal_id == self._goal)
            action.triggered.connect(lambda _on=False, goal_id=goal_id: self.chosen.emit(goal_id))
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _say(self) -> None:
        """Cut to its place; said whole in the tip."""
        words = next((goal.text for goal in self._goals if goal.id == self._goal), _NONE)
        room = max(1, self.width() - self.button.iconSize().width() - 2 * self.button.fontMetrics().height() // 2)
        line = " ".join(words.split())
        shown = QFontMetrics(self.button.font()).elidedText(line, Qt.TextElideMode.ElideRight, room)
        self.button.setText(shown.replace("&", "&&"))
        self.button.setAccessibleName(f"Goal: {line}")
        self.button.setToolTip(f"The goal it speaks of: {line}" if words != _NONE else "Link it to one of the goals")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MENU_CHARACTERS else f"{line[: _MENU_CHARACTERS - 1]}…"
