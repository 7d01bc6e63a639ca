"""The sound of a QMediaPlayer: straight to the device, or through our hands where something is to be done to it.

Outputs are only changed while the player has no film: changing one under a running film waits for Qt's sound thread, which may be waiting
for Python's lock.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

from app.video.hearing import Hearing, QtTap
from vig_tool.work.listening import Listening


class QtSound:
    """Belongs to the player's thread."""

    def __init__(self, player: QMediaPlayer) -> None:
        self._player = player
        self._plain: QAudioOutput | None = None
        self._hearing: Hearing | None = None
        self._tap: QtTap | None = None
        self._listening = Listening()
        self._rate, self._volume, self._muted = 1.0, 1.0, False

    @property
    def hold_s(self) -> float:
        """How much later than the pictures of the same time it is heard."""
        return 0.0 if self._hearing is None else self._hearing.hold_s

    def give(self, *, has_sound: bool) -> None:
        """Before a film is loaded."""
        worked_on = has_sound and not self._listening.plain
        if worked_on and self._hearing is None:
            hearing = Hearing(self._listening, speed=self._rate)
            if hearing.usable:
                self._player.setAudioOutput(None)  # type: ignore[arg-type]
                self._hearing, self._tap = hearing, QtTap(self._player, hearing)
                self._tell_volume()
                return
            hearing.close()
        elif not worked_on and self._hearing is not None:
            self._end_hearing()
        if self._hearing is None and has_sound and not QMediaDevices.defaultAudioOutput().isNull():
            self._plain = self._plain or QAudioOutput()
            self._tell_volume()
            self._player.setAudioOutput(self._plain)

    def set_listening(self, listening: Listening) -> None:
        """What turns plain sound into one that is worked on, or back, counts from the next `give`."""
        self._listening = listening
        self._change()

    def set_rate(self, rate: float) -> None:
        self._rate = rate
        self._change()

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        self._tell_volume()

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - as in Qt
        self._muted = muted
        self._tell_volume()

    def clear(self) -> None:
        """The film stopped or goes elsewhere."""
        if self._hearing is not None:
            self._hearing.clear()

    def follow(self) -> None:
        """The output was pulled out or another one plugged in: the sound goes on where the system now sends it, or nowhere."""
        output = QMediaDevices.defaultAudioOutput()
        if self._plain is not None and not output.isNull():
            self._plain.setDevice(output)

    def end(self) -> None:
        """After the player has left its film."""
        if self._hearing is not None:
            self._end_hearing()

    @property
    def left(self) -> QObject | None:
        """What is still to be deleted, after the player."""
        return self._plain

    def _change(self) -> None:
        if self._hearing is not None and not self._listening.plain:
            self._hearing.change(self._listening, speed=self._rate)

    def _tell_volume(self) -> None:
        if self._hearing is not None:
            self._hearing.set_volume(0.0 if self._muted else self._volume)
        if self._plain is not None:
            self._plain.setVolume(self._volume)
            self._plain.setMuted(self._muted)

    def _end_hearing(self) -> None:
        hearing, tap, self._hearing, self._tap = self._hearing, self._tap, None, None
        if tap is not None:
            shiboken6.delete(tap.release())
        if hearing is not None:
            hearing.close()
