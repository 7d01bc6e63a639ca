"""Every connection is encrypted, durable and strict, whoever asks for it."""

from __future__ import annotations

import sqlite3
import threading
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.errors import LibraryRefused, Refused
from vig_tool.library.engine import connect, refuse_driver
from vig_tool.library.models import Family
from vig_tool.library.opening import Library

KEY = bytes(range(32))


def test_pragmas(lib: Library) -> None:
    connection = lib.database.fresh()
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1,
              "temp_store": 2, "cache_size": -65536, "busy_timeout": 10000}
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    connection.close()


def test_a_driver_without_encryption_is_refused() -> None:
    if sqlite3.sqlite_version_info < (3, 51, 3):
        fake = SimpleNamespace(sqlite_version_info=(3, 51, 3), connect=sqlite3.connect)
        with pytest.raises(LibraryRefused, match="encrypted"):
            refuse_driver(cast(Any, fake))
    with pytest.raises(LibraryRefused, match="encrypted"):
        refuse_driver(sqlite3)


def test_an_old_sqlite_is_refused() -> None:
    old = SimpleNamespace(sqlite_version_info=(3, 51, 2), connect=sqlcipher.connect)
    with pytest.raises(LibraryRefused):
        refuse_driver(cast(Any, old))


def test_a_plain_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE family (code)")
    plain.commit()
    plain.close()
    with pytest.raises(LibraryRefused, match="not encrypted"):
        connect(path, KEY)


def test_a_reading_session_cannot_write(lib: Library) -> None:
    def write() -> None:
        with lib.reading() as session:
            session.add(Family(code="F4711", started_on=date(2025, 3, 1)))
            session.flush()

    with pytest.raises(OperationalError, match="readonly") as bug:
        write()
    assert "F4711" not in str(bug.value)


def test_what_another_holds_is_said_in_a_sentence(lib: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    other = lib.database.fresh()
    other.execute("BEGIN IMMEDIATE")
    with lib.reading() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=20")
    with pytest.raises(Refused, match="busy"), lib.change("nothing") as unit:
        unit.about(lib.id)
    other.execute("ROLLBACK")
    other.close()


def test_threads_take_turns_at_writing(lib: Library) -> None:
    def add(start: int) -> None:
        for number in range(start, start + 10):
            with lib.change("family.added") as unit:
                unit.session.add(Family(code=f"F{number}", started_on=date(2025, 3, 1)))

    threads = [threading.Thread(target=add, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with lib.reading() as session:
        assert session.query(Family).count() == 40


def test_a_change_within_a_change_is_a_bug_not_a_standstill(lib: Library) -> None:
    with lib.change("outer") as unit:
        unit.about(lib.id)
        with pytest.raises(RuntimeError), lib.change("inner"):
            pass
