"""One film in one libVLC player; its methods may wait for libVLC and are for a worker thread, its events come in libVLC's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QImage

from app.video.film import Film
from app.video.vlc_clock import measure_offset
from app.video.vlc_media import DEMUXERS, VlcMedia
from app.video.vlc_screen import Screen

_MEASURE_S = 2.0


class VlcReel:
    """`instance` and `kinds` are python-vlc's Instance and EventType. `player` is python-vlc's MediaPlayer."""

    def __init__(self, film: Film, screen: Screen, media: VlcMedia, *options: str, instance: Any, kinds: Any) -> None:  # noqa: ANN401
        self._references: list[Any] = [screen, media]  # libVLC itself keeps bare pointers only
        self._media = media
        self._kinds = kinds
        made = instance.media_new_callbacks(*media.callbacks, None)
        for option in (f":demux={DEMUXERS[film.container]}", *options):
            made.add_option(option)
        self.player = instance.media_player_new()
        self.player.set_media(made)
        made.release()
        self.player.video_set_callbacks(*screen.drawing, None)
        self.player.video_set_format_callbacks(*screen.format)
        self._events = self.player.event_manager()

    def listen(self, kind: str, heard: Callable[[Any], None]) -> None:
        self._references.append(heard)
        self._events.event_attach(getattr(self._kinds, kind), heard)

    def close(self) -> None:
        self.player.stop()
        self.player.release()
        self._media.close()


def measure(film: Film, stopping: threading.Event, *, instance: Any, kinds: Any) -> int:  # noqa: ANN401
    """VLC's time of the film's first picture, microseconds: plays the beginning, unseen and unheard, until a time was told twice."""
    displayed: list[float] = []
    seen: list[QImage] = []
    told: list[tuple[float, int]] = []
    done = threading.Event()

    def shown(image: QImage, at: float) -> None:
        if not seen or seen[-1] != image:  # a picture that stands for long is displayed again and again
            seen[:] = [image]
            displayed.append(at)

    def heard(event: Any) -> None:  # noqa: ANN401
        told.append((time.perf_counter(), 1000 * event.u.new_time))
        if len(told) >= 2 and len(displayed) > 3:
            done.set()

    media = VlcMedia(film.source, lambda _sentence: done.set())
    reel = VlcReel(film, Screen(128, 72, shown), media, ":no-audio", instance=instance, kinds=kinds)
    reel.listen("MediaPlayerTimeChanged", heard)
    reel.listen("MediaPlayerEndReached", lambda _event: done.set())
    reel.player.play()
    until = time.monotonic() + _MEASURE_S
    while not done.wait(0.05) and not stopping.is_set() and time.monotonic() < until:
        pass
    reel.close()
    if not displayed or not told:
        return 0
    return measure_offset([came for came in displayed if came <= told[-1][0]][:8], told[-1], film.index.times)
