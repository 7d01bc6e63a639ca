"""Families, their people, consents and cycles."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import families, words
from vig_tool.library import models as rows
from vig_tool.library.unit import Unit
from vig_tool.programmes import load
from vig_tool.work import cards
from vig_tool.work.cards import Consent as Consent
from vig_tool.work.cards import CycleCard as CycleCard
from vig_tool.work.cards import FamilyCard as FamilyCard
from vig_tool.work.cards import FamilyPage as FamilyPage
from vig_tool.work.cards import FilmCard as FilmCard
from vig_tool.work.cards import GoalMark as GoalMark
from vig_tool.work.cards import Person as Person
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

PERSON_ROLES = words.PERSON_KINDS
CONSENT_SCOPES = words.CONSENT_SCOPES

_CODE = re.compile(r"^(?=.*[^\W_])(?:[^\W_]|[-./]){1,24}$")
_LONGEST_QUESTION = 1000


def list_families(lib: Library) -> list[FamilyCard]:
    """By code."""
    with lib.reading() as session:
        return cards.family_cards(session)


def find_family(lib: Library, code: str) -> UUID:
    """By its code, without regard to case. Raises NotThere."""
    with lib.reading() as session:
        family = families.by_code(session, code)
        if family is None:
            raise NotThere(f"There is no family “{code.strip()}”.", advice="Check the code, or add the family first.")
        return family.id


def find_cycle(lib: Library, code: str, number: int) -> UUID:
    """Raises NotThere."""
    family_id = find_family(lib, code)
    with lib.reading() as session:
        cycle = families.cycle_numbered(session, family_id, number)
        if cycle is None:
            raise NotThere(f"Family {code.strip()} has no cycle {number}.", advice="Add the cycle first.")
        return cycle.id


def family_of_cycle(lib: Library, cycle_id: UUID) -> UUID:
    """Raises NotThere."""
    with lib.reading() as session:
        return families.cycle(session, cycle_id).family_id


def family_page(lib: Library, family_id: UUID) -> FamilyPage:
    """Raises NotThere."""
    with lib.reading() as session:
        return cards.family_page(session, family_id)


def cycle_card(lib: Library, cycle_id: UUID) -> CycleCard:
    """Raises NotThere."""
    with lib.reading() as session:
        return cards.cycle_card(session, families.cycle(session, cycle_id))


def add_family(lib: Library, code: str, *, programme: str = "vig") -> Done[FamilyPage]:
    """Raises BadInput (empty or unfit code: 1–24 letters, digits, - . /), Refused (code taken), NotThere (programme)."""
    pack = load(programme)
    with lib.change("family.added") as unit:
        family = rows.Family(code=_free_code(unit, code), started_on=_today())
        unit.session.add(family)
        unit.session.flush()
        family.programmes.append(rows.ProgrammeInUse(pack=pack.id, version=pack.version, started_on=family.started_on))
        lib.keyring.add_family(family.id)  # before the row is there for good: a key without a family is dropped, not the other way round
        unit.about(family.id)
        family_id = family.id
    return Done(family_page(lib, family_id), Changes.of(unit.changes))


def correct_family(lib: Library, family_id: UUID, *, code: str | None = None, started: date | None = None) -> Done[FamilyPage]:
    """None leaves as it is. Raises NotThere, BadInput and Refused as `add_family`."""
    with lib.change("family.corrected", scope=family_id, label="Correct the family") as unit:
        family = families.get(unit.session, family_id)
        if code is not None and code.strip() != family.code:
            family.code = _free_code(unit, code, but=family_id)
        if started is not None:
            family.started_on = started
        unit.about(family_id)
    return _page(lib, family_id, unit, "Correct the family")


def add_person(lib: Library, family_id: UUID, *, role: str, name: str) -> Done[FamilyPage]:
    """Raises BadInput (unknown role, empty name), NotThere."""
    label = "Add a person"
    with lib.change("person.added", scope=family_id, label=label) as unit:
        family = families.get(unit.session, family_id)
        family.people.append(rows.Person(kind=_role(role), name=_name(name)))
        unit.about(family_id)
    return _page(lib, family_id, unit, label)


def correct_person(lib: Library, person_id: UUID, *, role: str | None = None, name: str | None = None) -> Done[FamilyPage]:
    """None leaves as it is. Raises BadInput, NotThere."""
    label, family_id = "Correct a person", _family_of_person(lib, person_id)
    with lib.change("person.corrected", scope=family_id, label=label) as unit:
        person = families.person(unit.session, person_id)
        person.kind = person.kind if role is None else _role(role)
        person.name = person.name if name is None else _name(name)
        unit.about(person_id)
    return _page(lib, family_id, unit, label)


def remove_person(lib: Library, person_id: UUID) -> Done[FamilyPage]:
    """Their consents go with them. Raises NotThere."""
    label, family_id = "Remove a person", _family_of_person(lib, person_id)
    with lib.change("person.removed", scope=family_id, label=label) as unit:
        unit.session.delete(families.person(unit.session, person_id))
        unit.about(person_id)
    return _page(lib, family_id, unit, label)


def give_consent(
    lib: Library, family_id: UUID, *, scope: str, given: date, until: date | None = None, person_id: UUID | None = None
) -> Done[FamilyPage]:
    """Of one person, or without one of the family. Raises BadInput (unknown scope, ends before it begins), NotThere."""
    if scope not in CONSENT_SCOPES:
        raise BadInput(f"“{scope}” is nothing one can consent to here.", advice=f"Use one of: {', '.join(CONSENT_SCOPES)}.")
    if until is not None and until < given:
        raise BadInput("A consent cannot end before it is given.")
    label = "Note a consent"
    with lib.change("consent.given", scope=family_id, label=label) as unit:
        family = families.get(unit.session, family_id)
        if person_id is not None and families.person(unit.session, person_id).family_id != family_id:
            raise NotThere("This person is not of this family.")
        consent = rows.Consent(person_id=person_id, scope=scope, given_on=given, until=until)
        family.consents.append(consent)
        unit.session.flush()
        unit.about(consent.id)
    return _page(lib, family_id, unit, label)


def withdraw_consent(lib: Library, consent_id: UUID, *, on: date) -> Done[FamilyPage]:
    """Raises BadInput (before it was given), NotThere."""
    label = "Withdraw a consent"
    with lib.reading() as session:
        family_id = families.consent(session, consent_id).family_id
    with lib.change("consent.withdrawn", scope=family_id, label=label) as unit:
        consent = families.consent(unit.session, consent_id)
        if on < consent.given_on:
            raise BadInput("A consent cannot be withdrawn before it was given.")
        consent.withdrawn_on = on
        unit.about(consent_id)
    return _page(lib, family_id, unit, label)


def add_cycle(lib: Library, family_id: UUID, *, question: str) -> Done[CycleCard]:
    """The next number. Open goals carry over by themselves. Raises BadInput (empty question), NotThere."""
    label = "Add a cycle"
    with lib.change("cycle.added", scope=family_id, label=label) as unit:
        families.get(unit.session, family_id)
        held = families.cycles(unit.session, family_id)
        cycle = rows.Cycle(family_id=family_id, number=held[-1].number + 1 if held else 1, question=_question(question))
        unit.session.add(cycle)
        unit.session.flush()
        unit.about(cycle.id)
        cycle_id = cycle.id
    return Done(cycle_card(lib, cycle_id), Changes.of(unit.changes), label)


def correct_cycle(
    lib: Library, cycle_id: UUID, *, question: str | None = None, filmed_on: date | None = None, reviewed_on: date | None = None
) -> Done[CycleCard]:
    """None leaves as it is. Raises BadInput (empty question), NotThere."""
    label, family_id = "Correct the cycle", family_of_cycle(lib, cycle_id)
    with lib.change("cycle.corrected", scope=family_id, label=label) as unit:
        cycle = families.cycle(unit.session, cycle_id)
        cycle.question = cycle.question if question is None else _question(question)
        cycle.filmed_on = filmed_on or cycle.filmed_on
        cycle.reviewed_on = reviewed_on or cycle.reviewed_on
        unit.about(cycle_id)
    return Done(cycle_card(lib, cycle_id), Changes.of(unit.changes), label)


def _page(lib: Library, family_id: UUID, unit: Unit, label: str) -> Done[FamilyPage]:
    return Done(family_page(lib, family_id), Changes.of(unit.changes | {("family", family_id)}), label)


def _family_of_person(lib: Library, person_id: UUID) -> UUID:
    with lib.reading() as session:
        return families.person(session, person_id).family_id


def _free_code(unit: Unit, code: str, *, but: UUID | None = None) -> str:
    plain = code.strip()
    if not _CODE.match(plain):
        raise BadInput("This cannot be a family's code.", advice="Use 1 to 24 letters, digits, hyphens, full stops or slashes.")
    taken = families.by_code(unit.session, plain)
    if taken is not None and taken.id != but:
        raise Refused(f"There is a family {taken.code} already.")
    return plain


def _question(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise BadInput("The helping question is empty.", advice="Write it down in the parent's words.")
    if len(plain) > _LONGEST_QUESTION:
        raise BadInput("This is too long for a helping question.", advice="One or two sentences are best.")
    return plain


def _role(role: str) -> str:
    if role not in PERSON_ROLES:
        raise BadInput(f"“{role}” is not a part a person can have.", advice=f"Use one of: {', '.join(PERSON_ROLES)}.")
    return role


def _name(name: str) -> str:
    if not name.strip():
        raise BadInput("The person has no name yet.", advice="A first name or initials are enough.")
    return name.strip()


def _today() -> date:
    return datetime.now().astimezone().date()
