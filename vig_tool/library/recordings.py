"""Questions about recordings."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from vig_tool.errors import NotThere
from vig_tool.library.models import Clip, Cycle, Family, Moment, Recording

Placed = tuple[Recording, Cycle, Family]


def get(session: Session, recording_id: uuid.UUID) -> Recording:
    """Without its frame index. Raises NotThere."""
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotThere("This film is no longer in the library.")
    return recording


def with_index(session: Session, recording_id: uuid.UUID) -> Recording:
    """With its frame index. Raises NotThere."""
    found = session.scalars(select(Recording).where(Recording.id == recording_id).options(undefer(Recording.frame_index))).one_or_none()
    if found is None:
        raise NotThere("This film is no longer in the library.")
    return found


def placed(session: Session, recording_id: uuid.UUID) -> Placed:
    """With its cycle and family. Raises NotThere."""
    recording = get(session, recording_id)
    cycle = session.get_one(Cycle, recording.cycle_id)
    return recording, cycle, session.get_one(Family, cycle.family_id)


def everywhere(session: Session, *, cycle_id: uuid.UUID | None = None) -> list[Placed]:
    """All recordings, or those of a cycle, by family, cycle and age, each with its cycle and family."""
    question = (
        select(Recording, Cycle, Family)
        .join(Cycle, Cycle.id == Recording.cycle_id)
        .join(Family, Family.id == Cycle.family_id)
        .order_by(Family.code, Cycle.number, Recording.imported_at, Recording.id)
    )
    if cycle_id is not None:
        question = question.where(Recording.cycle_id == cycle_id)
    return [(recording, cycle, family) for recording, cycle, family in session.execute(question)]


def set_left(session: Session, recording_id: uuid.UUID, left: dict[str, Any]) -> None:
    """Where the film room was left; of a film that is gone nothing."""
    session.execute(update(Recording).where(Recording.id == recording_id).values(left=left))


def by_digest(session: Session, digest: str) -> Recording | None:
    """The recording of these very bytes, if they were taken in before."""
    return session.scalars(select(Recording).where(Recording.digest == digest)).one_or_none()


def by_part(session: Session, digest: str) -> Recording | None:
    """The recording that was joined of these very bytes among others."""
    return next((row for row in _joined(session) if any(part["digest"] == digest for part in row.parts)), None)


def has_size(session: Session, size: int) -> bool:
    """Whether a recording, or a part of one, has this many bytes: only then can a film be one that is here already."""
    if session.scalar(select(Recording.id).where(Recording.size == size).limit(1)) is not None:
        return True
    return any(part["size"] == size for row in _joined(session) for part in row.parts)


def _joined(session: Session) -> list[Recording]:
    return [row for row in session.scalars(select(Recording)) if row.parts]


def of_family(session: Session, family_id: uuid.UUID) -> list[Recording]:
    """By cycle and age."""
    return list(
        session.scalars(
            select(Recording)
            .join(Cycle, Cycle.id == Recording.cycle_id)
            .where(Cycle.family_id == family_id)
            .order_by(Cycle.number, Recording.imported_at, Recording.id)
        )
    )


def of_cycles(session: Session, cycle_ids: list[uuid.UUID]) -> list[Recording]:
    """By age."""
    question = select(Recording).where(Recording.cycle_id.in_(cycle_ids)).order_by(Recording.imported_at, Recording.id)
    return list(session.scalars(question))


def moment_counts(session: Session, recording_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How many moments each has, and how many of them are starred."""
    rows = session.execute(
        select(Moment.recording_id, func.count(), func.count().filter(Moment.star))
        .where(Moment.recording_id.in_(recording_ids))
        .group_by(Moment.recording_id)
    )
    return {recording_id: (count, starred) for recording_id, count, starred in rows}


def clips_of(session: Session, recording_id: uuid.UUID) -> list[Clip]:
    """The clips cut from it, in order."""
    return list(session.scalars(select(Clip).where(Clip.recording_id == recording_id).order_by(Clip.place, Clip.id)))

