"""The five calm pages of the first start and the lock screen; each shows one obvious next step and says what was asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.fields import Field, FolderField, SecretField
from app.widgets.plain import Button, Card, Piece, Words, column, row
from app.widgets.recovery_code import RecoveryCode
from app.widgets.signet import Signet

_HINT = "Four or more words are easy to remember and hard to guess."
_NOT_EQUAL = "The two do not match. Type it once more."


class Page(QWidget):
    """A narrow column in the middle; `first` gets the cursor."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first: QWidget = self
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.COLUMN))

    def fill(self, title: str, sentence: str, *pieces: Piece) -> None:
        column(
            self,
            Signet(),
            int(Space.SMALL),
            Words(title, tone="title"),
            Words(sentence, tone="soft", wrap=True),
            int(Space.SMALL),
            *pieces,
            space=Space.MEDIUM,
        )


class FirstPage(Page):
    practice_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.practise = Button("Try it with a practice family", kind="main", meaning=Icon.PRACTICE, on_click=self.practice_asked.emit)
        self.make = Button("Make a new library", meaning=Icon.NEW_FOLDER, on_click=self.new_asked.emit)
        self.open = Button("Open your library", meaning=Icon.FOLDER, on_click=self.open_asked.emit)
        self.first = self.practise
        self.fill(
            "Welcome",
            "VIG Tool keeps home-visit films sealed on this computer, helps you find the moments worth showing, and plays them "
            "in the shared review.",
            _choice("Look around first", "A made-up family. Nothing can go wrong.", self.practise),
            _choice("Begin your own work", "A new, empty library. Its passphrase is known only to you.", self.make),
            _choice("You have a library already", "Choose the folder that it is in.", self.open),
        )


class UnlockPage(Page):
    asked = Signal(str)
    code_asked = Signal()
    other_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.passphrase = SecretField("Passphrase")
        self.passphrase.entered.connect(self._ask)
        self.first = self.passphrase
        self.folder = Words(tone="quiet", wrap=True)
        self.go = Button("Open", kind="main", meaning=Icon.KEY, on_click=self._ask)
        self.fill(
            "Open your library",
            "Everything in it is sealed until you type the passphrase.",
            self.passphrase,
            row(None, self.go, None),
            int(Space.WIDE),
            self.folder,
            _links(
                Button("Forgotten the passphrase? Use the recovery code", kind="link", on_click=self.code_asked.emit),
                Button("Open another library…", kind="link", on_click=self.other_asked.emit),
                Button("Make a new library, or try the practice family", kind="link", on_click=self.back.emit),
            ),
        )

    def show_folder(self, folder: Path, *, hint: str = "") -> None:
        self.folder.say(f"In {folder}")
        self.passphrase.clear()
        self.passphrase.set_hint(hint)

    def _ask(self) -> None:
        if self.passphrase.text:
            self.asked.emit(self.passphrase.text)
        else:
            self.passphrase.complain("Type the passphrase of your library.")


class NewPage(Page):
    asked = Signal(object, str)  # folder, passphrase

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.passphrase = SecretField("Passphrase", hint=_HINT)
        self.again = SecretField("The same again")
        self.again.entered.connect(self._ask)
        self.folder = FolderField("Where it lies", folder, hint="On this computer, not on a network drive.")
        self.first = self.passphrase
        self.go = Button("Make the library", kind="main", meaning=Icon.NEW_FOLDER, on_click=self._ask)
        self.fill(
            "Make a new library",
            "Everything you put into it is sealed with this passphrase. Nobody can open it without, and nobody can look it up for you.",
            self.passphrase,
            self.again,
            self.folder,
            int(Space.SMALL),
            row(None, self.go, Button("Back", kind="plain", on_click=self.back.emit), None),
        )

    def _ask(self) -> None:
        if self.passphrase.text != self.again.text:
            self.again.complain(_NOT_EQUAL)
        else:
            self.asked.emit(self.folder.folder, self.passphrase.text)


class CodePage(Page):
    """Shows the recovery code of a new library once; goes on only when it was written down."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecoveryCode("Open my library", meaning=Icon.NEXT, kind="main")
        self.first = self.sheet.written
        self.fill(
            "Your recovery code",
            "If you ever forget the passphrase, this code opens the library. It is shown only now: write it on paper and keep it away "
            "from this computer. Without passphrase and code, nobody can read anything any more.",
            self.sheet,
        )


class RecoverPage(Page):
    asked = Signal(str, str)  # code, new passphrase

    def __init__(self) -> None:
        super().__init__()
        self.code = Field("Recovery code", hint="As you wrote it down; gaps and small letters do not matter.")
        self.passphrase = SecretField("New passphrase", hint=_HINT)
        self.again = SecretField("The same again")
        self.again.entered.connect(self._ask)
        self.first = self.code
        self.go = Button("Open with the code", kind="main", meaning=Icon.KEY, on_click=self._ask)
        self.fill(
            "Open with the recovery code",
            "The library gets a new passphrase. The code stays as it is.",
            self.code,
            self.passphrase,
            self.again,
            int(Space.SMALL),
            row(None, self.go, Button("Back", kind="plain", on_click=self.back.emit), None),
        )

    def _ask(self) -> None:
        if self.passphrase.text != self.again.text:
            self.again.complain(_NOT_EQUAL)
        else:
            self.asked.emit(self.code.text, self.passphrase.text)


def _choice(title: str, sentence: str, button: Button) -> Card:
    card = Card()
    words = column(None, Words(title, tone="heading"), Words(sentence, tone="soft", wrap=True), space=Space.HAIR)
    line = row(card, words, button, space=Space.LARGE)
    line.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
    line.setStretch(0, 1)
    return card


def _links(*buttons: Button) -> QWidget:
    holder = QWidget()
    column(holder, *(row(None, button, None) for button in buttons), space=0)
    return holder
