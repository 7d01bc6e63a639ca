"""Families, their people, consents and cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vig_tool.work.changes import Done
from vig_tool.work.opening import Library

PERSON_ROLES = ("parent", "child", "other")
CONSENT_SCOPES = ("film", "guider", "supervisor", "intervision", "training", "research", "parent_copy", "stills")


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A family on the start page. `state` is one sentence ("2 clips chosen. Prepare the review.")."""

    id: UUID
    code: str
    programme: str
    started: date
    cycles: int
    question: str
    state: str


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Consent:
    id: UUID
    person_id: UUID | None
    scope: str
    given: date
    until: date | None
    withdrawn: date | None


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A recording on the family page."""

    id: UUID
    role: str
    duration_us: int
    moments: int
    starred: int


@dataclass(frozen=True, slots=True)
class GoalMark:
    """A goal as the family page shows it for one cycle: its text and, where rated in this cycle, the rating."""

    id: UUID
    text: str
    kind: str
    target: int | None
    value: int | None


@dataclass(frozen=True, slots=True)
class CycleCard:
    """One cycle beside the others. `next_step` is one of "film", "moments", "clips", "review", "goals", "done"; `next_words` its
    sentence."""

    id: UUID
    number: int
    question: str
    filmed_on: date | None
    reviewed_on: date | None
    films: tuple[FilmCard, ...]
    clips: int
    parents_words: str
    goals: tuple[GoalMark, ...]
    next_step: str
    next_words: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    id: UUID
    code: str
    programme_id: str
    programme: str
    started: date
    people: tuple[Person, ...]
    consents: tuple[Consent, ...]
    cycles: tuple[CycleCard, ...]


def list_families(lib: Library) -> list[FamilyCard]:
    """By code."""
    raise NotImplementedError


def find_family(lib: Library, code: str) -> UUID:
    """By its code, without regard to case. Raises NotThere."""
    raise NotImplementedError


def find_cycle(lib: Library, code: str, number: int) -> UUID:
    """Raises NotThere."""
    raise NotImplementedError


def family_page(lib: Library, family_id: UUID) -> FamilyPage:
    """Raises NotThere."""
    raise NotImplementedError


def add_family(lib: Library, code: str, *, programme: str = "vig") -> Done[FamilyPage]:
    """Raises BadInput (empty or unfit code: 1–24 letters, digits, - . /), Refused (code taken), NotThere (programme)."""
    raise NotImplementedError


def correct_family(lib: Library, family_id: UUID, *, code: str | None = None, started: date | None = None) -> Done[FamilyPage]:
    raise NotImplementedError


def add_person(lib: Library, family_id: UUID, *, role: str, name: str) -> Done[FamilyPage]:
    raise NotImplementedError


def correct_person(lib: Library, person_id: UUID, *, role: str | None = None, name: str | None = None) -> Done[FamilyPage]:
    raise NotImplementedError


def remove_person(lib: Library, person_id: UUID) -> Done[FamilyPage]:
    """Their consents go with them."""
    raise NotImplementedError


def give_consent(
    lib: Library, family_id: UUID, *, scope: str, given: date, until: date | None = None, person_id: UUID | None = None
) -> Done[FamilyPage]:
    raise NotImplementedError


def withdraw_consent(lib: Library, consent_id: UUID, *, on: date) -> Done[FamilyPage]:
    raise NotImplementedError


def add_cycle(lib: Library, family_id: UUID, *, question: str) -> Done[CycleCard]:
    """The next number. Open goals carry over by themselves. Raises BadInput (empty question)."""
    raise NotImplementedError


def correct_cycle(
    lib: Library, cycle_id: UUID, *, question: str | None = None, filmed_on: date | None = None, reviewed_on: date | None = None
) -> Done[CycleCard]:
    raise NotImplementedError


def cycle_card(lib: Library, cycle_id: UUID) -> CycleCard:
    raise NotImplementedError


def family_of_cycle(lib: Library, cycle_id: UUID) -> UUID:
    raise NotImplementedError
