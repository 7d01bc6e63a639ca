"""Schemes as this library uses them: changed, retired from, chosen for recordings, taken in from a file and written to one.

Nothing that was tagged changes by it: every change makes an edition, and a moment shows its code as it was in the edition it was tagged
with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from vig_tool import programmes as packs
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import families, moments, recordings
from vig_tool.library import schemes as kept_schemes
from vig_tool.library import settings as kept
from vig_tool.programmes import COLOURS as COLOURS
from vig_tool.programmes import KEYS as KEYS
from vig_tool.programmes import SHAPES as SHAPES
from vig_tool.programmes import Limits as Limits
from vig_tool.programmes import Principle as Principle
from vig_tool.programmes import Scheme as Scheme
from vig_tool.timing import SECOND
from vig_tool.work import in_force
from vig_tool.work.changes import Changes, Done
from vig_tool.work.in_force import USUAL
from vig_tool.work.opening import Library

ROLES = ("interaction", "review", "supervision")
_SCHEME = Changes(frozenset({"scheme"}))


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """One scheme. `edition` 0: as it came with the program. `used_for`: the kinds of recording it is what one tags with; `counts`: how
    many moments of the library hold each principle (none: left out)."""

    programme: str
    scheme: Scheme
    edition: int
    since: datetime | None
    used_for: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Edition:
    """A scheme as it was from `since` on (None: since it came with the program)."""

    number: int
    since: datetime | None
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a scheme from being used. `principle`: whose (""  of the scheme itself); `field`: which of its fields."""

    principle: str
    field: str
    sentence: str


def list_schemes(lib: Library, programme: str = USUAL) -> list[SchemeCard]:
    """In the programme's order, those taken in last. Raises NotThere."""
    with lib.reading() as session:
        held = in_force.read(session, programme)
        since = {edition.scheme: edition.made_at for edition in kept_schemes.in_force(session, programme)}
        every = [one.id for scheme in held.programme.schemes for one in (*scheme.principles, *scheme.retired)]
        counts = kept_schemes.counts(session, every)
    usual = {role: held.roles.get(role, held.programme.scheme_for(role).id) for role in ROLES}
    return [
        SchemeCard(
            programme=programme,
            scheme=scheme,
            edition=held.editions[scheme.id],
            since=since.get(scheme.id),
            used_for=tuple(role for role, chosen in usual.items() if chosen == scheme.id),
            counts={one.id: counts[one.id] for one in (*scheme.principles, *scheme.retired) if one.id in counts},
        )
        for scheme in held.programme.schemes
    ]


def scheme_card(lib: Library, scheme_id: str, programme: str = USUAL) -> SchemeCard:
    """Raises NotThere."""
    cards = list_schemes(lib, programme)
    for card in cards:
        if card.scheme.id == scheme_id:
            return card
    known = ", ".join(f"“{card.scheme.id}”" for card in cards)
    raise NotThere(f"There is no scheme “{scheme_id}”.", advice=f"There is {known}.")


def list_editions(lib: Library, scheme_id: str, programme: str = USUAL) -> list[Edition]:
    """From how it came to what is in force. Raises NotThere."""
    with lib.reading() as session:
        made = {(edition.scheme, edition.version): edition.made_at for edition in kept_schemes.editions(session, programme)}
        found = [
            Edition(number, made.get((scheme_id, number)), scheme)
            for number, scheme in in_force.every_edition(session, programme)
            if scheme.id == scheme_id
        ]
    if not found:
        raise NotThere(f"There is no scheme “{scheme_id}”.")
    return found


def faults_of(lib: Library, scheme: Scheme, programme: str = USUAL) -> list[Fault]:
    """What keeps it from being saved; empty where nothing does."""
    with lib.reading() as session:
        taken = _taken(in_force.read(session, programme).programme, besides=scheme.id)
    return _faults(scheme, taken)


def save_scheme(lib: Library, scheme: Scheme, programme: str = USUAL) -> Done[SchemeCard]:
    """From now on it is tagged with so; moments tagged before keep their code as it was. What is no longer in it is kept as retired.
    Without a difference nothing happens. Raises BadInput, NotThere."""
    with lib.reading() as session:
        held = in_force.read(session, programme).programme
    whole = _with_all_it_held(scheme, next((one for one in held.schemes if one.id == scheme.id), None))
    found = _faults(whole, _taken(held, besides=scheme.id))
    if found:
        raise BadInput("This scheme cannot be used yet.", advice=" ".join(dict.fromkeys(fault.sentence for fault in found)))
    if whole in held.schemes:
        return Done(scheme_card(lib, scheme.id, programme), Changes())
    with lib.change("scheme.changed") as unit:
        edition = kept_schemes.add(unit.session, programme=programme, scheme=scheme.id, content=packs.content_of(whole))
        unit.about(edition.id)
        unit.note({"programme": programme, "scheme": scheme.id, "version": edition.version})
    return Done(scheme_card(lib, scheme.id, programme), _SCHEME)


def retire_code(lib: Library, principle_id: str, programme: str = USUAL) -> Done[SchemeCard]:
    """It is no longer offered; moments that hold it keep it. Raises NotThere, Refused for the last one."""
    scheme = _scheme_of(lib, principle_id, programme)
    if len(scheme.principles) == 1 and scheme.principles[0].id == principle_id:
        raise Refused("This is the last one of the scheme: one is needed to tag with.")
    return save_scheme(lib, retired_from(scheme, principle_id), programme)


def bring_back_code(lib: Library, principle_id: str, programme: str = USUAL) -> Done[SchemeCard]:
    """A retired one is offered again. Raises NotThere, BadInput where its key, name or mark is taken meanwhile."""
    return save_scheme(lib, brought_back_to(_scheme_of(lib, principle_id, programme), principle_id), programme)


def retired_from(scheme: Scheme, principle_id: str) -> Scheme:
    """Without asking the library: the scheme with this one retired."""
    gone = tuple(replace(one, retired=True) for one in scheme.principles if one.id == principle_id)
    return replace(scheme, principles=tuple(one for one in scheme.principles if one.id != principle_id), retired=scheme.retired + gone)


def brought_back_to(scheme: Scheme, principle_id: str) -> Scheme:
    """With this one in use again, last. A key that is taken meanwhile is let go of."""
    taken = {one.key for one in scheme.principles}
    back = tuple(
        replace(one, retired=False, key="" if one.key in taken else one.key) for one in scheme.retired if one.id == principle_id
    )
    return replace(scheme, principles=scheme.principles + back, retired=tuple(one for one in scheme.retired if one.id != principle_id))


def use_scheme(lib: Library, scheme_id: str, *, role: str, programme: str = USUAL) -> Done[None]:
    """From now on recordings of this kind are tagged with it. Raises BadInput, NotThere."""
    if role not in ROLES:
        raise BadInput(f"“{role}” is no kind of recording.", advice=f"Use one of: {', '.join(ROLES)}.")
    scheme_card(lib, scheme_id, programme)
    return _choose(lib, programme, "roles", {role: scheme_id})


def use_scheme_here(lib: Library, scheme_id: str, *, recording_id: UUID) -> Done[None]:
    """From now on this recording is tagged with it. Raises NotThere."""
    with lib.reading() as session:
        programme = _programme_of(lib, recording_id)
        used = in_force.read(session, programme).films
        there = {known.hex for known in kept_schemes.known_recordings(session, {UUID(hex=film) for film in used})}
    scheme_card(lib, scheme_id, programme)
    gone = dict.fromkeys(set(used) - there)
    return _choose(lib, programme, "films", {**gone, recording_id.hex: scheme_id})


def schemes_to_choose(lib: Library, recording_id: UUID) -> list[tuple[str, str, bool]]:
    """(id, name, whether it is what this recording is tagged with). Raises NotThere."""
    with lib.reading() as session:
        recording, _, family = recordings.placed(session, recording_id)
        held = in_force.of_family(session, family.id)
        now = held.scheme_for(recording_id, recording.role)
    return [(scheme.id, scheme.name, scheme.id == now.id) for scheme in held.programme.schemes]


def programme_limits(lib: Library, programme: str = USUAL) -> Limits:
    """The hint while clips are chosen. Raises NotThere."""
    with lib.reading() as session:
        return in_force.read(session, programme).programme.limits


def change_limits(lib: Library, *, clips: int, seconds: int, programme: str = USUAL) -> Done[Limits]:
    """A hint, never a block. Raises BadInput."""
    if not 1 <= clips <= 100:
        raise BadInput("The review can be meant for 1 to 100 clips.")
    if not 1 <= seconds <= 3600:
        raise BadInput("A clip can be meant to last 1 second to one hour.")
    wanted = Limits(clips, seconds * SECOND)
    if wanted == programme_limits(lib, programme):
        return Done(wanted, Changes())
    _choose(lib, programme, "limits", {"clips": clips, "seconds": seconds})
    return Done(wanted, Changes(frozenset({"scheme", "clip"})))


def export_scheme(lib: Library, scheme_id: str, programme: str = USUAL) -> str:
    """Its file, as text. Raises NotThere."""
    card = scheme_card(lib, scheme_id, programme)
    return packs.write_scheme(card.scheme, programme=programme, limits=programme_limits(lib, programme))


def import_scheme(lib: Library, text: str, *, name: str) -> Done[SchemeCard]:
    """From a file's text: another edition of a scheme that is there, or a new one. Codes of the scheme that the file does not speak of
    are retired. `name`: what the file is called. Raises BadInput, with the lines that are wrong."""
    read = read_file(lib, text, name=name)
    if read.limits is not None:
        change_limits(lib, clips=read.limits.clips, seconds=read.limits.clip_us // SECOND, programme=read.programme)
    done = save_scheme(lib, read.scheme, read.programme)
    return Done(done.value, _SCHEME)


def read_file(lib: Library, text: str, *, name: str) -> packs.SchemeFile:
    """What a scheme's file says, without changing anything. Raises BadInput, with the lines that are wrong."""
    read = packs.read_scheme(text, name)
    with lib.reading() as session:
        try:
            held = in_force.read(session, read.programme).programme
        except NotThere as trouble:
            raise BadInput(f"The scheme “{name}” cannot be used.", advice=str(trouble)) from trouble
    return packs.read_scheme(text, name, taken=_taken(held, besides=read.scheme.id))


def principle_as_tagged(lib: Library, principle_id: str, edition: int, programme: str = USUAL) -> Principle | None:
    """As it was in that edition of its scheme; None where there is no such thing."""
    with lib.reading() as session:
        return in_force.as_tagged(session, programme).get((principle_id, edition))


def new_id(lib: Library, name: str, programme: str = USUAL, *, also: tuple[str, ...] = ()) -> str:
    """An id for a new principle, after its name; none that was ever used, and none of `also`."""
    with lib.reading() as session:
        used = {principle for principle, _ in in_force.as_tagged(session, programme)} | set(also)
    plain = "".join(sign if sign in "abcdefghijklmnopqrstuvwxyz0123456789" else "-" for sign in name.casefold())
    base = "-".join(part for part in plain.split("-") if part)[:24].rstrip("-") or "code"
    base = base if base[0].isalpha() else f"code-{base}"
    return next(word for word in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if word not in used)


def _with_all_it_held(scheme: Scheme, before: Scheme | None) -> Scheme:
    """What an earlier edition held and this one forgets stays, retired."""
    if before is None:
        return scheme
    forgotten = tuple(
        replace(one, retired=True) for one in (*before.principles, *before.retired) if scheme.held(one.id) is None
    )
    return replace(scheme, retired=scheme.retired + forgotten)


def _faults(scheme: Scheme, taken: dict[str, str]) -> list[Fault]:
    ids = [one.id for one in (*scheme.principles, *scheme.retired)]
    found = []
    for fault in packs.scheme_faults(scheme, taken):
        of_one = len(fault.place) > 2 and fault.place[0] == "principles"
        whose = ids[int(fault.place[1])] if of_one else ""
        found.append(Fault(whose, str(fault.place[-1]), fault.sentence if len(fault.words) < 20 else fault.words))
    return found


def _taken(programme: packs.Programme, *, besides: str) -> dict[str, str]:
    return {
        one.id: scheme.name
        for scheme in programme.schemes
        if scheme.id != besides
        for one in (*scheme.principles, *scheme.retired)
    }


def _scheme_of(lib: Library, principle_id: str, programme: str) -> Scheme:
    for card in list_schemes(lib, programme):
        if card.scheme.held(principle_id) is not None:
            return card.scheme
    raise NotThere(f"There is no principle “{principle_id}”.")


def _programme_of(lib: Library, recording_id: UUID) -> str:
    with lib.reading() as session:
        in_use = families.programme_of(session, moments.cycle_of_recording(session, recording_id).family_id)
    return in_use.pack if in_use else USUAL


def _choose(lib: Library, programme: str, name: str, words: dict[str, Any]) -> Done[None]:
    """None takes a word away."""
    with lib.change("programme.changed") as unit:
        setting = in_force.setting_of(programme)
        held = kept.read(unit.session, setting)
        fresh = {key: value for key, value in {**held.get(name, {}), **words}.items() if value is not None}
        kept.write(unit.session, setting, held | {name: fresh})
        unit.note({"programme": programme, "what": name})
    return Done(None, _SCHEME)
