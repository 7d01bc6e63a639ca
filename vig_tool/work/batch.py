"""Changing several moments of a family in one step, which one Undo takes back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import finding, moments, talk
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.library.words import ACTORS, CHANNELS
from vig_tool.work import in_force
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Alike:
    """What several moments are to have alike; None (and nothing to add or take away) leaves what each has.

    add, take_away   principles; the others of each moment stay
    actor, channel   "" clears
    goal_id          which goal they speak of; `no_goal`: they speak of none
    """

    add: tuple[str, ...] = ()
    take_away: tuple[str, ...] = ()
    actor: str | None = None
    channel: str | None = None
    star: bool | None = None
    private: bool | None = None
    goal_id: UUID | None = None
    no_goal: bool = False


def change_moments(lib: Library, moment_ids: Collection[UUID], alike: Alike) -> Done[int]:
    """The value is how many were not so before; where none was, nothing happens. Moments made private take their clips out of the strip,
    and the label says so. Raises BadInput (unknown word, another family's goal), Refused (several families), NotThere."""
    _check(alike)
    with lib.reading() as session:
        family_id = _family(session, moment_ids)
        _know(session, family_id, alike)
        held = finding.named(session, moment_ids)
        changed = [moment.id for moment in held if _differs(moment, alike)]
        hides = any(moment.clips for moment in held if alike.private and not moment.private)
    label = f"{_how_many('Change', len(changed))}{' and take their clips out' if hides else ''}"
    if not changed:
        return Done(0, Changes(), label)
    with lib.change("moments.changed", scope=family_id, label=label) as unit:
        for moment in finding.named(unit.session, changed):
            _make(unit.session, moment, alike)
    return Done(len(changed), Changes.of(unit.changes), label)


def remove_moments(lib: Library, moment_ids: Collection[UUID]) -> Done[int]:
    """Clips made from them stay. The value is how many. Raises Refused (several families), NotThere."""
    with lib.reading() as session:
        family_id = _family(session, moment_ids)
    label = _how_many("Remove", len(set(moment_ids)))
    with lib.change("moments.removed", scope=family_id, label=label) as unit:
        held = finding.named(unit.session, moment_ids)
        for moment in held:
            unit.session.delete(moment)
    return Done(len(held), Changes.of(unit.changes), label)


def _how_many(verb: str, count: int) -> str:
    return f"{verb} the moment" if count == 1 else f"{verb} {count} moments"


def _family(session: Session, moment_ids: Collection[UUID]) -> UUID:
    """The one they are all of."""
    if not moment_ids:
        raise BadInput("No moment is chosen.")
    found = finding.families_of(session, moment_ids)
    if sum(found.values()) < len(set(moment_ids)):
        raise NotThere("One of these moments is no longer in the library.", advice="Nothing was changed.")
    if len(found) > 1:
        raise Refused("These moments are of several families.", advice="Change those of one family at a time.")
    return next(iter(found))


def _check(alike: Alike) -> None:
    for what, word, known in (("actor", alike.actor, ACTORS), ("channel", alike.channel, CHANNELS)):
        if word and word not in known:
            raise BadInput(f"“{word}” is no {what}.", advice=f"Use one of: {', '.join(known)}.")


def _know(session: Session, family_id: UUID, alike: Alike) -> None:
    programme = in_force.of_family(session, family_id).programme
    for principle in alike.add:
        try:
            programme.principle(principle)
        except NotThere as trouble:
            raise BadInput(trouble.sentence, advice=trouble.advice) from None
    if alike.goal_id is not None and talk.goal(session, alike.goal_id).family_id != family_id:
        raise BadInput("This goal is another family’s.")


def _principles(moment: rows.Moment, alike: Alike) -> list[str]:
    kept = [held.principle for held in moment.principles if held.principle not in alike.take_away]
    return list(dict.fromkeys([*kept, *alike.add]))


def _differs(moment: rows.Moment, alike: Alike) -> bool:
    return (
        _principles(moment, alike) != [held.principle for held in moment.principles]
        or alike.actor not in (None, moment.actor or "")
        or alike.channel not in (None, moment.channel or "")
        or alike.star not in (None, moment.star)
        or alike.private not in (None, moment.private)
        or alike.goal_id not in (None, moment.goal_id)
        or (alike.no_goal and moment.goal_id is not None)
    )


def _make(session: Session, moment: rows.Moment, alike: Alike) -> None:
    moments.set_principles(session, moment, _principles(moment, alike))
    moment.actor = moment.actor if alike.actor is None else alike.actor or None
    moment.channel = moment.channel if alike.channel is None else alike.channel or None
    moment.star = moment.star if alike.star is None else alike.star
    moment.goal_id = None if alike.no_goal else alike.goal_id or moment.goal_id
    if alike.private is not None:
        moment.private = alike.private
        for clip in list(moment.clips) if alike.private else []:
            session.delete(clip)
