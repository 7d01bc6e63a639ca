"""One film open in VLC: a worker thread makes all of libVLC's calls, and every picture displayed is given its number."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtGui import QImage

from app.video.film import Film, image_of
from app.video.hearing import Hearing
from app.video.vlc.clock import VlcClock
from app.video.vlc.media import DEMUXERS, VlcMedia
from app.video.vlc.order import VlcOrder
from app.video.vlc.reel import Measured, Vlc, VlcReel, measure
from app.video.vlc.screen import Screen
from app.video.vlc.tap import VlcTap
from app.video.worker import Worker
from vig_tool.errors import UserError
from vig_tool.work.listening import Listening

PATIENCE_S = 8.0
_PART_S = 2.0
_UNSTEADY = frozenset({"mpegts", "mpeg", "ogg"})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A picture displayed. `settled`: VLC has told a time since it was last sent anywhere, so that `number` is not a guess."""

    image: QImage
    number: int
    settled: bool


class Library(Protocol):
    @property
    def measured(self) -> dict[UUID, Measured]: ...
    @property
    def starting(self) -> bool: ...
    def start(self) -> Vlc | None: ...


class VlcSession:
    """All methods return at once. What comes back comes in other threads:

    arrived(picture)         displayed
    heard(what, sentence)    "end", or "trouble" with a sentence or ""
    """

    def __init__(
        self,
        film: Film,
        library: Library,
        *,
        most: tuple[int, int],
        listening: Listening,
        arrived: Callable[[Arrived], None],
        heard: Callable[[str, str], None],
    ) -> None:
        self._film, self._library, self._most = film, library, most
        self._arrived, self._heard = arrived, heard
        self._vlc: Vlc | None = None
        self._reel: VlcReel | None = None
        self._media: VlcMedia | None = None
        self._clock = VlcClock(trusting=False)
        self._order = VlcOrder(film.index)
        self._restart = threading.Event()
        self._offset = 0
        self._held = True
        self._volume, self._muted = 1.0, False
        self._listening = listening
        self._hearing: Hearing | None = None
        self._tap: VlcTap | None = None
        self._stopping = threading.Event()
        self._signs = self._asked = self._done = 0
        self._worker = Worker("vlc")
        atexit.register(self._part)
        self._post(self._begin)

    @property
    def signs(self) -> int:
        media = self._media
        return self._signs + (0 if media is None else media.reads)

    @property
    def busy(self) -> bool:
        return self._done < self._asked

    def resume(self) -> None:
        self._post(self._resume)

    def hold(self) -> None:
        self._post(self._hold)

    def send(self, aim: int | None, *, runs: bool, muted: bool, again: bool) -> None:
        """To film time `aim` in microseconds (None: the very beginning). `again`: by opening the film anew."""
        self._post(lambda: self._send(aim, runs=runs, muted=muted, again=again or aim is None))

    def set_rate(self, rate: float) -> None:
        """Only while it runs."""
        self._post(lambda: self._set_rate(rate))

    def set_volume(self, volume: float, *, muted: bool = False) -> None:
        self._post(lambda: self._set_volume(volume, muted=muted))

    def set_listening(self, listening: Listening) -> None:
        """What turns plain sound into one that is worked on, or back, counts from the next opening: `send` with `again`."""
        self._post(lambda: self._set_listening(listening))

    def end(self) -> None:
        """After what was asked before, the film is left and the thread over."""
        self._stopping.set()
        self._worker.post(self._end)
        self._worker.finish()

    def join(self, patience_s: float) -> bool:
        """After `end`: False where it hangs."""
        if not self._worker.join(patience_s):
            return False
        atexit.unregister(self._part)
        return True

    def abandon(self) -> threading.Thread:
        """After `end`: it hangs; the source's readers are closed, the thread is left, and ends by itself if it is ever let go."""
        if self._media is not None:
            self._media.close()
        return self._worker.thread

    def _part(self) -> None:
        """The program ends: libVLC's threads must not call into a Python that is no more."""
        if not self._stopping.is_set():
            self.end()
        self._worker.join(_PART_S)

    def _post(self, job: Callable[[], None]) -> None:
        def counted() -> None:
            if not self._stopping.is_set():
                job()
                self._signs += 1
            self._done += 1

        self._asked += 1
        self._worker.post(counted)

    # On the worker thread

    def _begin(self) -> None:
        film, known = self._film, self._library.measured
        vlc = self._vlc = self._library.start()
        if vlc is None or film.container not in DEMUXERS:
            self._heard("trouble", "")
            return
        if film.recording_id not in known:
            found = measure(film, self._stopping, vlc=vlc, opened=self._read_through)
            if self._stopping.is_set():
                return
            known[film.recording_id] = found
        measured = known[film.recording_id]
        if measured.offset is None and film.container in _UNSTEADY:  # wherever it were sent, nobody could say which picture that is
            self._heard("trouble", "")
            return
        self._offset = measured.offset or 0
        self._clock = VlcClock(trusting=measured.offset is not None)
        reel = self._open_reel()
        if reel is None or self._stopping.is_set():
            return
        self._stand(reel, 0)
        self._apply_volume()

    def _read_through(self, media: VlcMedia) -> None:
        self._media = media

    def _open_reel(self) -> VlcReel | None:
        """Unheard up to the first picture, then paused: libVLC shows nothing when it starts paused. None where no picture comes."""
        film, vlc = self._film, self._vlc
        if vlc is None:
            return None
        clock = self._clock = VlcClock(trusting=self._clock.trusting)
        first = threading.Event()

        def displayed(image: QImage, at: float, chosen: float | None) -> None:
            self._signs += 1
            if not first.is_set():
                first.set()
                self._arrived(Arrived(self._first(image), 0, settled=False))
            else:
                self._number(image, clock, at=at, chosen=chosen)

        def told(event: object) -> None:
            self._signs += 1
            clock.tell(1000 * event.u.new_time, time.perf_counter())  # type: ignore[attr-defined]

        media = self._media = VlcMedia(film.source, lambda sentence: self._heard("trouble", sentence))
        screen = Screen(film.width, film.height, displayed, most=self._most, flipped=film.mirrored and film.turn % 180 == 90)
        reel = VlcReel(film, screen, media, vlc=vlc)
        if film.interlaced:
            reel.player.video_set_deinterlace("discard")  # the others keep pictures back or make two of one
        reel.listen("MediaPlayerTimeChanged", told)
        reel.listen("MediaPlayerBuffering", lambda event: clock.buffered(time.perf_counter()) if event.u.new_cache >= 100 else None)
        reel.listen("MediaPlayerEndReached", lambda _event: self._heard("end", ""))
        reel.listen("MediaPlayerEncounteredError", lambda _event: self._heard("trouble", ""))
        self._reel = reel
        self._tap_sound(reel, vlc)
        reel.player.audio_set_volume(0)
        reel.player.play()
        until = time.monotonic() + PATIENCE_S
        while not first.wait(0.02):
            if self._stopping.is_set() or time.monotonic() > until:
                return None
        reel.player.set_pause(1)
        clock.freeze(time.perf_counter())
        self._held = True
        return reel

    def _first(self, image: QImage) -> QImage:
        """The film's first picture, where libVLC begins with another."""
        film = self._film
        if self._library.measured[film.recording_id].first == 0:
            return image
        try:
            stepper = film.stepper()
            try:
                return image_of(stepper.picture(0).rgb).scaled(image.size())
            finally:
                stepper.close()
        except UserError:
            return image

    def _number(self, image: QImage, clock: VlcClock, *, at: float, chosen: float | None) -> None:
        """In libVLC's thread."""
        us = clock.displayed(at)
        if us is None:
            self._restart.set()
            return
        if self._restart.is_set():
            self._restart.clear()
            self._order.restart()
        chosen_us = None if chosen is None else clock.displayed(chosen)
        since_us = None if chosen_us is None else chosen_us - self._offset
        number = self._order.displayed(us - self._offset, chosen_us=since_us, rate=clock.rate)
        if number is not None:
            self._arrived(Arrived(image, number, settled=clock.told))

    def _place(self, reel: VlcReel, us: int) -> None:
        """Whole milliseconds only: rounded up, because a time just before a picture shows the one before."""
        place = -(-(us + self._offset) // 1000)
        if abs(reel.player.get_rate() - 1) > 0.001:
            reel.player.set_rate(1.0)
            if self._tap is not None:
                self._tap.set_rate(1.0)
            self._clock.set_rate(1.0, time.perf_counter())
        self._restart.set()
        self._clock.seek(1000 * place, time.perf_counter())
        reel.player.set_time(place)

    def _stand(self, reel: VlcReel, us: int) -> None:
        """Just opened. Sent to their beginning, some films end at once."""
        if us == 0 and self._film.container in _UNSTEADY:
            self._restart.set()
            self._clock.begin(self._offset, time.perf_counter())
        else:
            self._place(reel, us)

    def _send(self, aim: int | None, *, runs: bool, muted: bool, again: bool) -> None:
        reel = self._reel
        if reel is None:
            return
        if again:  # a player that has ended, or must read from the very beginning, is made anew
            reel.close()
            fresh = self._open_reel()
            if fresh is None:
                return
            reel = fresh
        self._muted = muted
        self._apply_volume()
        if again:
            self._stand(reel, aim or 0)
        else:
            self._place(reel, aim or 0)
        if runs:
            self._resume()

    def _resume(self) -> None:
        if self._reel is not None:
            self._held = False
            self._restart.set()
            self._clock.thaw(time.perf_counter())
            self._reel.player.set_pause(0)

    def _hold(self) -> None:
        if self._reel is not None:
            self._held = True
            self._reel.player.set_pause(1)
            self._clock.freeze(time.perf_counter())
            self._restart.set()

    def _set_rate(self, rate: float) -> None:
        reel = self._reel
        if reel is not None and not self._held and abs(reel.player.get_rate() - rate) > 0.001:
            reel.player.set_rate(rate)
            if self._tap is not None:
                self._tap.set_rate(rate)
            self._clock.set_rate(rate, time.perf_counter())
            self._restart.set()

    def _set_volume(self, volume: float, *, muted: bool) -> None:
        self._volume, self._muted = volume, muted
        self._apply_volume()

    def _set_listening(self, listening: Listening) -> None:
        self._listening = listening
        if self._hearing is not None:
            self._hearing.change(listening, speed=1.0)

    def _tap_sound(self, reel: VlcReel, vlc: Vlc) -> None:
        """Where something is to be done to it; else it goes libVLC's own way."""
        worked_on = self._film.has_sound and not self._listening.plain
        if worked_on and self._hearing is None:
            self._hearing = Hearing(self._listening)
        elif not worked_on:
            self._end_hearing()
        if self._hearing is not None and self._hearing.usable:
            self._hearing.set_volume(0.0)
            self._tap = VlcTap(reel.player, self._hearing, clock=vlc.clock)
            reel.keep(self._tap)

    def _end_hearing(self) -> None:
        hearing, self._hearing, self._tap = self._hearing, None, None
        if hearing is not None:
            hearing.close()

    def _apply_volume(self) -> None:
        if self._hearing is not None:
            self._hearing.set_volume(0.0 if self._muted else self._volume)
        if self._reel is not None:
            self._reel.player.audio_set_volume(0 if self._muted else round(100 * self._volume))

    def _end(self) -> None:
        reel, self._reel = self._reel, None
        if reel is not None:
            reel.close()
        self._end_hearing()
