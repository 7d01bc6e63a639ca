"""Every library ever made opens: the steps up and down, the copy made first, and that the newest step equals the models."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.library.conftest import PASSPHRASE
from vig_tool.errors import LibraryRefused
from vig_tool.library import schema
from vig_tool.library.engine import Database
from vig_tool.library.models import Base, Family
from vig_tool.library.opening import Library, open_library

KEY = bytes(range(32))
NEXT = '''"""A step for a test."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("family") as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=True))
        table.create_check_constraint("nickname", "length(nickname) > 0")
    {fault}


def downgrade() -> None:
    with op.batch_alter_table("family") as table:
        table.drop_constraint("nickname", type_="check")
        table.drop_column("nickname")
'''


def _scripts(folder: Path, *, fault: str = "pass") -> Path:
    scripts = folder / "migrations"
    shutil.copytree(schema.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_next.py").write_text(NEXT.format(fault=fault))
    return scripts


def _shape(database: Database) -> set[tuple[str, str]]:
    connection = database.fresh()
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    words = {name: sorted(sql.replace('"', "").replace(",", " ").split()) for name, sql in rows}  # the order of conditions is free
    return {(name, " ".join(held)) for name, held in words.items() if name != "alembic_version"}


def test_the_newest_step_equals_the_models(tmp_path: Path) -> None:
    stepped, made = Database(tmp_path / "stepped.db", KEY), Database(tmp_path / "made.db", KEY)
    schema.create(stepped)
    Base.metadata.create_all(made.engine("write"))
    with stepped.engine("read").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    assert _shape(stepped) == _shape(made)  # conditions too, which the comparison above does not see
    stepped.close()
    made.close()


def test_down_to_nothing_and_up_again(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.db", KEY)
    schema.create(database)
    before = _shape(database)
    schema.step_down(database, "base")
    assert _shape(database) == set()
    schema.create(database)
    assert _shape(database) == before
    database.close()


def test_every_table_is_one_postgresql_takes() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            str(CreateIndex(index).compile(dialect=dialect))


def test_an_upgrade_keeps_the_data_and_a_verified_copy(lib: Library, recording_id: object, tmp_path: Path) -> None:
    lib.close()
    key = lib.keyring.database_key
    scripts = _scripts(tmp_path)
    database = Database(lib.folder / "library.db", key)
    assert schema.bring_up_to_date(database, key=key, scripts=scripts)
    assert not schema.bring_up_to_date(database, key=key, scripts=scripts)
    connection = database.fresh()
    assert connection.execute("SELECT code, nickname FROM family").fetchall() == [("F014", None)]
    assert connection.execute("SELECT count(*) FROM recording").fetchone()[0] == 1
    assert schema.faults(connection) == []
    connection.close()
    copy = Database(lib.folder / schema.COPY_NAME, key)
    with copy.engine("read").connect() as connection:
        assert schema.revision(connection) == schema.head()
        assert connection.exec_driver_sql("SELECT code FROM family").scalar_one() == "F014"
    copy.close()
    schema.step_down(database, "0003", scripts=scripts)
    database.close()
    again = open_library(lib.folder, PASSPHRASE)
    with again.reading() as session:
        assert session.query(Family).one().code == "F014"
    again.close()


def test_an_upgrade_that_fails_changes_nothing(lib: Library, cycle_id: object, tmp_path: Path) -> None:
    lib.close()
    key = lib.keyring.database_key
    database = Database(lib.folder / "library.db", key)
    before = _shape(database)
    with pytest.raises(ZeroDivisionError):
        schema.bring_up_to_date(database, key=key, scripts=_scripts(tmp_path, fault="1 / 0"))
    assert _shape(database) == before
    database.close()
    open_library(lib.folder, PASSPHRASE).close()


def test_a_newer_database_is_refused_and_not_changed(lib: Library) -> None:
    lib.close()
    database = Database(lib.folder / "library.db", lib.keyring.database_key)
    with database.engine("write").begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(LibraryRefused, match="newer version"):
        open_library(lib.folder, PASSPHRASE)
    assert not (lib.folder / schema.COPY_NAME).exists()


def test_the_steps_are_in_order_as_their_files_are_called() -> None:
    steps = list(ScriptDirectory.from_config(schema._config(schema.SCRIPTS)).walk_revisions())
    assert [step.revision for step in reversed(steps)] == schema._revisions(schema.SCRIPTS)
    assert schema.head() == steps[0].revision
