"""Writing so that a power cut leaves the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from vig_tool.errors import NoRoom

FILE_MODE = 0o600
FOLDER_MODE = 0o700
NEW = ".new"
"""What is being written has this at the end of its name until it is whole."""


def write_durably(path: Path, data: bytes) -> None:
    """Writes `path` whole: a new file beside it, fsync, replace, fsync of the folder. Raises NoRoom; the old file then still stands."""
    new = path.with_name(path.name + NEW)
    with disk_trouble():
        with open_private(new) as handle:
            _write_all(handle, data)
            sync_handle(handle)
        new.replace(path)
        sync_folder(path.parent)


def discard_leftover(path: Path) -> None:
    """Removes what a killed `write_durably(path, …)` left beside it, if anything."""
    with contextlib.suppress(OSError):
        path.with_name(path.name + NEW).unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Makes a folder only its owner can enter (and those above it that are missing), and makes that last. Raises NoRoom."""
    with disk_trouble():
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
            sync_folder(folder.parent)


def sync_folder(path: Path) -> None:
    """Makes what was created, renamed or removed in a folder last. Nothing on Windows, where folders cannot be synced."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sync_handle(handle)
    finally:
        os.close(handle)


def sync_handle(handle: int) -> None:
    """Forces what was written down to the disk itself; on macOS fsync alone stops at the drive's own memory."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # some shares know no full sync
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


@contextlib.contextmanager
def open_private(path: Path) -> Iterator[int]:
    """A handle on a new, empty file that only its owner may read."""
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, FILE_MODE)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def disk_trouble() -> Iterator[None]:
    """Turns a failing disk into NoRoom with a sentence."""
    try:
        yield
    except OSError as trouble:
        raise NoRoom(
            "The library could not be written to: the disk is full, or may not be written.",
            advice="What was there before is safe. Make some room and try again.",
        ) from trouble


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
