"""The strip to write in during the review: the parent's words to this clip, and on demand the reflection in four parts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.draft import DraftEdit
from app.widgets.plain import Button, IconButton, Words, column, row
from app.widgets.show.keeper import KINDS, Kept


class WordsStrip(QFrame):
    """`words_kept(text)` and `reflection_kept(kind, text)` as one types; `closed` when it is put away."""

    words_kept = Signal(str)
    reflection_kept = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = Words("In your words", tone="heading")
        self.words = DraftEdit("In your words", example="What do you see here?", lines=2)
        self.reflections = {kind: DraftEdit(title, lines=2) for kind, title in KINDS}
        self.more = Button("Feelings, thoughts, wishes, intentions", kind="plain", meaning=Icon.ADD, on_click=self.open_reflection)
        close = IconButton(Icon.CLOSE, "Put the words away", on_click=self.put_away)
        self._parts = QWidget()
        parts = row(self._parts, space=Space.LARGE)
        for kind, title in KINDS:
            parts.addLayout(column(None, Words(title, tone="heading"), self.reflections[kind], space=Space.HAIR), 1)
        column(
            self,
            row(None, self.title, None, self.more, close, space=Space.SMALL),
            self.words,
            self._parts,
            space=Space.SMALL,
        ).setContentsMargins(Space.WIDE, Space.SMALL, Space.WIDE, Space.LARGE)
        self._parts.hide()
        self.hide()
        self._listen()

    def _listen(self) -> None:
        self.words.kept.connect(self.words_kept)
        self.words.done.connect(self.put_away)
        for kind, edit in self.reflections.items():
            edit.kept.connect(lambda text, kind=kind: self.reflection_kept.emit(kind, text))
            edit.done.connect(self.put_away)

    def show_kept(self, kept: Kept) -> None:
        """What was written about the clip now shown; drafts of the one before must have been flushed."""
        self.words.show_text(kept.parents_words)
        for kind, edit in self.reflections.items():
            edit.show_text(kept.reflections.get(kind, ""))

    def open_words(self) -> None:
        self.show()
        self.words.setFocus()

    def open_reflection(self) -> None:
        self._parts.show()
        self.more.hide()
        self.show()
        self.reflections[KINDS[0][0]].setFocus()

    def flush(self) -> None:
        for edit in (self.words, *self.reflections.values()):
            edit.flush()

    def put_away(self) -> None:
        self.flush()
        self.hide()
        self._parts.hide()
        self.more.show()
        self.closed.emit()
