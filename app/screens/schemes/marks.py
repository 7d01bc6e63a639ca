"""Choosing a mark: one of six colours that colour-blind eyes tell apart, one of six shapes; and a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space
from app.widgets.chips import Chips
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import Words, column, row
from vig_tool.work.schemes import COLOURS, KEYS, SHAPES

COLOUR_WORDS = dict(zip(COLOURS, ("Blue", "Orange", "Green", "Pink", "Light blue", "Red"), strict=True))


class MarkButton(PaintedButton):
    """A shape in a colour; the chosen one has a ring."""

    def __init__(self, name: str) -> None:
        super().__init__(across=QSizePolicy.Policy.Fixed)
        self._look = ("", "")
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def show_look(self, *, colour: str, shape: str) -> None:
        self._look = (colour, shape)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).px(Size.TARGET_PRINCIPLE)
        return QSize(side, side)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = Role.ACCENT if self.isChecked() or self.hasFocus() else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if self.isChecked() or self.hasFocus() else Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, Radius.CONTROL, Radius.CONTROL)
        if self.hasFocus() and self.isChecked():
            painter.setPen(QPen(theme.colour(Role.INK), Size.HAIRLINE))
            painter.drawRoundedRect(ground.adjusted(3, 3, -3, -3), Radius.CONTROL, Radius.CONTROL)
        side = theme.px(Size.ICON_LARGE)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_shape(painter, self._look[1], box, colour=self._look[0], theme=theme)


class MarkChoice(QWidget):
    """`changed(colour, shape)`."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._now = (COLOURS[0], SHAPES[0])
        self.colours = {colour: MarkButton(word) for colour, word in COLOUR_WORDS.items()}
        self.shapes = {shape: MarkButton(shape.capitalize()) for shape in SHAPES}
        self.line = Words(tone="danger", wrap=True)
        self.line.hide()
        for colour, button in self.colours.items():
            button.clicked.connect(lambda _on=False, colour=colour: self._choose(colour, self._now[1]))
        for shape, button in self.shapes.items():
            button.clicked.connect(lambda _on=False, shape=shape: self._choose(self._now[0], shape))
        colours = row(None, *self.colours.values(), None, space=Space.HAIR)
        shapes = row(None, *self.shapes.values(), None, space=Space.HAIR)
        column(self, Words("Colour and shape", tone="heading"), colours, shapes, self.line, space=Space.HAIR)

    def show_mark(self, colour: str, shape: str) -> None:
        self._now = (colour, shape)
        for each, button in self.colours.items():
            button.setChecked(each == colour)
            button.show_look(colour=each, shape=shape)
        for each, button in self.shapes.items():
            button.setChecked(each == shape)
            button.show_look(colour=colour, shape=each)

    def complain(self, sentence: str) -> None:
        self.line.say(sentence)
        self.line.setVisible(bool(sentence))

    def _choose(self, colour: str, shape: str) -> None:
        self.show_mark(colour, shape)
        self.changed.emit(colour, shape)


class KeyChoice(QWidget):
    """`changed(key)`; "": by click alone. Keys of others say whose they are."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chips = Chips("Key", [(key, key) for key in KEYS], columns=len(KEYS))
        self.line = Words(tone="quiet", wrap=True)
        column(self, Words("Key", tone="heading"), row(None, self.chips, None, space=0), self.line, space=Space.HAIR)
        self.chips.chosen.connect(self.changed)

    def show_key(self, key: str, *, others: Mapping[str, Sequence[str]]) -> None:
        """`others`: key → the names of the codes that have it besides."""
        self.chips.set_value(key)
        for each, chip in self.chips.chips.items():
            whose = others.get(each)
            chip.setToolTip(f"The key of {_list(whose)}" if whose else "Free")
            chip.setAccessibleDescription(chip.toolTip())
        clash = others.get(key) if key else None
        if clash:
            self.line.say(f"This is the key of {_list(clash)} as well. Choose another here or there.")
        else:
            self.line.say("" if key else "Without a key it is marked by a click.")
        self.line.set_tone("danger" if clash else "quiet")
        self.line.setVisible(bool(self.line.words))


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
