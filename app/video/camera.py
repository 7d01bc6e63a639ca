"""Moves what is seen of a picture: quickly where a hand asks, slowly and steadily where it follows a face."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.video.looking import Look, kept_inside
from app.video.view import VideoView

_HAND_S, _FACE_S = 0.09, 0.32
_HAND_MS, _FACE_MS = 16, 33
_LONGEST_S = 0.1
_THERE = 0.002
_LOOSE, _LOOSE_ZOOM = 0.04, 0.12
"""Of what is seen: so far a face may go before the view goes with it."""


class Camera(QObject):
    """One for each view.

    moved   it began to go somewhere else, or is there: for signs that say how near one is
    """

    moved = Signal()

    def __init__(self, view: VideoView) -> None:
        super().__init__(view)
        self._view = view
        self._target = view.look
        self._delay_s = _HAND_S
        self._before = 0.0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)

    @property
    def target(self) -> Look:
        """Where it is going, or is."""
        return self._target

    @property
    def still(self) -> bool:
        return not self._clock.isActive()

    def jump(self, look: Look) -> None:
        """There at once: under the hand."""
        self._clock.stop()
        self._view.set_look(look)
        self._target = self._view.look
        self.moved.emit()

    def go(self, look: Look, *, slowly: bool = False) -> None:
        """There in a soft movement. A turn is made at once."""
        if look.turn != self._view.look.turn:
            self.jump(look)
            return
        self._target = look = kept_inside(look, self._view.film_size, self._view.size())
        self._delay_s = _FACE_S if slowly else _HAND_S
        if look == self._view.look:
            self._clock.stop()
        elif not self._clock.isActive():
            self._before = time.monotonic()
            self._clock.start(_FACE_MS if slowly else _HAND_MS)
        self.moved.emit()

    def follow(self, look: Look) -> None:
        """As a face moves: what is within a little of where it goes already changes nothing."""
        held = steadied(self._target, look)
        if held != self._target:
            self.go(held, slowly=True)

    @Slot()
    def _tick(self) -> None:
        now = time.monotonic()
        passed, self._before = min(now - self._before, _LONGEST_S), now
        before, look = self._view.look, eased(self._view.look, self._target, passed / self._delay_s)
        self._view.set_look(look)
        if look == self._target or (passed and self._view.look == before):  # there, or as near as the window allows
            self._clock.stop()
        if self.still:
            self._target = self._view.look
            self.moved.emit()


def eased(now: Look, to: Look, part: float) -> Look:
    """A step from one look to another: so large a part of its time constant; `to` itself when nobody would see the difference."""
    share = 1 - math.exp(-part)
    zoom = math.exp(math.log(now.zoom) + (math.log(to.zoom) - math.log(now.zoom)) * share)
    x, y = now.x + (to.x - now.x) * share, now.y + (to.y - now.y) * share
    near = abs(math.log(zoom / to.zoom)) < _THERE and max(abs(x - to.x), abs(y - to.y)) * to.zoom < _THERE
    return to if near else replace(to, zoom=zoom, x=x, y=y)


def steadied(before: Look, wanted: Look) -> Look:
    """As if on a leash: `before` as long as `wanted` is near it, else just so far that it is near again. A face that trembles, or is
    followed not quite evenly, leaves the view still; one that goes is followed without a jolt."""
    slack = math.log(wanted.zoom / before.zoom)
    zoom = before.zoom * math.exp(math.copysign(max(0.0, abs(slack) - _LOOSE_ZOOM), slack))
    right, down = wanted.x - before.x, wanted.y - before.y
    far, loose = math.hypot(right, down), _LOOSE / zoom
    pulled = 0.0 if far <= loose else 1 - loose / far
    return replace(wanted, zoom=zoom, x=before.x + right * pulled, y=before.y + down * pulled)
