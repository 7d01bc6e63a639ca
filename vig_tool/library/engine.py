"""The encrypted database: one pool of connections, every one keyed, durable and strict before its first statement."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.errors import LibraryRefused
from vig_tool.library.trouble import damaged, not_encrypted

FILE_NAME = "library.db"
OLDEST_SQLITE = (3, 51, 3)
"""Before it, SQLite can damage a database when its log is reset while another connection reads."""

Purpose = Literal["read", "write", "migrate"]
_BEGIN: dict[Purpose, tuple[str, ...]] = {
    "read": ("PRAGMA query_only=ON", "PRAGMA foreign_keys=ON", "BEGIN"),
    "write": ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=ON", "BEGIN IMMEDIATE"),
    # A table rebuilt with foreign keys on would take its children with it.
    "migrate": ("PRAGMA query_only=OFF", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"),
}


class Database:
    """One engine for three purposes; a transaction for writing takes the write lock at once, so it never fails half-way for it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self._engine = create_engine(
            "sqlite+pysqlite://",
            module=sqlcipher,
            creator=lambda: connect(path, key),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=8,
            hide_parameters=True,  # an error's text must hold no note and no name
        )
        event.listen(self._engine, "begin", _begin)

    def engine(self, purpose: Purpose) -> Engine:
        return self._engine.execution_options(purpose=purpose)

    def fresh(self) -> Any:  # noqa: ANN401 - a driver connection, which has no types
        """A connection of the driver's own outside the pool; the caller closes it."""
        return connect(self.path, self._key)

    def close(self) -> None:
        self._engine.dispose()


def connect(path: Path, key: bytes, *, driver: ModuleType = sqlcipher) -> Any:  # noqa: ANN401 - as above
    """A keyed connection. Raises LibraryRefused for a driver without encryption or too old, and for a plain database; Damaged where the
    key does not fit the file."""
    refuse_driver(driver)
    _refuse_plain(path)
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10.0)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")  # what is wrong is said by us, not written to stderr
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver.DatabaseError as trouble:
            if "not a database" in str(trouble) or "malformed" in str(trouble):
                raise damaged() from trouble
            raise
        for pragma in _pragmas():
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
            raise LibraryRefused(
                "The library cannot be kept safely in this place.", advice="Put it on a disk of this computer, not on a network drive."
            )
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_driver(driver: ModuleType) -> None:
    """Raises LibraryRefused unless `driver` encrypts and its SQLite is free of the faults we know."""
    if tuple(driver.sqlite_version_info) < OLDEST_SQLITE:
        raise not_encrypted()
    probe = driver.connect(":memory:")
    try:
        if probe.execute("PRAGMA cipher_version").fetchone() is None:
            raise not_encrypted()
    finally:
        probe.close()


def _refuse_plain(path: Path) -> None:
    try:
        with path.open("rb") as handle:
            start = handle.read(16)
    except FileNotFoundError:
        return
    if start.startswith(b"SQLite format 3"):
        raise LibraryRefused(
            "The database in this folder is not encrypted, so it is not this library's.", advice="Put your latest backup in its place."
        )


def _pragmas() -> list[str]:
    pragmas = [
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",  # nothing of a library in the system's temp folder
        "cache_size=-65536",
        "busy_timeout=10000",
    ]
    if sys.platform == "darwin":
        pragmas += ["fullfsync=ON", "checkpoint_fullfsync=ON"]
    return pragmas


def _begin(connection: Connection) -> None:
    purpose: Purpose = connection.get_execution_options().get("purpose", "write")
    for statement in _BEGIN[purpose]:
        connection.exec_driver_sql(statement)
