"""Making and opening libraries: who gets in, who is told what, and that nothing is harmed by being refused."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.library.conftest import PASSPHRASE
from vig_tool.errors import BadInput, LibraryRefused, NoRoom, UserError
from vig_tool.library import opening, schema
from vig_tool.library.models import Family, TrailEntry
from vig_tool.library.opening import PRACTICE_PASSPHRASE, Library, create_library, open_library, open_with_recovery, set_passphrase

HOLD = """
import sys, pathlib
from vig_tool.vault import slots
slots.COST = slots.MINIMUM = slots.Cost(64, 1, 1)
from vig_tool.library.opening import open_library
lib = open_library(pathlib.Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""
KILLED_AT_THE_END = """
import os, pathlib, signal, sys
from vig_tool.vault import slots
slots.COST = slots.MINIMUM = slots.Cost(64, 1, 1)
from vig_tool.library import opening
opening.write_durably = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
opening.create_library(pathlib.Path(sys.argv[1]), sys.argv[2])
"""


def test_what_was_made_opens_again(tmp_path: Path) -> None:
    lib, code = create_library(tmp_path / "new" / "library", PASSPHRASE)
    folder, library_id = lib.folder, lib.id
    lib.close()
    lib.close()
    again = open_library(folder, PASSPHRASE)
    assert again.id == library_id
    assert not again.practice
    again.close()
    recovered = open_with_recovery(folder, code)
    set_passphrase(recovered, "another one altogether")
    recovered.close()
    with pytest.raises(LibraryRefused):
        open_library(folder, PASSPHRASE)
    again = open_library(folder, "another one altogether")
    with again.reading() as session:
        actions = [entry.action for entry in session.query(TrailEntry).order_by(TrailEntry.seq)]
    assert actions == ["library.made", "library.opened", "library.recovered", "passphrase.changed", "library.opened"]
    again.close()


def test_a_wrong_passphrase_gets_one_sentence_and_harms_nothing(lib: Library) -> None:
    folder = lib.folder
    lib.close()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(LibraryRefused) as refusal:
        open_library(folder, "green kettle on the windowsill")
    assert str(refusal.value) == "This passphrase does not open the library."
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    open_library(folder, PASSPHRASE).close()


def test_a_second_opening_is_refused_here_and_in_another_process(lib: Library) -> None:
    with pytest.raises(LibraryRefused, match="open already"):
        open_library(lib.folder, PASSPHRASE)
    lib.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lib.folder), PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(LibraryRefused, match="open already"):
            open_library(lib.folder, PASSPHRASE)
        other.kill()
        other.communicate()
    open_library(lib.folder, PASSPHRASE).close()


def test_a_full_folder_is_no_place_for_a_new_library(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("keep me")
    with pytest.raises(LibraryRefused, match="something in this place"):
        create_library(tmp_path, PASSPHRASE)
    with pytest.raises(LibraryRefused, match="something in this place"):
        create_library(letter, PASSPHRASE)
    assert list(tmp_path.iterdir()) == [letter]


@pytest.mark.parametrize("passphrase", ["", "short", "         x", "aaaaaaaaaaaaaaaa", PRACTICE_PASSPHRASE, "Practice  Family only"])
def test_weak_and_known_passphrases_are_refused(tmp_path: Path, lib: Library, passphrase: str) -> None:
    with pytest.raises(BadInput):
        create_library(tmp_path / "other", passphrase)
    assert not (tmp_path / "other").exists()
    with pytest.raises(BadInput):
        set_passphrase(lib, passphrase)


def test_a_practice_library_has_one_passphrase_for_ever(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        create_library(tmp_path / "practice", PASSPHRASE, practice=True)
    lib, _ = create_library(tmp_path / "practice", PRACTICE_PASSPHRASE, practice=True)
    with pytest.raises(BadInput):
        set_passphrase(lib, PASSPHRASE)
    lib.close()
    again = open_library(tmp_path / "practice", PRACTICE_PASSPHRASE)
    assert again.practice
    again.close()


def test_a_library_cannot_be_declared_a_practice_one(lib: Library) -> None:
    lib.close()
    about = lib.folder / opening.ABOUT_NAME
    about.write_text(json.dumps(json.loads(about.read_text()) | {"practice": True}))
    with pytest.raises(LibraryRefused, match="do not belong together"):
        open_library(lib.folder, PASSPHRASE)


def test_a_newer_library_is_refused(lib: Library) -> None:
    lib.close()
    about = lib.folder / opening.ABOUT_NAME
    about.write_text(json.dumps(json.loads(about.read_text()) | {"format": 2}))
    with pytest.raises(LibraryRefused, match="newer version"):
        open_library(lib.folder, PASSPHRASE)


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"format": 1e400}', "[" * 200_000, '{"format": 1, "id": 7, "practice": false}'])
def test_what_says_nothing_about_a_library_is_refused(lib: Library, words: str) -> None:
    lib.close()
    (lib.folder / opening.ABOUT_NAME).write_text(words)
    with pytest.raises(LibraryRefused, match="does not hold a library that can be read"):
        open_library(lib.folder, PASSPHRASE)


def test_no_library_here(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LibraryRefused, match="no library in this folder"):
            open_library(folder, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("loss", ["gone", "empty", "plain", "noise", "other"])
def test_a_foreign_or_missing_database_is_refused_and_not_replaced(lib: Library, tmp_path: Path, loss: str) -> None:
    lib.close()
    database = lib.folder / "library.db"
    if loss == "gone":
        database.unlink()
    elif loss == "other":
        other, _ = create_library(tmp_path / "other", PASSPHRASE)
        other.close()
        database.write_bytes((other.folder / "library.db").read_bytes())
    else:
        database.write_bytes({"empty": b"", "plain": b"SQLite format 3\0" + bytes(4080), "noise": os.urandom(8192)}[loss])
    before = database.read_bytes() if database.exists() else None
    with pytest.raises(UserError):
        open_library(lib.folder, PASSPHRASE)
    assert (database.read_bytes() if database.exists() else None) == before


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_only_the_owner_may_look_in(lib: Library, recording_id: object) -> None:
    for path in (lib.folder, *lib.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core dumps")
def test_no_core_dumps_once_a_library_is_open(lib: Library) -> None:
    import resource

    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(schema, "create", full)
    with pytest.raises(NoRoom):
        create_library(tmp_path / "library", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_taken_keeps_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "library"
    lay_out = schema.create

    def overtaken(*given: Any) -> None:
        lay_out(*given)
        folder.mkdir()
        (folder / "library.json").write_text("of someone who was quicker")

    monkeypatch.setattr(schema, "create", overtaken)
    with pytest.raises(NoRoom):
        create_library(folder, PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["library"]
    assert (folder / "library.json").read_text() == "of someone who was quicker"


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_creation_that_is_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_THE_END, str(folder), PASSPHRASE], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not folder.exists()
    lib, code = create_library(folder, PASSPHRASE)
    lib.close()
    open_with_recovery(folder, code).close()


def test_a_new_library_is_complete_and_stands_alone(tmp_path: Path) -> None:
    lib, _ = create_library(tmp_path / "library", PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["library"]
    with lib.change("family.added") as unit:
        unit.session.add(family := Family(code="F1", started_on=date(2025, 3, 1)))
        unit.session.flush()
        lib.keyring.add_family(family.id)
    lib.close()
    again = open_library(tmp_path / "library", PASSPHRASE)
    with again.reading() as session:
        assert session.query(Family).count() == 1
    again.close()


def test_a_full_disk_is_said_and_nothing_is_half_written(lib: Library) -> None:
    with lib.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill() -> None:
        with lib.change("family.added") as unit:
            unit.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
            unit.session.add_all([Family(code=f"F{n}" + "x" * 4000, started_on=date(2025, 3, 1)) for n in range(50)])

    with pytest.raises(NoRoom):
        fill()
    with lib.reading() as session:
        assert session.query(Family).count() == 0


def test_nothing_of_it_can_be_read_in_the_files(lib: Library, recording_id: object) -> None:
    lib.close()
    for path in lib.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for secret in (b"F014", b"IMG_0001", b"feel close", b"CREATE TABLE"):
                assert secret not in data
            assert b"F014" not in path.name.encode()
