"""What stands on the review's screen when no film does: the helping question, and at the end what is next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.theme.icons import Icon, picture
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Words, column, row

WHAT_IS_NEXT = "What is next?"


class QuestionCard(QWidget):
    """The parent's own question, large and alone. `waiting`: with the one button that goes on."""

    def __init__(self, question: str, *, on_begin: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.question = Words(f"“{question}”" if question else "", tone="review", wrap=True, centred=True)
        self.begin = Button("Begin", kind="main", meaning=Icon.PLAY, on_click=on_begin)
        foot = row(None, None, self.begin, None)
        inside = column(None, None, self.question, int(Space.BROAD), foot, None, space=Space.SMALL)
        whole = row(self, None, inside, None)
        whole.setStretch(0, 1)
        whole.setStretch(1, 3)
        whole.setStretch(2, 1)
        self.begin.setProperty("grade", "review")

    def wait(self, *, for_press: bool) -> None:
        """Whether it waits to be sent on or goes by itself."""
        policy = self.begin.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.begin.setSizePolicy(policy)
        self.begin.setVisible(for_press)


class EndCard(QWidget):
    """Warm and quiet; the talk goes on without the film."""

    def __init__(self, *, on_finish: Callable[[], object], on_again: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.question = Words(WHAT_IS_NEXT, tone="review", wrap=True, centred=True)
        self.finish = Button("Finish the review", kind="main", meaning=Icon.SAVED, on_click=on_finish)
        self.again = Button("See the clips once more", meaning=Icon.AGAIN, on_click=on_again)
        for button in (self.finish, self.again):
            button.setProperty("grade", "review")
        foot = row(None, None, self.again, self.finish, None, space=Space.LARGE)
        column(self, None, self._sign, int(Space.SMALL), self.question, int(Space.BROAD), foot, None, space=Space.SMALL)
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self._sign.setPixmap(picture(Icon.CELEBRATE, theme, size=Size.PICTURE_ICON, role=Role.WARM))
