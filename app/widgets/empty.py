"""What an empty screen teaches: one picture, one sentence, one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.theme.icons import Icon, picture
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Words, column, row


class EmptyState(QWidget):
    """Stands in the middle of the place that is empty. `button` is None where `word` is."""

    def __init__(self, meaning: Icon, sentence: str, word: str = "", on_click: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._meaning = meaning
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = Words(sentence, tone="soft", wrap=True, centred=True)
        self.button = Button(word, kind="main", on_click=on_click) if word else None
        column(
            self,
            None,
            self._picture,
            row(None, None, self.sentence, None),
            row(None, None, self.button, None) if self.button is not None else None,
            None,
            space=Space.LARGE,
            margin=Space.WIDE,
        )
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.sentence.setFixedWidth(theme.px(Size.COLUMN * 3 // 4))
        self._picture.setPixmap(picture(self._meaning, theme, size=Size.PICTURE_ICON, role=Role.ACCENT))
