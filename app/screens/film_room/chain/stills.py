"""The small pictures of a chain's steps: what is on the screen at once, the exact ones when there is time for them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.pictures import Pictures, Wanted
from app.rooms import Desk
from app.screens.film_room.stage import Stage
from app.theme.tokens import Size
from app.widgets.chain_strip import ChainStrip
from vig_tool.timing import Instant
from vig_tool.work.tagging import Moment

_SHARPEST = 3
"""So much larger than on an ordinary screen with ordinary letters the pictures are kept."""


class Stills:
    """Puts them on the strip."""

    def __init__(self, desk: Desk, stage: Stage, strip: ChainStrip) -> None:
        self._stage = stage
        self._strip = strip
        self._width = Size.CHAIN_PICTURE * _SHARPEST
        self._wishes: list[Wanted] = []
        self._glimpses: dict[Instant, QImage] = {}
        self._pictures = Pictures(desk, self._width, strip)
        self._pictures.came.connect(self._came)

    def film_opened(self) -> None:
        if self._stage.player is not None:
            self._stage.player.playing_changed.connect(self._ran)

    def show(self, moment: Moment) -> None:
        """Where something can be seen of every step, nothing is decoded before the film stands: that takes what playing needs."""
        self._wishes = [Wanted(moment.recording_id, step.at) for step in moment.steps]
        shown = [self._pictures.kept(wanted) or self._glimpse(wanted.at) for wanted in self._wishes]
        for place, image in enumerate(shown):
            self._strip.show_picture(place, image)
        runs = self._stage.player is not None and self._stage.player.playing
        if not runs or any(image.isNull() for image in shown):
            self._pictures.want(self._wishes)

    def forget(self) -> None:
        """No chain is shown any more."""
        self._wishes = []
        self._glimpses.clear()
        self._pictures.forget()

    def _glimpse(self, at: Instant) -> QImage:
        player = self._stage.player
        if at not in self._glimpses and player is not None and player.now == at and not player.view.image.isNull():
            self._glimpses[at] = player.view.image.scaledToWidth(self._width, Qt.TransformationMode.SmoothTransformation)
        return self._glimpses.get(at, QImage())

    def _ran(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        if not on:
            self._pictures.want(self._wishes)

    def _came(self, wanted: Wanted, image: QImage) -> None:
        for place, wish in enumerate(self._wishes):
            if wish == wanted:
                self._strip.show_picture(place, image)
