"""Settings kept in the library (engine, theme, text size) and the one thing kept outside: which library folder was opened last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vig_tool.work.changes import Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Settings:
    """engine: automatic | vlc | qt. theme: light | dark | automatic (film room and review stay dark). text_scale: percent, 80–200."""

    engine: str = "automatic"
    theme: str = "automatic"
    text_scale: int = 100
    volume: int = 80


def read_settings(lib: Library) -> Settings:
    raise NotImplementedError


def change_settings(lib: Library, settings: Settings) -> Done[Settings]:
    raise NotImplementedError


def last_library() -> Path | None:
    """The folder opened last on this machine, if it is still a library."""
    raise NotImplementedError


def remember_library(folder: Path) -> None:
    raise NotImplementedError


def usual_folder() -> Path:
    """Where a new library goes unless the user says otherwise."""
    raise NotImplementedError


def practice_folder() -> Path:
    raise NotImplementedError
