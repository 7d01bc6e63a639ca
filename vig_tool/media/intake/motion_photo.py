"""The film inside a motion photo: phones put some seconds of film behind (JPEG) or into (HEIC) a photo. Only the film part is read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from vig_tool.media.source import Source

_PHOTO_BRANDS: Final = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"hevx", b"avif", b"avis")
_BOXES: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"meta", b"moof", b"mfra", b"sidx", b"styp", b"pnot", b"mpvd"}
)
_LARGEST: Final = 256 << 20  # no photo is larger
_PIECE: Final = 1 << 20
_MANY: Final = 100_000


@dataclass(frozen=True, slots=True)
class FilmPart:
    """A stretch of another source that is a film of its own: `length` bytes from `offset` on."""

    whole: Source
    offset: int
    length: int

    @property
    def size(self) -> int:
        return self.length

    def open(self) -> BinaryIO:
        """A reader that knows nothing outside the stretch. Raises what the whole's `open` raises."""
        return cast("BinaryIO", _Window(self.whole.open(), self.offset, self.length))


def film_in(source: Source) -> Source:
    """What is to be read as a film: the film part of a motion photo, else the source as it is (which may be no film at all).

    Google's, Samsung's and the HEIC kind say in three ways where their film is, and copies often lose what they say. So the film is
    looked for itself: a stretch built like an MP4, with pictures and a table of contents.
    """
    with source.open() as file:
        if not _is_photo(file.read(16)) or source.size > _LARGEST:
            return source
        for place in _beginnings(file):
            end = _end(file, place, source.size)
            if end:
                return FilmPart(source, place, end - place)
    return source


def _is_photo(head: bytes) -> bool:
    return head[:3] == b"\xff\xd8\xff" or (head[4:8] == b"ftyp" and head[8:12] in _PHOTO_BRANDS)


def _beginnings(file: BinaryIO) -> Iterator[int]:
    """Places behind the first byte where a film may begin."""
    at, held = 0, b""
    while True:
        file.seek(at + len(held))
        piece = file.read(_PIECE)
        if not piece:
            return
        held += piece
        found = held.find(b"ftyp")
        while found >= 0:
            if at + found > 4 and held[found + 4 : found + 8] not in _PHOTO_BRANDS:
                yield at + found - 4
            found = held.find(b"ftyp", found + 1)
        kept = min(len(held), 8)
        at, held = at + len(held) - kept, held[-kept:]


def _end(file: BinaryIO, place: int, size: int) -> int:
    """Where the film that begins at `place` ends; 0 where none begins there."""
    seen: set[bytes] = set()
    for _ in range(_MANY):
        file.seek(place)
        head = file.read(16)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if name not in _BOXES or len(head) < 8:
            break
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:16], "big")
        if length < 8 or place + length > size:
            length = size - place  # the last one, or the copy was interrupted
        seen.add(name)
        place += length
    return place if b"moov" in seen and seen & {b"mdat", b"moof"} else 0


class _Window(io.RawIOBase):
    """A seekable reader of one stretch of a file. Closes the file."""

    def __init__(self, file: BinaryIO, offset: int, length: int) -> None:
        super().__init__()
        self._file, self._offset, self._length = file, offset, length
        self._place = 0
        file.seek(offset)

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._length - self._place)
        wanted = left if size is None or size < 0 else min(size, left)
        piece = self._file.read(wanted) if wanted else b""
        self._place += len(piece)
        return piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._length}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._place = start + offset
        self._file.seek(self._offset + self._place)
        return self._place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    # The names are those of io.RawIOBase.
    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        piece = self.read(len(view))
        view[: len(piece)] = piece
        return len(piece)
