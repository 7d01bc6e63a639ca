"""Writes an export beside its target and puts it there only when it is whole: nothing half-written is ever left behind."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import av

from vig_tool.errors import ExportFailed, NoRoom, UserError

_TRIES = 100
_EVERY_S = 0.3


@contextlib.contextmanager
def part_file(target: Path) -> Iterator[Path]:
    """Gives an empty file beside `target` to write to. At the end it is made durable and replaces `target`; on any trouble it is removed
    and `target` stays as it was.

    Raises ExportFailed or NoRoom where the place cannot be written to.
    """
    with _in_words():
        part = _new_part(target)
    try:
        with _in_words():
            with _kept_durable(part):
                yield part
            _make_durable(part)
            part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What the operating system says about a place, as a sentence."""
    try:
        yield
    except UserError:
        raise
    except (OSError, av.FFmpegError) as trouble:
        if getattr(trouble, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoRoom("There is not enough room for the file.", advice="Make room or choose another place.") from trouble
        raise ExportFailed(
            "The file could not be written there.", advice="Check that the folder exists and may be written to, or choose another."
        ) from trouble


def _new_part(target: Path) -> Path:
    for count in range(_TRIES):
        part = target.with_name(f"{target.name}.{count}.part" if count else f"{target.name}.part")
        with contextlib.suppress(FileExistsError), part.open("xb"):
            return part
    raise FileExistsError(errno.EEXIST, "too many unfinished files")


@contextlib.contextmanager
def _kept_durable(path: Path) -> Iterator[None]:
    """Sends what is written to the disk bit by bit: all at the end could take long on a slow one, and could not be stopped."""
    done = threading.Event()

    def send() -> None:
        while not done.wait(_EVERY_S):
            with contextlib.suppress(OSError):
                _make_durable(path)

    thread = threading.Thread(target=send, name="export to disk")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _make_durable(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut too. Windows cannot, and need not, do this."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
