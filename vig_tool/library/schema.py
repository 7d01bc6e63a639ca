"""The shape of the database: its revision, the way up to the newest, and the verified copy made before any step of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.errors import LibraryRefused
from vig_tool.library.engine import Database, connect
from vig_tool.library.trouble import damaged

if TYPE_CHECKING:  # alembic takes a third of a second and 11 MB: it is only there where something is laid out or brought up to date
    from alembic.config import Config

SCRIPTS = Path(__file__).resolve().parent / "migrations"
_TABLE = "alembic_version"
COPY_NAME = "library.db.before"
"""The copy made before the last upgrade. Erasing removes it too."""


def head(scripts: Path = SCRIPTS) -> str:
    """The newest revision this program knows: the files of the steps are called by their revisions, in order."""
    return _revisions(scripts)[-1]


def revision(connection: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    if not inspect(connection).has_table(_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {_TABLE}").scalar()  # noqa: S608 - a name of ours
    return None if found is None else str(found)


def create(database: Database, *, scripts: Path = SCRIPTS) -> None:
    """Lays out an empty database."""
    _up(database, scripts)


def bring_up_to_date(database: Database, *, key: bytes, scripts: Path = SCRIPTS) -> bool:
    """Upgrades an existing database in one transaction, after a verified copy; gives back whether there was anything to do.

    Raises LibraryRefused where the library is newer than this program, Damaged where it does not hold what it should, NoRoom.
    """
    with database.engine("read").connect() as connection:
        here = revision(connection)
    if here == head(scripts):
        return False
    if here is None:
        raise damaged()
    if here not in _revisions(scripts):
        raise LibraryRefused(
            "This library was made by a newer version of VIG Tool. It was not changed.", advice="Install the newest version to open it."
        )
    copy_verified(database, database.path.with_name(COPY_NAME), key=key)
    _up(database, scripts)
    return True


def step_down(database: Database, to: str, *, scripts: Path = SCRIPTS) -> None:
    """Back to an older revision (for tests of the steps; the program itself only goes up)."""
    from alembic import command

    _run(database, lambda config: command.downgrade(config, to), scripts)


def copy_verified(database: Database, target: Path, *, key: bytes) -> None:
    """A whole, encrypted copy of the database, opened and checked before this returns. Raises Damaged, NoRoom."""
    target.unlink(missing_ok=True)
    source = database.fresh()
    try:
        copy = connect(target, key)
        try:
            source.backup(copy, pages=-1)  # page by page beside a writer never ends
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            copy.close()
    finally:
        source.close()
    checked = connect(target, key)
    try:
        if faults(checked):
            raise damaged()
    finally:
        checked.close()


def faults(connection: Any) -> list[str]:  # noqa: ANN401 - a driver connection, which has no types
    """What a fresh driver connection says is wrong with the database file; empty when all is well."""
    try:
        broken = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        plain = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        keys = [f"{row[0]} {row[1]} {row[2]}" for row in connection.execute("PRAGMA foreign_key_check").fetchall()]
    except sqlcipher.DatabaseError as trouble:  # a page that cannot be decrypted stops every question
        return [str(trouble)]
    return broken + plain + keys


def _revisions(scripts: Path) -> list[str]:
    """In order. Raises FileNotFoundError (a bug)."""
    found = sorted(step.stem.split("_")[0] for step in (scripts / "versions").glob("[0-9]*_*.py"))
    if not found:
        raise FileNotFoundError(scripts)
    return found


def _up(database: Database, scripts: Path) -> None:
    from alembic import command

    _run(database, lambda config: command.upgrade(config, "head"), scripts)


def _run(database: Database, step: Callable[[Config], None], scripts: Path) -> None:
    with database.engine("migrate").begin() as connection:
        config = _config(scripts)
        config.attributes["connection"] = connection
        step(config)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise damaged()


def _config(scripts: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
