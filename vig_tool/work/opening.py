"""Making, opening, leaving a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vig_tool.library.opening import Library as Library


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """A library just made. `recovery` is shown once and kept nowhere."""

    library: Library
    recovery: str


def create_library(folder: Path, passphrase: str, *, practice: bool = False) -> NewLibrary:
    """Makes and opens a library in an empty or new folder. Raises BadInput (passphrase too short), LibraryRefused (folder in use),
    NoRoom."""
    raise NotImplementedError


def open_library(folder: Path, passphrase: str) -> Library:
    """Raises LibraryRefused: wrong passphrase (no clue), newer version, open elsewhere, no library here."""
    raise NotImplementedError


def open_with_recovery(folder: Path, code: str, *, new_passphrase: str) -> Library:
    """Opens with the recovery code and sets a new passphrase. Raises BadInput (a mistyped code), LibraryRefused."""
    raise NotImplementedError


def change_passphrase(lib: Library, *, old: str, new: str) -> None:
    """Rewrites one slot; durable when it returns. Raises LibraryRefused (old one wrong), BadInput (new one too short)."""
    raise NotImplementedError


def is_library(folder: Path) -> bool:
    raise NotImplementedError


PRACTICE_PASSPHRASE = "practice family only"  # noqa: S105 - printed for everyone; refused for real libraries (vig_tool.library.opening)
