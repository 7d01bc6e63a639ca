"""Questions about schemes as this library changed them, and what was used of them last."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vig_tool.library.models import Cycle, Moment, MomentPrinciple, ProgrammeInUse, Recording, SchemeEdition


def in_force(session: Session, programme: str) -> list[SchemeEdition]:
    """The latest edition of each scheme of a programme that was changed here; by scheme."""
    latest = (
        select(SchemeEdition.scheme, func.max(SchemeEdition.version).label("version"))
        .where(SchemeEdition.programme == programme)
        .group_by(SchemeEdition.scheme)
        .subquery()
    )
    question = (
        select(SchemeEdition)
        .join(latest, (latest.c.scheme == SchemeEdition.scheme) & (latest.c.version == SchemeEdition.version))
        .where(SchemeEdition.programme == programme)
        .order_by(SchemeEdition.scheme)
    )
    return list(session.scalars(question))


def editions(session: Session, programme: str, scheme: str | None = None) -> list[SchemeEdition]:
    """All, by scheme and version; of one scheme where it is named."""
    question = select(SchemeEdition).where(SchemeEdition.programme == programme)
    if scheme is not None:
        question = question.where(SchemeEdition.scheme == scheme)
    return list(session.scalars(question.order_by(SchemeEdition.scheme, SchemeEdition.version)))


def add(session: Session, *, programme: str, scheme: str, content: dict[str, Any]) -> SchemeEdition:
    """The next version."""
    newest = session.scalar(
        select(func.max(SchemeEdition.version)).where(SchemeEdition.programme == programme, SchemeEdition.scheme == scheme)
    )
    edition = SchemeEdition(programme=programme, scheme=scheme, version=(newest or 0) + 1, content=content)
    session.add(edition)
    session.flush()
    return edition


def used_last(session: Session, principles: list[str]) -> list[str]:
    """Those of these principles that were ever used, the one used last first."""
    latest = func.max(Moment.made_at).label("latest")
    question = (
        select(MomentPrinciple.principle, latest)
        .join(Moment, Moment.id == MomentPrinciple.moment_id)
        .where(MomentPrinciple.principle.in_(principles))
        .group_by(MomentPrinciple.principle)
        .order_by(latest.desc())
    )
    return [row.principle for row in session.execute(question)]


def counts(session: Session, principles: list[str]) -> dict[str, int]:
    """How many moments hold each; those without any are left out."""
    question = (
        select(MomentPrinciple.principle, func.count().label("held"))
        .where(MomentPrinciple.principle.in_(principles))
        .group_by(MomentPrinciple.principle)
    )
    return {row.principle: row.held for row in session.execute(question)}


def known_recordings(session: Session, wanted: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these that are still in the library."""
    return set(session.scalars(select(Recording.id).where(Recording.id.in_(wanted))))


def editions_now(session: Session, recording_id: uuid.UUID, principles: list[str]) -> dict[str, int]:
    """For what is tagged now in a recording: the edition in force of each principle's scheme. Those of schemes that were never changed
    are left out."""
    pack = session.scalar(
        select(ProgrammeInUse.pack)
        .join(Cycle, Cycle.family_id == ProgrammeInUse.family_id)
        .join(Recording, Recording.cycle_id == Cycle.id)
        .where(Recording.id == recording_id)
        .order_by(ProgrammeInUse.id.desc())
        .limit(1)
    )
    changed = in_force(session, pack) if pack else []
    return {
        principle: edition.version
        for edition in changed
        for principle in {held["id"] for held in edition.content["principles"]}.intersection(principles)
    }
