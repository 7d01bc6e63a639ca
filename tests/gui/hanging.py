"""Films and engines that hang on order, for the tests of what is done about them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from app.video.choice import EngineChoice, Engines
from app.video.film import Film
from app.video.port import Engine, EngineState
from tests.gui.playable import CountedSource, Playable
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.timing import Instant

_BIT = 4096


class StuckReader(BytesIO):
    """Gives a little at a time, and once told to never comes back from a read until let go."""

    def __init__(self, source: StuckSource, data: bytes) -> None:
        super().__init__(data)
        self._source = source
        self.stuck = False
        self._given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if self in self._source.holding or self._given > self._source.after:
            self.stuck = True
            self._source.let_go.wait(30)
            raise OSError(5, "Input/output error")
        data = super().read(min(_BIT, size if size is not None and size >= 0 else _BIT))
        self._given += len(data)
        return data


class StuckSource:
    """Every reader opened while `patient` is left hangs after so many bytes; `hold` makes those open now hang at their next read."""

    def __init__(self, data: bytes, *, after: int = 1 << 40, readers: int = 1 << 40) -> None:
        self._data = data
        self.after = after
        self._left = readers
        self.readers: list[StuckReader] = []
        self.sound: list[BytesIO] = []
        self.holding: set[StuckReader] = set()
        self.let_go = threading.Event()

    @property
    def size(self) -> int:
        return len(self._data)

    def open(self) -> BinaryIO:
        if self._left <= 0:
            self.sound.append(BytesIO(self._data))
            return self.sound[-1]
        self._left -= 1
        self.readers.append(StuckReader(self, self._data))
        return self.readers[-1]

    def hold(self) -> None:
        self.holding, self._left = set(self.readers), 0


class StuckFilm(Playable):
    """Its exact pictures come from a reader that does not hang."""

    def stepper(self) -> FrameReader:
        with self.source.open() as reader:
            return FrameReader(CountedSource(reader.read()), self.facts, self.index)


def stuck_film(film: Playable, *, after: int = 1 << 40, readers: int = 1 << 40) -> tuple[StuckFilm, StuckSource]:
    with film.source.open() as reader:
        data = reader.read()
    source = StuckSource(data, after=after, readers=readers)

    class OfItsOwn(StuckFilm):
        def stepper(self) -> FrameReader:
            return FrameReader(CountedSource(data), self.facts, self.index)

    return OfItsOwn(film.recording_id, source, film.facts, film.index), source


class StuckEngine(Engine):
    """Shows the first pictures of a film and then nothing more; a thread of it is left that waits for `let_go`."""

    def __init__(self, let_go: threading.Event, *, pictures: int = 5) -> None:
        super().__init__()
        self._let_go, self._pictures = let_go, pictures
        self._thread = threading.Thread(target=let_go.wait, args=(30,), name="stuck", daemon=True)
        self._film: Film | None = None
        self._number = 0
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._next)
        self.forsaken = False

    @property
    def signs(self) -> int:
        return self._number

    @property
    def busy(self) -> bool:
        return False

    def open(self, film: Film) -> None:
        self._film = film
        self._thread.start()
        self._enter(EngineState.OPENING)
        QTimer.singleShot(0, self._opened)

    def _opened(self) -> None:
        self._enter(EngineState.PAUSED)
        self._show()

    def play(self) -> None:
        self._enter(EngineState.PLAYING)
        self._timer.start()

    def pause(self) -> None:
        self._enter(EngineState.PAUSED)

    def seek(self, at: Instant) -> None:
        if self._film is not None:
            self._number = self._film.index.shown_at(at)

    def set_rate(self, rate: float) -> None:
        pass

    def set_volume(self, volume: float) -> None:
        pass

    def leave(self) -> None:
        self._timer.stop()

    @property
    def gone(self) -> bool:
        return not self._thread.is_alive()

    def close(self) -> None:
        self.leave()

    def forsake(self) -> threading.Thread | None:
        self.leave()
        self.forsaken = True
        return self._thread

    def _next(self) -> None:
        if self._number < self._pictures:
            self._number += 1
            self._show()

    def _show(self) -> None:
        if self._film is not None:
            image = QImage(32, 18, QImage.Format.Format_RGB32)
            self.pictured.emit(image, self._film.index.time(self._number).us)


class Chosen(Engines):
    """Just these engines, in this order."""

    def __init__(self, *makers: Callable[[], Engine]) -> None:
        super().__init__(EngineChoice.AUTOMATIC)
        self._makers = makers

    def candidates(self, film: Film | None = None) -> tuple[Callable[[], Engine], ...]:
        return self._makers
