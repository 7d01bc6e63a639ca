"""Beside the selected clip: how it runs in the saved film, what stands, what is covered. One line each, the work is done on pages."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.choices import Choice
from app.widgets.plain import Button, Words, column
from vig_tool.timing import SECOND
from vig_tool.work.clips import Clip

_SPEEDS = (("100", "Full", "Full speed"), ("75", "¾", "Three quarters"), ("50", "½", "Half speed"), ("25", "¼", "A quarter"))


class Running(QWidget):
    """`speed_chosen(id, percent)`; `hold_asked`, `cover_asked`: their pages; `release_asked(id)`: no picture stands any more."""

    speed_chosen = Signal(object, int)
    hold_asked = Signal()
    release_asked = Signal(object)
    cover_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._clip: UUID | None = None
        self.speed = Choice([(value, word) for value, word, _ in _SPEEDS])
        for value, _, name in _SPEEDS:
            self.speed.buttons[value].setAccessibleName(name)
            self.speed.buttons[value].setToolTip(f"{name}; voices keep their pitch")
        self.speed.chosen.connect(self._chosen)
        self.held = Words(tone="quiet", wrap=True)
        self.hold = self._button("Hold a picture…", Icon.STILL, self.hold_asked.emit)
        self.release = self._button("Let it run", Icon.PLAY, lambda: self.release_asked.emit(self._clip))
        self.covered = Words(wrap=True)
        self.cover = self._button("Cover a face…", Icon.PRIVATE, self.cover_asked.emit)
        head = Words("In the saved film", tone="heading")
        column(self, head, self.speed, self.held, self.hold, self.release, self.covered, self.cover, space=Space.HAIR)

    def _chosen(self, value: str) -> None:
        if self._clip is not None:
            self.speed_chosen.emit(self._clip, int(value))

    def _button(self, words: str, meaning: Icon, do: Callable[[], object]) -> Button:
        return Button(words, kind="link", meaning=meaning, on_click=do)

    def show_clip(self, clip: Clip) -> None:
        self._clip = clip.id
        self.speed.set_value(str(clip.speed))
        hold = clip.hold
        self.held.setVisible(hold is not None)
        self.release.setVisible(hold is not None)
        if hold is not None:
            what = "Only this picture is shown" if hold.alone else "Stands"
            near = ", coming near" if hold.near is not None else ""
            self.held.say(f"{what} at {hold.at.text} for {hold.for_us / SECOND:g} s{near}.")
        self.hold.setText("Hold another picture…" if hold is not None else "Hold a picture…")
        self.covered.setVisible(clip.covers > 0)
        many = "One thing is covered" if clip.covers == 1 else f"{clip.covers} things are covered"
        self.covered.say(f"{many}, looked through." if clip.looked_through else f"{many}. Look it through before saving.")
        self.covered.set_tone("quiet" if clip.looked_through else "heading")
        named = "Cover a face…" if not clip.covers else "What is covered…" if clip.looked_through else "Look through the cover…"
        self.cover.setText(named)
