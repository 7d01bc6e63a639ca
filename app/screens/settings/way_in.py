"""The way in: another passphrase, and a new recovery code where the old paper is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.screens.settings.sections import Section
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.fields import SecretField
from app.widgets.plain import Button, Words, column, row
from app.widgets.recovery_code import RecoveryCode

_WHY = "Opens the library if the passphrase is ever forgotten. If the paper is lost, make a new code: the old one then opens nothing."


class PassphraseChange(QWidget):
    change_asked = Signal(str, str)  # old, new

    def __init__(self) -> None:
        super().__init__()
        self.old = SecretField("Passphrase until now")
        self.new = SecretField("New passphrase", hint="Four or more words are easy to remember and hard to guess.")
        self.again = SecretField("The same again")
        self.change = Button("Change the passphrase", meaning=Icon.KEY, on_click=self._ask)
        column(self, self.old, self.new, self.again, row(None, self.change, None), space=Space.SMALL)
        self.again.entered.connect(self._ask)

    def clear(self) -> None:
        for field in (self.old, self.new, self.again):
            field.clear()

    def _ask(self) -> None:
        if self.new.text != self.again.text:
            self.again.complain("The two do not match. Type it once more.")
        else:
            self.change.setEnabled(False)
            self.change_asked.emit(self.old.text, self.new.text)


class NewCode(QWidget):
    """A button; then the passphrase is asked for; then the code stands there until it is written down (`kept`)."""

    code_asked = Signal(str)  # the passphrase
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Words(_WHY, tone="soft", wrap=True)
        self.begin = Button("Make a new recovery code…", meaning=Icon.NOTE, on_click=self._begin)
        self.passphrase = SecretField("Your passphrase", hint="So that nobody else does this while you are away.")
        self.go = Button("Make the new code", meaning=Icon.NOTE, on_click=self._ask)
        self.keep = Button("Keep the old one", kind="plain", on_click=self.clear)
        self.sheet = RecoveryCode("Done", meaning=Icon.TICK)
        column(self, self.said, row(None, self.begin, None), self.passphrase, row(None, self.go, self.keep, None), self.sheet)
        self.passphrase.entered.connect(self._ask)
        self.sheet.written_down.connect(self._written_down)
        self._show()

    @property
    def _holds_code(self) -> bool:
        return bool(self.sheet.code.words)

    def show_code(self, code: str) -> None:
        self.passphrase.clear()
        self.sheet.show_code(code)
        self.said.say("This is the new code; the old one opens nothing any more. It is shown only now: write it on paper.")
        self._show()
        self.sheet.written.setFocus()

    def ask_again(self, sentence: str) -> None:
        """No code was made; `sentence` says what was wrong with the passphrase, if it was that."""
        self._show(asking=True)
        if sentence:
            self.passphrase.complain(sentence)

    def clear(self) -> None:
        """Back to the button, unless a code waits to be written down."""
        self.passphrase.clear()
        self._show()

    def _begin(self) -> None:
        self._show(asking=True)
        self.passphrase.setFocus()

    def _ask(self) -> None:
        if self.passphrase.text:
            for button in (self.go, self.keep):
                button.setEnabled(False)
            self.code_asked.emit(self.passphrase.text)
        else:
            self.passphrase.complain("Type the passphrase of this library.")

    def _written_down(self) -> None:
        self.said.say(_WHY)
        self._show()
        self.kept.emit()

    def _show(self, *, asking: bool = False) -> None:
        self.begin.setVisible(not asking and not self._holds_code)
        for piece in (self.passphrase, self.go, self.keep):
            piece.setVisible(asking)
        for button in (self.go, self.keep):
            button.setEnabled(True)
        self.sheet.setVisible(self._holds_code)


class WayIn(Section):
    def __init__(self) -> None:
        self.passphrase, self.recovery = PassphraseChange(), NewCode()
        super().__init__(
            "The way in", self.passphrase, int(Space.MEDIUM), Words("Recovery code", tone="heading"), self.recovery
        )

    def clear(self) -> None:
        self.passphrase.clear()
        self.recovery.clear()
