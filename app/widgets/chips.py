"""A few small words of which at most one is on: said with one press, taken back with another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton


class Chip(PaintedButton):
    """One small word, where wished with the key that says it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._key = ""
        self.setText(word)
        self.setCheckable(True)

    def show_key(self, key: str) -> None:
        """"": without one."""
        if key != self._key:
            self._key = key
            self.setAccessibleDescription(f"key {key}" if key else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(self._written(theme) + 2 * theme.px(Space.MEDIUM), theme.px(Size.TARGET))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(self._written(theme) + theme.px(Space.SMALL), theme.px(Size.TARGET))

    def _written(self, theme: Theme) -> int:
        """How wide key and word are."""
        metrics = QFontMetrics(theme.font(Text.SMALL))
        return metrics.horizontalAdvance(self.text()) + (self._cap(theme) + theme.px(Space.HAIR) if self._key else 0)

    def _cap(self, theme: Theme) -> int:
        metrics = QFontMetrics(theme.font(Text.SMALL))
        return metrics.horizontalAdvance(self._key) + theme.px(Space.SMALL)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        on = self.isChecked()
        edge = Role.ACCENT if on or self.hasFocus() else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if self.hasFocus() else Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT) if on else Qt.BrushStyle.NoBrush)
        pill = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setFont(theme.font(Text.SMALL))
        words = QRectF(self.rect())
        if self._key:
            side = theme.px(Text.SMALL) + theme.px(Space.HAIR)
            cap = QRectF((self.width() - self._written(theme)) / 2, (self.height() - side) / 2, self._cap(theme), side)
            painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
            painter.setBrush(theme.colour(Role.SUNK))
            painter.drawRoundedRect(cap, Space.HAIR, Space.HAIR)
            painter.setPen(theme.colour(Role.ACCENT))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
            words = QRectF(cap.right() + theme.px(Space.HAIR), 0, self.width(), self.height())
        painter.setPen(theme.colour(Role.INK if on else Role.SOFT_INK))
        side_by_side = Qt.AlignmentFlag.AlignLeft if self._key else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(words, side_by_side | Qt.AlignmentFlag.AlignVCenter, self.text())


class Chips(QWidget):
    """`options` are (value, word); `columns` of them stand beside each other. `chosen("")` when the word is taken back."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], *, columns: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.chips = {value: Chip(word) for value, word in options}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.HAIR)
        grid.setVerticalSpacing(0)
        for place, (value, chip) in enumerate(self.chips.items()):
            grid.addWidget(chip, place // columns, place % columns)
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.clicked.connect(lambda on=False, value=value: self._clicked(value, on=on))

    @property
    def value(self) -> str:
        return next((value for value, chip in self.chips.items() if chip.isChecked()), "")

    @property
    def shown(self) -> list[str]:
        """The values that are offered now."""
        return [value for value, chip in self.chips.items() if not chip.isHidden()]

    def show_keys(self, keys: Sequence[str]) -> None:
        """On each word that is offered the key that says it; none: no keys any more."""
        for chip in self.chips.values():
            chip.show_key("")
        for value, key in zip(self.shown, keys, strict=False):
            self.chips[value].show_key(key)

    def set_value(self, value: str) -> None:
        """Without sending `chosen`."""
        for key, chip in self.chips.items():
            chip.setChecked(key == value)

    def _clicked(self, value: str, *, on: bool) -> None:
        self.set_value(value if on else "")
        self.chosen.emit(value if on else "")
