"""One film in one libVLC player; its methods may wait for libVLC and are for a worker thread, its events come in libVLC's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.video.film import Film, image_of
from app.video.vlc.clock import measure_offset
from app.video.vlc.media import DEMUXERS, VlcMedia
from app.video.vlc.screen import Screen
from vig_tool.errors import UserError
from vig_tool.timing import SECOND

ARGUMENTS = [
    "--intf=dummy",
    "--ignore-config",
    "--no-plugins-cache",
    "--no-metadata-network-access",
    "--no-video-title-show",
    "--no-sub-autodetect-file",
    "--no-lua",
    "--no-spu",
    "--no-osd",
    "--avcodec-hw=none",
    "--swscale-mode=1",
    "--quiet",
]
"""Nothing of the user's set-up is read, nothing is written, the network is not asked."""

_MEASURE_S = 1.5
_TRIES = 3
_STEADY_US = 60_000
_USUAL_US = 33_000
_KNOWN = 16
_LOOKED_AT = 12
_SURE = 3
_SMALL = (64, 64)
_LIKE = 12.0
_CLEARLY = 0.6


@dataclass(frozen=True, slots=True)
class Vlc:
    """python-vlc's Instance, EventType, MediaStats and clock (microseconds); one file alone imports it. It has no types."""

    instance: Any
    kinds: Any
    stats: Any
    clock: Any


class VlcReel:
    """`player` is python-vlc's MediaPlayer."""

    def __init__(self, film: Film, screen: Screen, media: VlcMedia, *options: str, vlc: Vlc) -> None:
        self._references: list[Any] = [screen, media]  # libVLC itself keeps bare pointers only
        self._media, self._screen = media, screen
        self._heard_kinds: list[Any] = []
        self._kinds, self._stats = vlc.kinds, vlc.stats
        made = vlc.instance.media_new_callbacks(*media.callbacks, None)
        for option in (f":demux={DEMUXERS[film.container]}", *options):
            made.add_option(option)
        self.player = vlc.instance.media_player_new()
        self.player.set_media(made)
        self._made = made
        self.player.video_set_callbacks(*screen.drawing, None)
        self.player.video_set_format_callbacks(*screen.format)
        self._events = self.player.event_manager()

    def keep(self, thing: object) -> None:
        """As long as the player."""
        self._references.append(thing)

    def listen(self, kind: str, heard: Callable[[Any], None]) -> None:
        self._references.append(heard)
        self._heard_kinds.append(getattr(self._kinds, kind))
        self._events.event_attach(getattr(self._kinds, kind), heard)

    def lost_pictures(self) -> int:
        """Pictures that libVLC left out because they were late."""
        stats = self._stats()
        return int(stats.lost_pictures) if self._made.get_stats(stats) else 0

    def close(self) -> None:
        self.player.stop()
        for kind in self._heard_kinds:  # python-vlc keeps what is attached for ever, and with it all that it holds
            self._events.event_detach(kind)
        self.player.release()
        self._made.release()
        self._media.close()
        self._screen.close()
        self._references.clear()


@dataclass(frozen=True, slots=True)
class Measured:
    """offset   VLC's time of the film's first picture, microseconds; None where the times it tells for this film are not to be believed
                (some films without sound, some containers)
    first       the number of the picture it shows first: not 0, less even, where it knows nothing of an edit list
    """

    offset: int | None
    first: int = 0


def measure(film: Film, stopping: threading.Event, *, vlc: Vlc, opened: Callable[[VlcMedia], None]) -> Measured:
    """Takes half a second, or a second and a half where no time is told. `opened` is told what is read through, to close it if that
    hangs."""
    known = _Known(film)
    for _ in range(_TRIES):
        run = _Run(film, known, vlc=vlc)
        opened(run.media)
        lost = run.watch(stopping)
        if not lost or stopping.is_set():
            break
    return run.result()


class _Known:
    """The film's first pictures, small and grey, to tell which of them are displayed."""

    def __init__(self, film: Film) -> None:
        self.times = film.index.times
        self._small: list[NDArray[np.int16]] = []
        try:
            stepper = film.stepper()
        except (UserError, OSError):
            return
        try:
            for number in range(min(_KNOWN, len(film.index))):
                self._small.append(_grey(image_of(stepper.picture(number).rgb)))
        except (UserError, OSError):
            pass  # those before are known
        finally:
            stepper.close()

    def number_of(self, image: QImage) -> int | None:
        """None where it is none of them for certain: a still scene, or a picture further on."""
        if len(self._small) < 2:
            return None
        seen = _grey(image)
        apart = [float(np.mean(np.abs(seen - small))) for small in self._small]
        best, second = sorted(range(len(apart)), key=apart.__getitem__)[:2]
        return best if apart[best] < _LIKE and apart[best] < _CLEARLY * apart[second] else None


def _grey(image: QImage) -> NDArray[np.int16]:
    small = image.scaled(*_SMALL, mode=Qt.TransformationMode.SmoothTransformation).convertToFormat(QImage.Format.Format_Grayscale8)
    values: NDArray[np.int16] = np.frombuffer(small.constBits(), np.uint8).reshape(_SMALL[1], -1)[:, : _SMALL[0]].astype(np.int16)
    return values


class _Run:
    """Plays the film's beginning, unseen and unheard, until a time was told twice: slowly where its pictures follow each other faster
    than they can be displayed."""

    def __init__(self, film: Film, known: _Known, *, vlc: Vlc) -> None:
        self._known = known
        self._displayed: list[tuple[float, QImage]] = []
        self._seen = QImage()
        self._told: list[tuple[float, int]] = []
        self._done = threading.Event()
        step = float(np.median(np.diff(known.times))) if len(known.times) > 1 else _USUAL_US
        self._rate = min(1.0, max(0.25, step / _USUAL_US))
        media = self.media = VlcMedia(film.source, lambda _sentence: self._done.set())
        options = (":no-audio", *((f":rate={self._rate:.3f}",) if self._rate < 1 else ()))
        flipped = film.mirrored and film.turn % 180 == 90
        share = max(_SMALL[0] * 2 / film.width, _SMALL[1] * 2 / film.height)
        width, height = max(16, round(film.width * share)), max(16, round(film.height * share))
        self._reel = VlcReel(film, Screen(width, height, self._shown, flipped=flipped), media, *options, vlc=vlc)
        if film.interlaced:
            self._reel.player.video_set_deinterlace("discard")
        self._reel.listen("MediaPlayerTimeChanged", self._heard)
        self._reel.listen("MediaPlayerEndReached", lambda _event: self._done.set())

    def watch(self, stopping: threading.Event) -> int:
        """How many pictures came too late and were left out: the count of pictures is then worth nothing."""
        self._reel.player.play()
        until = time.monotonic() + _MEASURE_S
        while not self._done.wait(0.05) and not stopping.is_set() and time.monotonic() < until:
            pass
        lost = self._reel.lost_pictures()
        self._reel.close()
        return lost

    def result(self) -> Measured:
        numbers = [self._known.number_of(image) for _, image in self._displayed[:_LOOKED_AT]]
        first = next((number - place for place, number in enumerate(numbers) if number is not None), 0)
        if len(self._told) < 2:
            return Measured(None, first)
        (before_at, before_us), (at, us) = self._told[-2:]
        if abs((us - before_us) - (at - before_at) * self._rate * SECOND) > _STEADY_US:
            return Measured(None, first)
        times = self._known.times
        sure = [
            us - round((at - came) * self._rate * SECOND) - int(times[number])
            for (came, _), number in list(zip(self._displayed, numbers, strict=False))[1:]
            if number is not None and came <= at
        ]
        if len(sure) >= _SURE:
            return Measured(min(sure), first)  # a picture may come late but none comes early
        displayed = [came for came, _ in self._displayed if came <= at][:8]
        if not displayed:
            return Measured(None, first)
        return Measured(measure_offset(displayed, (at, us), times, rate=self._rate), first)

    def _shown(self, image: QImage, at: float, _chosen: float | None) -> None:
        if self._seen != image:  # a picture that stands for long is displayed again and again
            self._seen = image
            self._displayed.append((at, image))

    def _heard(self, event: Any) -> None:  # noqa: ANN401
        self._told.append((time.perf_counter(), 1000 * event.u.new_time))
        if len(self._told) >= 2 and len(self._displayed) > 3:
            self._done.set()
