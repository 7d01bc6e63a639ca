"""How the palette stands in the film room: in which order, what of it is folded, and which schemes one may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vig_tool.library import recordings, schemes
from vig_tool.library import settings as kept
from vig_tool.work import in_force
from vig_tool.work.opening import Library

_KEY = "palette"


@dataclass(frozen=True, slots=True)
class PaletteChoice:
    """`schemes`: id, name, whether the recording is tagged with it. `recent`: ids of principles, the one used last first. `folded`: names
    of groups."""

    schemes: tuple[tuple[str, str, bool], ...]
    recent_first: bool
    recent: tuple[str, ...]
    folded: tuple[str, ...]


def read_palette(lib: Library, recording_id: UUID) -> PaletteChoice:
    """Raises NotThere."""
    with lib.reading() as session:
        recording, _, family = recordings.placed(session, recording_id)
        held = in_force.of_family(session, family.id)
        used = held.scheme_for(recording_id, recording.role)
        looks = kept.read(session, _KEY)
        first = bool(looks.get("recent_first", False))
        recent = schemes.used_last(session, [one.id for one in used.principles]) if first else []
    return PaletteChoice(
        schemes=tuple((scheme.id, scheme.name, scheme.id == used.id) for scheme in held.programme.schemes),
        recent_first=first,
        recent=tuple(recent),
        folded=tuple(map(str, looks.get("folded", ()))),
    )


def put_recent_first(lib: Library, *, on: bool) -> None:
    """Whether what was used last comes first."""
    _keep(lib, {"recent_first": on})


def fold_group(lib: Library, group: str, *, on: bool) -> None:
    """A group of the palette is folded away, or back; in every scheme that has one of this name."""
    with lib.reading() as session:
        folded = {str(name) for name in kept.read(session, _KEY).get("folded", ())}
    _keep(lib, {"folded": sorted(folded | {group} if on else folded - {group})})


def _keep(lib: Library, words: Mapping[str, Any]) -> None:
    """How a screen stands is no matter for the trail."""
    with lib.aside() as session:
        kept.write(session, _KEY, kept.read(session, _KEY) | dict(words))
