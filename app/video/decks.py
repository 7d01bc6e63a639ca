"""Two decks: the one that is seen, and one where the next clip waits, decoded and in place, so that no gap is noticed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.video.choice import Engines
from app.video.deck import Asks, Deck
from app.video.film import Film
from vig_tool.work.listening import Listening

UNSURE = 3
"""Pictures at either end of a span that come from the stepper where an engine is not certain which picture it delivers."""


class Decks(QObject):
    """Passes on what comes from the deck in front; what the other one delivers is not seen.

    The signals are those of `Deck`, without saying which.
    """

    played = Signal(QImage, int)
    stepped = Signal(QImage, int)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, engines: Engines, parent: QObject | None = None, *, asks: Asks | None = None) -> None:
        super().__init__(parent)
        self._engines, self._asks = engines, asks
        self._rate, self._volume = 1.0, 1.0
        self._fit: tuple[int, int] | None = None
        self.front = self._make()
        self._spare: Deck | None = None

    def open(self, film: Film) -> None:
        """Brings to the front the deck that has this film open already, or opens it in the one in front."""
        if self.front.film is film:
            return
        if self._spare is not None and self._spare.film is film:
            self.front, self._spare = self._spare, self.front
        else:
            self.front.open(film)

    def prepare(self, film: Film, numbers: range) -> None:
        """Have this clip wait in the deck behind."""
        spare = self._spare = self._spare or self._make()
        if spare.film is not film:
            spare.open(film)
        spare.pause()
        spare.keep(_ends(spare, numbers))
        spare.go(film.index.time(numbers[0]))

    def turn_to(self, film: Film, numbers: range) -> None:
        """Bring this clip to the front: the one prepared if it is ready, else by opening its film."""
        spare = self._spare
        if spare is not None and spare.film is film and spare.can_play and spare.cached(numbers[0]) is not None:
            self.front, self._spare = spare, self.front
        self.open(film)
        self.keep_ends(numbers)

    def keep_ends(self, numbers: range) -> None:
        """Have the exact pictures at either end of a span at hand."""
        self.front.keep(_ends(self.front, numbers))

    def fit(self, width: int, height: int) -> None:
        """While films run, pictures need not be larger than this many pixels."""
        self._fit = (width, height)
        for deck in self._all():
            deck.fit(width, height)

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        for deck in self._all():
            deck.set_rate(rate)

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        for deck in self._all():
            deck.set_volume(volume)

    def set_listening(self, listening: Listening) -> None:
        """Of the film in front, wherever it is open."""
        for deck in self._all():
            if deck.film is not None and self.front.film is not None and deck.film.recording_id == self.front.film.recording_id:
                deck.set_listening(listening)

    def drop_spare(self) -> None:
        """Its film is left; the deck stays for the next one."""
        if self._spare is not None:
            self._spare.leave()

    def leave(self) -> None:
        for deck in self._all():
            deck.leave()

    @property
    def gone(self) -> bool:
        return all(deck.gone for deck in self._all())

    def close(self) -> None:
        for deck in self._all():
            deck.close()

    def _all(self) -> tuple[Deck, ...]:
        return (self.front,) if self._spare is None else (self.front, self._spare)

    def _make(self) -> Deck:
        deck = Deck(self._engines, self, asks=self._asks)
        deck.played.connect(self._on_played)
        deck.stepped.connect(self._on_stepped)
        deck.ended.connect(self._on_ended)
        deck.failed.connect(self._on_failed)
        if self._fit is not None:
            deck.fit(*self._fit)
        deck.set_rate(self._rate)
        deck.set_volume(self._volume)
        return deck

    @Slot(object, QImage, int)
    def _on_played(self, deck: Deck, image: QImage, number: int) -> None:
        if deck is self.front:
            self.played.emit(image, number)

    @Slot(object, QImage, int)
    def _on_stepped(self, deck: Deck, image: QImage, number: int) -> None:
        if deck is self.front:
            self.stepped.emit(image, number)

    @Slot(object)
    def _on_ended(self, deck: Deck) -> None:
        if deck is self.front:
            self.ended.emit()

    @Slot(object, str)
    def _on_failed(self, deck: Deck, sentence: str) -> None:
        if deck is self.front:
            self.failed.emit(sentence)


def _ends(deck: Deck, numbers: range) -> tuple[int, ...]:
    if deck.exact:
        return (numbers[0], numbers[-1])
    return tuple(sorted({*numbers[: UNSURE + 1], *numbers[-UNSURE:]}))
