"""Questions about reviews and goals: what was said, wished for and reached."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from vig_tool.errors import NotThere
from vig_tool.library.models import Clip, Cycle, Goal, ParentWords, Rating, Reflection, Review


def review_of(session: Session, cycle_id: uuid.UUID) -> Review | None:
    return session.scalars(select(Review).where(Review.cycle_id == cycle_id)).one_or_none()


def words_of_clip(session: Session, clip_id: uuid.UUID) -> ParentWords | None:
    return session.scalars(select(ParentWords).where(ParentWords.clip_id == clip_id)).one_or_none()


def reflections_of_clip(session: Session, clip_id: uuid.UUID) -> list[Reflection]:
    return list(session.scalars(select(Reflection).where(Reflection.clip_id == clip_id).order_by(Reflection.id)))


def said_about(session: Session, recording_id: uuid.UUID) -> list[ParentWords | Reflection]:
    """The parent's words and the reflections on clips of a recording."""
    clips = select(Clip.id).where(Clip.recording_id == recording_id)
    words = session.scalars(select(ParentWords).where(ParentWords.clip_id.in_(clips)))
    return [*words, *session.scalars(select(Reflection).where(Reflection.clip_id.in_(clips)))]


def first_words(session: Session, cycle_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The parent's words about the first clip of each cycle that has some; those whose clip is gone come last."""
    rows = session.execute(
        select(Review.cycle_id, ParentWords.text, Clip.place)
        .join(Review, Review.id == ParentWords.review_id)
        .outerjoin(Clip, Clip.id == ParentWords.clip_id)
        .where(Review.cycle_id.in_(cycle_ids))
        .order_by(ParentWords.id)
    ).all()
    found: dict[uuid.UUID, str] = {}
    for cycle_id, text, _ in sorted(rows, key=lambda row: (row[2] is None, row[2] or 0)):
        found.setdefault(cycle_id, text)
    return found


def goal(session: Session, goal_id: uuid.UUID) -> Goal:
    """Raises NotThere."""
    found = session.get(Goal, goal_id)
    if found is None:
        raise NotThere("This goal is no longer in the library.")
    return found


def goals_of_family(session: Session, family_id: uuid.UUID) -> list[Goal]:
    """By the cycle they were made in, then age; ratings, celebrations and evidence loaded."""
    return goals_of_families(session, [family_id]).get(family_id, [])


def goals_of_families(session: Session, family_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Goal]]:
    """As `goals_of_family`, of many at once; families without any are left out."""
    question = (
        select(Goal)
        .join(Cycle, Cycle.id == Goal.cycle_id)
        .where(Goal.family_id.in_(family_ids))
        .order_by(Cycle.number, Goal.made_at, Goal.id)
        .options(
            selectinload(Goal.ratings).selectinload(Rating.celebration),
            selectinload(Goal.ratings).selectinload(Rating.evidence),
        )
    )
    found: dict[uuid.UUID, list[Goal]] = {}
    for held in session.scalars(question):
        found.setdefault(held.family_id, []).append(held)
    return found


def rating(session: Session, goal_id: uuid.UUID, cycle_id: uuid.UUID, rater: str) -> Rating | None:
    return session.scalars(
        select(Rating).where(Rating.goal_id == goal_id, Rating.cycle_id == cycle_id, Rating.rater == rater)
    ).one_or_none()
