"""The lock of the one process that has a library open. The system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vig_tool.errors import LibraryRefused
from vig_tool.library.trouble import no_room

FILE_NAME = "lock"


class FolderLock:
    """Held from making until `release`. Raises LibraryRefused where another process (or this one) has the library open."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            self._handle: int | None = os.open(folder / FILE_NAME, flags, 0o600)
        except OSError as trouble:
            raise no_room() from trouble
        try:
            _take(self._handle)
        except OSError as trouble:
            self.release()
            raise LibraryRefused(
                "This library is open already, in another window or program.", advice="Close it there first."
            ) from trouble

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
