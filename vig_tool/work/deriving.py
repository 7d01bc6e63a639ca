"""Everything made from films afterwards, in the background: what is to be made is seen from what is missing; there is no list to keep."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from vig_tool.errors import Damaged, FilmRefused, NoRoom, NotThere
from vig_tool.jobs import Job
from vig_tool.library import recordings
from vig_tool.media.derived import filmstrip as strips
from vig_tool.media.derived import proxy
from vig_tool.media.derived import waveform as waves
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index import damage
from vig_tool.work import derived, settings
from vig_tool.work.films import DAMAGE, StoredFilm, damage_bytes, stored_film
from vig_tool.work.opening import Library

COARSE, WAVEFORM, DENSE, PROXY = "strip", "waveform", "filmstrip", "proxy"
"""What is made of a film, beside DAMAGE. As words these are the kinds of sealed files."""

DENSE_SO_FAR = "filmstrip.so-far"
"""What there is of a dense strip that was not made to its end."""

_DENSE_EVERY_US = 1_000_000
_KEEP_EVERY_S = 3.0
_DENSE_MOST = 2400
_SPARE_BYTES = 512 << 20


class Stage(IntEnum):
    """In this order; within one, the film that is open comes first, then the newest."""

    OPEN = 0  # what the film room shows of the film that is open
    COARSE = 1
    WAVEFORM = 2
    DENSE = 3
    DAMAGE = 4
    PROXY = 5


_STAGES = {COARSE: Stage.COARSE, WAVEFORM: Stage.WAVEFORM, DENSE: Stage.DENSE, DAMAGE: Stage.DAMAGE, PROXY: Stage.PROXY}
_QUICK = (COARSE, WAVEFORM, DENSE)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be made of one film."""

    recording_id: UUID
    media_id: UUID
    kind: str
    stage: Stage

    @property
    def long(self) -> bool:
        """Whether something quicker that turns up meanwhile should not wait for it."""
        return self.stage >= Stage.DAMAGE


def missing(lib: Library, *, first: UUID | None = None, but: frozenset[tuple[UUID, str]] = frozenset()) -> list[Missing]:
    """What is still to be made, in order. `first`: the recording that is open. `but` leaves out media ids with kinds that could not be
    made."""
    with lib.reading() as session:
        held = [(row.id, row.media_id, FilmFacts.from_json(row.facts), row.imported_at) for row, _, _ in recordings.everywhere(session)]
    copies = settings.read_settings(lib).smooth_copies
    held.sort(key=lambda film: (film[0] == first, film[3]), reverse=True)
    found = [
        Missing(recording_id, media_id, kind, Stage.OPEN if recording_id == first and kind in _QUICK else _STAGES[kind])
        for recording_id, media_id, facts, _ in held
        for kind in _kinds(facts, copies=copies)
        if (media_id, kind) not in but and not _is_there(lib, media_id, kind)
    ]
    return sorted(found, key=lambda each: each.stage)


def make(lib: Library, wanted: Missing, job: Job) -> None:
    """Makes it and keeps it sealed, whole or not at all; of a copy to play, what was done of it stays for the next time.

    Raises NoRoom, Cancelled, NotThere (the film was removed), Damaged or FilmRefused (nothing of it can be read).
    """
    film = stored_film(lib, wanted.recording_id)
    _refuse_without_room(lib)
    _MAKERS[wanted.kind](lib, film, job)


def make_all(lib: Library, *, job: Job | None = None, on_each: Callable[[Missing], None] | None = None) -> int:
    """All that is missing, one after the other; gives how many films have something that could not be made. Raises NoRoom, Cancelled."""
    job = job or Job()
    tidy(lib, job)
    todo = missing(lib)
    failed: set[UUID] = set()
    for place, wanted in enumerate(todo):
        try:
            make(lib, wanted, job.within(place / len(todo), (place + 1) / len(todo)))
        except (Damaged, FilmRefused, NotThere):
            failed.add(wanted.media_id)
        if on_each is not None:
            on_each(wanted)
    return len(failed)


def tidy(lib: Library, job: Job) -> None:
    """Before the first thing is made after opening: what a killed program left half, and what cannot be read any more, goes."""
    with lib.reading() as session:
        known = frozenset(row.media_id for row, _, _ in recordings.everywhere(session))
    derived.tidy(lib, known, job=job)


def throw_away_derived(lib: Library, recording_id: UUID | None = None) -> int:
    """Everything made from a recording, or from all; gives the bytes that became free. Raises NotThere."""
    return derived.throw_away(lib, None if recording_id is None else _media_id(lib, recording_id))


def derived_bytes(lib: Library, recording_id: UUID | None = None) -> int:
    """How much room it takes on the disk. Raises NotThere."""
    return derived.used_bytes(lib, None if recording_id is None else _media_id(lib, recording_id))


def is_shown_whole(lib: Library, recording_id: UUID) -> bool:
    """Whether all that the film room shows of a film is made. Raises NotThere."""
    with lib.reading() as session:
        row = recordings.get(session, recording_id)
        wanted = set(_kinds(FilmFacts.from_json(row.facts), copies=False)) & set(_QUICK)
        return all(_is_there(lib, row.media_id, kind) for kind in wanted)


def is_heavy(lib: Library, recording_id: UUID) -> bool:
    """Whether this film plays smoothly only as a copy. Raises NotThere, Damaged."""
    with lib.reading() as session:
        return proxy.is_heavy(FilmFacts.from_json(recordings.get(session, recording_id).facts))


def _media_id(lib: Library, recording_id: UUID) -> UUID:
    with lib.reading() as session:
        return recordings.get(session, recording_id).media_id


def _is_there(lib: Library, media_id: UUID, kind: str) -> bool:
    """The dense strip stands for the coarse one, which it takes the place of."""
    return derived.is_there(lib, media_id, kind) or (kind == COARSE and derived.is_there(lib, media_id, DENSE))


def _kinds(facts: FilmFacts, *, copies: bool) -> tuple[str, ...]:
    sound = (WAVEFORM,) if facts.sound is not None else ()
    copy = (PROXY,) if copies and proxy.is_heavy(facts) else ()
    return (COARSE, *sound, DENSE, DAMAGE, *copy)


def _refuse_without_room(lib: Library) -> None:
    with contextlib.suppress(OSError):
        if shutil.disk_usage(lib.folder).free > _SPARE_BYTES:
            return
    raise NoRoom(
        "The disk is nearly full, so films are no longer prepared for quick looking.",
        advice="Everything else goes on working. Make some room; the next time the library is opened it goes on.",
    )


def _coarse(lib: Library, film: StoredFilm, job: Job) -> None:
    derived.keep(lib, film.media_id, COARSE, strips.make_filmstrip(film.source, film.facts, film.index, job, count=48), job=job)


def _dense(lib: Library, film: StoredFilm, job: Job) -> None:
    """What is ready is kept now and then, so that breaking off loses seconds; the coarse strip's pictures are not made again."""
    count = min(_DENSE_MOST, max(120, film.index.end_us // _DENSE_EVERY_US))
    had = derived.read(lib, film.media_id, DENSE_SO_FAR) or derived.read(lib, film.media_id, COARSE) or b""
    kept_at = time.monotonic()

    def keep_so_far(strip: bytes) -> None:
        nonlocal kept_at
        if time.monotonic() - kept_at >= _KEEP_EVERY_S:
            derived.keep(lib, film.media_id, DENSE_SO_FAR, strip, job=job)
            kept_at = time.monotonic()

    try:
        strip = strips.make_filmstrip(film.source, film.facts, film.index, job, count=count, had=had, on_pictures=keep_so_far)
    except Damaged:
        for kind in (DENSE_SO_FAR, COARSE):
            derived.drop(lib, film.media_id, kind)
        raise
    derived.keep(lib, film.media_id, DENSE, strip, job=job)
    for kind in (DENSE_SO_FAR, COARSE):
        derived.drop(lib, film.media_id, kind)


def _sound(lib: Library, film: StoredFilm, job: Job) -> None:
    derived.keep(lib, film.media_id, WAVEFORM, waves.make_waveform(film.source, film.facts, job), job=job)


def _damage(lib: Library, film: StoredFilm, job: Job) -> None:
    derived.keep(lib, film.media_id, DAMAGE, damage_bytes(damage.find_damage(film.source, film.facts, film.index, job)), job=job)


def _proxy(lib: Library, film: StoredFilm, job: Job) -> None:
    """In pieces, each sealed when it is done, because a copy of an hour takes longer than many an evening; put together at the end.

    Where the pieces do not fit together (one cannot be read any more, or another version made some) all are made once more.
    """
    try:
        _copied(lib, film, job)
    except Damaged:
        _copied(lib, film, job)


def _copied(lib: Library, film: StoredFilm, job: Job) -> None:
    spans = proxy.pieces(film.index)
    kinds = [f"{PROXY}.{place:04d}" for place in range(len(spans))]
    for place, (kind, numbers) in enumerate(zip(kinds, spans, strict=True)):
        if not derived.is_there(lib, film.media_id, kind):
            _refuse_without_room(lib)
            part = job.within(0.95 * place / len(spans), 0.95 * (place + 1) / len(spans))
            derived.keep(lib, film.media_id, kind, proxy.make_piece(film.source, film.facts, film.index, numbers, part), job=job)
    sources = [derived.source_of(lib, film.media_id, kind) for kind in kinds]
    try:
        with proxy.put_together(sources, spans, film.source, film.facts, film.index, job.within(0.95, 1)) as whole:
            derived.keep(lib, film.media_id, PROXY, whole, job=job)
    except Damaged:
        derived.drop_all(lib, film.media_id, f"{PROXY}.")
        raise
    derived.drop_all(lib, film.media_id, f"{PROXY}.")


_MAKERS: dict[str, Callable[[Library, StoredFilm, Job], None]] = {
    COARSE: _coarse,
    WAVEFORM: _sound,
    DENSE: _dense,
    DAMAGE: _damage,
    PROXY: _proxy,
}
