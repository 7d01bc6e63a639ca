"""Questions about moments and the clips of a cycle."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from vig_tool.errors import NotThere
from vig_tool.library import schemes
from vig_tool.library.models import Clip, Cycle, Moment, MomentPrinciple, MomentStep, Recording


def get(session: Session, moment_id: uuid.UUID) -> Moment:
    """Raises NotThere."""
    moment = session.get(Moment, moment_id)
    if moment is None:
        raise NotThere("This moment is no longer in the library.")
    return moment


def of_recording(session: Session, recording_id: uuid.UUID, *, among: Collection[uuid.UUID] | None = None) -> list[Moment]:
    """By start, then end; principles and clips loaded. `among`: only those that have one of these ids, or a clip that has."""
    question = (
        select(Moment)
        .where(Moment.recording_id == recording_id)
        .order_by(Moment.start_us, Moment.end_us, Moment.id)
        .options(selectinload(Moment.principles), selectinload(Moment.steps), selectinload(Moment.clips))
    )
    if among is not None:
        question = question.where(or_(Moment.id.in_(among), Moment.clips.any(Clip.id.in_(among))))
    return list(session.scalars(question))


def private_of_recordings(session: Session, recording_ids: list[uuid.UUID]) -> list[Moment]:
    """The private moments of these recordings."""
    return list(session.scalars(select(Moment).where(Moment.recording_id.in_(recording_ids), Moment.private)))


def open_at(session: Session, recording_id: uuid.UUID, us: int) -> Moment | None:
    """The moment going on at a time; of several the one begun last."""
    question = (
        select(Moment)
        .where(Moment.recording_id == recording_id, Moment.start_us <= us, Moment.end_us > us)
        .order_by(Moment.start_us.desc(), Moment.id.desc())
        .limit(1)
    )
    return session.scalars(question).one_or_none()


def open_with(session: Session, recording_id: uuid.UUID, principle: str, *, at_us: int, lag_us: int) -> Moment | None:
    """The moment of this principle going on at a time, or over for no longer than `lag_us`; of several the one begun last. "": one
    starred, without a principle."""
    question = (
        select(Moment)
        .where(Moment.recording_id == recording_id, Moment.start_us <= at_us, Moment.end_us >= at_us - lag_us)
        .where(Moment.principles.any(MomentPrinciple.principle == principle) if principle else Moment.star & ~Moment.principles.any())
        .order_by(Moment.start_us.desc(), Moment.id.desc())
        .limit(1)
    )
    return session.scalars(question).one_or_none()


def set_principles(session: Session, moment: Moment, principles: list[str]) -> None:
    """Exactly these, in this order. What is new is marked with the edition of its scheme that is in force."""
    held = {row.principle: row for row in moment.principles}
    fresh = [principle for principle in principles if principle not in held]
    editions = schemes.editions_now(session, moment.recording_id, fresh) if fresh else {}
    for principle, row in held.items():
        if principle not in principles:
            moment.principles.remove(row)
    for place, principle in enumerate(principles):
        if principle in held:
            held[principle].place = place
        else:
            moment.principles.append(MomentPrinciple(principle=principle, place=place, edition=editions.get(principle, 0)))
    session.flush()


def set_steps(session: Session, moment: Moment, steps: list[MomentStep]) -> None:
    """Exactly these, in this order."""
    held = {row.place: row for row in moment.steps}
    for place, step in enumerate(steps):
        row = held.pop(place, None)
        if row is None:
            step.place = place
            moment.steps.append(step)
        else:
            row.at_us, row.actor, row.role = step.at_us, step.actor, step.role
    for row in held.values():
        moment.steps.remove(row)
    session.flush()


def stills_of(session: Session, moment_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The best picture (µs) of each of these moments that has one."""
    if not moment_ids:
        return {}
    question = select(Moment.id, Moment.still_us).where(Moment.id.in_(moment_ids), Moment.still_us.is_not(None))
    return {moment_id: still_us for moment_id, still_us in session.execute(question) if still_us is not None}


def clip(session: Session, clip_id: uuid.UUID) -> Clip:
    """Raises NotThere."""
    found = session.get(Clip, clip_id)
    if found is None:
        raise NotThere("This clip is no longer in the library.")
    return found


def clips_of_cycle(session: Session, cycle_id: uuid.UUID) -> list[Clip]:
    """In order."""
    return list(session.scalars(select(Clip).where(Clip.cycle_id == cycle_id).order_by(Clip.place, Clip.id)))


def clip_counts(session: Session, cycle_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many clips each of these cycles has; those without any are left out."""
    question = select(Clip.cycle_id, func.count().label("chosen")).where(Clip.cycle_id.in_(cycle_ids)).group_by(Clip.cycle_id)
    return {row.cycle_id: row.chosen for row in session.execute(question)}


def clips_to_show(session: Session, cycle_id: uuid.UUID) -> list[Clip]:
    """The clips a parent may see, in order: none made from a private moment, none sharing a picture with one."""
    clips = clips_of_cycle(session, cycle_id)
    hidden = private_of_recordings(session, [clip.recording_id for clip in clips])
    return [clip for clip in clips if not any(_shows(clip, moment) for moment in hidden)]


def _shows(clip: Clip, moment: Moment) -> bool:
    overlaps = clip.start_us < moment.end_us and moment.start_us < clip.end_us
    return clip.moment_id == moment.id or (clip.recording_id == moment.recording_id and overlaps)


def clips_of_recording(session: Session, recording_id: uuid.UUID) -> list[Clip]:
    """In the order of the film."""
    return list(session.scalars(select(Clip).where(Clip.recording_id == recording_id).order_by(Clip.start_us, Clip.id)))


def clips_of_family(session: Session, family_id: uuid.UUID) -> list[Clip]:
    """By cycle, in order."""
    question = select(Clip).join(Cycle, Cycle.id == Clip.cycle_id).where(Cycle.family_id == family_id)
    return list(session.scalars(question.order_by(Cycle.number, Clip.place, Clip.id)))


def cycle_of_recording(session: Session, recording_id: uuid.UUID) -> Cycle:
    """Raises NotThere."""
    found = session.scalars(
        select(Cycle).join(Recording, Recording.cycle_id == Cycle.id).where(Recording.id == recording_id)
    ).one_or_none()
    if found is None:
        raise NotThere("This film is no longer in the library.")
    return found
