"""What the tests of importing share: one film taken in, and a library that holds nothing of it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from vig_tool.work import importing, keeping
from vig_tool.work.importing import Imported, import_films
from vig_tool.work.opening import Library


def one(lib: Library, file: Path, cycle_id: UUID, *, role: str = "interaction") -> Imported:
    return import_films(lib, [file], cycle_id=cycle_id, role=role).value[0]


def holds_nothing(lib: Library) -> None:
    """No recording, no key, no sealed or half-sealed file, no intention under way."""
    assert importing.list_recordings(lib) == []
    assert lib.keyring.films() == set()
    assert [path for path in lib.media_folder.rglob("*") if path.is_file()] == []
    assert keeping.check_library(lib) == []


def everything_in(lib: Library) -> str:
    """Every value of every table, read past the program: what the key to the database gives to anybody who has it."""
    connection = lib.database.fresh()
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(value) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for value in row)  # noqa: S608
    finally:
        connection.close()
