"""The exact stepper: any picture of a film by its number, decoded off the GUI thread; the latest request wins."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.video.film import Film, image_of
from vig_tool.errors import UserError
from vig_tool.work.playing import Stepper

_NEAR = 1
"""Pictures in the direction of travel that wait as images."""

_LOOSE = _NEAR + 2
"""Images beside those to keep: the one shown and its neighbours. Others are quickly made of what the reader keeps, which is smaller."""

_FAR = 24
"""Pictures to decode from the key picture up to which a quick request is answered exactly at once."""

_ON_THE_WAY = 60
"""A newer request this near is served sooner by finishing what is being decoded."""


@dataclass(frozen=True, slots=True)
class _Wish:
    number: int
    quick: bool


_AHEAD = _Wish(-1, quick=False)
"""Nobody waits for anything: have at hand what will be asked for next."""

_LET_GO = _Wish(-1, quick=False)
"""The film has run for a while: what is at hand lies behind."""

_RUNS_S = 2.0
"""So long after `rest` nothing is kept any more; stopped and started again sooner, it all is."""


class ExactStepper(QObject):
    """Serves one film from its own thread, until `release` or `close`. While nobody waits it decodes ahead in the direction of travel;
    a request interrupts that. An eighth of the film's `memory` is for images, a third for what the reader keeps, the rest for what
    decoding and playing take themselves; when the film has run for a while nothing is held of it.

    stepped(image, number)   the exact picture `number`: the last one requested or, after a quick request far from a key picture, first
                             that key picture. Slots of GUI objects run on the GUI thread.
    failed(number, sentence) the picture cannot be read; others may be.
    """

    stepped = Signal(QImage, int)
    failed = Signal(int, str)

    def __init__(self, film: Film, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self._room = film.memory // 8
        self._change = threading.Condition()
        self._wish: _Wish | None = None
        self._kept: tuple[int, ...] = ()
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._over = False
        self._rested = True
        self._let_go_at: float | None = None
        self._last, self._step = -1, 1
        self._thread = threading.Thread(target=self._serve, name="exact stepper", daemon=True)
        self._thread.start()

    def request(self, number: int, *, quick: bool = False) -> None:
        """Answered by `stepped` unless a later request comes first. `quick`: something near at once, for dragging."""
        with self._change:
            self._wish, self._let_go_at = _Wish(number, quick), None
            self._change.notify()

    def keep(self, numbers: tuple[int, ...]) -> None:
        """Have these pictures at hand, decoding them when nothing else is asked; they stay until the next `keep`."""
        with self._change:
            self._kept = numbers
            self._change.notify()

    def cached(self, number: int) -> QImage | None:
        with self._change:
            return self._pictures.get(number)

    def rest(self) -> None:
        """No more going ahead until the next request: the film runs, and the machine is the player's."""
        with self._change:
            self._rested, self._let_go_at = True, time.monotonic() + _RUNS_S
            self._change.notify()

    def release(self) -> None:
        """End without waiting: the picture being decoded is still finished, then the film's reader is closed."""
        with self._change:
            self._over, self._wish = True, None
            self._change.notify()

    def close(self) -> None:
        """`release`, and wait for the thread."""
        self.release()
        self._thread.join()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    @property
    def rested(self) -> bool:
        """Whether there is nothing left to do."""
        with self._change:
            return self._rested and self._wish is None and all(number in self._pictures for number in self._kept)

    def _serve(self) -> None:
        reader: Stepper | None = None
        try:
            while (wish := self._next()) is not None:
                try:
                    if wish is _LET_GO:
                        self._forget()
                        if reader is not None:
                            reader.close()
                            reader = None
                        continue
                    reader = reader or self._film.stepper()
                    if wish is _AHEAD:
                        self._go_ahead(reader)
                    else:
                        self._answer(reader, wish)
                except UserError as trouble:
                    self._give_up(wish, str(trouble))
        finally:
            if reader is not None:
                reader.close()

    def _next(self) -> _Wish | None:
        """What to do now: a request, else one to have at hand (its number below zero), else going ahead; None at the end."""
        with self._change:
            while not self._over:
                if self._wish is not None:
                    wish, self._wish = self._wish, None
                    return wish
                for number in self._kept:
                    if number not in self._pictures:
                        return _Wish(-2 - number, quick=False)
                if not self._rested:
                    return _AHEAD
                left_s = None if self._let_go_at is None else self._let_go_at - time.monotonic()
                if left_s is not None and left_s <= 0:
                    self._let_go_at = None
                    return _LET_GO
                self._change.wait(left_s)
            return None

    def _forget(self) -> None:
        with self._change:
            for number in [number for number in self._pictures if number not in self._kept]:
                self._bytes -= self._pictures.pop(number).sizeInBytes()

    def _answer(self, reader: Stepper, wish: _Wish) -> None:
        if wish.number < 0:
            number = -2 - wish.number
            if reader.fetch(number, give_up=self._is_asked):
                self._image(reader, number)
            return
        index = self._film.index
        number = min(max(wish.number, 0), len(index) - 1)
        image = self.cached(number)
        if image is None:
            key = index.key_before(number)
            if wish.quick and number - key > _FAR and not reader.has(number):
                self.stepped.emit(self._image(reader, key), key)
            if not reader.fetch(number, give_up=lambda: self._is_outdone(number)):
                return
            image = self._image(reader, number)
        with self._change:
            self._step = -1 if number < self._last else 1
            self._last, self._rested = number, False
            if self._over:
                return
        self.stepped.emit(image, number)

    def _go_ahead(self, reader: Stepper) -> None:
        with self._change:
            here, step = self._last, self._step
        near = [here + step * n for n in range(1, _NEAR + 1)]
        if reader.fetch(here, give_up=self._is_stopped) and reader.prefetch(give_up=self._is_stopped):
            for number in (*near, here - step):
                if self._is_stopped():
                    return
                if reader.has(number) and self.cached(number) is None and self._roomy():
                    self._image(reader, number)
            with self._change:
                self._rested = True

    def _image(self, reader: Stepper, number: int) -> QImage:
        image = self.cached(number)
        if image is None:
            image = image_of(reader.picture(number).rgb)
        with self._change:
            if number not in self._pictures:
                self._bytes += image.sizeInBytes()
            self._pictures[number] = image
            self._pictures.move_to_end(number)
            loose = [n for n in self._pictures if n not in self._kept and n != number]
            for place, old in enumerate(loose):
                if self._bytes <= self._room and len(loose) - place < _LOOSE:
                    break
                self._bytes -= self._pictures.pop(old).sizeInBytes()
        return image

    def _is_asked(self) -> bool:
        with self._change:
            return self._over or self._wish is not None

    def _is_stopped(self) -> bool:
        with self._change:
            return self._over or self._rested or self._wish is not None

    def _is_outdone(self, number: int) -> bool:
        with self._change:
            return self._over or (self._wish is not None and abs(self._wish.number - number) > _ON_THE_WAY)

    def _roomy(self) -> bool:
        """Whether the images near the one shown have room beside those to keep."""
        with self._change:
            image = self._pictures.get(self._last)
            return image is not None and image.sizeInBytes() * (_LOOSE + len(self._kept)) <= self._room

    def _give_up(self, wish: _Wish, sentence: str) -> None:
        if wish is _AHEAD:
            with self._change:
                self._rested = True
            return
        number = wish.number if wish.number >= 0 else -2 - wish.number
        with self._change:
            self._kept = tuple(n for n in self._kept if n != number)
        if wish.number >= 0:
            self.failed.emit(number, sentence)
