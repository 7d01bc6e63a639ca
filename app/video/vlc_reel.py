"""One film in one libVLC player; its methods may wait for libVLC and are for a worker thread, its events come in libVLC's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QImage

from app.video.film import Film
from app.video.vlc_clock import measure_offset
from app.video.vlc_media import DEMUXERS, VlcMedia
from app.video.vlc_screen import Screen
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
        self._media = media
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
        self._events.event_attach(getattr(self._kinds, kind), heard)

    def lost_pictures(self) -> int:
        """Pictures that libVLC left out because they were late."""
        stats = self._stats()
        return int(stats.lost_pictures) if self._made.get_stats(stats) else 0

    def close(self) -> None:
        self.player.stop()
        self.player.release()
        self._made.release()
        self._media.close()


def measure(film: Film, stopping: threading.Event, *, vlc: Vlc) -> int | None:
    """VLC's time of the film's first picture, microseconds; None where the times it tells for this film are not to be believed (some
    films without sound, some containers). Takes half a second, or a second and a half where no time is told."""
    for _ in range(_TRIES):
        run = _Run(film, vlc=vlc)
        lost = run.watch(stopping)
        if not lost or stopping.is_set():
            break
    return run.offset


class _Run:
    """Plays the film's beginning, unseen and unheard, until a time was told twice."""

    def __init__(self, film: Film, *, vlc: Vlc) -> None:
        self._film = film
        self._displayed: list[float] = []
        self._seen = QImage()
        self._told: list[tuple[float, int]] = []
        self._done = threading.Event()
        media = VlcMedia(film.source, lambda _sentence: self._done.set())
        self._reel = VlcReel(film, Screen(128, 72, self._shown), media, ":no-audio", vlc=vlc)
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

    @property
    def offset(self) -> int | None:
        if len(self._told) < 2:
            return None
        (before_at, before_us), (at, us) = self._told[-2:]
        displayed = [came for came in self._displayed if came <= at][:8]
        if not displayed or abs((us - before_us) - (at - before_at) * SECOND) > _STEADY_US:
            return None
        return measure_offset(displayed, (at, us), self._film.index.times)

    def _shown(self, image: QImage, at: float, _chosen: float | None) -> None:
        if self._seen != image:  # a picture that stands for long is displayed again and again
            self._seen = image
            self._displayed.append(at)

    def _heard(self, event: Any) -> None:  # noqa: ANN401
        self._told.append((time.perf_counter(), 1000 * event.u.new_time))
        if len(self._told) >= 2 and len(self._displayed) > 3:
            self._done.set()
