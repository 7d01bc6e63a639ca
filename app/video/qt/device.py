"""A film's source as the random-access device that Qt Multimedia reads from, in whichever thread it likes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QIODevice

from vig_tool.errors import UserError
from vig_tool.work.playing import Source

UNREADABLE = "This film cannot be read any more. What was tagged is safe."


class SourceDevice(QIODevice):
    """Reads a source. Raises UserError or OSError when the source cannot be opened.

    on_damage(sentence)   reading failed or met sealed data that is not what was written; the device then answers "end of film", because
                          Qt takes no other answer, so whoever owns the device must not take that end for the film's. Called in the
                          thread that reads. No signal: connecting one in a worker thread can meet the window's thread disconnecting,
                          and then each holds the lock the other waits for.
    """

    def __init__(self, source: Source, on_damage: Callable[[str], object]) -> None:
        super().__init__()
        self._on_damage = on_damage
        self._lock = threading.Lock()
        self._size = source.size
        self._reader = source.open()
        self._place = 0
        self._broken = False
        self.reads = 0
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def release(self) -> None:
        """Close the source's reader; reads still under way elsewhere end as at the end of the film. Does not wait for one that hangs:
        the reader is closed under it."""
        self._broken = True
        with contextlib.suppress(OSError):
            self._reader.close()

    def isSequential(self) -> bool:
        return False

    def size(self) -> int:
        return self._size

    def seek(self, place: int) -> bool:
        if not 0 <= place <= self._size:
            return False
        super().seek(place)
        self._place = place
        return True

    def atEnd(self) -> bool:
        # ffmpeg searches on for ever where reading stops short of what is not called the end.
        return self._broken or self._place >= self._size

    @property
    def broken(self) -> bool:
        """Whether reading failed: what it answers since then is nothing."""
        return self._broken

    def bytesAvailable(self) -> int:
        return max(0, self._size - self._place)

    def readData(self, most: int) -> bytes:
        with self._lock:
            if self._broken:
                return b""
            try:
                self._reader.seek(self._place)
                data = self._reader.read(most) or b""
            except UserError as trouble:
                sentence = str(trouble)
            except (OSError, ValueError):  # ValueError: closed meanwhile
                sentence = UNREADABLE
            else:
                self._place += len(data)
                self.reads += 1
                return b"" if self._broken else data
            told, self._broken = self._broken, True
        if not told:
            self._on_damage(sentence)
        return b""

    def writeData(self, _data: object, _size: int) -> int:
        return -1
