"""A source is anything that opens as a seekable binary file. Media code never sees a path of the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol


class Source(Protocol):
    """A film to read. `open` gives a new, independent reader each time and may be called from any thread; the caller closes it."""

    @property
    def size(self) -> int:
        """Bytes of the film."""

    def open(self) -> BinaryIO:
        """A seekable, unbuffered-or-buffered binary reader at position 0. Raises Damaged where sealed data fails its check."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A film outside the library: what is about to be imported, or was exported."""

    path: Path

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        return self.path.open("rb")
