"""What the camera wrote into a film beside pictures and sound: place, device, people, times. Seen here, kept sealed, never exported."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from app.screens.families.tag_words import tag_words
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.plain import Card, IconButton, Words, column, empty, row
from vig_tool.work.originals import Original

_NOTE = "Kept sealed with the film, for the record. Nothing of it is in any clip, picture or document that leaves the library."
_NOTHING = "It wrote nothing about place, device or people."


class OriginalPanel(Card):
    """Hidden until asked for. One block a file: a joined film has several."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: UUID | None = None
        """The recording that was asked for and is not shown yet."""
        self._files = QVBoxLayout()
        self._files.setSpacing(Space.MEDIUM)
        self.close_it = IconButton(Icon.CLOSE, "Close what the camera wrote", on_click=self.put_away)
        head = row(None, Words("What the camera wrote", tone="heading"), None, self.close_it, space=0)
        column(self, head, Words(_NOTE, tone="quiet", wrap=True), self._files, space=Space.SMALL, margin=Space.LARGE)
        self.hide()

    def show_originals(self, originals: Sequence[Original]) -> None:
        empty(self._files)
        for original in originals:
            self._files.addLayout(_block(original))
        self.wanted = None
        self.show()

    def put_away(self) -> None:
        """A name may stand here: nothing of it stays behind."""
        self.wanted = None
        empty(self._files)
        self.hide()


def _block(original: Original) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.WIDE)
    grid.setVerticalSpacing(Space.HAIR)
    grid.setColumnStretch(1, 1)
    for line, (word, said, tip) in enumerate([("File", original.name, ""), *map(_line, original.tags)]):
        shown = Words(said, wrap=True)
        shown.setToolTip(tip)
        grid.addWidget(Words(word, tone="soft"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, line, 1)
    if not original.tags:
        grid.addWidget(Words(_NOTHING, tone="soft", wrap=True), 1, 0, 1, 2)
    return grid


def _line(tag: tuple[str, str]) -> tuple[str, str, str]:
    name, value = tag
    return *tag_words(name, value), f"As it stands in the file: {name} = {value}"
