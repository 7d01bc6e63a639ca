"""Saying how it is: a number from 0 to 10 with one press, or how often a day with minus and plus."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, IconButton, Words, row

_MOST = 999


class ScalePicker(QWidget):
    """Eleven numbers in a row."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = [Button(str(number)) for number in range(11)]
        for number, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setProperty("kind", "number")
            button.clicked.connect(lambda _on=False, number=number: self._press(number))
        row(self, *self.buttons, None, space=2)
        Dressing(self, self._dress)

    @property
    def value(self) -> int | None:
        return next((number for number, button in enumerate(self.buttons) if button.isChecked()), None)

    def set_value(self, value: int | None) -> None:
        """Without sending `chosen`."""
        for number, button in enumerate(self.buttons):
            button.setChecked(number == value)

    def _press(self, number: int) -> None:
        self.set_value(number)
        self.chosen.emit(number)

    def _dress(self, theme: Theme) -> None:
        for button in self.buttons:
            button.setFixedWidth(theme.px(Size.TARGET))


class CountPicker(QWidget):
    """A count per day; empty until it was said."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.value: int | None = None
        self.less = IconButton(Icon.LESS, "One less", on_click=self._less)
        self.more = IconButton(Icon.ADD, "One more", on_click=self._more)
        self._words = Words(tone="heading", centred=True)
        row(self, self.less, self._words, self.more, None, space=Space.SMALL)
        self.set_value(None)

    def set_value(self, value: int | None) -> None:
        """Without sending `chosen`."""
        self.value = value
        self._words.say("not said yet" if value is None else f"{value} a day")
        self.less.setEnabled(bool(value))

    def _less(self) -> None:
        self._set(max(0, (self.value or 0) - 1))

    def _more(self) -> None:
        self._set(min(_MOST, (self.value or 0) + 1) if self.value is not None else 1)

    def _set(self, value: int) -> None:
        self.set_value(value)
        self.chosen.emit(value)
