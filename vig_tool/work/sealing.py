"""One film on its way into the library, whole or not at all: what fails or is cancelled is taken back, what is killed at the next opening.

Each step is durable before the next: the intention and the key, the sealed film, the row.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from vig_tool.errors import FilmRefused, NoRoom
from vig_tool.jobs import Job
from vig_tool.library import families, pending, recordings
from vig_tool.library.models import Recording
from vig_tool.media import gate
from vig_tool.media.describe import complete
from vig_tool.media.indexing import make_index
from vig_tool.media.probe import probe
from vig_tool.vault.sealed import seal
from vig_tool.work.films import RecordingCard, card_of, sealed_source
from vig_tool.work.opening import Library

_SPARE_BYTES = 64 << 20
_PIECE = 1 << 20
_NEVER_IN_A_NAME = frozenset({"Cc", "Cs", "Cn"})
_TURNS_LINES_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a film goes and what it is called outside."""

    cycle_id: UUID
    role: str
    name: str


class _HereAlready(Exception):
    """These very bytes were taken in by somebody else in the meantime."""


def take_in(lib: Library, file: Path, *, cycle_id: UUID, role: str, job: Job) -> tuple[RecordingCard, bool]:
    """A film from outside: gate, one reading that seals and digests, index, row. Gives the recording, and whether it was known before.

    The original is never touched. Raises FilmRefused, NoRoom, NotThere (the cycle), Damaged, Cancelled.
    """
    job.report(0, "Looking at the film")
    before = _state(file)
    gate.examine(file, job=job)
    old = _known(lib, file, before.st_size, job.within(0.05, 0.1))
    if old is not None:
        return old, True
    _refuse_without_room(lib, before.st_size)
    try:
        reader = file.open("rb")
    except OSError as trouble:
        raise _unreadable() from trouble

    def refuse_changed() -> None:
        after = _state(file)
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FilmRefused("This film changed while it was being read, so it was not kept.", advice="Try again once it is finished.")

    with reader:
        return seal_and_keep(lib, reader, Placing(cycle_id, role, plain_name(file.name)), then=refuse_changed, job=job.within(0.1, 1))


def seal_and_keep(lib: Library, reader: BinaryIO, placing: Placing, *, then: Callable[[], None], job: Job) -> tuple[RecordingCard, bool]:
    """Seals and digests in one pass, asks `then` for objections, indexes from the sealed film, adds the row."""
    with lib.reading() as session:
        family_id = families.cycle(session, placing.cycle_id).family_id
    media_id = pending.begin_import(lib, family_id)
    try:
        digest, size = _seal_in(lib, reader, media_id=media_id, family_id=family_id, job=job.within(0, 0.75))
        then()
        old = _by_digest(lib, digest)
        if old is None:
            row = _look_at(lib, media_id, placing, job.within(0.75, 1))
            row.digest, row.size = digest, size
            try:
                return _keep(lib, row), False
            except _HereAlready:
                old = _by_digest(lib, digest)
                if old is None:
                    raise
        pending.abandon_import(lib, media_id)
        return old, True
    except BaseException:
        pending.abandon_import(lib, media_id)
        raise


def plain_name(name: str) -> str:
    """What a file is called, as it can be kept and printed: composed, without bytes that are no text, controls, or reversed writing."""
    composed = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    return "".join("\ufffd" if unicodedata.category(sign) in _NEVER_IN_A_NAME or sign in _TURNS_LINES_ROUND else sign for sign in composed)


def _seal_in(lib: Library, reader: BinaryIO, *, media_id: UUID, family_id: UUID, job: Job) -> tuple[str, int]:
    """Gives the digest and the size of the plain film."""
    digest = hashlib.sha256()
    size = seal(
        reader,
        lib.film_path(media_id),
        media_id=media_id,
        family_id=family_id,
        wrap_key=lib.keyring.film_key(media_id),
        on_bytes=digest.update,
        job=job,
    )
    return digest.hexdigest(), size


def _look_at(lib: Library, media_id: UUID, placing: Placing, job: Job) -> Recording:
    """What the sealed film is, with every picture's time: the row but for digest and size."""
    source = sealed_source(lib, media_id)
    facts = probe(source)
    index = make_index(source, facts, job)
    facts = complete(facts, index)
    job.check()
    return Recording(
        cycle_id=placing.cycle_id,
        role=placing.role,
        original_name=placing.name,
        facts=facts.to_json(),
        said=list(facts.said),
        frame_index=index.to_bytes(),
        media_id=media_id,
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


def _known(lib: Library, file: Path, size: int, job: Job) -> RecordingCard | None:
    """The recording of these very bytes. Only where a recording has this size is the film read for its digest beforehand."""
    with lib.reading() as session:
        if not recordings.has_size(session, size):
            return None
    digest, read = hashlib.sha256(), 0
    try:
        with file.open("rb") as reader:
            while piece := reader.read(_PIECE):
                digest.update(piece)
                read += len(piece)
                job.report(read / max(size, read), "Looking whether it is here already")
    except OSError as trouble:
        raise _unreadable() from trouble
    return _by_digest(lib, digest.hexdigest())


def _by_digest(lib: Library, digest: str) -> RecordingCard | None:
    with lib.reading() as session:
        row = recordings.by_digest(session, digest)
        return None if row is None else card_of(recordings.placed(session, row.id))
