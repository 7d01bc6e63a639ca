"""Takes the sound of a libVLC player before it reaches a device: stretched by libVLC already, each block with when it is to be heard."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from app.video.hearing import Hearing
from app.video.speaker import CHANNELS, RATE

_Play = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int64)
_Moment = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)
_Drain = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_Volume = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_float, ctypes.c_bool)

_SLOW_S, _FAST_S = 0.045, 0.028
"""How much later than it says sound is that libVLC has stretched or squeezed (measured with clicks)."""


class VlcTap:
    """`player` is python-vlc's MediaPlayer, not yet playing; `clock` libVLC's own, in microseconds. Lives as long as the player."""

    def __init__(self, player: Any, hearing: Hearing, *, clock: Callable[[], int]) -> None:  # noqa: ANN401 - python-vlc has no types
        self._hearing, self._clock = hearing, clock
        self._late_s = 0.0
        # The references keep ctypes' callbacks alive; libVLC keeps only bare pointers.
        self._callbacks = (_Play(self._play), _Moment(self._stop), _Moment(self._go_on), _Moment(self._stop), _Drain(self._drained))
        self._volume = _Volume(self._turned)
        player.audio_set_callbacks(*self._callbacks, None)
        player.audio_set_volume_callback(self._volume)  # else libVLC turns it down before quiet and loud can be told apart
        player.audio_set_format("S16N", RATE, CHANNELS)  # VLC 3 hands out nothing else, whatever it is asked for

    def set_rate(self, rate: float) -> None:
        self._late_s = 0.0 if rate == 1 else _SLOW_S if rate < 1 else _FAST_S

    def _play(self, _opaque: int, samples: int, count: int, pts: int) -> None:
        due = time.perf_counter() + (pts - self._clock()) / 1_000_000 - self._late_s
        whole = np.frombuffer(ctypes.string_at(samples, 2 * count * CHANNELS), np.int16).reshape(-1, CHANNELS)
        self._hearing.take(whole.astype(np.float32) / np.float32(32768), us=pts, due=due)

    def _stop(self, _opaque: int, _pts: int) -> None:
        self._hearing.clear()

    def _go_on(self, _opaque: int, _pts: int) -> None:
        pass

    def _drained(self, _opaque: int) -> None:
        pass

    def _turned(self, _opaque: int, _volume: float, _muted: bool) -> None:  # noqa: FBT001 - libVLC's shape
        """Whoever owns the player tells `hearing` itself."""
