"""The VLC engine: libVLC fed from a film's source, its pictures rendered into memory. The only file that imports vlc."""

from __future__ import annotations

import threading
import time
from functools import cache
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.timers import one_shot
from app.video.film import Film, nearest_number
from app.video.landing import Landing, Verdict
from app.video.port import Engine, EngineState
from app.video.vlc.reel import ARGUMENTS, Measured, Vlc
from app.video.vlc.session import PATIENCE_S, Arrived, VlcSession
from vig_tool.timing import ZERO, Instant
from vig_tool.work.listening import Listening

_NO_FURTHER = "VLC cannot play this film any further: something in it is damaged."
_NEAR_END_US = 1_500_000
_UNPLAYABLE = "VLC cannot play this film."
_JOIN_S = 2.0
_STEADY_MS = 150
_PULSE_MS = 1500
_REVIVALS = 1
_TELLS_S = 0.6
_DOUBTFUL = 1
_MOST = (1920, 1920)
LOST_IN = frozenset({"avi", "mpegts", "mpeg"})
"""Containers in which it is up to three pictures off until it tells its time, or searches for long where a film was cut."""


@cache
def vlc_there() -> str | None:
    """Why films cannot be played with VLC on this computer, as a sentence; None where they can."""
    try:
        import vlc

        version = vlc.libvlc_get_version().decode(errors="replace")
    except (ImportError, OSError, NotImplementedError, NameError, AttributeError):
        return "VLC is not installed on this computer."
    if not version.startswith("3."):
        return f"VLC {version.split()[0]} is installed, but only VLC 3 is known to work."
    return None


class VlcLibrary:
    """libVLC itself, started when first needed, one for all engines; and what was measured of films."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = [*ARGUMENTS, *arguments]
        self._lock = threading.Lock()
        self._vlc: Vlc | None = None
        self.measured: dict[UUID, Measured] = {}
        self.starting = False

    def start(self) -> Vlc | None:
        """None where libVLC does not start. Takes a moment the first time; not for the GUI thread."""
        import vlc

        with self._lock:
            if self._vlc is None:
                self.starting = True
                try:
                    instance = vlc.Instance(self._arguments)
                finally:
                    self.starting = False
                self._vlc = None if instance is None else Vlc(instance, vlc.EventType, vlc.MediaStats, vlc.libvlc_clock)
            return self._vlc

    def close(self) -> None:
        with self._lock:
            if self._vlc is not None:
                self._vlc.instance.release()
                self._vlc = None


class VlcEngine(Engine):
    """Times are interpolated (see `VlcClock`, `VlcOrder`), counted from VLC's time of the first picture, which a short unseen and unheard
    run at the film's first opening measures."""

    exact = False
    _picture_waits = Signal()
    _heard = Signal(str, str, int)

    def __init__(self, library: VlcLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._session: VlcSession | None = None
        self._leaving: list[VlcSession] = []
        self._film: Film | None = None
        self._most = _MOST
        self._rate, self._volume = 1.0, 1.0
        self._landing: Landing | None = None
        self._running_up = self._to_play = self._has_shown = False
        self._last = -1
        self._doubtful = 0
        self._round = self._revivals = 0
        self._sent_at = 0.0
        self._lock = threading.Lock()
        self._waiting: tuple[Arrived, int] | None = None
        self._picture_waits.connect(self._take_picture, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._patience = one_shot(self, round(1000 * PATIENCE_S), self._lose_patience)
        self._pulse = one_shot(self, _PULSE_MS, self._revive)
        # A rate set while libVLC stands still, or decodes up to a place it was sent to, leaves grey pictures until the next key picture.
        # So it is sent at the usual rate, and the wanted one is set when it has run a little.
        self._rate_soon = one_shot(self, _STEADY_MS, self._set_rate_now)

    @property
    def signs(self) -> int:
        return 0 if self._session is None else self._session.signs

    @property
    def busy(self) -> bool:
        return self._session is not None and self._session.busy

    @property
    def starting(self) -> bool:
        return self._library.starting

    def fit(self, width: int, height: int) -> None:
        self._most = (max(2, min(width, _MOST[0])), max(2, min(height, _MOST[1])))

    def open(self, film: Film) -> None:
        self._leave()
        self._film = film
        self._enter(EngineState.OPENING)
        self._patience.start()
        opened = self._round

        def arrived(picture: Arrived) -> None:
            with self._lock:
                was_empty, self._waiting = self._waiting is None, (picture, opened)
            if was_empty:
                self._picture_waits.emit()

        self._session = VlcSession(
            film,
            self._library,
            most=self._most,
            listening=self._listening,
            arrived=arrived,
            heard=lambda what, sentence: self._heard.emit(what, sentence, opened),
        )
        self._session.set_volume(self._volume)

    def play(self) -> None:
        if self._state is EngineState.ENDED:
            self.seek(ZERO)
        self._to_play = True
        if self._has_shown and self._state is not EngineState.FAILED and self._session is not None:
            self._enter(EngineState.PLAYING)
            self._sent_at = time.monotonic()
            self._session.resume()
            self._rate_soon.start()
            self._pulse.start()

    def pause(self) -> None:
        self._to_play = False
        if self._state is EngineState.PLAYING:
            self._enter(EngineState.PAUSED)
            if not self._running_up and self._session is not None:
                self._session.hold()

    def seek(self, at: Instant) -> None:
        if self._film is None or self._state is EngineState.FAILED:
            return
        self._landing = Landing(self._film.index, nearest_number(self._film.index, at.us), self._film.container)
        had_ended = self._state is EngineState.ENDED
        if had_ended:
            self._enter(EngineState.PLAYING if self._to_play else EngineState.PAUSED)
        if self._has_shown:
            self._go(again=had_ended)

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        self._rate_soon.start()

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        if self._session is not None:
            self._session.set_volume(volume, muted=self._running_up)

    def set_hearing(self, listening: Listening) -> None:
        """What turns plain sound into one that is worked on, or back, needs the film opened anew: at the same place, in a moment."""
        before, self._listening = self._listening, listening
        if self._session is None:
            return
        self._session.set_listening(listening)
        if listening.plain is not before.plain and self._film is not None and self._film.has_sound and self._has_shown:
            number = max(self._last, self._landing.number if self._landing else 0, 0)
            self._landing = Landing(self._film.index, number, self._film.container)
            self._go(again=True)

    def leave(self) -> None:
        self._leave()
        self._enter(EngineState.CLOSED)

    @property
    def gone(self) -> bool:
        self._leaving = [session for session in self._leaving if not session.join(0)]
        return self._session is None and not self._leaving

    def close(self) -> None:
        self.leave()
        until = time.monotonic() + _JOIN_S
        for session in self._leaving:
            session.join(max(0.0, until - time.monotonic()))
        if not self.gone:
            self.forsake()

    def forsake(self) -> threading.Thread | None:
        self.leave()
        threads = [session.abandon() for session in self._leaving]
        return next((thread for thread in threads if thread.is_alive()), None)

    def _leave(self) -> None:
        """Does not wait: the film before is left in its own thread."""
        for timer in (self._patience, self._pulse, self._rate_soon):
            timer.stop()
        self._round += 1
        session, self._session = self._session, None
        if session is not None:
            session.end()
            self._leaving.append(session)  # only to be asked whether it is gone
        self._film, self._landing, self._last = None, None, -1
        self._to_play = self._running_up = self._has_shown = False
        with self._lock:
            self._waiting = None

    @Slot()
    def _take_picture(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, None
        film = self._film
        if waiting is None or film is None or waiting[1] != self._round or self._state is EngineState.FAILED:
            return
        arrived, number = waiting[0], waiting[0].number
        self._revivals = 0
        self._pulse.start()
        if not self._has_shown:
            self._show_first(arrived, film)
            return
        if not arrived.settled and time.monotonic() - self._sent_at < _TELLS_S:
            return
        if self._landing is not None and not self._landing.over:
            if not arrived.settled and self._landing.runs_up:
                return
            verdict = self._landing.judge(number)
            if verdict is Verdict.LATE:
                self._go(again=False)
            if verdict is not Verdict.THERE:
                return
            if self._running_up:
                self._end_run_up()
            self._doubtful = _DOUBTFUL
            return  # the first picture displayed is often still the one a pause stood at, or some before the place
        if self._landing is not None and (number < self._landing.number or self._doubtful > 0):
            self._doubtful -= 1
            return
        if number > self._last:  # a corrected time may be a little earlier, the picture is not
            self._last = number
            self.pictured.emit(arrived.image, int(film.index.times[number]))

    def _show_first(self, arrived: Arrived, film: Film) -> None:
        self._patience.stop()
        self._has_shown, self._last = True, 0
        if self._landing is None:
            self.pictured.emit(arrived.image, int(film.index.times[0]))
        self._enter(EngineState.PLAYING if self._to_play else EngineState.PAUSED)
        if self._landing is not None:
            self._go(again=False)
        elif self._to_play and self._session is not None:
            self._session.resume()
            self._rate_soon.start()
            self._pulse.start()

    @Slot(str, str, int)
    def _on_heard(self, what: str, sentence: str, heard_round: int) -> None:
        if heard_round != self._round or self._state in (EngineState.FAILED, EngineState.CLOSED):
            return
        if what == "end" and self._has_shown:
            self._take_picture()
            self._running_up = False
            if self._state is EngineState.PLAYING and self._breaks_off():
                self._on_heard("trouble", _NO_FURTHER, self._round)
                return
            if self._state is EngineState.PLAYING:
                self._to_play = False
                self._enter(EngineState.ENDED)
                self.ended.emit()
        else:
            self._patience.stop()
            self._enter(EngineState.FAILED)
            self.failed.emit(sentence or _UNPLAYABLE)

    def _breaks_off(self) -> bool:
        """libVLC takes damage in some films for their end."""
        film = self._film
        if film is None or self._last < 0:
            return False
        return film.index.end_us - int(film.index.times[self._last]) > _NEAR_END_US * max(1.0, self._rate)

    @Slot()
    def _lose_patience(self) -> None:
        self._on_heard("trouble", _UNPLAYABLE, self._round)

    @Slot()
    def _revive(self) -> None:
        """While it runs libVLC displays something every tenth of a second; rarely it stops without a word. One that does not even read
        is left to whoever watches for engines that hang."""
        film, session = self._film, self._session
        if self._state is not EngineState.PLAYING or film is None or session is None or self._revivals >= _REVIVALS:
            return
        self._revivals += 1
        number = max(self._last, self._landing.number if self._landing else 0, 0)
        self._landing = Landing(film.index, number, film.container)
        self._go(again=True)
        self._pulse.start()

    @Slot()
    def _set_rate_now(self) -> None:
        if self._state is EngineState.PLAYING and not self._running_up and self._session is not None:
            self._session.set_rate(self._rate)

    def _go(self, *, again: bool) -> None:
        landing, session = self._landing, self._session
        if landing is None or session is None:
            return
        self._last, self._sent_at = -1, time.monotonic()
        self._running_up = landing.runs_up
        session.set_volume(self._volume, muted=self._running_up)
        session.send(landing.aim_us, runs=self._to_play or self._running_up, muted=self._running_up, again=again)
        self._rate_soon.start()

    def _end_run_up(self) -> None:
        self._running_up = False
        self._rate_soon.start()
        if self._session is not None:
            self._session.set_volume(self._volume)
            if not self._to_play:
                self._session.hold()
