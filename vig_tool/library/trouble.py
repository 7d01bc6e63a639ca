"""Turns what the database says went wrong into sentences; what is nobody's fault but ours goes on as a bug."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.errors import Damaged, LibraryRefused, NoRoom, Refused

_NO_ROOM = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_BROKEN = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})


@contextlib.contextmanager
def sorted_trouble(*, writing: bool = True) -> Iterator[None]:
    """Raises NoRoom, Refused (another action holds the database) or Damaged instead of the database's own errors.

    Where nothing is to be written, a write that is turned down is our own mistake and stays what it is.
    """
    try:
        yield
    except DBAPIError as trouble:
        _raise_sorted(trouble.orig, trouble, writing=writing)
        raise
    except sqlcipher.DatabaseError as trouble:
        _raise_sorted(trouble, trouble, writing=writing)
        raise
    except OSError as trouble:
        if trouble.errno in _FULL:
            raise no_room() from trouble
        raise


def no_room() -> NoRoom:
    return NoRoom(
        "The library could not be written to: the disk is full, or may not be written.",
        advice="What was there before is safe. Make some room and try again.",
    )


def damaged() -> Damaged:
    return Damaged("The library's database is damaged.", advice="Do not change anything in it; put your latest backup in its place.")


def not_encrypted() -> LibraryRefused:
    return LibraryRefused(
        "This installation cannot read an encrypted database, so the library stays closed.", advice="Install VIG Tool again."
    )


def _raise_sorted(origin: BaseException | None, cause: Exception, *, writing: bool) -> None:
    name = str(getattr(origin, "sqlite_errorname", "") or _by_text(str(origin)))
    kind = "_".join(name.split("_")[:2])
    if kind in _NO_ROOM and (writing or kind != "SQLITE_READONLY"):
        raise no_room() from cause
    if kind in _BUSY:
        raise Refused("The library is still busy with something else.", advice="Nothing was changed. Try again in a moment.") from cause
    if kind in _BROKEN:
        raise damaged() from cause


def _by_text(text: str) -> str:
    """sqlcipher3 gives no error names before it follows Python 3.11's sqlite3; its texts are SQLite's own and do not change."""
    known = {
        "disk is full": "SQLITE_FULL",
        "disk I/O error": "SQLITE_IOERR",
        "readonly database": "SQLITE_READONLY",
        "unable to open database": "SQLITE_CANTOPEN",
        "is locked": "SQLITE_BUSY",
        "malformed": "SQLITE_CORRUPT",
        "not a database": "SQLITE_NOTADB",
    }
    return next((name for part, name in known.items() if part in text), "")
