"""Finding moments of a film, a cycle, a family or the whole library in one statement; and several by their ids."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, String, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from vig_tool.library.models import Clip, Cycle, Family, Moment, MomentPrinciple, MomentStep, ProgrammeInUse, Recording

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which moments are looked for; whatever says nothing (None, empty) leaves them all.

    principles   those with any of them, with `all_of_them` only those that have every one
    star, clip   True: only those with a star (a clip); False: only those without
    text         every word of it stands in the note, or begins a word of a principle's name, whatever its case
    private      whether private moments are among them
    """

    principles: tuple[str, ...] = ()
    all_of_them: bool = False
    actor: str | None = None
    channel: str | None = None
    star: bool | None = None
    clip: bool | None = None
    goal_id: uuid.UUID | None = None
    text: str = ""
    private: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: the narrowest that is named; none at all means the whole library."""

    recording: uuid.UUID | None = None
    cycle: uuid.UUID | None = None
    family: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A film and where it belongs. `pack`: the programme in use with its family, if any is."""

    recording_id: uuid.UUID
    role: str
    cycle_id: uuid.UUID
    cycle_number: int
    family_id: uuid.UUID
    family_code: str
    pack: str | None


@dataclass(slots=True)
class Row:
    """A moment as it is kept, with its parts. `principles`: id and edition in order; `steps`: time, actor, role in order; `drawings` as
    they are written."""

    id: uuid.UUID
    placed: Placed
    start_us: int
    end_us: int
    actor: str | None
    chain_role: str | None
    channel: str | None
    note: str
    star: bool
    private: bool
    still_us: int | None
    drawings: str
    goal_id: uuid.UUID | None
    clip_id: uuid.UUID | None
    principles: list[tuple[str, int]] = field(default_factory=list)
    steps: list[tuple[int, str | None, str | None]] = field(default_factory=list)


def moments(session: Session, wanted: Wanted, scope: Scope) -> list[Row]:
    """By family, cycle, film and time. What `wanted.text` says is not looked at here: case is a matter of alphabets, which databases
    know differently well."""
    found: list[Row] = []
    films: dict[object, Placed] = {}
    last: object = None
    for moment_id, recording_id, place, own, principle, edition, step in map(_parted, session.execute(_question(wanted, scope))):
        # A moment with principles and steps comes once for each pair of them, one after the other.
        if moment_id != last:
            last = moment_id
            placed = films.get(recording_id)
            if placed is None:
                placed = films[recording_id] = _placed(recording_id, *place)
            found.append(Row(_id(moment_id), placed, *own))
        held = found[-1]
        if principle is not None and (not held.principles or held.principles[-1][0] != principle):
            held.principles.append((principle, edition))
        if step[0] is not None and len(held.principles) <= 1:
            held.steps.append(step)
    return found


def named(session: Session, moment_ids: Collection[uuid.UUID]) -> list[Moment]:
    """Those with these ids that are there, with all their parts loaded; in order of age."""
    parts = (selectinload(Moment.principles), selectinload(Moment.steps), selectinload(Moment.clips))
    return [
        moment
        for some in _portions(moment_ids)
        for moment in session.scalars(select(Moment).where(Moment.id.in_(some)).order_by(Moment.id).options(*parts))
    ]


def families_of(session: Session, moment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The families these moments are of, and how many of them are each one's; what is not there is not counted."""
    found: dict[uuid.UUID, int] = {}
    for some in _portions(moment_ids):
        question = (
            select(Cycle.family_id, func.count().label("held"))
            .join(Recording, Recording.cycle_id == Cycle.id)
            .join(Moment, Moment.recording_id == Recording.id)
            .where(Moment.id.in_(some))
            .group_by(Cycle.family_id)
        )
        for row in session.execute(question):
            found[row.family_id] = found.get(row.family_id, 0) + row.held
    return found


def _portions(ids: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """A statement takes only so many values."""
    every = sorted(set(ids))
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))


def _parted(row: Any) -> Any:  # noqa: ANN401 - a row of the database, in the order of `_question`
    return row[0], row[1], row[2:8], row[8:20], row[20], row[21], row[22:25]


def _question(wanted: Wanted, scope: Scope) -> Select[Any]:
    """Ids that come with many rows are not turned into UUIDs here, but once each, afterwards: that takes as long as all the rest."""
    clip = select(Clip.id).where(Clip.moment_id == Moment.id).order_by(Clip.place, Clip.id).limit(1).scalar_subquery()
    begun = ProgrammeInUse.id.desc()
    pack = select(ProgrammeInUse.pack).where(ProgrammeInUse.family_id == Family.id).order_by(begun).limit(1).scalar_subquery()
    place = (Recording.role, _plain(Cycle.id), Cycle.number, _plain(Family.id), Family.code, pack)
    times = (Moment.start_us, Moment.end_us)
    said = (Moment.actor, Moment.chain_role, Moment.channel, Moment.note, Moment.star, Moment.private)
    more = (Moment.still_us, cast(Moment.drawings, String), Moment.goal_id, clip)
    parts = (MomentPrinciple.principle, MomentPrinciple.edition, MomentStep.at_us, MomentStep.actor, MomentStep.role)
    ids = (_plain(Moment.id), _plain(Moment.recording_id))
    return (
        select(*ids, *place, *times, *said, *more, *parts)
        .join(Recording, Recording.id == Moment.recording_id)
        .join(Cycle, Cycle.id == Recording.cycle_id)
        .join(Family, Family.id == Cycle.family_id)
        .outerjoin(MomentPrinciple, MomentPrinciple.moment_id == Moment.id)
        .outerjoin(MomentStep, MomentStep.moment_id == Moment.id)
        .where(*_conditions(wanted, scope))
        .order_by(Family.code, Cycle.number, Recording.imported_at, Recording.id, *times, Moment.id)
        .order_by(MomentPrinciple.place, MomentPrinciple.principle, MomentStep.place)
    )


def _plain(column: InstrumentedAttribute[uuid.UUID]) -> Label[Any]:
    return type_coerce(column, String).label(f"{column.class_.__name__}_{column.key}")


def _conditions(wanted: Wanted, scope: Scope) -> Iterator[ColumnElement[bool]]:
    if scope.recording is not None:
        yield Moment.recording_id == scope.recording
    elif scope.cycle is not None:
        yield Recording.cycle_id == scope.cycle
    elif scope.family is not None:
        yield Cycle.family_id == scope.family
    together = [wanted.principles] if wanted.principles else []
    for principles in [(one,) for one in wanted.principles] if wanted.all_of_them else together:
        yield Moment.id.in_(select(MomentPrinciple.moment_id).where(MomentPrinciple.principle.in_(principles)))
    equal = ((Moment.actor, wanted.actor), (Moment.channel, wanted.channel), (Moment.goal_id, wanted.goal_id), (Moment.star, wanted.star))
    for column, value in equal:
        if value is not None:
            yield column == value
    if wanted.clip is not None:
        chosen = Moment.id.in_(select(Clip.moment_id).where(Clip.moment_id.is_not(None)))
        yield chosen if wanted.clip else ~chosen
    if not wanted.private:
        yield Moment.private.is_(False)


def _placed(recording_id: object, role: str, cycle_id: object, number: int, family_id: object, code: str, pack: str | None) -> Placed:
    return Placed(_id(recording_id), role, _id(cycle_id), number, _id(family_id), code, pack)


def _id(kept: object) -> uuid.UUID:
    """As the driver gives it: text in SQLite, itself in PostgreSQL."""
    return kept if isinstance(kept, uuid.UUID) else uuid.UUID(str(kept))
