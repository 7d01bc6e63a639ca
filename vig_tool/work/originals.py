"""The films as they were outside: whether what was sealed reads back whole, what their tags say, whether card or phone was cleared.

The program itself never removes anything outside its library.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vig_tool.errors import Damaged, NotThere
from vig_tool.jobs import Job
from vig_tool.library import recordings
from vig_tool.media.intake.tags import read_tags
from vig_tool.vault.sealed import SealedFile
from vig_tool.work.changes import Changes, Done
from vig_tool.work.films import sealed_source
from vig_tool.work.opening import Library

_PIECE = 1 << 22


@dataclass(frozen=True, slots=True)
class Original:
    """One file a recording was made of. `tags` are (name, value) as the camera wrote them: place, device, people, times."""

    name: str
    size: int
    digest: str
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """Recordings whose sealed film is what came in, and those whose is not (any more)."""

    whole: tuple[UUID, ...]
    broken: tuple[UUID, ...]


def original_tags(lib: Library, recording_id: UUID) -> tuple[Original, ...]:
    """The files of a recording in order, with their tags: of a film that was one file from its sealed original, of a joined one as they
    were kept when it was joined. Raises NotThere, Damaged."""
    with lib.reading() as session:
        row = recordings.get(session, recording_id)
        name, size, digest, media_id, parts = row.original_name, row.size, row.digest, row.media_id, list(row.parts)
    if parts:
        return tuple(Original(part["name"], part["size"], part["digest"], tuple(part.get("tags", {}).items())) for part in parts)
    return (Original(name, size, digest, tuple(read_tags(sealed_source(lib, media_id)).items())),)


def verify_recordings(lib: Library, recording_ids: Sequence[UUID], *, job: Job | None = None) -> Done[Verified]:
    """Reads each sealed film back from the disk and compares it with the digest taken when it came in. The trail keeps how it went.
    Recordings removed meanwhile are left out. Raises Cancelled."""
    job = job or Job()
    found: dict[UUID, bool] = {}
    for place, recording_id in enumerate(recording_ids):
        with contextlib.suppress(NotThere):
            with lib.reading() as session:
                row = recordings.get(session, recording_id)
                source, digest = sealed_source(lib, row.media_id), row.digest
            same = _read_back(source, job.within(place / len(recording_ids), (place + 1) / len(recording_ids))) == digest
            with lib.change("recording.verified") as unit:
                recordings.get(unit.session, recording_id)
                unit.about(recording_id)
                unit.note({"whole": same})
            found[recording_id] = same
    return Done(Verified(tuple(each for each in found if found[each]), tuple(each for each in found if not found[each])), Changes())


def note_originals(lib: Library, recording_ids: Sequence[UUID], *, cleared: bool) -> Changes:
    """Writes on the trail whether the films were removed from card or phone, or are still there. Raises NotThere."""
    for recording_id in recording_ids:
        with lib.change("original.cleared" if cleared else "original.kept") as unit:
            recordings.get(unit.session, recording_id)
            unit.about(recording_id)
    return Changes()


def _read_back(source: SealedFile, job: Job) -> str:
    """The digest of what is on the disk; "" where it cannot be read whole."""
    _forget_what_was_kept_in_memory(source)
    digest, done = hashlib.sha256(), 0
    try:
        with source.open() as reader:
            while piece := reader.read(_PIECE):
                digest.update(piece)
                done += len(piece)
                job.report(done / max(source.size, done), "Reading back what was sealed")
    except Damaged:
        return ""
    return digest.hexdigest()


def _forget_what_was_kept_in_memory(source: SealedFile) -> None:
    """So that the disk itself is asked, where the system can be told so."""
    if not hasattr(os, "posix_fadvise"):
        return
    with contextlib.suppress(OSError), source.path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
