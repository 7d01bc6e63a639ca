"""What is looked for, where, and in which order: plain data, and how it reads in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.rooms import Where
from vig_tool.work.finding import EVERYTHING, Found, Scope, Sort, Wanted


class Reach(StrEnum):
    """How far one looks."""

    FILM = "film"
    CYCLE = "cycle"
    FAMILY = "family"
    LIBRARY = "library"


REACH_WORDS = {Reach.FILM: "Film", Reach.CYCLE: "Cycle", Reach.FAMILY: "Family", Reach.LIBRARY: "All"}
REACH_TIPS = {
    Reach.FILM: "In this film",
    Reach.CYCLE: "In all films of this cycle",
    Reach.FAMILY: "In all cycles of this family",
    Reach.LIBRARY: "In all families",
}
SORT_WORDS = {
    Sort.TIME: "By time",
    Sort.PRINCIPLE: "By principle",
    Sort.LENGTH: "Longest first",
    Sort.MADE: "Marked last first",
}
ACTOR_WORDS = {"child": "Child", "parent": "Parent", "both": "Both", "guider": "Guider"}
_FILMS = {"review": "Film of the review", "supervision": "Film of the supervision"}


@dataclass(frozen=True, slots=True)
class Search:
    wanted: Wanted = EVERYTHING
    reach: Reach = Reach.FILM
    sort: Sort = Sort.TIME

    @property
    def is_plain(self) -> bool:
        """Every moment is listed, as it stands in the film."""
        return self == Search()

    @property
    def filters(self) -> bool:
        return self.wanted != EVERYTHING

    def shows_all(self) -> Search:
        """Nothing left out any more; where and in which order stays."""
        return replace(self, wanted=EVERYTHING)

    def turned(self, principle: str) -> Search:
        """With one principle more, or less."""
        held = self.wanted.principles
        kept = tuple(one for one in held if one != principle) if principle in held else (*held, principle)
        return replace(self, wanted=replace(self.wanted, principles=kept))

    def scope(self, here: Where) -> Scope:
        return {
            Reach.FILM: Scope(recording=here.recording),
            Reach.CYCLE: Scope(cycle=here.cycle),
            Reach.FAMILY: Scope(family=here.family),
            Reach.LIBRARY: Scope(),
        }[self.reach]

    def words(self, *, principles: Mapping[str, str], goals: Mapping[UUID, str]) -> str:
        """"Taking turns or Being attentive, starred, child, “wait”"; empty where nothing is left out."""
        wanted = self.wanted
        names = [principles.get(one, one) for one in wanted.principles]
        said = [(" and " if wanted.all_of_them else " or ").join(names)]
        said.append({True: "starred", False: "not starred", None: ""}[wanted.star])
        said.append({True: "chosen for the review", False: "not chosen", None: ""}[wanted.clip])
        said.append(ACTOR_WORDS[wanted.actor].lower() if wanted.actor else "")
        said.append(wanted.channel or "")
        said.append(f"goal “{goals.get(wanted.goal_id, '')}”" if wanted.goal_id is not None else "")
        said.append("without private ones" if not wanted.private else "")
        said.append(f"“{wanted.text.strip()}”" if wanted.text.strip() else "")
        whole = ", ".join(word for word in said if word)
        return whole[:1].upper() + whole[1:]


def place_words(found: Found) -> str:
    """Where a moment is from: "F014 · Cycle 2", and which film where it is not the cycle's own."""
    placed = found.placed
    role = _FILMS.get(placed.role)
    return " · ".join(filter(None, (placed.family_code, f"Cycle {placed.cycle_number}", role)))


def announce_words(found: Found) -> str:
    """What is said while it plays: "Cycle 1 · 2:14 · Taking turns"."""
    seconds = found.moment.span.start.us // 1_000_000
    minutes, rest = divmod(seconds, 60)
    return f"Cycle {found.placed.cycle_number} · {minutes}:{rest:02d} · {found.title}"
