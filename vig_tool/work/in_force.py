"""A programme as this library uses it: what came with the program, with the editions, limits and choices made here over it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from vig_tool.errors import Damaged
from vig_tool.library import families, schemes
from vig_tool.library import settings as kept
from vig_tool.library.session import Session
from vig_tool.programmes import Limits, Principle, Programme, Scheme, load, scheme_from
from vig_tool.timing import SECOND

USUAL = "vig"
AS_IT_CAME = 0
"""The edition of a scheme that was not changed here."""


@dataclass(frozen=True, slots=True)
class InForce:
    """`editions`: of each scheme the version in force. `roles` and `films`: which scheme was chosen for a kind of recording, and for one
    recording."""

    programme: Programme
    editions: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    films: Mapping[str, str] = field(default_factory=dict)

    def scheme_for(self, recording_id: UUID, role: str) -> Scheme:
        """Chosen for the recording, else for its kind, else the programme's own choice."""
        for chosen in (self.films.get(recording_id.hex), self.roles.get(role)):
            for scheme in self.programme.schemes:
                if scheme.id == chosen:
                    return scheme
        return self.programme.scheme_for(role)


def of_family(session: Session, family_id: UUID) -> InForce:
    in_use = families.programme_of(session, family_id)
    return read(session, in_use.pack if in_use else USUAL)


def read(session: Session, programme_id: str) -> InForce:
    """Raises NotThere, Damaged."""
    came = load(programme_id)
    held = {scheme.id: scheme for scheme in came.schemes}
    editions = dict.fromkeys(held, AS_IT_CAME)
    for edition in schemes.in_force(session, programme_id):
        held[edition.scheme] = understood(edition.content)
        editions[edition.scheme] = edition.version
    chosen = kept.read(session, setting_of(programme_id))
    programme = replace(came, schemes=tuple(held.values()), limits=_limits(chosen, came.limits))
    return InForce(programme, editions, _words(chosen, "roles"), _words(chosen, "films"))


def every_edition(session: Session, programme_id: str) -> Iterator[tuple[int, Scheme]]:
    """Each scheme as it came (edition 0) and in every edition."""
    for scheme in load(programme_id).schemes:
        yield AS_IT_CAME, scheme
    for edition in schemes.editions(session, programme_id):
        yield edition.version, understood(edition.content)


def as_tagged(session: Session, programme_id: str) -> dict[tuple[str, int], Principle]:
    """By id and edition, every principle as it ever was."""
    return {
        (one.id, version): one
        for version, scheme in every_edition(session, programme_id)
        for one in (*scheme.principles, *scheme.retired)
    }


def setting_of(programme_id: str) -> str:
    return f"programme {programme_id}"


def understood(content: Mapping[str, Any]) -> Scheme:
    """Raises Damaged."""
    try:
        return _understood(json.dumps(content))
    except ValueError as trouble:
        raise Damaged("What is kept of a scheme cannot be read.", advice="Check the library, in the settings.") from trouble


@lru_cache(maxsize=256)
def _understood(content: str) -> Scheme:
    """Editions never change, and every tap asks for them."""
    return scheme_from(json.loads(content))


def _limits(chosen: dict[str, Any], usual: Limits) -> Limits:
    held = chosen.get("limits")
    return Limits(int(held["clips"]), int(held["seconds"]) * SECOND) if held else usual


def _words(chosen: dict[str, Any], name: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in chosen.get(name, {}).items()}
