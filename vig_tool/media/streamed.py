"""Bytes that are made while they are read: a writer in a thread of its own, a reader for whoever seals them. Nothing lies on a disk."""

from __future__ import annotations

import io
import os
import queue
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from vig_tool.errors import FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.source import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 20
_AHEAD = 8
_LOOK_S = 0.05


class _Stopped(Exception):
    """Nobody reads any more."""


class Measure:
    """A first run of what will be streamed: nothing is kept but how long it becomes, and what is written over earlier bytes (a length that
    is known at the end only), so that the second run can write it in its place at once."""

    def __init__(self, job: Job | None = None) -> None:
        self.size = 0
        self.mended: list[tuple[int, bytes]] = []
        self._at = 0
        self._job = job or Job()

    def write(self, data: bytes) -> int:
        self._job.check()
        if self._at < self.size:
            self.mended.append((self._at, bytes(data)))
        self._at += len(data)
        self.size = max(self.size, self._at)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_CUR: self._at, os.SEEK_END: self.size}.get(whence, 0)
        return self._at

    def tell(self) -> int:
        return self._at


class Writer:
    """What is written is read at the other end, in order. What is written over earlier bytes must be what the first run wrote there."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._pieces: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._held = bytearray()
        self._stopped = threading.Event()
        self._at = 0
        self._end = 0

    def write(self, data: bytes) -> int:
        """Waits where the reader is behind. Raises FilmRefused where it is not as the first time."""
        if self._at < self._end:
            if (self._at, bytes(data)) not in self._measure.mended:
                raise _changed()
        else:
            self._held += self._mended(data)
            self._end += len(data)
            if len(self._held) >= _PIECE:
                self.flush()
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_CUR: self._at, os.SEEK_END: self._end}.get(whence, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def _mended(self, data: bytes) -> bytearray:
        mended = bytearray(data)
        for place, later in self._measure.mended:
            first = max(place, self._end)
            last = min(place + len(later), self._end + len(data))
            if first < last:
                mended[first - self._end : last - self._end] = later[first - place : last - place]
        return mended

    def flush(self) -> None:
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def finish(self) -> None:
        """Raises FilmRefused where it is not as long as the first time."""
        if self._end != self._measure.size:
            raise _changed()
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
    """Reads what `write` writes, which wrote the same to `measure` before. What it raises is raised here, after all that came before;
    closing stops it."""

    def __init__(self, write: Callable[[Writer], None], measure: Measure) -> None:
        super().__init__()
        self._writer = Writer(measure)
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


def _changed() -> FilmRefused:
    return FilmRefused("A part of this film changed while it was being read, so it was not kept.", advice="Try again once it is finished.")
