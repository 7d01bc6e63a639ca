"""The sealed file: written in one pass, read as an ordinary seekable file, and never a byte given out that was not proven first."""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vig_tool.errors import Damaged, FilmRefused
from vig_tool.jobs import Job
from vig_tool.vault import header
from vig_tool.vault.durable import NEW, disk_trouble, make_folder, open_private, sync_folder, sync_handle
from vig_tool.vault.header import CHUNK, ChunkKeys

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FILM = "film"
TAG = 16
AT_ONCE = 32 * CHUNK
"""Bytes sealed at a time: 4 MiB, while the next are read and the digest is taken of these."""
_TO_THE_DISK = 64 << 20
"""Bytes after which the disk is set to work: left alone, it begins when the last byte is written."""
KEPT_CHUNKS = 32
"""Chunks a reader keeps: 4 MiB, so that stepping back and forth in a film does not decrypt it again."""


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def seal(
    reader: BinaryIO,
    target: Path,
    *,
    media_id: UUID,
    family_id: UUID,
    wrap_key: bytes,
    kind: str = FILM,
    on_bytes: Callable[[memoryview], None] | None = None,
    meanwhile: Callable[[SealedFile], None] | None = None,
    job: Job | None = None,
) -> int:
    """Reads `reader` once to its end and seals it into `target`; returns the plain bytes read. On disk (fsync) when it returns.

    `on_bytes` is given every plain piece in order (for a digest in the same pass), in a thread of its own; the piece is only valid
    during the call. `meanwhile` is given the whole sealed file while the disk still works; what it raises undoes everything.
    `kind` is bound to the content: a file sealed as one kind does not open as another. The file stands as `<target>.new` until
    it is whole; a job cancelled or failed leaves nothing. Raises NoRoom, FilmRefused (the original cannot be read on), Cancelled.
    """
    job = job or Job()
    first, keys = header.new_header(media_id=media_id, family_id=family_id, wrap_key=wrap_key, kind=kind)
    new = target.with_name(target.name + NEW)
    make_folder(target.parent)
    try:
        with disk_trouble(), open_private(new) as handle, io.FileIO(handle, "wb", closefd=False) as file:
            _write(file, first)
            total = _seal_chunks(reader, file, keys, on_bytes=on_bytes, job=job)
            if meanwhile is None:
                sync_handle(handle)
            else:
                with ThreadPoolExecutor(1, "to the disk") as disk:
                    synced = disk.submit(sync_handle, handle)
                    meanwhile(SealedFile(new, media_id=media_id, wrap_key=wrap_key, kind=kind))
                    synced.result()
        with disk_trouble():
            new.replace(target)
            sync_folder(target.parent)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return total


def seal_bytes(data: bytes, target: Path, *, media_id: UUID, family_id: UUID, wrap_key: bytes, kind: str) -> None:
    """Seals what is in memory (a filmstrip, a waveform, …); an older `target` is replaced. Raises NoRoom."""
    seal(io.BytesIO(data), target, media_id=media_id, family_id=family_id, wrap_key=wrap_key, kind=kind)


def _seal_chunks(reader: BinaryIO, file: io.FileIO, keys: ChunkKeys, *, on_bytes: Callable[[memoryview], None] | None, job: Job) -> int:
    """Some chunks at a time; the next are read meanwhile, because only the very last one carries the last mark."""
    cipher, sealed = AESGCM(keys.key), bytearray(AT_ONCE + AT_ONCE // CHUNK * TAG)
    held, ahead = bytearray(AT_ONCE), bytearray(AT_ONCE)
    expected, total, number = _rest_of(reader), 0, 0
    filled = _fill(reader, held, job)
    with ThreadPoolExecutor(1, "reading ahead") as reading, ThreadPoolExecutor(1, "digest") as aside, _Disk(file) as disk:
        while True:
            job.check()
            full = filled == len(held)
            coming = reading.submit(_fill, reader, ahead, job) if full else None
            plain = memoryview(held)[:filled]
            told = aside.submit(on_bytes, plain) if on_bytes is not None else None
            count = max(1, -(-filled // CHUNK))
            more = 0
            for place in range(count):
                if place == count - 1 and coming is not None:
                    more = coming.result()
                chunk = plain[place * CHUNK : (place + 1) * CHUNK]
                into = memoryview(sealed)[place * (CHUNK + TAG) :][: len(chunk) + TAG]
                cipher.encrypt_into(keys.nonce(number, last=place == count - 1 and not more), chunk, keys.proof, into)
                number += 1
            _write(file, memoryview(sealed)[: filled + count * TAG])
            disk.begin(total + filled)
            if told is not None:
                told.result()
            total += filled
            job.report(total / expected if expected else None, "Sealing the film")
            if not more:
                return total
            held, ahead, filled = ahead, held, more


class _Disk:
    """Sets the disk to work from time to time while more is written. A disk tells of trouble once only, so it must be heard here."""

    def __init__(self, file: io.FileIO) -> None:
        self._handle = file.fileno()
        self._thread = ThreadPoolExecutor(1, "to the disk")
        self._working: Future[None] | None = None
        self._begun = 0

    def begin(self, written: int) -> None:
        if written - self._begun < _TO_THE_DISK or (self._working is not None and not self._working.done()):
            return
        self._settle()
        self._begun = written
        self._working = self._thread.submit(getattr(os, "fdatasync", os.fsync), self._handle)

    def _settle(self) -> None:
        if self._working is not None:
            self._working.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self._thread.shutdown()
        if kind is None:
            self._settle()


def _fill(reader: BinaryIO, buffer: bytearray, job: Job) -> int:
    view, filled = memoryview(buffer), 0
    try:
        while filled < len(buffer):
            job.check()
            piece = reader.read(min(CHUNK * 8, len(buffer) - filled))
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
    except OSError as trouble:
        raise FilmRefused(
            "The film could not be read to its end, so nothing of it was kept.", advice="Check the card or the cable, then try again."
        ) from trouble
    return filled


def _rest_of(reader: BinaryIO) -> int:
    """Bytes to come, 0 where the reader cannot say."""
    try:
        here = reader.tell()
        end = reader.seek(0, os.SEEK_END)
        reader.seek(here)
    except (OSError, AttributeError):
        return 0
    return end - here


def _write(file: io.FileIO, data: bytes | memoryview) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed film as a source: opens as often as wished, in any thread. `kind` is the one it was sealed with."""

    path: Path
    media_id: UUID = field(kw_only=True)
    wrap_key: bytes = field(kw_only=True, repr=False)
    kind: str = field(default=FILM, kw_only=True)

    @property
    def size(self) -> int:
        """Plain bytes, from the size of the sealed file; opening proves it. Raises Damaged."""
        try:
            return _plain_size(self.path.stat().st_size)
        except OSError as trouble:
            raise _missing() from trouble

    def open(self) -> BinaryIO:
        """A `SealedReader` at position 0. Raises Damaged."""
        return cast(BinaryIO, self.reader())

    def reader(self) -> SealedReader:
        """The same as `open`, for those who look at `damage`. Raises Damaged."""
        return SealedReader(self)

    def read_bytes(self) -> bytes:
        """Everything, for small things. Raises Damaged."""
        with self.reader() as reader:
            return reader.readall()


class SealedReader(io.RawIOBase):
    """A seekable binary reader of plain bytes. Header and last chunk are proven on opening, any other chunk before a byte of it is given.

    `damage` stays set once a chunk failed: players that take an error for the end of the film are asked afterwards. A read gives
    as many bytes as were asked for, fewer only at the end.
    """

    def __init__(self, sealed: SealedFile) -> None:
        super().__init__()
        self.damage: Damaged | None = None
        self._lock = threading.Lock()
        self._at = 0
        self._kept: OrderedDict[int, bytearray] = OrderedDict()
        self._file: io.FileIO | None = None
        try:
            self._file = sealed.path.open("rb", buffering=0)
            self._size = _plain_size(os.fstat(self._file.fileno()).st_size)
            self._chunks = max(1, -(-self._size // CHUNK))
            first = self._file.read(header.SIZE)
            self._keys = header.read_header(first, media_id=sealed.media_id, wrap_key=sealed.wrap_key, kind=sealed.kind)
            self._cipher = AESGCM(self._keys.key)
            self._chunk(self._chunks - 1)
        except OSError as trouble:
            self.close()
            raise _missing() from trouble
        except BaseException:
            self.close()
            raise

    @property
    def size(self) -> int:
        """Plain bytes."""
        return self._size

    def _chunk(self, number: int) -> bytearray:
        """The plain bytes of one chunk, proven."""
        kept = self._kept.get(number)
        if kept is not None:
            self._kept.move_to_end(number)
            return kept
        last = number == self._chunks - 1
        length = self._size - number * CHUNK if last else CHUNK
        sealed, plain = bytearray(length + TAG), bytearray(length)
        try:
            if _read_at(self._file, header.SIZE + number * (CHUNK + TAG), sealed) != len(sealed):
                raise InvalidTag
            self._cipher.decrypt_into(self._keys.nonce(number, last=last), sealed, self._keys.proof, plain)
        except (InvalidTag, OSError) as trouble:
            self.damage = _damaged(number * CHUNK / self._size if self._size else 0)
            raise self.damage from trouble
        self._kept[number] = plain
        while len(self._kept) > KEPT_CHUNKS:
            self._kept.popitem(last=False)
        return plain

    # ── what a raw file has ───────────────────────────────────────────────────────────────────────────────────────────────

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        with self._lock:
            self._refuse_closed()
            filled, wanted = 0, min(len(view), max(0, self._size - self._at))
            while filled < wanted:
                number, offset = divmod(self._at + filled, CHUNK)
                piece = memoryview(self._chunk(number))[offset : offset + wanted - filled]
                view[filled : filled + len(piece)] = piece
                filled += len(piece)
            self._at += filled
            return filled

    def readall(self) -> bytes:
        with self._lock:
            rest = max(0, self._size - self._at)
        return self.read(rest) or b""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        with self._lock:
            self._refuse_closed()
            base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}.get(whence)
            if base is None:
                raise ValueError("unknown whence")
            if base + offset < 0:
                raise OSError(22, "a place before the beginning")
            self._at = base + offset
            return self._at

    def tell(self) -> int:
        self._refuse_closed()
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._kept.clear()
            if self._file is not None:
                self._file.close()
        super().close()

    def _refuse_closed(self) -> None:
        if self.closed:
            raise ValueError("the file is closed")


def _read_at(file: io.FileIO | None, place: int, buffer: bytearray) -> int:
    if file is None:
        raise ValueError("the file is closed")
    file.seek(place)
    view, filled = memoryview(buffer), 0
    while filled < len(buffer):
        got = file.readinto(view[filled:])
        if not got:
            break
        filled += got
    return filled


def _plain_size(sealed_size: int) -> int:
    """Raises Damaged for a size no sealed file has."""
    body = sealed_size - header.SIZE
    chunks = -(-body // (CHUNK + TAG))
    plain = body - chunks * TAG
    if chunks < 1 or plain < 0 or (chunks > 1 and plain <= (chunks - 1) * CHUNK):
        raise Damaged("This sealed file is cut short.", advice="Put the file of your latest backup in its place.")
    return plain


def _missing() -> Damaged:
    return Damaged("The sealed file is missing or cannot be read.", advice="Is the disk connected? If it is, use your latest backup.")


def _damaged(part: float) -> Damaged:
    where = "its beginning" if part < 0.02 else f"{part:.0%} of its length"
    return Damaged(f"This sealed file was changed or damaged at {where}.", advice="Put the file of your latest backup in its place.")
