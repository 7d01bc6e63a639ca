"""The confirm line: asks where the thing stands, not in a box before everything; Escape says no."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from app.theme.tokens import Space
from app.widgets.plain import Button, Words, column, row


class ConfirmLine(QFrame):
    """Hidden until `ask`. The safe answer has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setProperty("tone", "trouble")
        self._do: Callable[[], object] | None = None
        self.sentence = Words(wrap=True)
        self.yes = Button("", kind="danger", on_click=self._say_yes)
        self.no = Button("Keep it", on_click=self.withdraw)
        column(self, self.sentence, row(None, self.no, self.yes, None), space=Space.SMALL, margin=Space.MEDIUM)
        self.hide()

    def ask(self, sentence: str, *, yes: str, do: Callable[[], object], no: str = "Keep it") -> None:
        self.sentence.say(sentence)
        self.yes.setText(yes)
        self.no.setText(no)
        self._do = do
        self.show()
        self.no.setFocus()

    def withdraw(self) -> None:
        """No."""
        self._do = None
        self.hide()

    def _say_yes(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.withdraw()
        else:
            super().keyPressEvent(event)
