"""The small card over the sound button: how loud, on both ears, quiet voices louder."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSlider, QWidget

from app.theme.theme import Theme
from app.theme.tokens import Space, Text
from app.widgets.card import Card
from app.widgets.choices import Check, Choice
from app.widgets.dressing import Dressing
from app.widgets.plain import Line, Words, column, row
from vig_tool.work.listening import Listening

_STEP, _LEAP = 5, 20
_BOOSTS = (("off", "Off"), ("gentle", "A little"), ("strong", "More"))
_BOTH = "Sound on both ears"
_BOTH_MEANS = "For a film heard on one side only."
_BOOST = "Make quiet voices louder"
_BOOST_MEANS = "Only here: the film stays as it is."


class SoundBox(Card):
    """Stands over the button until one clicks elsewhere or presses Escape.

    changed(listening)   with every movement of the hand
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "How the film is heard")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(_STEP)
        self.slider.setPageStep(_LEAP)
        self.slider.setAccessibleName("Volume in percent")
        self.words = Words(tone="soft")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.both = Check(_BOTH)
        self.both.setAccessibleName(_BOTH)
        self.both.setAccessibleDescription(_BOTH_MEANS)
        self.boost = Choice(_BOOSTS, "off")
        self.boost.setAccessibleName(_BOOST)
        for button in self.boost.buttons.values():
            button.setAccessibleName(f"{_BOOST}: {button.text()}")
            button.setAccessibleDescription(_BOOST_MEANS)
        column(
            self,
            Words("Volume"),
            row(None, self.slider, self.words),
            Line(),
            column(None, self.both, Words(_BOTH_MEANS, tone="quiet"), space=0),
            Line(),
            column(None, Words(_BOOST), Words(_BOOST_MEANS, tone="quiet"), space=0),
            self.boost,
            space=Space.SMALL,
            margin=Space.MEDIUM,
        )
        self.slider.valueChanged.connect(lambda value: self.words.say(f"{value} %"))
        self.slider.valueChanged.connect(self._tell)
        self.both.toggled.connect(self._tell)
        self.boost.chosen.connect(self._tell)
        self.keep_keys_of(self.slider, self.both, *self.boost.buttons.values())
        Dressing(self, self._dress)

    @property
    def listening(self) -> Listening:
        return Listening(volume=self.slider.value(), both=self.both.isChecked(), boost=self.boost.value or "off")

    def show_listening(self, listening: Listening) -> None:
        """Without telling anyone."""
        silence = QSignalBlocker(self)
        self.slider.setValue(listening.volume)
        self.both.setChecked(listening.both)
        self.boost.set_value(listening.boost)
        silence.unblock()

    def _tell(self, _what: object) -> None:
        self.changed.emit(self.listening)

    def _dress(self, theme: Theme) -> None:
        self.slider.setFixedWidth(theme.px(Space.BROAD) * 6)
        self.words.setMinimumWidth(QFontMetrics(theme.font(Text.BODY)).horizontalAdvance("100 %"))
