"""The small forms of the family pages: they stand where they are needed and go away when done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.screens.families.phrases import read_date
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.fields import Field, LongField
from app.widgets.plain import Button, Card, Words, column, row
from vig_tool.errors import BadInput
from vig_tool.work.families import CycleCard, FamilyPage


class Form(Card):
    """Hidden until begun; Escape or the second button puts it away."""

    left = Signal()

    def __init__(self, title: str, word: str, *fields: QWidget) -> None:
        super().__init__()
        self.heading = Words(title, tone="heading")
        self.done = Button(word, kind="main", on_click=self.submit)
        leave = Button("Leave as it is", kind="plain", on_click=self.put_away)
        column(self, self.heading, *fields, row(None, self.done, leave, None), space=Space.MEDIUM, margin=Space.LARGE)
        Dressing(self, self._dress)
        self.hide()

    def submit(self) -> None:
        raise NotImplementedError

    def put_away(self) -> None:
        self.hide()
        self.left.emit()

    def _dress(self, theme: Theme) -> None:
        self.setMaximumWidth(theme.px(Size.COLUMN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)


class NewFamily(Form):
    submitted = Signal(str)  # code

    def __init__(self) -> None:
        self.code = Field("Code", example="F014", hint="Letters and digits as your service uses them. Never a name.")
        super().__init__("A new family", "Add the family", self.code)
        self.code.entered.connect(self.submit)

    def begin(self) -> None:
        self.code.set_text("")
        self.show()
        self.code.setFocus()

    def submit(self) -> None:
        self.submitted.emit(self.code.text)


class CorrectFamily(Form):
    submitted = Signal(str, object)  # code, date

    def __init__(self) -> None:
        self.code = Field("Code")
        self.started = Field("Started on", example="2026-09-04")
        super().__init__("Correct the family", "Keep it so", self.code, self.started)
        self.code.entered.connect(self.submit)
        self.started.entered.connect(self.submit)

    def begin(self, page: FamilyPage) -> None:
        self.code.set_text(page.code)
        self.started.set_text(page.started.isoformat())
        self.show()
        self.code.setFocus()

    def submit(self) -> None:
        try:
            self.submitted.emit(self.code.text, read_date(self.started.text))
        except BadInput as trouble:
            self.started.complain(str(trouble))


class CorrectCycle(Form):
    submitted = Signal(object, str, object, object)  # cycle id, question, filmed, reviewed

    def __init__(self) -> None:
        self._card: CycleCard | None = None
        self.question = LongField("Helping question, in the parent's words", lines=2)
        self.filmed = Field("Filmed on", example="2026-09-04")
        self.reviewed = Field("Reviewed on", example="2026-09-11")
        dates = QWidget()
        row(dates, self.filmed, self.reviewed, space=Space.MEDIUM)
        super().__init__("Correct the cycle", "Keep it so", self.question, dates)
        self.question.entered.connect(self.submit)
        self.filmed.entered.connect(self.submit)
        self.reviewed.entered.connect(self.submit)

    def begin(self, card: CycleCard) -> None:
        self._card = card
        self.heading.say(f"Correct cycle {card.number}")
        self.question.set_text(card.question)
        self.filmed.set_text(card.filmed_on.isoformat() if card.filmed_on else "")
        self.reviewed.set_text(card.reviewed_on.isoformat() if card.reviewed_on else "")
        self.show()
        self.question.setFocus()

    def submit(self) -> None:
        if self._card is None:
            return
        field = self.filmed
        try:
            filmed = read_date(self.filmed.text)
            field = self.reviewed
            reviewed = read_date(self.reviewed.text)
        except BadInput as trouble:
            field.complain(str(trouble))
        else:
            self.submitted.emit(self._card.id, self.question.text, filmed, reviewed)


class NextCycle(Card):
    """The dashed card beside the last cycle: begins the next one with its question."""

    submitted = Signal(str)  # question

    def __init__(self, number: int) -> None:
        super().__init__(waiting=True)
        self.question = LongField("", example="What does the parent hope for? In the parent's own words.", lines=3)
        self.title = Words(f"Cycle {number}", tone="soft")
        self.begin = Button(f"Begin cycle {number}", on_click=self._submit)
        self.question.entered.connect(self._submit)
        column(
            self,
            self.title,
            Words("Helping question", tone="heading"),
            self.question,
            row(None, self.begin, None),
            None,
            space=Space.SMALL,
            margin=Space.LARGE,
        )
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.CARD_WIDTH))
        self.title.setFixedHeight(theme.px(Size.TARGET))  # as high as the button beside the other cycles' titles

    def _submit(self) -> None:
        self.submitted.emit(self.question.text)
