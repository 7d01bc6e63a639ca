"""The player every screen uses: plays, seeks and steps one film, a span of it, or spans of several films in a row.

Stopped, the picture shown is always the exact stepper's, and `now` and `number` are that picture's own; while playing they are those of
the last picture the engine delivered.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from app.timers import one_shot
from app.video.bridge import Bridge
from app.video.choice import Engines
from app.video.deck import Asks
from app.video.decks import UNSURE, Decks
from app.video.film import Film, as_shown, numbers_of
from app.video.reverse import Reverse
from app.video.then import Then
from app.video.view import VideoView
from vig_tool.timing import ZERO, Instant, Span
from vig_tool.work.listening import Listening

SLOWEST, FASTEST = 0.25, 4.0


class Player(QObject):
    """Owned by one screen, which shows `view` and calls `close` before it goes.

    shown(at, number)        another picture is on the view: its time (Instant) and number. Comes after the view has it.
    playing_changed(on)      it began to run or stopped
    sequence_moved(place)    in a sequence: clip number `place` begins; its pictures come after this
    finished()               the film, the span or the sequence is over; its last picture stays
    failed(sentence)         cannot be played (on); stepping may still work
    """

    shown = Signal(object, int)
    playing_changed = Signal(bool)
    sequence_moved = Signal(int)
    finished = Signal()
    failed = Signal(str)

    def __init__(self, engines: Engines | None = None, parent: QObject | None = None, *, asks: Asks | None = None) -> None:
        super().__init__(parent)
        self.view = VideoView()
        self._rate = 1.0
        self._engines = engines or Engines()
        self._decks = Decks(self._engines, self, asks=asks)
        self.view.sized.connect(self._decks.fit)
        self._decks.played.connect(self._on_played)
        self._decks.stepped.connect(self._on_stepped)
        self._decks.ended.connect(self._on_ended)
        self._decks.failed.connect(self._on_failed)
        self._items: tuple[tuple[Film, range], ...] = ()
        self._place = 0
        self._film: Film | None = None
        self._limits = range(0)
        self.then = Then.STOP
        self._playing = self._to_resume = self._exact = False
        self._number = 0
        self._wanted: int | None = None
        self.broke_off = False  # whether it was running when it last failed
        self._last_over = one_shot(self, 0, self._reach_end)
        self._last_over.setTimerType(Qt.TimerType.PreciseTimer)
        self._reverse = Reverse(self)
        self._reverse.due.connect(self._go_to)
        self._bridge = Bridge(self)
        self._bridge.due.connect(self._show_bridged)

    @property
    def film(self) -> Film | None:
        return self._film

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def rate(self) -> float:
        return self._rate

    @property
    def number(self) -> int:
        """The number of the picture shown."""
        return self._number

    @property
    def now(self) -> Instant:
        """The time of the picture shown."""
        return ZERO if self._film is None else self._film.index.time(self._number)

    @property
    def settled(self) -> bool:
        """Stopped, and the exact picture of `number` is shown."""
        return not self._playing and self._exact and self._wanted is None

    def load(self, film: Film) -> None:
        """Another film, stopped at its first picture. A sequence or span before is over."""
        self._halt()
        self._items, self._place, self.then = (), 0, Then.STOP
        self._decks.drop_spare()
        self._decks.open(film)
        self._film, self._limits = film, range(len(film.index))
        self._go_to(0)

    def play(self) -> None:
        """From the picture shown; from the first where the last one is shown. Within the span or clip that was being played."""
        if self._film is None or self._playing:
            return
        self._reverse.stop()
        start = self._wanted if self._wanted is not None else self._number
        if start not in self._limits or start == self._limits[-1]:
            start = self._limits[0]
        self._run_from(start)

    def pause(self) -> None:
        self._to_resume = False
        self._reverse.stop()
        if self._playing:
            self._stop_running()
            self._go_to(self._number)

    def toggle(self) -> None:
        (self.pause if self._playing else self.play)()

    def step(self, by: int) -> None:
        """So many pictures on (or back), stopping first. Quick presses add up. A sequence is not left; a span is."""
        if self._film is None:
            return
        self.pause()
        self._go_to((self._number if self._wanted is None else self._wanted) + by)

    def seek(self, at: Instant, *, dragging: bool = False) -> None:
        """To the picture on the screen at `at`, playing on if it was playing. `dragging`: more will follow at once; something near is
        shown quickly, and a film that was playing waits until the first seek without it."""
        film = self._film
        if film is None:
            return
        self._reverse.stop()
        number = self._allowed(film.index.shown_at(at))
        if dragging and self._playing:
            self._stop_running()
            self._to_resume = True
        if self._playing or (self._to_resume and not dragging):
            self._to_resume = False
            self._run_from(number)
        else:
            self._go_to(number, quick=dragging)

    def glance(self, image: QImage, shows: Instant, *, at: Instant) -> None:
        """While a hand moves, now at `at`: a small picture made before, of the time `shows`. `settle` or `seek` brings the exact one."""
        if self._film is not None:
            self._reverse.stop()
            self._to_resume = self._to_resume or self._playing
            self._stop_running()
            self._wanted = self._allowed(self._film.index.shown_at(at))
            self._show(image, self._film.index.shown_at(shows), exact=False)

    def settle(self) -> None:
        """The hand rests: the exact picture of where it is."""
        if self._wanted is not None and not self._playing:
            self._go_to(self._wanted)

    def set_rate(self, rate: float) -> None:
        """0.25 to 4; others are brought inside."""
        self._rate = min(max(rate, SLOWEST), FASTEST)
        self._decks.set_rate(self._rate)

    def set_volume(self, volume: float) -> None:
        self._decks.set_volume(min(max(volume, 0.0), 1.0))

    def set_listening(self, listening: Listening) -> None:
        """How the film loaded is heard; others as `asks` tells when they are opened."""
        self._decks.set_listening(listening)

    def backwards(self) -> None:
        """The J key: runs slowly backwards, picture by picture, without sound; each further press doubles the speed."""
        if self._film is None:
            return
        self._stop_running()
        self._reverse.faster(self._film.index, self._number, self._limits[0])

    def play_span(self, span: Span, *, loop: bool = False) -> None:
        """The pictures of a span of the film loaded, from its first, once or again and again; `finished` after the last."""
        film = self._film
        if film is None:
            return
        self._halt()
        self._items, self._limits = (), numbers_of(film, span)
        self.then = Then.AGAIN if loop else Then.STOP
        self._decks.keep_ends(self._limits)
        self._run_from(self._limits[0])
        if loop:
            self._decks.prepare(film, self._limits)

    def leave_span(self) -> None:
        """From here on beyond the span or loop that was being played, running if it ran."""
        runs = self._playing
        self.pause()
        if self._film is not None and self.then is not Then.NEXT:
            self._limits, self.then = range(len(self._film.index)), Then.STOP
        if runs:
            self.play()

    def play_sequence(self, clips: Sequence[tuple[Film, Span]]) -> None:
        """Spans of films, one after the other; none of their other pictures is ever shown. `finished` after the last."""
        self._halt()
        self._items = tuple((film, numbers_of(film, span)) for film, span in clips)
        self.then = Then.NEXT
        if self._items:
            self._begin(0)
        else:
            self.finished.emit()

    def move_to(self, place: int) -> None:
        """In a sequence: play its clip number `place` from its first picture."""
        if 0 <= place < len(self._items):
            self._halt()
            self._begin(place)

    def close(self) -> None:
        """Nothing plays any more: the view is empty, readers are closed and threads joined. May be called twice."""
        self._empty()
        self._decks.close()

    def see_off(self) -> None:
        """As `close`, without waiting for anything; the player goes by itself when all has ended."""
        self._empty()
        self._decks.leave()
        self.setParent(None)
        self._engines.farewell.take(self)

    @property
    def gone(self) -> bool:
        return self._decks.gone

    def _empty(self) -> None:
        if self._film is None and not self._items:
            return
        self._halt()
        self._film, self._items, self._limits = None, (), range(0)
        self.view.clear()

    # Running

    def _run_from(self, number: int) -> None:
        film = self._film
        if film is None:
            return
        at = film.index.time(number)
        self._last_over.stop()
        self._wanted = None
        if number != self._number or not self._exact:
            self._want_first(number)
        if self._decks.front.place != at or not self._decks.front.ready:
            self._decks.front.go(at)
        self._decks.front.play()
        if self._guard:
            self._bridge.run(film.index, number, until=min(number + UNSURE, self._limits[-1]), rate=self._rate)
        if not self._playing:
            self._playing = True
            self.playing_changed.emit(self._playing)

    def _want_first(self, number: int) -> None:
        """The exact first picture, at once where it is at hand: the engine's come a moment later."""
        image = self._decks.front.cached(number)
        if image is not None:
            self._show(image, number, exact=True)
        else:
            self._wanted, self._exact = number, False
            self._decks.front.request(number)

    @Slot(QImage, int)
    def _on_played(self, image: QImage, number: int) -> None:
        if not self._playing or self._last_over.isActive():
            return
        last, guard = self._limits[-1], self._guard
        if number < self._limits[0] + guard:
            return
        if number <= last - guard:
            self._wanted = None
            self._bridge.stop()
            self._show(image, number, exact=False)
        if number >= last - guard:
            self._end_soon(number)

    @property
    def _guard(self) -> int:
        """Pictures at either end of a span that the engine is not trusted with."""
        whole = self._film is None or len(self._limits) == len(self._film.index)
        return 0 if whole or self._decks.front.exact else UNSURE

    def _show_bridged(self, number: int) -> None:
        image = self._decks.front.cached(number)
        if self._playing and image is not None and number in self._limits:
            self._show(image, number, exact=True)

    def _end_soon(self, number: int) -> None:
        """The last picture stays as long as it would in the film; one that was left out is shown by the stepper at the end."""
        film = self._film
        if film is None:
            return
        left_us = film.index.time(self._limits.stop).us - film.index.time(min(number, self._limits[-1])).us
        if number > self._limits[-1]:
            self._reach_end()
        else:
            self._last_over.start(round(left_us / self._rate / 1000))
            if self._guard:
                self._bridge.run(film.index, number, until=self._limits[-1], rate=self._rate)

    @Slot()
    def _on_ended(self) -> None:
        if not self._last_over.isActive():
            self._reach_end()

    @Slot()
    def _reach_end(self) -> None:
        if not self._playing:
            return
        self._last_over.stop()
        self._bridge.stop()
        if self.then is Then.AGAIN and self._film is not None:
            self._decks.front.pause()
            self._decks.turn_to(self._film, self._limits)
            self._run_from(self._limits[0])
            self._decks.prepare(self._film, self._limits)
        elif self.then is Then.NEXT and self._place + 1 < len(self._items):
            self._decks.front.pause()
            self._begin(self._place + 1)
        else:
            self._stop_running()
            self._go_to(self._limits[-1])
            self.leave_span()
            self.finished.emit()

    def _stop_running(self) -> None:
        self._last_over.stop()
        self._bridge.stop()
        self._decks.front.pause()
        if self._playing:
            self._playing = False
            self.playing_changed.emit(self._playing)

    def _halt(self) -> None:
        """Everything stops; no picture that was asked for is shown any more."""
        self._to_resume, self._wanted = False, None
        self._reverse.stop()
        self._stop_running()

    # Exact pictures

    @Slot(int)
    def _go_to(self, number: int, *, quick: bool = False) -> None:
        number = self._allowed(number)
        self._wanted, self._exact = number, False
        image = self._decks.front.cached(number)
        if image is not None:
            self._show(image, number, exact=True)
        self._decks.front.request(number, quick=quick)

    @Slot(QImage, int)
    def _on_stepped(self, image: QImage, number: int) -> None:
        if self._wanted is None or number not in self._limits:
            return
        nearer = not self._playing and abs(number - self._wanted) < abs(self._number - self._wanted)  # the key picture on the way
        if number == self._wanted or nearer:
            self._show(image, number, exact=True)

    def _show(self, image: QImage, number: int, *, exact: bool) -> None:
        if exact and number == self._wanted:
            self._wanted = None
        self._number, self._exact = number, exact
        self.view.show_picture(as_shown(self._film, image, number), QSize(self._film.width, self._film.height) if self._film else None)
        self.shown.emit(self.now, number)

    def _allowed(self, number: int) -> int:
        """Inside the sequence's clip, or anywhere in the film: going outside a span leaves the span."""
        if self._film is not None and self.then is not Then.NEXT and number not in self._limits:
            self._limits, self.then = range(len(self._film.index)), Then.STOP
        return min(max(number, self._limits.start), self._limits.stop - 1)

    def _begin(self, place: int) -> None:
        film, numbers = self._items[place]
        self._place = place
        self._decks.turn_to(film, numbers)
        self._film, self._limits, self._exact = film, numbers, False
        self.sequence_moved.emit(place)
        self._run_from(numbers[0])
        if place + 1 < len(self._items):
            self._decks.prepare(*self._items[place + 1])

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.broke_off = self._playing
        self._stop_running()
        if self.broke_off:
            self._go_to(self._number if self._number in self._limits else self._limits[0])
        self.failed.emit(sentence)
