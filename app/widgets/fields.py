"""Fields to write in: a word above, the field, and a quiet line below for what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.unremembered import unremembered
from app.widgets.plain import Button, IconButton, Words, column, row


class Field(QWidget):
    """One line of text. `entered` when Return is pressed."""

    entered = Signal()
    changed = Signal()

    def __init__(self, title: str, text: str = "", *, hint: str = "", example: str = "") -> None:
        super().__init__()
        self.title = Words(title, tone="heading")
        self.edit = QLineEdit(text)
        self.edit.setPlaceholderText(example)
        self.edit.setAccessibleName(title)
        self.edit.returnPressed.connect(self.entered)
        self.edit.textChanged.connect(self._edited)
        self.title.setBuddy(self.edit)
        self._hint = hint
        self.line = Words(hint, tone="quiet", wrap=True)
        if not hint:
            self.line.hide()
        self._beside = row(None, self.edit, space=Space.HAIR)
        column(self, self.title, self._beside, self.line, space=Space.HAIR)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def set_hint(self, hint: str) -> None:
        self._hint = hint
        self._edited()

    def complain(self, sentence: str) -> None:
        """What is wrong, below the field, until it is edited; the cursor goes there."""
        self.line.say(sentence)
        self.line.set_tone("danger")
        self.line.show()
        self.edit.setFocus()
        self.edit.selectAll()

    def put_beside(self, widget: QWidget) -> None:
        self._beside.addWidget(widget)

    def _edited(self) -> None:
        self.line.set_tone("quiet")
        self.line.say(self._hint)
        self.line.setVisible(bool(self._hint))
        self.changed.emit()


class SecretField(Field):
    """For passphrases: hidden unless the eye is pressed. Nothing of it goes to completion, history or clipboard."""

    def __init__(self, title: str, *, hint: str = "") -> None:
        super().__init__(title, hint=hint)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton(Icon.SEE, "Show what I type", on_click=self._turn)
        self.put_beside(self.eye)

    def clear(self) -> None:
        self.edit.clear()
        self._show(hidden=True)

    def _turn(self) -> None:
        self._show(hidden=self.edit.echoMode() == QLineEdit.EchoMode.Normal)

    def _show(self, *, hidden: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self.eye.show_icon(Icon.SEE if hidden else Icon.PRIVATE, "Show what I type" if hidden else "Hide what I type")


class _Paragraph(QPlainTextEdit):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class LongField(QWidget):
    """A few lines of text. `entered` on Return; Shift+Return breaks the line."""

    entered = Signal()
    changed = Signal()

    def __init__(self, title: str, text: str = "", *, example: str = "", lines: int = 3) -> None:
        super().__init__()
        self.title = Words(title, tone="heading")
        self.edit = _Paragraph(text)
        self.edit.setPlaceholderText(example)
        self.edit.setAccessibleName(title or example)
        self.edit.setTabChangesFocus(True)
        self.edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit.entered.connect(self.entered)
        self.edit.textChanged.connect(self._edited)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * (lines + 1) + Space.MEDIUM)
        self.line = Words(tone="danger", wrap=True)
        self.line.hide()
        column(self, self.title, self.edit, self.line, space=Space.HAIR)
        self.title.setVisible(bool(title))
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        return self.edit.toPlainText().strip()

    def set_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def complain(self, sentence: str) -> None:
        self.line.say(sentence)
        self.line.show()
        self.edit.setFocus()

    def _edited(self) -> None:
        self.line.hide()
        self.changed.emit()


class FolderField(Field):
    """A folder, typed or chosen."""

    def __init__(self, title: str, folder: Path, *, hint: str = "", choose: Callable[[QWidget, Path], Path | None] | None = None) -> None:
        super().__init__(title, str(folder), hint=hint)
        self._choose = choose or choose_folder
        self.put_beside(Button("Choose…", meaning=Icon.FOLDER, on_click=self._ask))

    @property
    def folder(self) -> Path:
        return Path(self.text.strip()).expanduser()

    def _ask(self) -> None:
        chosen = self._choose(self, self.folder)
        if chosen is not None:
            self.set_text(str(chosen))


def choose_folder(parent: QWidget, start: Path) -> Path | None:
    with unremembered():
        chosen = QFileDialog.getExistingDirectory(parent, "Choose a folder", str(start))
    return Path(chosen) if chosen else None
