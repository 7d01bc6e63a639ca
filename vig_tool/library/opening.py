"""Making, opening and leaving a library. Everything that can be wrong with a folder is said here, before anything is changed."""

from __future__ import annotations

import contextlib
import json
import secrets
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vig_tool.errors import LibraryRefused
from vig_tool.library import pending, schema
from vig_tool.library.engine import FILE_NAME as DATABASE_NAME
from vig_tool.library.engine import Database
from vig_tool.library.library import Library as Library
from vig_tool.library.lock import FILE_NAME as LOCK_NAME
from vig_tool.library.lock import FolderLock
from vig_tool.library.models import Practitioner, Setting
from vig_tool.library.passphrases import PRACTICE_PASSPHRASE as PRACTICE_PASSPHRASE
from vig_tool.library.passphrases import accept
from vig_tool.library.trouble import sorted_trouble
from vig_tool.library.types import new_id
from vig_tool.vault.durable import disk_trouble, make_folder, sync_folder, write_durably
from vig_tool.vault.keyring import FILE_NAME as KEYRING_NAME
from vig_tool.vault.keyring import Keyring

ABOUT_NAME = "library.json"
FORMAT = 1
FILES = (ABOUT_NAME, KEYRING_NAME, DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", LOCK_NAME)
FOLDERS = ("media", "derived")
PARTS = FILES + FOLDERS
"""The names of all that a library puts into its folder."""
_IDENTITY = "library"


@dataclass(frozen=True, slots=True)
class About:
    """What a closed library says about itself: no names, no counts."""

    id: uuid.UUID
    practice: bool


def create_library(folder: Path, passphrase: str, *, practice: bool = False) -> tuple[Library, str]:
    """A new library in an empty or new folder, open, and its recovery code (shown once, kept nowhere).

    A new folder is filled beside its place and put there whole, so that being killed on the way leaves no half of one in the way of the
    next attempt. Raises BadInput (passphrase), LibraryRefused (the folder holds something), NoRoom. What fails leaves nothing behind.
    """
    accept(passphrase, practice=practice)
    _no_core_dumps()
    _refuse_taken(folder)
    if folder.exists():
        return _make(folder, passphrase, practice=practice)
    aside = folder.with_name(f".{folder.name}.new-{secrets.token_hex(4)}")
    lib, code = _make(aside, passphrase, practice=practice)
    lib.close()
    return _put(lib, folder), code


def _make(folder: Path, passphrase: str, *, practice: bool) -> tuple[Library, str]:
    """In a folder that is empty or not there yet; what fails is taken back."""
    made = not folder.exists()
    make_folder(folder)
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    lock = FolderLock(folder)
    try:
        keyring, code = Keyring.create(folder, passphrase, library_id=new_id())
        for inside in FOLDERS:
            make_folder(folder / inside)
        database = _lay_out(folder, keyring)
        lib = Library(folder, practice=practice, keyring=keyring, database=database, lock=lock)
        with lib.change("library.made") as unit:
            identity = {"id": lib.id.hex, "practice": practice}
            unit.session.add_all([Setting(key=_IDENTITY, value=identity), Practitioner(id=lib.person_id)])
            unit.about(lib.id)
        about = {"format": FORMAT, "id": str(lib.id), "practice": practice}
        write_durably(folder / ABOUT_NAME, json.dumps(about).encode())  # last: from here on it is a library
    except BaseException:
        lock.release()
        _take_back(folder, made=made)
        raise
    return lib, code


def _put(closed: Library, folder: Path) -> Library:
    """A library that was just made, closed, takes its place; open again."""
    held = closed.folder
    lock: FolderLock | None = None
    try:
        with disk_trouble():
            held.rename(folder)
            held = folder
            sync_folder(folder.parent)
        lock = FolderLock(folder)
        keyring = closed.keyring.moved_to(folder)
        database = Database(folder / DATABASE_NAME, keyring.database_key)
        return Library(folder, practice=closed.practice, keyring=keyring, database=database, lock=lock)
    except BaseException:
        if lock:
            lock.release()
        _take_back(held, made=True)
        raise


def open_library(folder: Path, passphrase: str) -> Library:
    """Raises LibraryRefused: wrong passphrase (no clue), newer version, open elsewhere, no library here; Damaged, NoRoom."""
    return _open(folder, lambda: Keyring.unlock(folder, passphrase), "library.opened")


def open_with_recovery(folder: Path, code: str) -> Library:
    """Opens with the recovery code; a new passphrase must be set next. Raises BadInput (a slip in the code) and as `open_library`."""
    return _open(folder, lambda: Keyring.unlock_with_recovery(folder, code), "library.recovered")


def set_passphrase(lib: Library, new: str) -> None:
    """Rewrites the slot of who opened the library; durable when it returns. Raises BadInput, NoRoom."""
    accept(new, practice=lib.practice)
    lib.keyring.set_passphrase(new)
    with lib.change("passphrase.changed") as unit:
        unit.about(lib.person_id)


def new_recovery_code(lib: Library) -> str:
    """A fresh recovery code, shown once and kept nowhere; the old one opens nothing from now on. Raises NoRoom."""
    code = lib.keyring.new_recovery_code()
    with lib.change("recovery.changed") as unit:
        unit.about(lib.person_id)
    return code


def about(folder: Path) -> About:
    """What the folder says it is. Raises LibraryRefused where it is no library, or a newer one."""
    try:
        data = json.loads((folder / ABOUT_NAME).read_bytes())
        if int(data["format"]) > FORMAT:
            raise LibraryRefused(
                "This library was made by a newer version of VIG Tool. It was not changed.",
                advice="Install the newest version to open it.",
            )
        return About(uuid.UUID(data["id"]), bool(data["practice"]))
    except (FileNotFoundError, NotADirectoryError):
        raise LibraryRefused("There is no library in this folder.", advice="Choose the folder the library was made in.") from None
    except OSError as trouble:
        raise LibraryRefused("The library cannot be read from this place.", advice="Is the disk still connected?") from trouble
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as trouble:
        raise LibraryRefused(
            "This folder does not hold a library that can be read.", advice="Put your latest backup in its place."
        ) from trouble


def is_library(folder: Path) -> bool:
    """Whether the folder holds a library (newer ones too), without opening it."""
    return (folder / ABOUT_NAME).is_file() and (folder / KEYRING_NAME).is_file()


def _open(folder: Path, unlock: Callable[[], Keyring], action: str) -> Library:
    said = about(folder)
    _no_core_dumps()
    lock = FolderLock(folder)
    database: Database | None = None
    try:
        keyring = unlock()
        path = folder / DATABASE_NAME
        if keyring.library_id != said.id or not path.is_file() or path.stat().st_size == 0:
            raise _mixed_up()
        database = Database(path, keyring.database_key)
        with sorted_trouble():
            schema.bring_up_to_date(database, key=keyring.database_key)
        lib = Library(folder, practice=said.practice, keyring=keyring, database=database, lock=lock)
        with lib.reading() as session:
            identity = session.get(Setting, _IDENTITY)
            if identity is None or identity.value != {"id": said.id.hex, "practice": said.practice}:
                raise _mixed_up()
        pending.clean_up(lib)
        with lib.change(action) as unit:
            unit.about(lib.id)
    except BaseException:
        if database:
            database.close()
        lock.release()
        raise
    return lib


def _lay_out(folder: Path, keyring: Keyring) -> Database:
    path = folder / DATABASE_NAME
    with disk_trouble():
        path.touch(mode=0o600, exist_ok=False)  # SQLite gives its log the modes of the database
    database = Database(path, keyring.database_key)
    with sorted_trouble():
        schema.create(database)
    return database


def _refuse_taken(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as trouble:
        raise LibraryRefused("This folder cannot be read.", advice="Choose another one.") from trouble
    if taken:
        raise LibraryRefused("There is something in this place already.", advice="A new library needs an empty or a new folder.")


def _take_back(folder: Path, *, made: bool) -> None:
    """Removes what an unfinished creation wrote, and nothing else: the folder was empty before."""
    with contextlib.suppress(OSError):
        for name in FILES:
            folder.joinpath(name).unlink(missing_ok=True)
        for inside in FOLDERS:
            folder.joinpath(inside).rmdir()
        if made:
            folder.rmdir()


def _mixed_up() -> LibraryRefused:
    return LibraryRefused(
        "The parts of this library do not belong together, so it was not opened.", advice="Put your latest backup in its place."
    )


def _no_core_dumps() -> None:
    """A dump of this process would hold keys and pictures in plain."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
