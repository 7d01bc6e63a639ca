"""The playback port: what every engine answers, and what its answers mean. The same contract tests run over all engines."""

from __future__ import annotations

import threading
from enum import Enum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.video.film import Film
from vig_tool.timing import Instant
from vig_tool.work.listening import Listening


class EngineState(Enum):
    """closed → opening → paused ⇄ playing → ended; failed from anywhere. Ended is left by `seek` or `play` (from the start)."""

    CLOSED = "closed"
    OPENING = "opening"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"
    FAILED = "failed"


class Engine(QObject):
    """Plays one film at a time with sound, delivering pictures; it draws nothing.

    All methods are called on the GUI thread and return at once, whatever the library beneath or the disk does (only `close` waits, and
    not for long); all signals are emitted so that slots of GUI objects run there. A call made while the film is opening is remembered.

    pictured(image, us)    a picture to show now: upright, square pixels, owning its memory; `us` is its time, always one of the index's
                           times. The first one comes after `open` without `play`: the film's first picture. While playing, pictures may
                           be left out where the machine is slow, none comes twice in a row. After `seek(at)` no picture before `at`
                           comes until the next seek; after a seek while paused none need come at all before `play`. Engines with
                           `exact` name each picture's own time; others may be off by a picture.
    state_changed(state)   an EngineState, each change once.
    ended()                the film's last picture has had its time.
    failed(sentence)       this film cannot be played (further) by this engine. The engine stays usable for another film.
    """

    pictured = Signal(QImage, object)
    state_changed = Signal(object)
    ended = Signal()
    failed = Signal(str)

    exact = True
    """Whether the time that comes with a picture is certain."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = EngineState.CLOSED
        self._listening = Listening()

    @property
    def state(self) -> EngineState:
        return self._state

    def _enter(self, state: EngineState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    @property
    def signs(self) -> int:
        """A number that grows with every sign of life: bytes read, pictures decoded, times told, calls that returned."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """Whether something asked for has not been done yet by the library beneath."""
        raise NotImplementedError

    @property
    def starting(self) -> bool:
        """Whether the library beneath is being started for the first time, which may take seconds without a sign of life."""
        return False

    def fit(self, width: int, height: int) -> None:
        """Pictures need not be larger than this many pixels. Counts at once or from the next film."""

    def open(self, film: Film) -> None:
        """Leave the film before, if any, and get this one ready, paused at its first picture."""
        raise NotImplementedError

    def play(self) -> None:
        """From where it is; from the start once it has ended."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stop where it is. A picture already on its way may still come."""
        raise NotImplementedError

    def seek(self, at: Instant) -> None:
        """Go to the picture at `at` (an index time), playing on if it was playing."""
        raise NotImplementedError

    def set_rate(self, rate: float) -> None:
        """0.25 to 4; kept from film to film."""
        raise NotImplementedError

    def set_volume(self, volume: float) -> None:
        """0 to 1; kept from film to film. Without sound or a sound device nothing happens."""
        raise NotImplementedError

    @property
    def hold_s(self) -> float:
        """How much later than its picture is delivered what belongs to it is heard; whoever shows the pictures holds them back as long."""
        return 0.0

    def set_hearing(self, listening: Listening) -> None:
        """On both ears, quiet voices louder; kept from film to film. Its volume is not looked at: see `set_volume`."""
        self._listening = listening

    def leave(self) -> None:
        """Leave the film and say nothing more of it, without waiting; `gone` tells when it is done."""
        raise NotImplementedError

    @property
    def gone(self) -> bool:
        """After `leave`: whether its source's readers are closed and its threads over."""
        raise NotImplementedError

    def close(self) -> None:
        """`leave`, and wait until it is `gone`, but not for long where it hangs. May be called twice."""
        raise NotImplementedError

    def forsake(self) -> threading.Thread | None:
        """It hangs: `leave`, and close the source's readers under it. What it returns is the one thread that is left, None where there is
        none; whoever calls keeps the engine until that thread has ended, and does not use it again."""
        raise NotImplementedError
