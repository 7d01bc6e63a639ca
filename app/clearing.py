"""How to clear the card or phone once its films are safe here. A page to read; the program itself removes nothing outside its library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Size, Space
from app.widgets.choices import Choice
from app.widgets.plain import Button, Words, column, paper, row

HOW = {
    "iphone": (
        "iPhone",
        (
            "Open Photos and find the film. Touch and hold it, then choose Delete from Library.",
            "Open Albums, go down to Recently Deleted, and delete it there as well. Until then it stays on the phone for 30 days.",
            "If iCloud Photos is on, this also removes it from your other devices and from iCloud.",
            "Was it sent by AirDrop, mail or a messenger on the way? It is still in that place too.",
        ),
    ),
    "android": (
        "Android",
        (
            "Open Photos or Gallery, find the film, and choose Delete or Move to bin.",
            "Open the Bin or Recently deleted (in Collections or in the menu), and delete it there as well. It stays there up to 60 days.",
            "If the phone backs up to a cloud, look there too: photos.google.com, or the maker's own.",
            "Films copied to Downloads, or sent by a messenger, stay until they are removed there.",
        ),
    ),
    "windows": (
        "Card, on Windows",
        (
            "In Explorer open the card. The films are in DCIM, or for camcorders in PRIVATE and AVCHD.",
            "Choose the films and press Shift and Delete. From a card they do not go to the bin.",
            "Better still: put the card back into the camera and choose Format in its menu. It asks once more.",
            "Choose Eject before you pull the card out.",
        ),
    ),
    "mac": (
        "Card, on a Mac",
        (
            "In Finder open the card. The films are in DCIM, or for camcorders in PRIVATE and AVCHD.",
            "Choose the films and press Option, Command and Delete. Otherwise they stay in a hidden bin on the card.",
            "Better still: put the card back into the camera and choose Format in its menu. It asks once more.",
            "Choose Eject before you pull the card out. If Photos took the films in as well, remove them there too.",
        ),
    ),
}
"""Short steps by where the film came from: what the choice is called, and what to do."""


class ClearingPage(QDialog):
    """`answered` tells whether it is done. Closed without an answer means later."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Clear the card or phone")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._done = False
        first = next(iter(HOW))
        self.choice = Choice([(name, words) for name, (words, _) in HOW.items()], first)
        self.pages = QStackedWidget()
        self._places = {name: self.pages.addWidget(_steps(steps)) for name, (_, steps) in HOW.items()}
        self.choice.chosen.connect(self._show)
        self.done_button = Button("Done, it is cleared", kind="main", on_click=self._say_done)
        self.later = Button("Later", on_click=self.reject)
        column(
            self,
            Words("Clear the card or phone", tone="title"),
            Words(
                "Your films are sealed here and were read back whole. VIG Tool never removes anything from a card or phone:"
                " you do, in a few steps.",
                tone="soft",
                wrap=True,
            ),
            int(Space.SMALL),
            row(None, self.choice, None),
            self.pages,
            None,
            row(None, None, self.later, self.done_button),
            space=Space.MEDIUM,
            margin=Space.WIDE,
        )
        self.pages.setMinimumWidth(theme_of(self).px(Size.COLUMN))
        self._show(first)
        self.finished.connect(self._tell)

    def _show(self, name: str) -> None:
        self.pages.setCurrentIndex(self._places[name])

    def _say_done(self) -> None:
        self._done = True
        self.accept()

    def _tell(self, _result: int) -> None:
        self.answered.emit(self._done)


def _steps(steps: tuple[str, ...]) -> QWidget:
    lines = []
    for number, words in enumerate(steps, 1):
        mark = Words(f"{number}.", tone="heading")
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = row(None, mark, Words(words, wrap=True), space=Space.MEDIUM)
        line.setStretch(1, 1)
        lines.append(line)
    return paper(*lines, None, space=Space.MEDIUM)
