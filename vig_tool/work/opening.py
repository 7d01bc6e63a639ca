"""Making, opening, leaving a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vig_tool.errors import LibraryRefused
from vig_tool.library import opening, passphrases
from vig_tool.library.opening import Library as Library

PRACTICE_PASSPHRASE = passphrases.PRACTICE_PASSPHRASE
"""Printed for everyone; refused for real libraries."""


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """A library just made. `recovery` is shown once and kept nowhere."""

    library: Library
    recovery: str


def create_library(folder: Path, passphrase: str, *, practice: bool = False) -> NewLibrary:
    """Makes and opens a library in an empty or new folder. Raises BadInput (passphrase too short), LibraryRefused (folder in use),
    NoRoom."""
    library, recovery = opening.create_library(folder, passphrase, practice=practice)
    return NewLibrary(library, recovery)


def open_library(folder: Path, passphrase: str) -> Library:
    """Raises LibraryRefused: wrong passphrase (no clue), newer version, open elsewhere, no library here."""
    return opening.open_library(folder, passphrase)


def open_with_recovery(folder: Path, code: str, *, new_passphrase: str) -> Library:
    """Opens with the recovery code and sets a new passphrase. Raises BadInput (a mistyped code, an unfit passphrase), LibraryRefused."""
    passphrases.accept(new_passphrase, practice=opening.about(folder).practice)
    lib = opening.open_with_recovery(folder, code)
    try:
        opening.set_passphrase(lib, new_passphrase)
    except BaseException:
        lib.close()
        raise
    return lib


def change_passphrase(lib: Library, *, old: str, new: str) -> None:
    """Rewrites one slot; durable when it returns. Raises LibraryRefused (old one wrong), BadInput (new one too short)."""
    passphrases.accept(new, practice=lib.practice)
    if not lib.keyring.opens_with(old):
        raise LibraryRefused("The old passphrase is not right.", advice="Nothing was changed.")
    opening.set_passphrase(lib, new)


def new_recovery_code(lib: Library, *, passphrase: str | None = None) -> str:
    """A fresh recovery code, shown once and kept nowhere (the sheet was lost, or a check says that the old one is damaged); the old one
    opens nothing from now on. Durable when it returns.

    `passphrase`: asked for anew where the library may have stood open for hours; None where it was opened for this alone. Raises
    LibraryRefused (passphrase wrong), NoRoom.
    """
    if passphrase is not None and not lib.keyring.opens_with(passphrase):
        raise LibraryRefused("The passphrase is not right.", advice="The recovery code stays as it is.")
    return opening.new_recovery_code(lib)


def is_library(folder: Path) -> bool:
    """Whether the folder holds a library, without opening it."""
    return opening.is_library(folder)
