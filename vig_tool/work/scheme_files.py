"""Schemes on their way in and out of the library as files, and what of a change is not saved yet."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vig_tool import programmes as packs
from vig_tool.errors import BadInput, NoRoom
from vig_tool.library import settings as kept
from vig_tool.programmes import Scheme
from vig_tool.work.in_force import USUAL
from vig_tool.work.opening import Library

_LONGEST = 1024 * 1024


def read_text(path: Path) -> str:
    """What a scheme's file holds. Raises BadInput."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"“{path.name}” is no text, so no scheme can be read from it.") from None
    except OSError as trouble:
        raise BadInput(f"“{path.name}” cannot be read.", advice=_plain(trouble)) from None


def write_text(path: Path, text: str) -> None:
    """Raises NoRoom."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as trouble:
        raise NoRoom(f"“{path.name}” cannot be written.", advice=_plain(trouble)) from None


def keep_drafts(lib: Library, drafts: Mapping[str, Scheme], programme: str = USUAL) -> None:
    """Changes begun and not saved, by scheme; they wait until the editor is opened again."""
    wanted = {scheme_id: packs.content_of(scheme) for scheme_id, scheme in drafts.items()}
    with lib.reading() as session:
        if kept.read(session, _setting(programme)) == wanted:
            return
    with lib.aside() as session:
        kept.write(session, _setting(programme), wanted)


def read_drafts(lib: Library, programme: str = USUAL) -> dict[str, Scheme]:
    """What was kept; what cannot be understood any more is left out."""
    with lib.reading() as session:
        held: dict[str, Any] = kept.read(session, _setting(programme))
    found = {}
    for scheme_id, content in held.items():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            found[scheme_id] = packs.half_written(content)
    return found


def _setting(programme: str) -> str:
    return f"scheme drafts {programme}"


def _plain(trouble: OSError) -> str:
    words = trouble.strerror or "It does not answer"
    return f"{words[:1].upper()}{words[1:]}."
