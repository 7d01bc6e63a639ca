"""The way to the ear for sound that was worked on: blocks that say when they are to be heard, written to a sound device in time."""

from __future__ import annotations

import time
from collections import deque
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

RATE: Final = 48_000
CHANNELS: Final = 2
_LATE_S: Final = 0.015
_BUFFER_S: Final = 0.05

Sound = NDArray[np.float32]


class Outlet(Protocol):
    """A sound device. Belongs to the thread that opened it."""

    def waits_s(self) -> float:
        """Seconds of sound that were written and not yet heard."""

    def room(self) -> int:
        """How many samples can be written now."""

    def write(self, sound: Sound) -> None: ...
    def clear(self) -> None:
        """What is not heard yet never will be."""

    def close(self) -> None: ...


class SinkOutlet:
    """Qt's own way to the default device."""

    def __init__(self, sink: QAudioSink) -> None:
        self._sink = sink
        self._sink.setBufferFrameCount(round(_BUFFER_S * RATE))
        self._way = sink.start()

    def waits_s(self) -> float:
        return max(0, self._sink.bufferFrameCount() - self.room()) / RATE

    def room(self) -> int:
        return max(0, self._sink.framesFree())

    def write(self, sound: Sound) -> None:
        self._way.write(np.ascontiguousarray(sound, np.float32).tobytes())

    def clear(self) -> None:
        self._sink.reset()
        self._way = self._sink.start()

    def close(self) -> None:
        self._sink.stop()


def sound_format() -> QAudioFormat:
    wanted = QAudioFormat()
    wanted.setSampleRate(RATE)
    wanted.setChannelCount(CHANNELS)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Float)
    return wanted


def open_outlet() -> Outlet | None:
    """None where there is no sound device, or one that does not take plain stereo."""
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull() or not device.isFormatSupported(sound_format()):
        return None
    return SinkOutlet(QAudioSink(device, sound_format()))


class Speaker:
    """Keeps what is written in time with the clock (time.perf_counter): silence where sound comes early, left out where it comes late."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._waiting: deque[Sound] = deque()
        self._fresh = True

    def add(self, sound: Sound, due: float) -> None:
        """`due`: when its first sample is to be heard. What follows without a gap is joined without one."""
        queued_s = sum(len(part) for part in self._waiting) / RATE + self._outlet.waits_s()
        late_s = time.perf_counter() + queued_s - due
        if self._fresh or abs(late_s) > _LATE_S:
            shift = round(late_s * RATE)
            if shift < 0:
                self._waiting.append(np.zeros((-shift, CHANNELS), np.float32))
            else:
                sound = sound[shift:]
        if len(sound):
            self._fresh = False
            self._waiting.append(sound)
        self.pump()

    def pump(self) -> None:
        room = self._outlet.room()
        while room > 0 and self._waiting:
            part = self._waiting.popleft()
            self._outlet.write(part[:room])
            if len(part) > room:
                self._waiting.appendleft(part[room:])
            room -= len(part)

    def clear(self) -> None:
        self._waiting.clear()
        self._fresh = True
        self._outlet.clear()
