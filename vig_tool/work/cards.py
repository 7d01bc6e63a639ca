"""What the start page and the family page show: families, their cycles side by side, and the one next step of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vig_tool.errors import NotThere
from vig_tool.library import families, moments, recordings, talk
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.media.facts import FilmFacts
from vig_tool.programmes import load


@dataclass(frozen=True, slots=True)
class FamilyCard:
    """A family on the start page. `state` is one sentence ("2 clips chosen. Prepare the review."); `latest` its newest cycle."""

    id: UUID
    code: str
    programme_id: str
    programme: str
    started: date
    cycles: int
    question: str
    state: str
    latest: CycleCard | None


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
    """A recording on the family page. `early`: the sentence that says how much of the film is there, where it is not whole."""

    id: UUID
    role: str
    duration_us: int
    moments: int
    starred: int
    early: str = ""


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


def family_cards(session: Session) -> list[FamilyCard]:
    """Of all families, by code."""
    everyone = families.everyone(session)
    cycles = families.cycles_of(session, [family.id for family in everyone])
    numbered: dict[UUID, list[rows.Cycle]] = {family.id: [] for family in everyone}
    for cycle in cycles:
        numbered[cycle.family_id].append(cycle)
    latest = {card.id: card for card in cycle_cards(session, [held[-1] for held in numbered.values() if held], among=cycles)}
    in_use = families.programmes_of(session, list(numbered))
    return [_family_card(family, in_use.get(family.id, ""), numbered[family.id], latest) for family in everyone]


def _family_card(family: rows.Family, pack: str, cycles: list[rows.Cycle], latest: dict[UUID, CycleCard]) -> FamilyCard:
    last = latest[cycles[-1].id] if cycles else None
    return FamilyCard(
        id=family.id,
        code=family.code,
        programme_id=pack,
        programme=programme_name(pack),
        started=family.started_on,
        cycles=len(cycles),
        question=last.question if last else "",
        state=last.next_words if last else "Write down the helping question to begin the first cycle.",
        latest=last,
    )


def family_page(session: Session, family_id: UUID) -> FamilyPage:
    """Raises NotThere."""
    family = families.get(session, family_id)
    in_use = programme_id(session, family_id)
    cycles = families.cycles(session, family_id)
    return FamilyPage(
        id=family.id,
        code=family.code,
        programme_id=in_use,
        programme=programme_name(in_use),
        started=family.started_on,
        people=tuple(Person(person.id, person.kind, person.name) for person in family.people),
        consents=tuple(
            Consent(given.id, given.person_id, given.scope, given.given_on, given.until, given.withdrawn_on) for given in family.consents
        ),
        cycles=tuple(cycle_cards(session, cycles, among=cycles)),
    )


def cycle_card(session: Session, cycle: rows.Cycle) -> CycleCard:
    return cycle_cards(session, [cycle], among=families.cycles(session, cycle.family_id))[0]


def cycle_cards(session: Session, cycles: list[rows.Cycle], *, among: list[rows.Cycle]) -> list[CycleCard]:
    """In the order of `cycles`; `among` are all cycles of their families. As many questions for many cycles as for one."""
    if not cycles:
        return []
    ids = [cycle.id for cycle in cycles]
    films, clips, said = _films(session, ids), moments.clip_counts(session, ids), talk.first_words(session, ids)
    numbers = {held.id: held.number for held in among}
    goals = talk.goals_of_families(session, list({cycle.family_id for cycle in cycles}))
    cards = []
    for cycle in cycles:
        marks = _goal_marks(cycle, goals.get(cycle.family_id, []), numbers)
        shown, chosen = films.get(cycle.id, ()), clips.get(cycle.id, 0)
        step, words = _next(cycle, shown, clips=chosen, goals=marks)
        cards.append(
            CycleCard(
                id=cycle.id,
                number=cycle.number,
                question=cycle.question,
                filmed_on=cycle.filmed_on,
                reviewed_on=cycle.reviewed_on,
                films=shown,
                clips=chosen,
                parents_words=said.get(cycle.id, ""),
                goals=marks,
                next_step=step,
                next_words=words,
            )
        )
    return cards


def programme_id(session: Session, family_id: UUID) -> str:
    """The pack in use with a family."""
    in_use = families.programme_of(session, family_id)
    return in_use.pack if in_use else ""


def programme_name(pack: str) -> str:
    """What the pack calls itself; its id where this installation does not have it."""
    try:
        return load(pack).name
    except NotThere:
        return pack


def alive_in(goal: rows.Goal, number: int, numbers: dict[UUID, int]) -> bool:
    """Whether a goal lives in the cycle of this number: made in it or before, and not ended before it."""
    ended = numbers.get(goal.ended_cycle_id) if goal.ended_cycle_id else None
    return numbers[goal.cycle_id] <= number and (ended is None or ended >= number)


def _films(session: Session, cycle_ids: list[UUID]) -> dict[UUID, tuple[FilmCard, ...]]:
    held = recordings.of_cycles(session, cycle_ids)
    counts = recordings.moment_counts(session, [recording.id for recording in held])
    found: dict[UUID, tuple[FilmCard, ...]] = {}
    for recording in held:
        marked, starred = counts.get(recording.id, (0, 0))
        early = next((sentence for sentence in recording.said if sentence.startswith("Ends early")), "")
        duration_us = FilmFacts.from_json(recording.facts).duration_us
        card = FilmCard(recording.id, recording.role, duration_us, marked, starred, early)
        found[recording.cycle_id] = (*found.get(recording.cycle_id, ()), card)
    return found


def _goal_marks(cycle: rows.Cycle, goals: list[rows.Goal], numbers: dict[UUID, int]) -> tuple[GoalMark, ...]:
    alive = [goal for goal in goals if alive_in(goal, cycle.number, numbers)]
    return tuple(GoalMark(goal.id, goal.text, goal.kind, goal.target, _value(goal, cycle.id)) for goal in alive)


def _value(goal: rows.Goal, cycle_id: UUID) -> int | None:
    """The parent's rating, else the guider's."""
    given = {rating.rater: rating.value for rating in goal.ratings if rating.cycle_id == cycle_id}
    parents = given.get("parent")
    return parents if parents is not None else given.get("guider")


def _next(cycle: rows.Cycle, films: tuple[FilmCard, ...], *, clips: int, goals: tuple[GoalMark, ...]) -> tuple[str, str]:
    if cycle.reviewed_on:
        if not goals:
            return "goals", "Set a goal together."
        waiting = [goal for goal in goals if goal.kind != "narrative" and goal.value is None]
        return ("goals", "Look at the goals together.") if waiting else ("done", "This cycle is complete.")
    if clips:
        return "review", f"{_count(clips, 'clip')} chosen. Prepare the review."
    seen = [film for film in films if film.role == "interaction"]
    if not seen:
        return "film", "Drop the film here."
    marked = sum(film.moments for film in seen)
    if not marked:
        return "moments", "Look for the moments that are better than usual."
    return "clips", f"{_count(marked, 'moment')} marked. Choose the clips for the review."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
