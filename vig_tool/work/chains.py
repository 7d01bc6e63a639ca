"""Turn chains: a moment's steps, one after the other: who begins, who takes it in, who answers, each with its own picture."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from vig_tool.errors import BadInput, NotThere
from vig_tool.library import families, moments, recordings, words
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import tagging
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment, Step

LEAD_US, LAG_US = 2 * SECOND, 1 * SECOND
"""What a chain's moment holds before its first and after its last step, unless somebody put its ends elsewhere."""

_TURNS = "turns"
_DOES = {"initiative": "begins", "reception": "takes it in", "response": "answers", "": "acts"}
_BOTH_DO = {"initiative": "begin", "reception": "take it in", "response": "answer", "": "act"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Whose exchange a film shows: `first` usually begins."""

    first: str
    second: str

    @classmethod
    def of_role(cls, role: str) -> Pair:
        """Of a film of this role: in a shared review it is the guider who takes in what the parent begins."""
        return cls("parent", "guider") if role == "review" else cls("child", "parent")

    def next_after(self, step: Step | None) -> tuple[str | None, str]:
        """Who and what usually comes next: initiative → reception → response, and what was answered is taken in by the one who began."""
        if step is None:
            return self.first, "initiative"
        if step.role == "reception":
            return step.actor, "response"
        other = {self.first: self.second, self.second: self.first}
        return other.get(step.actor or "", step.actor), "reception"


def step_words(actor: str | None, role: str | None) -> str:
    """As one says it: "child begins", "parent takes it in", "both answer"."""
    return f"{actor or 'somebody'} {(_BOTH_DO if actor == 'both' else _DOES)[role or '']}"


def turns_principle(lib: Library, recording_id: UUID) -> str | None:
    """The principle of the film's scheme that speaks of turns, where it has one. Raises NotThere."""
    return turns_among([principle.id for principle in tagging.scheme_for(lib, recording_id).principles])


def turns_among(principles: Sequence[str]) -> str | None:
    """The one of these ids that speaks of turns: "turns", "step-turns" …"""
    return next((one for one in principles if one == _TURNS or one.endswith(f"-{_TURNS}")), None)


def begin_chain(lib: Library, recording_id: UUID, *, at: Instant) -> Done[Moment]:
    """A moment of its own, from 2 s before the picture shown at `at` to 1 s after, with its first step at that picture; under the
    principle of turns where the scheme has one. Raises BadInput beyond the film's end, NotThere."""
    principle = turns_principle(lib, recording_id)
    with lib.reading() as session:
        film = _film(lib, session, recording_id)
    shown = film.shown(at)
    actor, role = film.pair.next_after(None)
    label = f"Begin a chain: {step_words(actor, role)}"
    with lib.change("moment.added", scope=film.family_id, label=label) as unit:
        span = film.around(shown)
        moment = rows.Moment(recording_id=recording_id, start_us=span.start.us, end_us=span.end.us)
        unit.session.add(moment)
        moments.set_principles(unit.session, moment, [principle] if principle else [])
        moments.set_steps(unit.session, moment, [_row(Step(shown, actor, role))])
        unit.about(moment.id)
    return Done(tagging.read_moment(lib, moment.id), Changes.of(unit.changes), label)


def add_step(lib: Library, moment_id: UUID, *, at: Instant, actor: str | None = None, role: str | None = None) -> Done[Moment]:
    """A step at the picture shown at `at`, in its place by time; the moment grows so that it holds it. Left out, who and what are what
    usually follows the step before. Any moment may be given its steps.

    Raises BadInput (beyond the film's end, a picture that is a step already, an unknown word), NotThere.
    """
    _check(actor, role)
    film, before = _held(lib, moment_id)
    shown = film.shown(at)
    if any(step.at == shown for step in before):
        raise BadInput("This picture is a step of the chain already.", advice="Go on to the picture where the next one acts.")
    place = bisect([step.at for step in before], shown)
    usual_actor, usual_role = film.pair.next_after(before[place - 1] if place else None)
    step = Step(shown, usual_actor if actor is None else actor, usual_role if role is None else role)
    label = f"Add a step: {step_words(step.actor, step.role)}"
    return _keep(lib, film, moment_id, lambda steps: (*steps, step), label=label)


def change_step(
    lib: Library, moment_id: UUID, place: int, *, at: Instant | None = None, actor: str | None = None, role: str | None = None
) -> Done[Moment]:
    """Step number `place` (0-based). None leaves as it is; "" clears who or what. A step moved to another picture takes its place by time.

    Raises BadInput as `add_step`, NotThere (no such step).
    """
    _check(actor, role)
    film, before = _held(lib, moment_id)
    held = _at(before, place)
    shown = held.at if at is None else film.shown(at)
    if any(step.at == shown for number, step in enumerate(before) if number != place):
        raise BadInput("Another step of the chain is at this picture already.", advice="Choose another picture.")
    changed = Step(
        shown,
        held.actor if actor is None else actor or None,
        held.role if role is None else role or None,
    )
    label = "Move the step" if at is not None else f"Change the step: {step_words(changed.actor, changed.role)}"
    return _keep(lib, film, moment_id, lambda steps: (*steps[:place], changed, *steps[place + 1 :]), label=label)


def remove_step(lib: Library, moment_id: UUID, place: int) -> Done[Moment]:
    """The moment keeps its ends and all else, also when its last step goes. Raises NotThere."""
    film, before = _held(lib, moment_id)
    held = _at(before, place)
    label = f"Remove the step: {step_words(held.actor, held.role)}"
    return _keep(lib, film, moment_id, lambda steps: (*steps[:place], *steps[place + 1 :]), label=label)


@dataclass(frozen=True, slots=True)
class _Film:
    family_id: UUID
    index: FrameIndex
    pair: Pair

    def shown(self, at: Instant) -> Instant:
        """The exact time of the picture on the screen at `at`. Raises BadInput."""
        if at >= self.index.end:
            raise BadInput(f"The film ends at {self.index.end.text}; there is no picture at {at.text}.")
        return self.index.time(self.index.shown_at(at))

    def around(self, shown: Instant) -> Span:
        """      start      shown      end
              |=====2 s====|===1 s===|       on pictures, inside the film, always with the picture itself
        """
        index = self.index
        start = min(index.snap(shown.shifted(-LEAD_US)), shown)
        end = max(index.snap(min(shown.shifted(LAG_US), index.end)), index.time(index.shown_at(shown) + 1))
        return Span(start, end)


def _film(lib: Library, session: Session, recording_id: UUID) -> _Film:
    recording = recordings.get(session, recording_id)
    family_id = families.cycle(session, recording.cycle_id).family_id
    return _Film(family_id, lib.indexes.of(recording), Pair.of_role(recording.role))


def _held(lib: Library, moment_id: UUID) -> tuple[_Film, tuple[Step, ...]]:
    with lib.reading() as session:
        moment = moments.get(session, moment_id)
        return _film(lib, session, moment.recording_id), _steps(moment)


def _steps(moment: rows.Moment) -> tuple[Step, ...]:
    return tuple(Step(Instant(step.at_us), step.actor, step.role) for step in moment.steps)


def _at(steps: Sequence[Step], place: int) -> Step:
    if not 0 <= place < len(steps):
        raise NotThere("This step is no longer part of the chain.")
    return steps[place]


def _keep(
    lib: Library, film: _Film, moment_id: UUID, change: Callable[[tuple[Step, ...]], tuple[Step, ...]], *, label: str
) -> Done[Moment]:
    with lib.change("moment.changed", scope=film.family_id, label=label) as unit:
        moment = moments.get(unit.session, moment_id)
        before = _steps(moment)
        after = sorted(change(before), key=lambda step: step.at)
        for at in {step.at for step in after} - {step.at for step in before}:
            _grow(moment, film, before, at)
        moments.set_steps(unit.session, moment, [_row(step) for step in after])
        unit.about(moment_id)
    return Done(tagging.read_moment(lib, moment_id), Changes.of(unit.changes), label)


def _grow(moment: rows.Moment, film: _Film, before: Sequence[Step], at: Instant) -> None:
    """So that it holds a new step at `at`. An end that is still where the chain put it goes on with the chain; one that was put elsewhere
    moves only for a picture beyond it."""
    first_made = bool(before) and moment.start_us == film.around(before[0].at).start.us and at < before[0].at
    last_made = bool(before) and moment.end_us == film.around(before[-1].at).end.us and at > before[-1].at
    around = film.around(at)
    if at.us < moment.start_us or first_made:
        moment.start_us = around.start.us
    if at.us >= moment.end_us or last_made:
        moment.end_us = around.end.us


def _row(step: Step) -> rows.MomentStep:
    return rows.MomentStep(at_us=step.at.us, actor=step.actor or None, role=step.role or None)


def _check(actor: str | None, role: str | None) -> None:
    for what, word, known in (("actor", actor, words.ACTORS), ("step of a chain", role, words.CHAIN_ROLES)):
        if word and word not in known:
            raise BadInput(f"“{word}” is no {what}.", advice=f"Use one of: {', '.join(known)}.")
