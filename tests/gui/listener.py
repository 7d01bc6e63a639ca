"""A sound device that only notes what is heard when: what it is given is heard in real time, some hundredths of a second later."""

from __future__ import annotations

import threading
import time

import numpy as np
from numpy.typing import NDArray

from app.video.speaker import RATE

BUFFER_S = 0.05


class NotingOutlet:
    """As a device with a buffer of a twentieth of a second. `heard`: when each written piece begins to be heard, and the piece."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self.heard: list[tuple[float, NDArray[np.float32]]] = []
        self.clears = 0
        self.closed = False

    def waits_s(self) -> float:
        return max(0.0, self._until - time.perf_counter())

    def room(self) -> int:
        return max(0, round((BUFFER_S - self.waits_s()) * RATE))

    def write(self, sound: NDArray[np.float32]) -> None:
        with self._lock:
            begins = max(self._until, time.perf_counter())
            self.heard.append((begins, sound.copy()))
            self._until = begins + len(sound) / RATE

    def clear(self) -> None:
        self.clears += 1
        self._until = 0.0

    def close(self) -> None:
        self.closed = True

    def samples(self) -> NDArray[np.float32]:
        with self._lock:
            return np.concatenate([sound for _, sound in self.heard]) if self.heard else np.zeros((0, 2), np.float32)

    def loud_at(self, level: float) -> list[float]:
        """When (time.perf_counter) it gets as loud as this; not again within a quarter of a second."""
        times: list[float] = []
        with self._lock:
            for begins, sound in self.heard:
                for place in np.flatnonzero(np.abs(sound).max(axis=1) >= level):
                    at = begins + int(place) / RATE
                    if not times or at - times[-1] > 0.2:
                        times.append(at)
        return times


def pitch(sound: NDArray[np.float32]) -> float:
    """The strongest frequency, in Hz."""
    mono = sound.mean(axis=1)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono))))
    return float(np.argmax(spectrum) * RATE / len(mono))
