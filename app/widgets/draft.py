"""A field that keeps what is typed by itself: a moment after the last key, when it is left, and whenever it is told to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.theme.theme import Theme
from app.theme.tokens import Space, Text
from app.widgets.dressing import Dressing

IDLE_MS = 700


class DraftEdit(QPlainTextEdit):
    """`kept(text)` when there is something new to keep; `done` on Return or Escape (Shift+Return breaks the line)."""

    kept = Signal(str)
    done = Signal()

    def __init__(self, title: str, *, example: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._known = ""
        self.setAccessibleName(title)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(IDLE_MS)
        self._clock.timeout.connect(self.flush)
        self.textChanged.connect(self._clock.start)
        Dressing(self, self._dress)

    @property
    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """What is kept already; a half-written draft is kept first. The cursor stays where it is when nothing else changed."""
        self.flush()
        self._known = text
        if text != self.toPlainText():
            self.setPlainText(text)
        self._clock.stop()

    def flush(self) -> None:
        """Keeps what is not kept yet, now."""
        self._clock.stop()
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            self.kept.emit(text)

    def _dress(self, theme: Theme) -> None:
        line = QFontMetrics(theme.font(Text.BODY)).lineSpacing()
        high = line * self._lines + theme.px(Space.LARGE) - theme.px(Space.HAIR)
        # A height set in any other way is lost whenever the style sheet is applied again.
        self.setStyleSheet(f"QPlainTextEdit {{ min-height: {high}px; max-height: {high}px; }}")

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the field first, before any key of the room."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if plain_return or event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.done.emit()
        else:
            super().keyPressEvent(event)
