"""Settings kept in the library (engine, theme, text size) and the one thing kept outside: which library folder was opened last."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import platformdirs

from vig_tool.errors import BadInput, NoRoom
from vig_tool.library import opening
from vig_tool.library import settings as kept
from vig_tool.vault.durable import make_folder, write_durably
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

ENGINES = ("automatic", "vlc", "qt")
THEMES = ("light", "dark", "automatic")

_KEY = "settings"
_APP = "vig-tool"
_LAST = "last-library.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """engine: automatic | vlc | qt. theme: light | dark | automatic (film room and review stay dark). text_scale: percent, 80–200.
    volume: percent. smooth_copies: whether heavy films are copied small, so that they play smoothly. stepper_mb: memory in MiB for exact
    pictures around the one that is looked at, 100–4000."""

    engine: str = "automatic"
    theme: str = "automatic"
    text_scale: int = 100
    volume: int = 80
    smooth_copies: bool = True
    stepper_mb: int = 300


def read_settings(lib: Library) -> Settings:
    """Those of a newer version that we do not know are left alone; what is missing is as usual."""
    with lib.reading() as session:
        held = kept.read(session, _KEY)
    return Settings(**{field.name: held[field.name] for field in fields(Settings) if field.name in held})


def change_settings(lib: Library, settings: Settings) -> Done[Settings]:
    """Raises BadInput."""
    _refuse_unknown(settings)
    if settings == read_settings(lib):
        return Done(settings, Changes())
    with lib.change("settings.changed") as unit:
        kept.write(unit.session, _KEY, kept.read(unit.session, _KEY) | asdict(settings))
    return Done(settings, Changes(frozenset({"setting"})))


def last_library() -> Path | None:
    """The folder opened last on this machine, if it is still a library."""
    try:
        folder = Path(json.loads(_last_file().read_text(encoding="utf-8"))["folder"])
        return folder if opening.is_library(folder) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_library(folder: Path) -> None:
    """Where it cannot be written down, the library is asked for at the next start; nothing else comes of it."""
    with contextlib.suppress(NoRoom, OSError):
        make_folder(_last_file().parent)
        write_durably(_last_file(), json.dumps({"folder": str(folder.absolute())}).encode())


def usual_folder() -> Path:
    """Where a new library goes unless the user says otherwise. Not among the documents: those are often copied to a cloud."""
    return platformdirs.user_data_path(_APP, appauthor=False) / "library"


def practice_folder() -> Path:
    return platformdirs.user_data_path(_APP, appauthor=False) / "practice"


def _last_file() -> Path:
    return platformdirs.user_config_path(_APP, appauthor=False) / _LAST


def _refuse_unknown(settings: Settings) -> None:
    if settings.engine not in ENGINES:
        raise BadInput(f"“{settings.engine}” is not a way to play films.", advice=f"Use one of: {', '.join(ENGINES)}.")
    if settings.theme not in THEMES:
        raise BadInput(f"“{settings.theme}” is not a look.", advice=f"Use one of: {', '.join(THEMES)}.")
    if not 80 <= settings.text_scale <= 200:
        raise BadInput("The text can be between 80 % and 200 % of its usual size.")
    if not 0 <= settings.volume <= 100:
        raise BadInput("The volume can be between 0 and 100.")
    if not 100 <= settings.stepper_mb <= 4000:
        raise BadInput("The memory for stepping can be between 100 and 4000 MB.")
