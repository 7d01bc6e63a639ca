"""A recovery code, shown once: it goes on only when it was written down, and then the code is gone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.choices import Check
from app.widgets.plain import Button, Card, Words, column, row


class RecoveryCode(QWidget):
    """`go_on` is what the button says. It cannot be marked for the clipboard."""

    written_down = Signal()

    def __init__(self, go_on: str, *, meaning: Icon, kind: str = "") -> None:
        super().__init__()
        self.code = Words(tone="code", wrap=True, centred=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.written = Check("I have written it down and put it in a safe place")
        self.go = Button(go_on, kind=kind, meaning=meaning, on_click=self._go_on)
        self.go.setEnabled(False)
        self.written.toggled.connect(self.go.setEnabled)
        card = Card()
        column(card, self.code, margin=Space.WIDE)
        column(self, card, self.written, row(None, self.go, None), space=Space.MEDIUM)

    def show_code(self, code: str) -> None:
        self.code.say(_in_two_lines(code))
        self.written.setChecked(False)

    def _go_on(self) -> None:
        self.code.say("")
        self.written_down.emit()


def _in_two_lines(code: str) -> str:
    """Broken in the middle, between two groups."""
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    return "-".join(groups[:half]) + ("-\n" + "-".join(groups[half:]) if len(groups) > half else "")
