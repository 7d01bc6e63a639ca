"""Scrubbing: while the hand moves, the nearest picture of the filmstrip at once; as soon as it rests, the exact one."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QImage

from app.video.film import image_of
from app.video.player import Player
from vig_tool.timing import Instant
from vig_tool.work.playing import StripPicture

REST_MS = 120
_CLOSE = 15
"""Pictures the hand may go from one exact picture and still get the next exact one: those are at hand."""

_KEPT = 64


class Scrubbing(QObject):
    """For one player at a time. Nothing of the film is read here: the strip is at hand, and the player's stepper has a thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self._strip: Sequence[StripPicture] = ()
        self._times: list[int] = []
        self._images: OrderedDict[Instant, QImage] = OrderedDict()
        self._fine = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)

    def use(self, player: Player | None) -> None:
        self._rest.stop()
        self._player = player
        self.show_strip(())

    def show_strip(self, strip: Sequence[StripPicture]) -> None:
        """Pictures along the film in the order of time; more may come later."""
        self._strip = strip
        self._times = [picture.time.us for picture in strip]
        self._images.clear()

    def drag(self, to: Instant) -> None:
        """The hand is at `to`, and may go on."""
        player = self._player
        if player is None or player.film is None:
            return
        self._fine = (self._fine or player.settled) and abs(player.film.index.shown_at(to) - player.number) <= _CLOSE
        near = None if self._fine else self._nearest(to)
        if near is None:
            player.seek(to, dragging=True)
        else:
            player.glance(self._image(near), near.time, at=to)
        self._rest.start()

    def let_go(self) -> None:
        """The hand is off: whoever calls seeks the exact picture."""
        self._rest.stop()
        self._fine = False

    @Slot()
    def _rested(self) -> None:
        if self._player is not None:
            self._player.settle()

    def _nearest(self, to: Instant) -> StripPicture | None:
        if not self._times:
            return None
        place = min(bisect_left(self._times, to.us), len(self._times) - 1)
        if place and to.us - self._times[place - 1] <= self._times[place] - to.us:
            place -= 1
        return self._strip[place]


    def _image(self, picture: StripPicture) -> QImage:
        """The last ones are kept: a hand goes to and fro."""
        image = self._images.get(picture.time)
        if image is None:
            image = self._images[picture.time] = image_of(picture.rgb)
            if len(self._images) > _KEPT:
                self._images.popitem(last=False)
        return image
