"""Who the library is about: practitioner, families, their people and consents, the programme in use."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from vig_tool.library.models.base import UNDOABLE, Base, HasId
from vig_tool.library.types import now
from vig_tool.library.words import CONSENT_SCOPES, PERSON_KINDS, one_of


class Practitioner(Base):
    """A person with a slot in the keyring. The id is the keyring's."""

    __tablename__ = "practitioner"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime] = mapped_column(default=now)


class Family(HasId, Base):
    """A case, known by its code. Its films' keys hang on its own key in the keyring."""

    __tablename__ = "family"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("length(code) > 0", name="code"), {"info": UNDOABLE})

    code: Mapped[str]
    started_on: Mapped[date]
    added_at: Mapped[datetime] = mapped_column(default=now)

    people: Mapped[list[Person]] = relationship(cascade="all, delete-orphan", order_by="Person.id")
    consents: Mapped[list[Consent]] = relationship(cascade="all, delete-orphan", order_by="Consent.id")
    programmes: Mapped[list[ProgrammeInUse]] = relationship(cascade="all, delete-orphan", order_by="ProgrammeInUse.id")


class Person(HasId, Base):
    """Somebody in the picture: a parent, a child, anybody else. The name is whatever the guider calls them."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(one_of("kind", PERSON_KINDS), name="kind"), {"info": UNDOABLE})

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")

    consents: Mapped[list[Consent]] = relationship(cascade="all, delete-orphan", overlaps="consents")


class Consent(HasId, Base):
    """Consent to one thing, of one person (or, without a person, of the family): given on a date, perhaps until another, perhaps
    withdrawn."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(one_of("scope", CONSENT_SCOPES), name="scope"),
        CheckConstraint("until IS NULL OR until >= given_on", name="until"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn"),
        {"info": UNDOABLE},
    )

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str]
    given_on: Mapped[date]
    until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class ProgrammeInUse(HasId, Base):
    """What is being done with a family: a pack by id and the version it was begun with."""

    __tablename__ = "programme_in_use"
    __table_args__ = (UniqueConstraint("family_id", "pack"), {"info": UNDOABLE})

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="CASCADE"))
    pack: Mapped[str]
    version: Mapped[int]
    started_on: Mapped[date]
