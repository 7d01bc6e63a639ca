"""Goals: made in a cycle, carried to the next, rated there, celebrated with clips as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import families, moments, talk, words
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.library.unit import Unit
from vig_tool.work.cards import alive_in
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

KINDS = words.GOAL_KINDS
RATERS = words.RATERS

_HIGHEST = {"scale": 10, "count": 999}
_LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Rating:
    """`value`: 0–10 for scale, a count per day for count, None for narrative (text only)."""

    id: UUID
    cycle_number: int
    value: int | None
    by: str
    text: str
    celebration: str
    clip_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    id: UUID
    family_id: UUID
    kind: str
    text: str
    target: int | None
    made_in: int
    ended_in: int | None
    ratings: tuple[Rating, ...]


def list_goals(lib: Library, family_id: UUID) -> list[Goal]:
    """By the cycle they were made in, then age. Raises NotThere."""
    with lib.reading() as session:
        families.get(session, family_id)
        numbers = _numbers(session, family_id)
        return [_view(goal, numbers) for goal in talk.goals_of_family(session, family_id)]


def goals_of_cycle(lib: Library, cycle_id: UUID) -> list[Goal]:
    """Those that live in this cycle: made in it or before, and not ended before it. Raises NotThere."""
    with lib.reading() as session:
        cycle = families.cycle(session, cycle_id)
        numbers = _numbers(session, cycle.family_id)
        held = talk.goals_of_family(session, cycle.family_id)
        return [_view(goal, numbers) for goal in held if alive_in(goal, cycle.number, numbers)]


def add_goal(lib: Library, cycle_id: UUID, *, kind: str, text: str, target: int | None = None) -> Done[Goal]:
    """A count goal needs a target (1–999 a day); no other has one. Raises BadInput, NotThere."""
    label = "Set a goal"
    if kind not in KINDS:
        raise BadInput(f"“{kind}” is not a kind of goal.", advice=f"Use one of: {', '.join(KINDS)}.")
    with lib.reading() as session:
        family_id = families.cycle(session, cycle_id).family_id
    with lib.change("goal.made", scope=family_id, label=label) as unit:
        goal = rows.Goal(family_id=family_id, cycle_id=cycle_id, kind=kind, text=_text(text), target=_target(kind, target))
        unit.session.add(goal)
        unit.session.flush()
        unit.about(goal.id)
        goal_id = goal.id
    return _done(lib, goal_id, unit, label)


def correct_goal(lib: Library, goal_id: UUID, *, text: str | None = None, target: int | None = None) -> Done[Goal]:
    """None leaves as it is. Raises BadInput, NotThere."""
    label = "Correct the goal"
    with lib.change("goal.corrected", scope=_family(lib, goal_id), label=label) as unit:
        goal = talk.goal(unit.session, goal_id)
        goal.text = goal.text if text is None else _text(text)
        goal.target = goal.target if target is None else _target(goal.kind, target)
        unit.about(goal_id)
    return _done(lib, goal_id, unit, label)


def end_goal(lib: Library, goal_id: UUID, *, cycle_id: UUID) -> Done[Goal]:
    """Reached or let go: it is not carried past this cycle. Raises Refused (made later), NotThere."""
    label = "End the goal"
    with lib.change("goal.ended", scope=_family(lib, goal_id), label=label) as unit:
        goal = talk.goal(unit.session, goal_id)
        cycle = _cycle_of_family(unit.session, goal, cycle_id)
        if cycle.number < _numbers(unit.session, goal.family_id)[goal.cycle_id]:
            raise Refused(f"This goal was made after cycle {cycle.number}.")
        goal.ended_cycle_id = cycle_id
        unit.about(goal_id)
    return _done(lib, goal_id, unit, label)


def remove_goal(lib: Library, goal_id: UUID) -> Done[None]:
    """One made by mistake, with its ratings. Raises NotThere."""
    label = "Remove the goal"
    with lib.change("goal.removed", scope=_family(lib, goal_id), label=label) as unit:
        unit.session.delete(talk.goal(unit.session, goal_id))
        unit.about(goal_id)
    return Done(None, Changes.of(unit.changes), label)


def rate_goal(
    lib: Library,
    goal_id: UUID,
    *,
    cycle_id: UUID,
    value: int | None,
    by: str = "parent",
    text: str = "",
    celebration: str | None = None,
    clip_ids: tuple[UUID, ...] | None = None,
) -> Done[Goal]:
    """One rating per goal, cycle and rater (`by`: parent or guider); rating again corrects it.

    Without a value, a scale or count goal keeps the one it has (for words, a celebration or clips alone). None leaves celebration and
    clips as they are; "" and () take them away. Raises BadInput (0–10 for scale, 0–999 for count), Refused (goal not alive in that
    cycle), NotThere.
    """
    label = "Rate the goal"
    if by not in RATERS:
        raise BadInput(f"“{by}” does not rate goals.", advice=f"Use one of: {', '.join(RATERS)}.")
    with lib.change("goal.rated", scope=_family(lib, goal_id), label=label) as unit:
        goal = talk.goal(unit.session, goal_id)
        cycle = _cycle_of_family(unit.session, goal, cycle_id)
        if not alive_in(goal, cycle.number, _numbers(unit.session, goal.family_id)):
            raise Refused(f"This goal does not live in cycle {cycle.number}.", advice="It was made later, or ended before.")
        checked = _value(goal.kind, value)
        if checked is None and goal.kind != "narrative" and not (text.strip() or celebration or clip_ids):
            raise BadInput("There is nothing to keep in this rating.", advice="Say a number, a word, a celebration or a clip.")
        rating = talk.rating(unit.session, goal_id, cycle_id, by)
        if rating is None:
            rating = rows.Rating(goal_id=goal_id, cycle_id=cycle_id, rater=by)
            unit.session.add(rating)
        rating.value = rating.value if checked is None else checked
        rating.text = text.strip()
        unit.session.flush()
        if celebration is not None:
            _celebrate(rating, celebration.strip())
        if clip_ids is not None:
            _give_evidence(unit.session, goal, rating, clip_ids)
        unit.about(goal_id)
    return _done(lib, goal_id, unit, label)


def _celebrate(rating: rows.Rating, text: str) -> None:
    if not text:
        rating.celebration = None
    elif rating.celebration is None:
        rating.celebration = rows.Celebration(text=text)
    else:
        rating.celebration.text = text


def _give_evidence(session: Session, goal: rows.Goal, rating: rows.Rating, clip_ids: tuple[UUID, ...]) -> None:
    known = {clip.id for clip in moments.clips_of_family(session, goal.family_id)}
    if not known.issuperset(clip_ids):
        raise NotThere("This clip is not among the family’s clips.")
    held = {evidence.clip_id: evidence for evidence in rating.evidence}
    for clip_id in held.keys() - set(clip_ids):
        rating.evidence.remove(held[clip_id])
    for place, clip_id in enumerate(dict.fromkeys(clip_ids)):
        if clip_id in held:
            held[clip_id].place = place
        else:
            rating.evidence.append(rows.Evidence(clip_id=clip_id, place=place))


def _cycle_of_family(session: Session, goal: rows.Goal, cycle_id: UUID) -> rows.Cycle:
    cycle = families.cycle(session, cycle_id)
    if cycle.family_id != goal.family_id:
        raise NotThere("This cycle is of another family than the goal.")
    return cycle


def _text(text: str) -> str:
    plain = text.strip()
    if not plain:
        raise BadInput("The goal is empty.", advice="Write it down in the parent's words.")
    if len(plain) > _LONGEST_TEXT:
        raise BadInput("This is too long for a goal.", advice="One or two sentences are best.")
    return plain


def _target(kind: str, target: int | None) -> int | None:
    if kind != "count":
        if target is not None:
            raise BadInput("Only a count goal has a target.")
        return None
    if target is None or not 1 <= target <= _HIGHEST["count"]:
        raise BadInput("How often a day? A goal that counts needs a number between 1 and 999.")
    return target


def _value(kind: str, value: int | None) -> int | None:
    if value is None:
        return None
    if kind == "narrative":
        raise BadInput("This goal is told in words; there is no number for it.")
    if not 0 <= value <= _HIGHEST[kind]:
        raise BadInput(f"The number is between 0 and {_HIGHEST[kind]}.")
    return value


def _numbers(session: Session, family_id: UUID) -> dict[UUID, int]:
    return {cycle.id: cycle.number for cycle in families.cycles(session, family_id)}


def _family(lib: Library, goal_id: UUID) -> UUID:
    with lib.reading() as session:
        return talk.goal(session, goal_id).family_id


def _done(lib: Library, goal_id: UUID, unit: Unit, label: str) -> Done[Goal]:
    with lib.reading() as session:
        goal = talk.goal(session, goal_id)
        view = _view(goal, _numbers(session, goal.family_id))
    return Done(view, Changes.of(unit.changes | {("goal", goal_id)}), label)


def _view(goal: rows.Goal, numbers: dict[UUID, int]) -> Goal:
    ratings = sorted(goal.ratings, key=lambda rating: (numbers[rating.cycle_id], RATERS.index(rating.rater)))
    return Goal(
        id=goal.id,
        family_id=goal.family_id,
        kind=goal.kind,
        text=goal.text,
        target=goal.target,
        made_in=numbers[goal.cycle_id],
        ended_in=numbers[goal.ended_cycle_id] if goal.ended_cycle_id else None,
        ratings=tuple(
            Rating(
                id=rating.id,
                cycle_number=numbers[rating.cycle_id],
                value=rating.value,
                by=rating.rater,
                text=rating.text,
                celebration=rating.celebration.text if rating.celebration else "",
                clip_ids=tuple(evidence.clip_id for evidence in rating.evidence),
            )
            for rating in ratings
        ),
    )
