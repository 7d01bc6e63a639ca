"""Bytes that are made while they are read: a writer in a thread of its own, a reader for whoever seals them. Nothing lies on a disk."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from vig_tool.media.source import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 20
_AHEAD = 8
_LOOK_S = 0.05


class _Stopped(Exception):
    """Nobody reads any more."""


class Writer:
    """What is written is read at the other end, in order. It can neither seek nor tell more than how much was written."""

    def __init__(self) -> None:
        self._pieces: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._held = bytearray()
        self._stopped = threading.Event()

    def write(self, data: bytes) -> int:
        """Waits where the reader is behind."""
        self._held += data
        if len(self._held) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def finish(self) -> None:
        self.flush()
        self._put(None)

    def stop(self) -> None:
        self._stopped.set()

    def take(self, alive: Callable[[], bool]) -> bytes | None:
        """The next piece; None at the end, or where the writer is gone."""
        while True:
            try:
                return self._pieces.get(timeout=_LOOK_S)
            except queue.Empty:
                if not alive() and self._pieces.empty():
                    return None

    def _put(self, piece: bytes | None) -> None:
        while True:
            if self._stopped.is_set():
                raise _Stopped
            try:
                self._pieces.put(piece, timeout=_LOOK_S)
            except queue.Full:
                continue
            return


class Streamed(io.RawIOBase):
    """Reads what `write` writes. What it raises is raised here, after all that came before; closing stops it."""

    def __init__(self, write: Callable[[Writer], None]) -> None:
        super().__init__()
        self._writer = Writer()
        self._write = write
        self._trouble: BaseException | None = None
        self._left = memoryview(b"")
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="joining")
        self._thread.start()

    def _run(self) -> None:
        try:
            self._write(self._writer)
            self._writer.finish()
        except _Stopped:
            pass
        except BaseException as trouble:  # noqa: BLE001 - told to who reads
            self._trouble = trouble

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._left and not self._ended:
            piece = self._writer.take(self._thread.is_alive)
            if piece is None:
                self._ended = True
                self._thread.join()
                if self._trouble is not None:
                    raise self._trouble
            else:
                self._left = memoryview(piece)
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._writer.stop()
            self._thread.join()
        super().close()


class Chained(io.RawIOBase):
    """The bytes of one source after the other."""

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__()
        self._waiting = list(sources)
        self._now: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while True:
            if self._now is None:
                if not self._waiting:
                    return 0
                self._now = self._waiting.pop(0).open()
            piece = self._now.read(len(view))
            if piece:
                view[: len(piece)] = piece
                return len(piece)
            self._now.close()
            self._now = None

    def close(self) -> None:
        if self._now is not None:
            self._now.close()
            self._now = None
        self._waiting.clear()
        super().close()
