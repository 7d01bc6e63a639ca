"""The quiet line over the review's picture: asks before leaving, says when something could not be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Radius, Role, Space
from app.widgets.plain import Button, Words, row


class ShowLine(QFrame):
    """One sentence with one or two buttons. Escape is "no"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._yes: Callable[[], object] | None = None
        self._no: Callable[[], object] | None = None
        self.sentence = Words(tone="lead")
        self.yes = Button("", kind="main", on_click=self._say_yes)
        self.no = Button("", on_click=self._say_no)
        row(self, self.sentence, int(Space.LARGE), self.yes, self.no, space=Space.MEDIUM, margin=Space.LARGE)
        self.hide()

    def ask(self, sentence: str, *, yes: str, no: str, on_yes: Callable[[], object], on_no: Callable[[], object]) -> None:
        self._yes, self._no = on_yes, on_no
        self.sentence.say(sentence)
        self.yes.setText(yes)
        self.no.setText(no)
        self.yes.show()
        self._appear()
        self.yes.setFocus()

    def tell(self, sentence: str, *, on_close: Callable[[], object]) -> None:
        self._yes, self._no = None, on_close
        self.sentence.say(sentence)
        self.yes.hide()
        self.no.setText("Go on")
        self._appear()
        self.no.setFocus()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        self.adjustSize()

    def _say_yes(self) -> None:
        self.hide()
        if self._yes is not None:
            self._yes()

    def _say_no(self) -> None:
        self.hide()
        if self._no is not None:
            self._no()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._say_no()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(Role.LINE))
        painter.setBrush(theme.colour(Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(Radius.CARD), theme.px(Radius.CARD))
