"""The form for a new goal, and for correcting one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.choices import Choice
from app.widgets.dressing import Dressing
from app.widgets.fields import Field, LongField
from app.widgets.plain import Button, Card, Words, column, row
from vig_tool.work.goals import Goal

KIND_WORDS = {"narrative": "In words", "scale": "From 0 to 10", "count": "How often a day"}
_EXAMPLES = {
    "narrative": "A quiet moment together every evening.",
    "scale": "I wait and see what he does first.",
    "count": "Say out loud what he does well.",
}


class GoalForm(Card):
    """Hidden until begun. For a goal that exists the kind stays as it is."""

    submitted = Signal(str, str, str)  # kind, text, target as typed
    corrected = Signal(object, str, str)  # goal id, text, target as typed

    def __init__(self) -> None:
        super().__init__()
        self._goal: Goal | None = None
        self.heading = Words(tone="heading")
        self.kind = Choice(tuple(KIND_WORDS.items()), "scale")
        self.text = LongField("The goal, as parent and guider say it", lines=2)
        self.target = Field("How often a day", example="5")
        self.done = Button("Set this goal", kind="main", on_click=self.submit)
        leave = Button("Leave as it is", kind="plain", on_click=self.hide)
        column(
            self, self.heading, self.kind, self.text, self.target, row(None, self.done, leave, None), space=Space.MEDIUM, margin=Space.LARGE
        )
        self.kind.chosen.connect(self._show_kind)
        self.text.entered.connect(self.submit)
        self.target.entered.connect(self.submit)
        Dressing(self, self._dress)
        self.hide()

    def begin(self) -> None:
        self._goal = None
        self.heading.say("A new goal")
        self.done.setText("Set this goal")
        self.text.set_text("")
        self.target.set_text("")
        self.kind.show()
        self._show_kind(self.kind.value)
        self.show()
        self.text.setFocus()

    def begin_correcting(self, goal: Goal) -> None:
        self._goal = goal
        self.heading.say("Correct the goal")
        self.done.setText("Keep it so")
        self.kind.hide()
        self.text.set_text(goal.text)
        self.target.set_text("" if goal.target is None else str(goal.target))
        self._show_kind(goal.kind)
        self.show()
        self.text.setFocus()

    def submit(self) -> None:
        if self._goal is None:
            self.submitted.emit(self.kind.value, self.text.text, self.target.text)
        else:
            self.corrected.emit(self._goal.id, self.text.text, self.target.text)

    def _show_kind(self, kind: str) -> None:
        self.target.setVisible(kind == "count")
        self.text.edit.setPlaceholderText(_EXAMPLES[kind])

    def _dress(self, theme: Theme) -> None:
        self.setMaximumWidth(theme.px(Size.COLUMN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
