"""Tagging moments of a recording with the principles of the programme's scheme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vig_tool import programmes as packs
from vig_tool.errors import BadInput, NotThere
from vig_tool.library import families, moments, recordings, words
from vig_tool.library import models as rows
from vig_tool.library.session import Session
from vig_tool.library.unit import Unit
from vig_tool.programmes import Programme
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import in_force
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

ACTORS = words.ACTORS
CHAIN_ROLES = words.CHAIN_ROLES
CHANNELS = words.CHANNELS

STAR_LEAD_US = 2 * SECOND
STAR_LAG_US = 1 * SECOND


@dataclass(frozen=True, slots=True)
class Principle:
    """One code of the scheme as the palette shows it. Lead and lag are the µs before and after the tap."""

    id: str
    name: str
    key: str
    colour: str
    shape: str
    definition: str
    example: str
    lead_us: int
    lag_us: int
    group: str = ""

    @classmethod
    def of(cls, held: packs.Principle) -> Principle:
        return cls(
            id=held.id,
            name=held.name,
            key=held.key,
            colour=held.colour,
            shape=held.shape,
            definition=held.definition,
            example=held.example,
            lead_us=held.lead_us,
            lag_us=held.lag_us,
            group=held.group,
        )


@dataclass(frozen=True, slots=True)
class Scheme:
    """`principles` are those one tags with now. `ever`: by id and edition, every principle of the programme as it ever was."""

    id: str
    name: str
    principles: tuple[Principle, ...]
    edition: int = in_force.AS_IT_CAME
    ever: Mapping[tuple[str, int], Principle] = field(default_factory=dict, hash=False)

    def as_tagged(self, principle_id: str, edition: int) -> Principle | None:
        """How a moment shows its principle: as it was in the edition it was tagged with; where that is not known, as it is now."""
        known = self.ever.get((principle_id, edition))
        return known or next((one for one in self.principles if one.id == principle_id), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a turn chain, with its own picture."""

    at: Instant
    actor: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """An arrow or a circle on the picture at `at`, from one point to another (a circle: its middle and a place on its edge), each in
    parts of the upright picture's width and height (0 to 1)."""

    at: Instant
    shape: str
    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Moment:
    """`editions`: of each principle, the version of its scheme when it was tagged (0: as the programme brings it). `still`: its best
    picture, where one was chosen. `steps`: of a chain."""

    id: UUID
    recording_id: UUID
    span: Span
    principles: tuple[str, ...]
    actor: str | None
    chain_role: str | None
    channel: str | None
    note: str
    star: bool
    private: bool
    clip_id: UUID | None
    editions: tuple[int, ...] = ()
    goal_id: UUID | None = None
    still: Instant | None = None
    drawings: tuple[Drawing, ...] = ()
    steps: tuple[Step, ...] = ()


def scheme_for(lib: Library, recording_id: UUID) -> Scheme:
    """What one tags with in this recording: chosen for it, or for its role, or the programme's own. Raises NotThere."""
    with lib.reading() as session:
        recording, _, family = recordings.placed(session, recording_id)
        held = in_force.of_family(session, family.id)
        ever = in_force.as_tagged(session, held.programme.id)
    scheme = held.scheme_for(recording_id, recording.role)
    return Scheme(
        id=scheme.id,
        name=scheme.name,
        principles=tuple(map(Principle.of, scheme.principles)),
        edition=held.editions[scheme.id],
        ever={tagged: Principle.of(one) for tagged, one in ever.items()},
    )


def list_moments(lib: Library, recording_id: UUID, *, among: Collection[UUID] | None = None) -> list[Moment]:
    """By start, then end. `among`: only those that have one of these ids, or a clip that has. Raises NotThere."""
    with lib.reading() as session:
        recordings.get(session, recording_id)
        return [_view(moment) for moment in moments.of_recording(session, recording_id, among=among)]


def read_moment(lib: Library, moment_id: UUID) -> Moment:
    """Raises NotThere."""
    with lib.reading() as session:
        return _view(moments.get(session, moment_id))


def tag_moment(lib: Library, recording_id: UUID, *, at: Instant, principle: str) -> Done[Moment]:
    """One tap: from `at` less the principle's lead to `at` plus its lag, kept inside the film, snapped to pictures; always holds the
    picture shown at `at`.
    Raises BadInput for an unknown principle."""
    with lib.reading() as session:
        film = _film(lib, session, recording_id)
    held = _known(film.programme, principle)
    label = f"Tag “{held.name}”"
    with lib.change("moment.added", scope=film.family_id, label=label) as unit:
        moment = _around(film, at, lead_us=held.lead_us, lag_us=held.lag_us)
        _add(unit, moment, [principle])
    return _done(lib, moment.id, unit, label)


def star_moment(lib: Library, recording_id: UUID, *, at: Instant) -> Done[Moment]:
    """The star key: stars the moment open at `at` (latest start), or makes a starred moment without a principle (2 s before, 1 s
    after)."""
    label = "Star"
    with lib.reading() as session:
        film = _film(lib, session, recording_id)
    with lib.change("moment.starred", scope=film.family_id, label=label) as unit:
        moment = moments.open_at(unit.session, recording_id, min(at.us, film.index.end_us - 1))
        if moment is None:
            moment = _around(film, at, lead_us=STAR_LEAD_US, lag_us=STAR_LAG_US)
            _add(unit, moment, [])
        moment.star = True
        unit.about(moment.id)
    return _done(lib, moment.id, unit, label)


def add_moment(
    lib: Library,
    recording_id: UUID,
    *,
    span: Span,
    principles: Sequence[str] = (),
    actor: str | None = None,
    chain_role: str | None = None,
    channel: str | None = None,
    note: str = "",
    star: bool = False,
    private: bool = False,
) -> Done[Moment]:
    """With a span of one's own, snapped up to pictures. Raises BadInput (unknown word, no picture inside, beyond the film)."""
    label = "Tag a moment"
    with lib.reading() as session:
        film = _film(lib, session, recording_id)
    for principle in principles:
        _known(film.programme, principle)
    snapped = film.index.snap_span(span)
    with lib.change("moment.added", scope=film.family_id, label=label) as unit:
        moment = rows.Moment(
            recording_id=recording_id,
            start_us=snapped.start.us,
            end_us=snapped.end.us,
            actor=_word("actor", actor, ACTORS),
            chain_role=_word("place in the chain", chain_role, CHAIN_ROLES),
            channel=_word("channel", channel, CHANNELS),
            note=note.strip(),
            star=star,
            private=private,
        )
        _add(unit, moment, list(dict.fromkeys(principles)))
    return _done(lib, moment.id, unit, label)


def change_moment(
    lib: Library,
    moment_id: UUID,
    *,
    span: Span | None = None,
    principles: Sequence[str] | None = None,
    actor: str | None = None,
    chain_role: str | None = None,
    channel: str | None = None,
    note: str | None = None,
    star: bool | None = None,
    private: bool | None = None,
    label: str = "",
) -> Done[Moment]:
    """None leaves as it is; "" clears actor, chain role or channel. A moment made private takes its clip out of the strip (and says so
    in the label); one whose ends leave its best picture outside has none any more. `label`: what Undo is called, where it is more than
    what was changed."""
    with lib.reading() as session:
        held = moments.get(session, moment_id)
        film = _film(lib, session, held.recording_id)
        hides = bool(private and not held.private and held.clips)
        there = {one.principle for one in held.principles}
    for principle in principles or ():
        if principle not in there:  # what it has it may keep, retired or not
            _known(film.programme, principle)
    named = {"span": span, "principles": principles, "actor": actor, "chain_role": chain_role, "channel": channel, "note": note,
             "star": star, "private": private}
    if hides:
        label = "Make private and take its clip out"
    label = label or _label_of([name for name, value in named.items() if value is not None])
    with lib.change("moment.changed", scope=film.family_id, label=label) as unit:
        moment = moments.get(unit.session, moment_id)
        if span is not None:
            snapped = film.index.snap_span(span)
            was, still = range(moment.start_us, moment.end_us), moment.still_us
            if still is not None and still in was and Instant(still) not in snapped:
                moment.still_us = None
            moment.start_us, moment.end_us = snapped.start.us, snapped.end.us
        if principles is not None:
            moments.set_principles(unit.session, moment, list(dict.fromkeys(principles)))
        moment.actor = moment.actor if actor is None else _word("actor", actor, ACTORS)
        moment.chain_role = moment.chain_role if chain_role is None else _word("place in the chain", chain_role, CHAIN_ROLES)
        moment.channel = moment.channel if channel is None else _word("channel", channel, CHANNELS)
        moment.note = moment.note if note is None else note.strip()
        moment.star = moment.star if star is None else star
        if private is not None:
            _set_private(unit, moment, private=private)
        unit.about(moment_id)
    return _done(lib, moment_id, unit, label)


def set_still(lib: Library, moment_id: UUID, at: Instant | None) -> Done[Moment]:
    """The picture shown at `at` becomes the moment's best one; None: it has none again. Raises BadInput outside the moment, NotThere."""
    with lib.reading() as session:
        held = moments.get(session, moment_id)
        film, span = _film(lib, session, held.recording_id), Span.of_us(held.start_us, held.end_us)
    if at is not None and at not in span:
        raise BadInput("This picture is not part of the moment.", advice="Choose one between its ends.")
    label = "Choose the best picture" if at is not None else "Choose no best picture"
    with lib.change("moment.changed", scope=film.family_id, label=label) as unit:
        moments.get(unit.session, moment_id).still_us = None if at is None else film.index.time(film.index.shown_at(at)).us
        unit.about(moment_id)
    return _done(lib, moment_id, unit, label)


def remove_moment(lib: Library, moment_id: UUID) -> Done[None]:
    """A clip made from it stays. Raises NotThere."""
    label = "Remove the moment"
    with lib.reading() as session:
        family_id = moments.cycle_of_recording(session, moments.get(session, moment_id).recording_id).family_id
    with lib.change("moment.removed", scope=family_id, label=label) as unit:
        unit.session.delete(moments.get(unit.session, moment_id))
        unit.about(moment_id)
    return Done(None, Changes.of(unit.changes), label)


@dataclass(frozen=True, slots=True)
class _Film:
    recording_id: UUID
    family_id: UUID
    index: FrameIndex
    programme: Programme


def _film(lib: Library, session: Session, recording_id: UUID) -> _Film:
    recording = recordings.get(session, recording_id)
    family_id = families.cycle(session, recording.cycle_id).family_id
    return _Film(recording_id, family_id, lib.indexes.of(recording), _programme(session, family_id))


def _programme(session: Session, family_id: UUID) -> Programme:
    return in_force.of_family(session, family_id).programme


def _around(film: _Film, at: Instant, *, lead_us: int, lag_us: int) -> rows.Moment:
    """      start      at        end
          |======|=========|          the picture shown at `at` is always inside, whatever the film's rate
    """
    index = film.index
    now = min(at, index.end)
    number = index.shown_at(now)
    start = min(index.snap(now.shifted(-lead_us)), index.time(number))
    end = max(index.snap(min(now.shifted(lag_us), index.end)), index.time(number + 1))
    return rows.Moment(recording_id=film.recording_id, start_us=start.us, end_us=end.us)


def _add(unit: Unit, moment: rows.Moment, principles: list[str]) -> None:
    unit.session.add(moment)
    moments.set_principles(unit.session, moment, principles)
    unit.about(moment.id)


def _set_private(unit: Unit, moment: rows.Moment, *, private: bool) -> None:
    moment.private = private
    for clip in list(moment.clips) if private else []:
        unit.session.delete(clip)


def _known(programme: Programme, principle: str) -> packs.Principle:
    for scheme in programme.schemes:
        held = scheme.held(principle)
        if held is not None and held.retired:
            raise BadInput(f"“{held.name}” is retired.", advice="It can be brought back where the scheme is changed.")
    try:
        return programme.principle(principle)
    except NotThere as trouble:
        raise BadInput(trouble.sentence, advice=trouble.advice) from None


def _word(what: str, word: str | None, known: tuple[str, ...]) -> str | None:
    if not word:
        return None
    if word not in known:
        raise BadInput(f"“{word}” is no {what}.", advice=f"Use one of: {', '.join(known)}.")
    return word


def _label_of(named: list[str]) -> str:
    labels = {
        "span": "Move the moment’s ends",
        "principles": "Change the principles",
        "actor": "Say who acts",
        "chain_role": "Change the place in the chain",
        "channel": "Change the channel",
        "note": "Change the note",
        "star": "Star",
        "private": "Make private or not",
    }
    return labels[named[0]] if len(named) == 1 else "Change the moment"


def _done(lib: Library, moment_id: UUID, unit: Unit, label: str) -> Done[Moment]:
    return Done(read_moment(lib, moment_id), Changes.of(unit.changes), label)


def _view(moment: rows.Moment) -> Moment:
    clips = sorted(moment.clips, key=lambda clip: (clip.place, clip.id))
    return Moment(
        id=moment.id,
        recording_id=moment.recording_id,
        span=Span.of_us(moment.start_us, moment.end_us),
        principles=tuple(held.principle for held in moment.principles),
        actor=moment.actor,
        chain_role=moment.chain_role,
        channel=moment.channel,
        note=moment.note,
        star=moment.star,
        private=moment.private,
        clip_id=clips[0].id if clips else None,
        editions=tuple(held.edition for held in moment.principles),
        goal_id=moment.goal_id,
        still=None if moment.still_us is None else Instant(moment.still_us),
        drawings=tuple(drawing_of(kept) for kept in moment.drawings),
        steps=tuple(Step(Instant(step.at_us), step.actor, step.role) for step in moment.steps),
    )


def drawing_of(kept: dict[str, Any]) -> Drawing:
    (left, top), (right, bottom) = kept["start"], kept["end"]
    return Drawing(Instant(kept["at_us"]), kept["shape"], (left, top), (right, bottom))
