"""One film on its way into the library, whole or not at all: what fails or is cancelled is taken back, what is killed at the next opening.

Each step is durable before the next: the intention and the key, the sealed film, the row. While the disk still works on the sealed
film, its pictures are counted in what was sealed, never in the original: that could have changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from vig_tool.errors import FilmRefused, NoRoom
from vig_tool.jobs import Job
from vig_tool.library import families, pending, recordings
from vig_tool.library.models import Recording
from vig_tool.media.index.indexing import make_index
from vig_tool.media.intake import gate
from vig_tool.media.intake.describe import complete
from vig_tool.media.intake.joining import Part, open_joined, plan_join
from vig_tool.media.intake.motion_photo import FilmPart, film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.intake.tags import read_tags
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import SECOND
from vig_tool.vault.sealed import SealedFile, seal
from vig_tool.work.films import RecordingCard, card_of
from vig_tool.work.opening import Library

_SPARE_BYTES = 64 << 20
_PIECE = 1 << 20
_MOVING_PART = "The moving part of a photo."
_NEVER_IN_A_NAME = frozenset({"Cc", "Cs", "Cn"})
_TURNS_LINES_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a film goes and what it is called outside; the files it is joined of, and what is to be said of it before all else."""

    cycle_id: UUID
    role: str
    name: str
    parts: tuple[dict[str, Any], ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A film that is here already: as a recording of its own, or as part `part` of `of` of one."""

    recording: RecordingCard
    part: int = 0
    of: int = 0


class _HereAlready(Exception):
    """These very bytes were taken in before, or by somebody else in the meantime."""


def take_in(lib: Library, file: Path, *, cycle_id: UUID, role: str, job: Job) -> RecordingCard | Known:
    """A film from outside: gate, one reading that seals and digests, index, row. Of a motion photo, the film part is taken.

    The original is never touched. Raises FilmRefused, NoRoom, NotThere (the cycle), Damaged, Cancelled.
    """
    job.report(0, "Looking at the film")
    before = _state(file)
    gate.examine(file, job=job)
    source = film_in(PlainFile(file))
    old = _known(lib, source, job.within(0.05, 0.1))
    if old is not None:
        return old
    _refuse_without_room(lib, source.size)
    said = (_MOVING_PART,) if isinstance(source, FilmPart) else ()
    placing = Placing(cycle_id, role, plain_name(file.name), said=said)
    with _opened(source) as reader:
        return seal_and_keep(lib, reader, placing, then=lambda: _refuse_changed(file, before), job=job.within(0.1, 1))


def take_in_joined(lib: Library, files: Sequence[Path], *, cycle_id: UUID, role: str, job: Job) -> RecordingCard | Known:
    """Several files as one film, in this order: each is looked at by the gate and digested, then all are joined as they are sealed.

    Raises what `take_in` raises, FilmRefused also where they cannot be one film or only some of them are here already.
    """
    job.report(0, "Looking at the films")
    before = [_state(file) for file in files]
    parts = [Part(PlainFile(file), gate.examine(file, job=job)) for file in files]
    whole = sum(state.st_size for state in before)
    _refuse_without_room(lib, whole)
    listed: list[dict[str, Any]] = []
    done = 0
    for file, part, state in zip(files, parts, before, strict=True):
        stretch = job.within(0.05 + 0.25 * done / whole, 0.05 + 0.25 * (done + state.st_size) / whole)
        digest = _digest_of(part.source, stretch, "Reading the parts")
        listed.append({"name": plain_name(file.name), "digest": digest, "size": state.st_size, "tags": read_tags(part.source)})
        done += state.st_size
    old = _all_known(lib, listed)
    if old is not None:
        return old
    plan = plan_join(parts, job=job)
    job.report(0.3, "Putting the parts together")
    doubled = max((seam.doubled for seam in plan.seams), default=0)
    said = [f"Joined of {len(files)} films."] + ([f"Where they meet, up to {doubled} pictures are shown twice."] if doubled else [])
    placing = Placing(cycle_id, role, plain_name(files[0].name), parts=tuple(listed), said=tuple(said))
    least_us = int(sum(seam.shift for seam in plan.seams) * SECOND)

    def refuse_changed() -> None:
        for file, state in zip(files, before, strict=True):
            _refuse_changed(file, state)

    with closing(open_joined(plan)) as reader:
        return seal_and_keep(lib, reader, placing, then=refuse_changed, least_us=least_us, job=job.within(0.3, 1))


def seal_and_keep(
    lib: Library, reader: BinaryIO, placing: Placing, *, then: Callable[[], None], job: Job, least_us: int = 0
) -> RecordingCard | Known:
    """Seals and digests in one pass, indexes what was sealed, asks `then` for objections, adds the row."""
    with lib.reading() as session:
        family_id = families.cycle(session, placing.cycle_id).family_id
    media_id = pending.begin_import(lib, family_id)
    digest, rows = hashlib.sha256(), list[Recording]()

    def look(film: SealedFile) -> None:
        if _by_digest(lib, digest.hexdigest()) is not None:
            raise _HereAlready
        rows.append(_look_at(film, media_id, placing, job.within(0.75, 1)))
        if rows[0].facts["duration_us"] < least_us:
            raise FilmRefused("These films could not be joined to their end.", advice="Take them in one by one instead.")

    try:
        size = seal(
            reader,
            lib.film_path(media_id),
            media_id=media_id,
            family_id=family_id,
            wrap_key=lib.keyring.film_key(media_id),
            on_bytes=digest.update,
            meanwhile=look,
            job=job.within(0, 0.75),
        )
        then()
        rows[0].digest, rows[0].size = digest.hexdigest(), size
        return _keep(lib, rows[0])
    except _HereAlready:
        pending.abandon_import(lib, media_id)
        old = _by_digest(lib, digest.hexdigest())
        if old is None:
            raise
        return old
    except BaseException:
        pending.abandon_import(lib, media_id)
        raise


def plain_name(name: str) -> str:
    """What a file is called, as it can be kept and printed: composed, without bytes that are no text, controls, or reversed writing."""
    composed = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    return "".join("\ufffd" if unicodedata.category(sign) in _NEVER_IN_A_NAME or sign in _TURNS_LINES_ROUND else sign for sign in composed)


def _look_at(source: SealedFile, media_id: UUID, placing: Placing, job: Job) -> Recording:
    """What the sealed film is, with every picture's time: the row but for digest and size."""
    facts = probe(source)
    index = make_index(source, facts, job)
    facts = complete(facts, index)
    job.check()
    said = (*placing.said, *facts.said)
    return Recording(
        cycle_id=placing.cycle_id,
        role=placing.role,
        original_name=placing.name,
        facts=replace(facts, said=said).to_json(),
        said=list(said),
        frame_index=index.to_bytes(),
        media_id=media_id,
        parts=list(placing.parts),
    )


def _keep(lib: Library, row: Recording) -> RecordingCard:
    with lib.change("recording.imported") as unit:
        families.cycle(unit.session, row.cycle_id)
        if recordings.by_digest(unit.session, row.digest) is not None:
            raise _HereAlready
        unit.session.add(row)
        unit.session.flush()
        pending.finish_import(unit.session, row.media_id)
        unit.about(row.id)
        unit.note({"frames": int(row.facts["frames"]), "role": row.role})
        return card_of(recordings.placed(unit.session, row.id))


def _refuse_without_room(lib: Library, size: int) -> None:
    try:
        free = shutil.disk_usage(lib.folder).free
    except OSError as trouble:
        raise NoRoom("The disk of the library cannot be reached.", advice="Connect it again, then drop the film once more.") from trouble
    if free < size + size // 50 + _SPARE_BYTES:
        raise NoRoom(
            "There is not enough room on the disk of the library for this film. Nothing of it was kept.",
            advice="Make room on the disk, then drop the film again.",
        )


def _state(file: Path) -> os.stat_result:
    try:
        return file.stat()
    except (OSError, ValueError) as trouble:
        raise FilmRefused("There is no film at this place.", advice="Check the name, and that the card or disk is connected.") from trouble


def _unreadable() -> FilmRefused:
    return FilmRefused("This film may not be read.", advice="Copy it to a folder of yours, then drop it again.")


def _refuse_changed(file: Path, before: os.stat_result) -> None:
    after = _state(file)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise FilmRefused("This film changed while it was being read, so it was not kept.", advice="Try again once it is finished.")


def _opened(source: Source) -> BinaryIO:
    try:
        return source.open()
    except OSError as trouble:
        raise _unreadable() from trouble


def _known(lib: Library, source: Source, job: Job) -> Known | None:
    """The recording of these very bytes. Only where a recording or a part has this size is the film read for its digest beforehand."""
    with lib.reading() as session:
        if not recordings.has_size(session, source.size):
            return None
    return _by_digest(lib, _digest_of(source, job, "Looking whether it is here already"))


def _digest_of(source: Source, job: Job, doing: str) -> str:
    digest, read = hashlib.sha256(), 0
    try:
        with source.open() as reader:
            while piece := reader.read(_PIECE):
                digest.update(piece)
                read += len(piece)
                job.report(read / max(source.size, read), doing)
    except OSError as trouble:
        raise _unreadable() from trouble
    return digest.hexdigest()


def _all_known(lib: Library, parts: Sequence[dict[str, Any]]) -> Known | None:
    """The recording that holds all of them. Raises FilmRefused where only some are here, or not together."""
    found = [_by_digest(lib, part["digest"]) for part in parts]
    first = next((old for old in found if old is not None), None)
    if first is None:
        return None
    if any(old is None or old.recording.id != first.recording.id for old in found):
        names = ", ".join(part["name"] for part, old in zip(parts, found, strict=True) if old is not None)
        raise FilmRefused(
            f"In the library already, so these films were not joined: {names}.", advice="Take in the others on their own."
        )
    return Known(first.recording)


def _by_digest(lib: Library, digest: str) -> Known | None:
    with lib.reading() as session:
        row = recordings.by_digest(session, digest)
        if row is not None:
            return Known(card_of(recordings.placed(session, row.id)))
        row = recordings.by_part(session, digest)
        if row is None:
            return None
        part = next(number for number, each in enumerate(row.parts, 1) if each["digest"] == digest)
        return Known(card_of(recordings.placed(session, row.id)), part, len(row.parts))
