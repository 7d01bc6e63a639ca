"""One film under one player: an engine that can open it, and the film's exact stepper."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from app.video.choice import Engines
from app.video.film import Film
from app.video.held import Held
from app.video.port import Engine, EngineState
from app.video.stepper import ExactStepper
from app.video.watch import Watch
from vig_tool.timing import SECOND, Instant
from vig_tool.work.listening import Listening

_ONLY_STEPS = "This film cannot be played on this computer, but its pictures can be looked at one by one."

Asks = Callable[[UUID], Listening]
"""How a recording is heard, by its id."""


class Deck(QObject):
    """Tries the engines in turn until one shows the film's first picture; the stepper works at once and whatever the engines do. An
    engine that hangs is set aside, and the next one goes on in its place.

    played(deck, image, number)     a picture of the running film
    stepped(deck, image, number)    an exact picture that was requested
    ended(deck)                     the film's last picture has had its time
    failed(deck, sentence)          no engine can play (on); or a picture asked for cannot be read
    """

    played = Signal(object, QImage, int)
    stepped = Signal(object, QImage, int)
    ended = Signal(object)
    failed = Signal(object, str)

    def __init__(self, engines: Engines, parent: QObject | None = None, *, asks: Asks | None = None) -> None:
        super().__init__(parent)
        self._engines = engines
        self._left = list(engines.candidates())
        self._engine: Engine | None = None
        self._stepper: ExactStepper | None = None
        self._leaving: list[ExactStepper] = []
        self._film: Film | None = None
        self._has_shown = False
        self._playing = False
        self._place: Instant | None = None
        self._rate, self._volume = 1.0, 1.0
        self._fit = (0, 0)
        self._watch = Watch(self._rests, engines.aside, self)
        self._watch.hung.connect(self._on_hung)
        self._held = Held(self)
        self._asks = asks
        self._listening = Listening()

    @property
    def film(self) -> Film | None:
        return self._film

    @property
    def exact(self) -> bool:
        """Whether the engine names each picture's own time."""
        return self._engine is None or self._engine.exact

    @property
    def ready(self) -> bool:
        """Whether `play` would start at once."""
        return self._engine is not None and self._engine.state in (EngineState.PAUSED, EngineState.ENDED)

    @property
    def can_play(self) -> bool:
        return self._engine is not None

    @property
    def place(self) -> Instant | None:
        """Where the engine was last sent or is; None before it was sent anywhere."""
        return self._place

    def open(self, film: Film) -> None:
        """Paused; `place` it and `play`."""
        self._drop_stepper()
        self._held.clear()
        self._film, self._has_shown, self._playing, self._place = film, False, False, None
        self._stepper = ExactStepper(film, self)
        self._stepper.stepped.connect(self._on_stepped)
        self._stepper.failed.connect(self._on_unreadable)
        self._left = list(self._engines.candidates(film))
        if self._asks is not None:
            self.set_listening(self._asks(film.recording_id))
        self._try_next()

    def go(self, at: Instant) -> None:
        self._place = at
        self._held.clear()
        if self._engine is not None:
            self._engine.seek(at)

    def play(self) -> None:
        """Where it failed before it is tried anew: a stick may be back in its place."""
        self._playing = True
        if self._stepper is not None:
            self._stepper.rest()
        if self._engine is None:
            QTimer.singleShot(0, self, self._tell_only_steps)
        elif self._film is not None and self._engine.state is EngineState.FAILED:
            self._left, self._has_shown = list(self._engines.candidates(self._film)), False
            self._try_next()
        else:
            self._engine.play()

    def pause(self) -> None:
        self._playing = False
        self._held.clear()
        if self._engine is not None:
            self._engine.pause()

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        if self._engine is not None:
            self._engine.set_rate(rate)

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        if self._engine is not None:
            self._engine.set_volume(volume)

    def fit(self, width: int, height: int) -> None:
        """While it runs, pictures need not be larger than this many pixels."""
        self._fit = (width, height)
        if self._engine is not None:
            self._engine.fit(width, height)

    def set_listening(self, listening: Listening) -> None:
        """How this film is heard, until another is opened."""
        self._listening = listening
        self.set_volume(listening.volume / 100)
        if self._engine is not None:
            self._engine.set_hearing(listening)

    def request(self, number: int, *, quick: bool = False) -> None:
        if self._stepper is not None:
            self._stepper.request(number, quick=quick)

    def keep(self, numbers: tuple[int, ...]) -> None:
        if self._stepper is not None:
            self._stepper.keep(numbers)

    def cached(self, number: int) -> QImage | None:
        return None if self._stepper is None else self._stepper.cached(number)

    def leave(self) -> None:
        """Without waiting for what is being read or decoded; `gone` tells when it has ended."""
        self._drop_stepper()
        self._drop_engine()
        self._film = None

    @property
    def gone(self) -> bool:
        return self._watch.gone and all(stepper.ended for stepper in self._leaving)

    def close(self) -> None:
        """Readers closed, threads joined."""
        self.leave()
        self._watch.close()
        for stepper in self._leaving:
            stepper.close()
        self._leaving = []

    def _drop_stepper(self) -> None:
        """Without waiting for the picture it may be decoding; its thread is joined at `close`."""
        if self._stepper is not None:
            self._stepper.stepped.disconnect(self._on_stepped)
            self._stepper.failed.disconnect(self._on_unreadable)
            self._stepper.release()
            self._leaving.append(self._stepper)
            self._stepper = None
        self._leaving = [stepper for stepper in self._leaving if not stepper.ended]

    def _drop_engine(self) -> None:
        """Without waiting for it."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.setParent(None)
            self._watch.see_off(engine)

    def _try_next(self) -> None:
        if self._film is None:
            return
        wanted = self._left.pop(0)
        self._drop_engine()
        engine = wanted()
        engine.setParent(self)
        self._engine = engine
        engine.pictured.connect(self._on_pictured)
        engine.ended.connect(self._on_ended)
        engine.failed.connect(self._on_failed)
        engine.set_rate(self._rate)
        engine.set_volume(self._volume)
        engine.set_hearing(self._listening)
        if all(self._fit):
            engine.fit(*self._fit)
        engine.open(self._film)
        self._watch.follow(engine)
        if self._place is not None:
            engine.seek(self._place)
        if self._playing:
            engine.play()

    @Slot(QImage, object)
    def _on_pictured(self, image: QImage, us: int) -> None:
        if self._film is not None and self.sender() is self._engine:
            self._has_shown = True
            self._held.pass_on(lambda: self._pass_on(image, us), after_s=self._engine.hold_s)

    def _pass_on(self, image: QImage, us: int) -> None:
        if self._film is not None:
            self._place = Instant(us)
            self.played.emit(self, image, self._film.index.shown_at(self._place))

    @Slot(QImage, int)
    def _on_stepped(self, image: QImage, number: int) -> None:
        if self.sender() is self._stepper:
            self.stepped.emit(self, image, number)

    @Slot()
    def _on_ended(self) -> None:
        if self._engine is not None and self.sender() is self._engine:
            self._playing = False
            self._held.pass_on(lambda: self.ended.emit(self), after_s=self._engine.hold_s)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self.sender() is not self._engine:
            return
        if not self._has_shown and self._left:
            self._try_next()
            return
        self._playing = False
        self.failed.emit(self, sentence if self._has_shown else _ONLY_STEPS)

    @Slot(object)
    def _on_hung(self, engine: Engine) -> None:
        """The next engine takes over where this one was. Nobody is told: the picture stood for two seconds, and goes on."""
        if engine is not self._engine:
            return
        self._engine = None
        self._engines.aside.take(engine)
        if self._left:
            self._try_next()
        else:
            self._tell_only_steps()

    def _tell_only_steps(self) -> None:
        if self._film is not None:
            self._playing = False
            self.failed.emit(self, _ONLY_STEPS)

    def _rests(self) -> float:
        """Seconds for which the picture shown rightly stays: until the next one is due."""
        film, place = self._film, self._place
        if film is None or place is None:
            return 0.0
        number = film.index.shown_at(place)
        return (film.index.time(number + 1).us - film.index.time(number).us) / SECOND / self._rate

    @Slot(int, str)
    def _on_unreadable(self, _number: int, sentence: str) -> None:
        self.failed.emit(self, sentence)
