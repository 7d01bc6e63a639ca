"""Questions about families, their people, consents and cycles."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vig_tool.errors import NotThere
from vig_tool.library.models import Consent, Cycle, Family, Person, ProgrammeInUse


def everyone(session: Session) -> list[Family]:
    """All families, by code."""
    return list(session.scalars(select(Family).order_by(Family.code)))


def get(session: Session, family_id: uuid.UUID) -> Family:
    """Raises NotThere."""
    family = session.get(Family, family_id)
    if family is None:
        raise NotThere("This family is no longer in the library.")
    return family


def by_code(session: Session, code: str) -> Family | None:
    """Without regard to case."""
    return session.scalars(select(Family).where(func.lower(Family.code) == code.strip().lower())).one_or_none()


def programme_of(session: Session, family_id: uuid.UUID) -> ProgrammeInUse | None:
    """The programme in use with a family (the one begun last)."""
    return session.scalars(
        select(ProgrammeInUse).where(ProgrammeInUse.family_id == family_id).order_by(ProgrammeInUse.id.desc()).limit(1)
    ).one_or_none()


def programmes_of(session: Session, family_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The pack in use with each of these families."""
    question = select(ProgrammeInUse).where(ProgrammeInUse.family_id.in_(family_ids)).order_by(ProgrammeInUse.id)
    return {in_use.family_id: in_use.pack for in_use in session.scalars(question)}


def person(session: Session, person_id: uuid.UUID) -> Person:
    """Raises NotThere."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotThere("This person is no longer in the library.")
    return found


def consent(session: Session, consent_id: uuid.UUID) -> Consent:
    """Raises NotThere."""
    found = session.get(Consent, consent_id)
    if found is None:
        raise NotThere("This consent is no longer in the library.")
    return found


def cycle(session: Session, cycle_id: uuid.UUID) -> Cycle:
    """Raises NotThere."""
    found = session.get(Cycle, cycle_id)
    if found is None:
        raise NotThere("This cycle is no longer in the library.")
    return found


def cycles(session: Session, family_id: uuid.UUID) -> list[Cycle]:
    """By number."""
    return list(session.scalars(select(Cycle).where(Cycle.family_id == family_id).order_by(Cycle.number)))


def cycles_of(session: Session, family_ids: list[uuid.UUID]) -> list[Cycle]:
    """Of these families, by number."""
    return list(session.scalars(select(Cycle).where(Cycle.family_id.in_(family_ids)).order_by(Cycle.number)))


def cycle_numbered(session: Session, family_id: uuid.UUID, number: int) -> Cycle | None:
    return session.scalars(select(Cycle).where(Cycle.family_id == family_id, Cycle.number == number)).one_or_none()
