"""The VLC engine: libVLC fed from a film's source, its pictures rendered into memory. The only file that imports vlc."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from app.video.film import Film, nearest_number
from app.video.landing import Landing, Verdict
from app.video.port import Engine, EngineState
from app.video.timers import one_shot
from app.video.vlc_clock import VlcClock
from app.video.vlc_media import DEMUXERS, VlcMedia
from app.video.vlc_reel import ARGUMENTS, Vlc, VlcReel, measure
from app.video.vlc_screen import Screen
from app.video.worker import Worker
from vig_tool.timing import ZERO, Instant

_UNPLAYABLE = "VLC cannot play this film."
_PATIENCE_MS = 8000
_JOIN_S = 5.0
_STEADY_MS = 150
_PULSE_MS = 4000
_TELLS_S = 0.6
_EARLY_US = 8000


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
        self.offsets: dict[UUID, int | None] = {}

    def start(self) -> Vlc | None:
        """None where libVLC does not start. Takes a moment the first time; not for the GUI thread."""
        import vlc

        with self._lock:
            if self._vlc is None:
                instance = vlc.Instance(self._arguments)
                self._vlc = None if instance is None else Vlc(instance, vlc.EventType, vlc.MediaStats)
            return self._vlc

    def close(self) -> None:
        with self._lock:
            if self._vlc is not None:
                self._vlc.instance.release()
                self._vlc = None


@dataclass(frozen=True, slots=True)
class _Arrived:
    image: QImage
    us: int
    told: bool
    round: int


class VlcEngine(Engine):
    """Times are interpolated (see `VlcClock`), counted from VLC's time of the first picture, which a short unseen and unheard run at
    the film's first opening measures."""

    exact = False
    _picture_waits = Signal()
    _heard = Signal(str, str, int)

    def __init__(self, library: VlcLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._worker: Worker | None = None
        self._vlc: Vlc | None = None
        self._reel: VlcReel | None = None
        self._clock = VlcClock(trusting=False)
        self._film: Film | None = None
        self._rate, self._volume = 1.0, 1.0
        self._landing: Landing | None = None
        self._running_up = self._to_play = self._has_shown = False
        self._last = -1
        self._round = self._revivals = 0
        self._offset = 0
        self._held = True
        self._sent_at = 0.0
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._waiting: _Arrived | None = None
        self._picture_waits.connect(self._take_picture, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._patience = one_shot(self, _PATIENCE_MS, self._lose_patience)
        self._pulse = one_shot(self, _PULSE_MS, self._revive)
        # A rate set while libVLC stands still, or decodes up to a place it was sent to, leaves grey pictures until the next key picture.
        # So it is sent at the usual rate, and the wanted one is set when it has run a little.
        self._rate_soon = one_shot(self, _STEADY_MS, self._set_rate_now)

    def open(self, film: Film) -> None:
        self._leave()
        self._film = film
        self._enter(EngineState.OPENING)
        self._patience.start()
        self._stopping = threading.Event()
        self._worker = Worker("vlc")
        opened = self._round
        self._worker.post(lambda: self._begin(film, opened))

    def play(self) -> None:
        if self._state is EngineState.ENDED:
            self.seek(ZERO)
        self._to_play = True
        if self._has_shown and self._state is not EngineState.FAILED:
            self._enter(EngineState.PLAYING)
            self._post(self._resume)
            self._rate_soon.start()
            self._pulse.start()

    def pause(self) -> None:
        self._to_play = False
        if self._state is EngineState.PLAYING:
            self._enter(EngineState.PAUSED)
            if not self._running_up:
                self._post(self._hold)

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
        self._post(self._apply_volume)

    def close(self) -> None:
        self._leave()
        self._enter(EngineState.CLOSED)

    def _leave(self) -> None:
        for timer in (self._patience, self._pulse, self._rate_soon):
            timer.stop()
        self._round += 1
        self._stopping.set()
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.post(self._end)
            worker.close(patience_s=_JOIN_S)
        self._film, self._landing, self._last = None, None, -1
        self._to_play = self._running_up = self._has_shown = False
        with self._lock:
            self._waiting = None

    def _post(self, job: Callable[[], None]) -> None:
        if self._worker is not None:
            self._worker.post(job)

    # On the GUI thread: what came

    @Slot()
    def _take_picture(self) -> None:
        with self._lock:
            arrived, self._waiting = self._waiting, None
        film = self._film
        if arrived is None or film is None or arrived.round != self._round or self._state is EngineState.FAILED:
            return
        self._revivals = 0
        self._pulse.start()
        if not self._has_shown:
            self._show_first(arrived, film)
            return
        number = film.index.shown_at(Instant(max(0, arrived.us - self._offset + _EARLY_US)))
        if self._landing is not None and not self._landing.over:
            if not arrived.told and (self._landing.runs_up or time.monotonic() - self._sent_at < _TELLS_S):
                return
            verdict = self._landing.judge(number)
            if verdict is Verdict.LATE:
                self._go(again=False)
            if verdict is not Verdict.THERE:
                return
            if self._running_up:
                self._end_run_up()
            return  # the first picture displayed is often still the one a pause stood at, or some before the place
        if self._landing is not None and number < self._landing.number:
            return
        if number > self._last:  # a corrected time may be a little earlier, the picture is not
            self._last = number
            self.pictured.emit(arrived.image, int(film.index.times[number]))

    def _show_first(self, arrived: _Arrived, film: Film) -> None:
        self._patience.stop()
        self._has_shown, self._last = True, 0
        if self._landing is None:
            self.pictured.emit(arrived.image, int(film.index.times[0]))
        self._enter(EngineState.PLAYING if self._to_play else EngineState.PAUSED)
        if self._landing is not None:
            self._go(again=False)
        elif self._to_play:
            self._post(self._resume)
            self._rate_soon.start()

    @Slot(str, str, int)
    def _on_heard(self, what: str, sentence: str, heard_round: int) -> None:
        if heard_round != self._round or self._state in (EngineState.FAILED, EngineState.CLOSED):
            return
        if what == "end" and self._has_shown:
            self._take_picture()
            self._running_up = False
            if self._state is EngineState.PLAYING:
                self._to_play = False
                self._enter(EngineState.ENDED)
                self.ended.emit()
        else:
            self._patience.stop()
            self._enter(EngineState.FAILED)
            self.failed.emit(sentence or _UNPLAYABLE)

    @Slot()
    def _lose_patience(self) -> None:
        self._on_heard("trouble", _UNPLAYABLE, self._round)

    @Slot()
    def _revive(self) -> None:
        """While it runs libVLC displays something every tenth of a second; rarely it stops without a word."""
        if self._state is not EngineState.PLAYING or self._film is None:
            return
        if self._revivals == 2:
            self._on_heard("trouble", "VLC has stopped answering. What was tagged is safe.", self._round)
            return
        self._revivals += 1
        number = max(self._last, self._landing.number if self._landing else 0, 0)
        self._landing = Landing(self._film.index, number, self._film.container)
        self._go(again=True)
        self._pulse.start()

    @Slot()
    def _set_rate_now(self) -> None:
        if self._state is EngineState.PLAYING and not self._running_up:
            rate = self._rate
            self._post(lambda: self._apply_rate(rate))

    def _go(self, *, again: bool) -> None:
        landing = self._landing
        if landing is None:
            return
        self._last, self._sent_at = -1, time.monotonic()
        aim = landing.aim_us
        self._running_up = landing.runs_up
        runs = self._to_play or self._running_up
        self._post(lambda: self._send_to(aim, runs=runs, again=again or aim is None))
        self._rate_soon.start()

    def _end_run_up(self) -> None:
        self._running_up = False
        self._rate_soon.start()
        self._post(self._apply_volume)
        if not self._to_play:
            self._post(self._hold)

    # On the worker thread: libVLC's own calls

    def _begin(self, film: Film, opened: int) -> None:
        vlc = self._library.start()
        if vlc is None or film.container not in DEMUXERS:
            self._heard.emit("trouble", _UNPLAYABLE, opened)
            return
        self._vlc, self._clock = vlc, VlcClock(trusting=False)
        reel = self._open_reel(film, opened)
        if reel is None or self._stopping.is_set():
            return
        if film.recording_id not in self._library.offsets:
            measured = measure(film, self._stopping, vlc=vlc)
            if self._stopping.is_set():
                return
            self._library.offsets[film.recording_id] = measured
        offset = self._library.offsets[film.recording_id]
        self._offset = offset or 0
        self._clock.trusting = offset is not None
        self._place(reel, 0)
        self._apply_volume()

    def _open_reel(self, film: Film, opened: int) -> VlcReel | None:
        """Unheard up to the first picture, then paused: libVLC shows nothing when it starts paused. None where no picture comes."""
        clock, vlc = self._clock, self._vlc
        if vlc is None:
            return None
        first = threading.Event()

        def displayed(image: QImage, at: float) -> None:
            us = clock.displayed(at) if first.is_set() else 0
            first.set()
            if us is not None:
                self._deliver(_Arrived(image, us, clock.told, opened))

        media = VlcMedia(film.source, lambda sentence: self._heard.emit("trouble", sentence, opened))
        screen = Screen(film.width, film.height, displayed)
        reel = VlcReel(film, screen, media, vlc=vlc)
        reel.listen("MediaPlayerTimeChanged", lambda event: clock.tell(1000 * event.u.new_time, time.perf_counter()))
        reel.listen("MediaPlayerBuffering", lambda event: clock.buffered(time.perf_counter()) if event.u.new_cache >= 100 else None)
        reel.listen("MediaPlayerEndReached", lambda _event: self._heard.emit("end", "", opened))
        reel.listen("MediaPlayerEncounteredError", lambda _event: self._heard.emit("trouble", "", opened))
        self._reel = reel
        reel.player.audio_set_volume(0)
        reel.player.play()
        until = time.monotonic() + _PATIENCE_MS / 1000
        while not first.wait(0.02):
            if self._stopping.is_set() or time.monotonic() > until:
                return None
        reel.player.set_pause(1)
        clock.freeze(time.perf_counter())
        self._held = True
        return reel

    def _place(self, reel: VlcReel, us: int) -> None:
        """Whole milliseconds only: rounded up, because a time just before a picture shows the one before."""
        place = -(-(us + self._offset) // 1000)
        if abs(reel.player.get_rate() - 1) > 0.001:
            reel.player.set_rate(1.0)
            self._clock.set_rate(1.0, time.perf_counter())
        self._clock.seek(1000 * place, time.perf_counter())
        reel.player.set_time(place)

    def _deliver(self, arrived: _Arrived) -> None:
        with self._lock:
            was_empty, self._waiting = self._waiting is None, arrived
        if was_empty:
            self._picture_waits.emit()

    def _send_to(self, aim: int | None, *, runs: bool, again: bool) -> None:
        film, reel = self._film, self._reel
        if film is None or reel is None:
            return
        if again:  # a player that has ended, or must read from the very beginning, is made anew
            reel.close()
            fresh = self._open_reel(film, self._round)
            if fresh is None:
                return
            reel = fresh
        reel.player.audio_set_volume(0 if self._running_up else round(100 * self._volume))
        self._place(reel, aim or 0)
        if runs:
            self._held = False
            self._clock.thaw(time.perf_counter())
            reel.player.set_pause(0)

    def _resume(self) -> None:
        if self._reel is not None:
            self._held = False
            self._clock.thaw(time.perf_counter())
            self._reel.player.set_pause(0)

    def _hold(self) -> None:
        if self._reel is not None:
            self._held = True
            self._reel.player.set_pause(1)
            self._clock.freeze(time.perf_counter())

    def _apply_rate(self, rate: float) -> None:
        reel = self._reel
        if reel is not None and not self._held and abs(reel.player.get_rate() - rate) > 0.001:
            reel.player.set_rate(rate)
            self._clock.set_rate(rate, time.perf_counter())

    def _apply_volume(self) -> None:
        if self._reel is not None:
            self._reel.player.audio_set_volume(round(100 * self._volume))

    def _end(self) -> None:
        reel, self._reel = self._reel, None
        if reel is not None:
            reel.close()
