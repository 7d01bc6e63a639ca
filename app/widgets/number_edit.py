"""A field for one number: typed, or stepped with Up and Down. What is no number is put back as it was."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.theme.theme import Theme
from app.theme.tokens import Size
from app.widgets.dressing import Dressing


class NumberEdit(QLineEdit):
    """Its value is whole, in parts of which `parts` make one of what is shown (1000: thousandths). `value_changed` by the user's hand
    only: with each key if `live`, else once one is done."""

    value_changed = Signal(int)

    def __init__(self, name: str, *, least: int, most: int, step: int = 1, parts: int = 1, unit: str = "", live: bool = False) -> None:
        super().__init__()
        self._range = (least, most)
        self._step, self._parts, self._unit, self._live = step, parts, unit, live
        self._value = least
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._finish)
        Dressing(self, self._dress)
        self._show()

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        """Without telling; what is just being typed stays as it is where it says the same."""
        self._value = value
        if not self.hasFocus() or self._read() != value:
            self._show()

    def _read(self) -> int | None:
        plain = self.text().strip().removesuffix(self._unit).strip().replace(QLocale().decimalPoint(), ".").replace(",", ".")
        try:
            number = Decimal(plain) * self._parts
        except InvalidOperation:
            return None
        least, most = self._range
        return int(number) if number.is_finite() and least <= number <= most else None

    def _typed(self) -> None:
        number = self._read()
        if self._live and number is not None:
            self._take(number)

    def _finish(self) -> None:
        number = self._read()
        if number is not None:
            self._take(number)
        self._show()

    def _take(self, number: int) -> None:
        if number != self._value:
            self._value = number
            self.value_changed.emit(number)

    def _show(self) -> None:
        plain = format((Decimal(self._value) / self._parts).normalize(), "f").replace(".", QLocale().decimalPoint())
        self.setText(f"{plain} {self._unit}".rstrip())

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.TARGET_REVIEW) + theme.px(Size.ICON))

    def event(self, event: QEvent) -> bool:
        """Up and Down belong to the field first, before any key of the room."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _step_of(event)
        if by:
            least, most = self._range
            self._finish()
            self._take(min(max(self._value + by * self._step, least), most))
            self._show()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


def _step_of(event: QKeyEvent) -> int:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0) if plain else 0
