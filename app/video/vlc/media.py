"""A film's source behind the four callbacks through which libVLC reads a stream of our own; it never sees a path."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from app.video.qt.device import UNREADABLE
from vig_tool.errors import UserError
from vig_tool.work.playing import Source

_Open = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_uint64))
_Read = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)
_Seek = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint64)
_Close = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

DEMUXERS = {"mov": "mp4", "matroska": "mkv", "avi": "avi", "mpegts": "ts", "mpeg": "ps", "asf": "asf", "ogg": "ogg"}
"""VLC's reader for each family of container. VLC is only ever allowed the one of the film: others of its many can be made to crash."""


class VlcMedia:
    """Lives as long as libVLC may call it. `on_damage(sentence)` is called in libVLC's thread when the source cannot be read: libVLC
    itself reports a normal end then."""

    def __init__(self, source: Source, on_damage: Callable[[str], None]) -> None:
        self._source = source
        self._on_damage = on_damage
        self._lock = threading.Lock()
        self._readers: dict[int, BinaryIO] = {}
        self._numbers = itertools.count(1)
        self._over = False
        self.reads = 0
        # The references keep ctypes' callbacks alive; libVLC keeps only bare pointers.
        self.callbacks: tuple[Any, Any, Any, Any] = (_Open(self._open), _Read(self._read), _Seek(self._seek), _Close(self._close))

    @property
    def open_readers(self) -> int:
        with self._lock:
            return len(self._readers)

    def close(self) -> None:
        """Whatever libVLC left open or still reads; it can open nothing more. Does not wait for a read that hangs."""
        with self._lock:
            self._over = True
            left, self._readers = list(self._readers.values()), {}
        for reader in left:
            with contextlib.suppress(OSError):
                reader.close()

    def _open(self, _opaque: int, handle: Any, size: Any) -> int:  # noqa: ANN401 - ctypes pointers have no nameable type
        try:
            reader = self._source.open()
            size[0] = self._source.size
        except (UserError, OSError) as trouble:
            self._tell(trouble)
            return -1
        with self._lock:
            number = next(self._numbers)
            if not self._over:
                self._readers[number] = reader
        if self._over:
            reader.close()
            return -1
        handle[0] = number
        return 0

    def _read(self, handle: int, buffer: Any, most: int) -> int:  # noqa: ANN401
        reader = self._reader(handle)
        if reader is None:
            return -1
        try:
            data = reader.read(most)
        except (UserError, OSError, ValueError) as trouble:
            self._tell(trouble)
            return -1
        self.reads += 1
        ctypes.memmove(buffer, data, len(data))
        return len(data)

    def _seek(self, handle: int, place: int) -> int:
        reader = self._reader(handle)
        if reader is None:
            return -1
        try:
            reader.seek(place)
        except (UserError, OSError, ValueError) as trouble:
            self._tell(trouble)
            return -1
        return 0

    def _close(self, handle: int) -> None:
        with self._lock:
            reader = self._readers.pop(handle, None)
        if reader is not None:
            reader.close()

    def _reader(self, handle: int) -> BinaryIO | None:
        with self._lock:
            return self._readers.get(handle)

    def _tell(self, trouble: Exception) -> None:
        if not self._over:  # closed meanwhile: nothing to tell
            self._on_damage(str(trouble) if isinstance(trouble, UserError) else UNREADABLE)
