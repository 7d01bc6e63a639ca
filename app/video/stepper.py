"""The exact stepper: any picture of a film by its number, decoded off the GUI thread; the latest request wins."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.video.film import Film, image_of
from vig_tool.errors import UserError
from vig_tool.work.playing import Stepper

_AHEAD = 4
_ROOM_BYTES = 160 * 1024 * 1024
_FAR = 24
"""Pictures to decode from the key picture up to which a quick request is answered exactly at once."""


@dataclass(frozen=True, slots=True)
class _Wish:
    number: int
    quick: bool


class ExactStepper(QObject):
    """Serves one film from its own thread, until `release` or `close`.

    stepped(image, number)   the exact picture `number`: the last one requested or, after a quick request far from a key picture, first
                             that key picture. Slots of GUI objects run on the GUI thread.
    failed(number, sentence) the picture cannot be read; others may be.
    """

    stepped = Signal(QImage, int)
    failed = Signal(int, str)

    def __init__(self, film: Film, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self._change = threading.Condition()
        self._wish: _Wish | None = None
        self._kept: tuple[int, ...] = ()
        self._nearby: list[int] = []
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._bytes = 0
        self._over = False
        self._last = -1
        self._thread = threading.Thread(target=self._serve, name="exact stepper", daemon=True)
        self._thread.start()

    def request(self, number: int, *, quick: bool = False) -> None:
        """Answered by `stepped` unless a later request comes first. `quick`: something near at once, for dragging."""
        with self._change:
            self._wish = _Wish(number, quick)
            self._change.notify()

    def keep(self, numbers: tuple[int, ...]) -> None:
        """Have these pictures at hand, decoding them when nothing else is asked; they stay until the next `keep`."""
        with self._change:
            self._kept = numbers
            self._change.notify()

    def cached(self, number: int) -> QImage | None:
        with self._change:
            return self._pictures.get(number)

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

    def _serve(self) -> None:
        reader: Stepper | None = None
        try:
            while (wish := self._next()) is not None:
                try:
                    reader = reader or self._film.stepper()
                    self._answer(reader, wish)
                except UserError as trouble:
                    self._give_up(wish, str(trouble))
        finally:
            if reader is not None:
                reader.close()

    def _next(self) -> _Wish | None:
        """What to decode now: a request, else (negative number) one to have at hand; None at the end."""
        with self._change:
            while not self._over:
                if self._wish is not None:
                    wish, self._wish = self._wish, None
                    return wish
                for number in (*self._kept, *self._nearby):
                    if number not in self._pictures:
                        return _Wish(-1 - number, quick=False)
                self._change.wait()
            return None

    def _answer(self, reader: Stepper, wish: _Wish) -> None:
        if wish.number < 0:
            self._decode(reader, -1 - wish.number)
            return
        index = self._film.index
        number = min(max(wish.number, 0), len(index) - 1)
        key = index.key_before(number)
        if wish.quick and number - key > _FAR and self.cached(number) is None:
            self.stepped.emit(self._decode(reader, key), key)
            with self._change:
                if self._wish is not None or self._over:
                    return
        image = self._decode(reader, number)
        with self._change:
            step = -1 if number < self._last else 1
            self._last = number
            near = range(number + step, number + step * (_AHEAD + 1), step)
            self._nearby = [n for n in (*near, number - step) if 0 <= n < len(index)] if self._roomy(image) else []
            if self._over:
                return
        self.stepped.emit(image, number)

    def _decode(self, reader: Stepper, number: int) -> QImage:
        image = self.cached(number)
        if image is None:
            image = image_of(reader.picture(number).rgb)
        with self._change:
            if number not in self._pictures:
                self._bytes += image.sizeInBytes()
            self._pictures[number] = image
            self._pictures.move_to_end(number)
            for old in [n for n in self._pictures if n not in self._kept and n != number]:
                if self._bytes <= _ROOM_BYTES:
                    break
                self._bytes -= self._pictures.pop(old).sizeInBytes()
        return image

    def _roomy(self, image: QImage) -> bool:
        return image.sizeInBytes() * (2 * _AHEAD + len(self._kept)) <= _ROOM_BYTES

    def _give_up(self, wish: _Wish, sentence: str) -> None:
        number = wish.number if wish.number >= 0 else -1 - wish.number
        with self._change:
            self._kept = tuple(n for n in self._kept if n != number)
            self._nearby = [n for n in self._nearby if n != number]
        if wish.number >= 0:
            self.failed.emit(number, sentence)
