"""Sound of a running film on its way through our hands: taken from an engine, worked on in a thread of its own, given to the speaker.

Only used where something is to be done to it; a film that is heard as it is goes the engine's own way.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtMultimedia import QAudioBuffer, QAudioBufferOutput, QMediaPlayer

from app.video import speaker
from app.video.speaker import CHANNELS, RATE, Sound, Speaker
from vig_tool.work.listening import Ear, Listening

_BEAT_S = 0.01
_WAY_S = 0.08
"""How long sound takes from an engine's hand to the ear at most, beside what working on it takes."""


class Hearing:
    """Blocks may be handed in from any thread. `usable` is False where there is no sound device: then nothing is heard."""

    def __init__(self, listening: Listening, *, speed: float = 1.0) -> None:
        self._ear = Ear(listening, rate=RATE, speed=speed)
        self._speed = speed
        self._volume = 1.0
        self._jobs: queue.SimpleQueue[Callable[[Speaker], None] | None] = queue.SimpleQueue()
        self._opened = threading.Event()
        self.usable = False
        self._thread = threading.Thread(target=self._serve, name="hearing", daemon=True)
        self._thread.start()
        self._opened.wait()

    @property
    def hold_s(self) -> float:
        """How much later than it was handed in sound is heard; pictures must be shown as much later."""
        return _WAY_S + self._ear.lag_us / 1_000_000

    def take(self, sound: Sound, *, us: int, due: float) -> None:
        """A block that begins `us` into the film and is to be heard at `due` (time.perf_counter)."""
        self._jobs.put(lambda out: self._work(out, _Block(sound, us, due)))

    def set_volume(self, volume: float) -> None:
        self._volume = volume

    def change(self, listening: Listening, *, speed: float) -> None:
        """Heard from the next block on."""
        self._speed = speed
        ear = self._ear = Ear(listening, rate=RATE, speed=speed)
        self._jobs.put(lambda _out: ear.forget())

    def clear(self) -> None:
        """The film stopped or went elsewhere: what was handed in is not heard any more."""
        self._jobs.put(self._forget)

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def _forget(self, out: Speaker) -> None:
        self._ear.forget()
        out.clear()

    def _work(self, out: Speaker, block: _Block) -> None:
        for sound, us in self._ear.take(block.sound, block.us):
            due = block.due + (us - block.us) / 1_000_000 / self._speed
            out.add(sound * np.float32(self._volume), due)

    def _serve(self) -> None:
        outlet = speaker.open_outlet()
        self.usable = outlet is not None
        self._opened.set()
        if outlet is None:
            while self._jobs.get() is not None:
                pass
            return
        out = Speaker(outlet)
        try:
            while True:
                try:
                    job = self._jobs.get(timeout=_BEAT_S)
                except queue.Empty:
                    out.pump()
                    continue
                if job is None:
                    return
                job(out)
        finally:
            outlet.close()


@dataclass(frozen=True, slots=True)
class _Block:
    sound: Sound
    us: int
    due: float


class QtTap:
    """Takes the sound out of a QMediaPlayer as it is due: Qt hands it out just when the pictures of the same time are delivered."""

    def __init__(self, player: QMediaPlayer, hearing: Hearing) -> None:
        self._player, self._hearing = player, hearing
        self._output = QAudioBufferOutput(speaker.sound_format())
        self._output.audioBufferReceived.connect(self._take, Qt.ConnectionType.DirectConnection)
        player.setAudioBufferOutput(self._output)

    def _take(self, buffer: QAudioBuffer) -> None:
        """In Qt's sound thread."""
        data = buffer.constData() if buffer.isValid() else None
        if data is not None:
            sound = np.frombuffer(data, np.float32).reshape(-1, CHANNELS).copy()
            self._hearing.take(sound, us=buffer.startTime(), due=time.perf_counter() + self._hearing.hold_s)

    def release(self) -> QAudioBufferOutput:
        """The player goes its own way again; the output is for whoever calls to delete."""
        self._player.setAudioBufferOutput(None)  # type: ignore[arg-type]
        self._output.audioBufferReceived.disconnect(self._take)
        return self._output
