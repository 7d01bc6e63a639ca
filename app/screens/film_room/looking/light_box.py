"""The small card for films of dark rooms: how bright the picture is seen, and with how much contrast."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSlider, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Space, Text
from app.widgets.card import Card
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Words, column, row
from vig_tool.work.looking import MOST

_STEP, _LEAP = 5, 20
_MEANS = "Only here: film, review and saved clips stay as they are."


class LightBox(Card):
    """Stands in the picture's corner until one clicks elsewhere or presses Escape.

    changed(brightness, contrast)   with every movement of the hand
    """

    changed = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "How bright the picture is seen")
        self.brightness, self._bright_words = self._slider("Brightness")
        self.contrast, self._contrast_words = self._slider("Contrast")
        self.plain = Button("As filmed", on_click=lambda: self.show_light(0, 0, silent=False))
        column(
            self,
            row(None, Words("Brightness"), None, self._bright_words),
            self.brightness,
            row(None, Words("Contrast"), None, self._contrast_words),
            self.contrast,
            Words(_MEANS, tone="quiet"),
            row(None, None, self.plain),
            space=Space.HAIR,
            margin=Space.MEDIUM,
        )
        self.keep_keys_of(self.brightness, self.contrast, self.plain)
        Dressing(self, self._dress)

    @property
    def light(self) -> tuple[int, int]:
        return self.brightness.value(), self.contrast.value()

    def show_light(self, brightness: int, contrast: int, *, silent: bool = True) -> None:
        """`silent`: what is kept already, without telling anyone."""
        silence = QSignalBlocker(self) if silent else None
        self.brightness.setValue(brightness)
        self.contrast.setValue(contrast)
        if silence is not None:
            silence.unblock()

    def open_over(self, view: QWidget) -> None:
        """In the corner where the picture covers least: above on the right."""
        self.adjustSize()
        gap = theme_of(self).px(Space.SMALL)
        self.move(view.mapToGlobal(QPoint(view.width() - self.width() - gap, gap)))
        self.show()
        self.brightness.setFocus()

    def _slider(self, name: str) -> tuple[QSlider, Words]:
        slider, words = QSlider(Qt.Orientation.Horizontal), Words("0", tone="soft")
        slider.setRange(-MOST, MOST)
        slider.setSingleStep(_STEP)
        slider.setPageStep(_LEAP)
        slider.setAccessibleName(name)
        slider.valueChanged.connect(lambda value: words.say(f"{value:+d}" if value else "0"))
        slider.valueChanged.connect(self._tell)
        return slider, words

    def _tell(self, _value: int) -> None:
        self.changed.emit(*self.light)

    def _dress(self, theme: Theme) -> None:
        wide = QFontMetrics(theme.font(Text.BODY)).horizontalAdvance("+100")
        for words in (self._bright_words, self._contrast_words):
            words.setMinimumWidth(wide)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
