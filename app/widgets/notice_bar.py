"""The quiet line at the foot of the window: what happened, what is safe, what to do. Trouble stays until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.theme.icons import Icon, picture
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, IconButton, Words, column, restyle, row

_STAYS_MS = 6000
_STAYS_WITH_BUTTON_MS = 12000


class NoticeBar(QFrame):
    """Hidden while there is nothing to say. A newer sentence takes the older one's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        self._tone = "plain"
        self._do: Callable[[], object] | None = None
        self._icon = QLabel()
        self.sentence = Words(wrap=True)
        self.advice = Words(tone="soft", wrap=True)
        self.button = Button("", kind="plain", on_click=self._act)
        self.other = Button("", kind="plain", on_click=self._act_otherwise)
        self._do_otherwise: Callable[[], object] | None = None
        self._unanswered: Callable[[], object] | None = None
        self._close = IconButton(Icon.CLOSE, "Close this line", on_click=self.hide)
        words = column(None, self.sentence, self.advice, space=0)
        line = row(self, self._icon, words, self.button, self.other, self._close, space=Space.MEDIUM)
        line.setContentsMargins(Space.LARGE, Space.SMALL, Space.SMALL, Space.SMALL)
        line.setStretch(1, 1)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self._dressing = Dressing(self, self._dress)
        self.hide()

    def show_line(self, tone: str, sentence: str, advice: str) -> None:
        """`tone`: plain, good (a small celebration) or trouble."""
        self._show(tone, sentence, advice, button="", do=None)
        if tone != "trouble":
            self._clock.start(_STAYS_MS)

    def show_offer(self, sentence: str, button: str, do: Callable[[], object]) -> None:
        self._show("plain", sentence, "", button=button, do=do)
        self._clock.start(_STAYS_WITH_BUTTON_MS)

    def ask(
        self,
        sentence: str,
        answers: tuple[tuple[str, Callable[[], object]], tuple[str, Callable[[], object]]],
        unanswered: Callable[[], object],
    ) -> None:
        """Two answers; stays until one is given. `unanswered` is called where the line goes without."""
        (yes, do), (no, do_otherwise) = answers
        self._show("plain", sentence, "", button=yes, do=do)
        self.other.setText(no)
        self.other.show()
        self._do_otherwise, self._unanswered = do_otherwise, unanswered

    def _show(self, tone: str, sentence: str, advice: str, *, button: str, do: Callable[[], object] | None) -> None:
        self._clock.stop()
        self._leave_unanswered()
        self.other.hide()
        self._tone, self._do = tone, do
        self.sentence.say(sentence)
        self.advice.say(advice)
        self.advice.setVisible(bool(advice))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{sentence} {advice}".strip())
        self._dressing.again()
        restyle(self)
        self.show()

    def _act(self) -> None:
        self._answer(self._do)

    def _act_otherwise(self) -> None:
        self._answer(self._do_otherwise)

    def _answer(self, do: Callable[[], object] | None) -> None:
        self._do = self._do_otherwise = self._unanswered = None
        self.hide()
        if do is not None:
            do()

    def _leave_unanswered(self) -> None:
        unanswered, self._unanswered = self._unanswered, None
        if unanswered is not None:
            unanswered()

    def _dress(self, theme: Theme) -> None:
        meaning, role = {
            "trouble": (Icon.TROUBLE, Role.DANGER),
            "good": (Icon.CELEBRATE, Role.WARM),
        }.get(self._tone, (Icon.SAVED, Role.ACCENT))
        self._icon.setPixmap(picture(meaning, theme, size=Size.ICON_LARGE, role=role))

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous() and self.isHidden():
            self._leave_unanswered()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
