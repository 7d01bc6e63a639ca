"""Taking films in, moving them, removing them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from vig_tool.errors import BadInput, FilmRefused, NoRoom, Refused, UserError
from vig_tool.jobs import Job
from vig_tool.library import families, moments, pending, recordings
from vig_tool.library.models import Recording
from vig_tool.media import gate
from vig_tool.media.describe import complete
from vig_tool.media.facts import FilmFacts
from vig_tool.media.indexing import make_index
from vig_tool.media.probe import probe
from vig_tool.timing import FrameIndex
from vig_tool.vault.sealed import seal
from vig_tool.work.changes import Changes, Done
from vig_tool.work.films import sealed_source
from vig_tool.work.opening import Library

ROLES = ("interaction", "review", "supervision")

_SPARE_BYTES = 64 << 20
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """One recording. `width` and `height` are upright with square pixels; `rate` is "constant" or "variable"; `said` is what the
    film is, in plain words."""

    id: UUID
    cycle_id: UUID
    family_code: str
    cycle_number: int
    role: str
    original_name: str
    frames: int
    duration_us: int
    width: int
    height: int
    rate: str
    said: tuple[str, ...]
    has_sound: bool
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome for one file of a batch: a recording (`known` where it was there already), or one sentence."""

    file: Path
    recording: RecordingCard | None
    known: bool
    error: str | None


def import_films(
    lib: Library,
    files: Sequence[Path],
    *,
    cycle_id: UUID,
    role: str = "interaction",
    job: Job | None = None,
    on_each: Callable[[Imported], None] | None = None,
) -> Done[list[Imported]]:
    """Gate → read once, digested and sealed in the same pass → index → row, each durable before the next.

    A film that fails does not stop the rest. Cancelling keeps what is already whole, and the film under way leaves nothing behind
    (then raises Cancelled). The same film twice is recognised by its digest: the old recording is returned and said. Originals are
    never touched.
    """
    job = job or Job()
    _check_role(role)
    with lib.reading() as session:
        family_id = families.cycle(session, cycle_id).family_id
    outcomes: list[Imported] = []
    for place, file in enumerate(files):
        part = job.within(place / len(files), (place + 1) / len(files))
        try:
            card, known = _take_in(lib, file, family_id=family_id, cycle_id=cycle_id, role=role, job=part)
            outcome = Imported(file, card, known=known, error=None)
        except UserError as trouble:
            outcome = Imported(file, None, known=False, error=str(trouble))
        outcomes.append(outcome)
        if on_each is not None:
            on_each(outcome)
    job.report(1, "Done")
    fresh = frozenset(outcome.recording.id for outcome in outcomes if outcome.recording is not None and not outcome.known)
    changes = Changes(frozenset({"recording", "cycle"}), fresh | {cycle_id}) if fresh else Changes()
    return Done(outcomes, changes)


def _take_in(lib: Library, file: Path, *, family_id: UUID, cycle_id: UUID, role: str, job: Job) -> tuple[RecordingCard, bool]:
    """One film, whole or not at all: what fails or is cancelled on the way is taken back; what is killed, at the next opening."""
    job.report(0, "Looking at the film")
    before = _state(file)
    gate.examine(file, job=job)
    old = _known(lib, file, before.st_size)
    if old is not None:
        return old, True
    if shutil.disk_usage(lib.folder).free < before.st_size + before.st_size // 50 + _SPARE_BYTES:
        raise NoRoom(
            "There is not enough room on the disk of the library for this film. Nothing of it was kept.",
            advice="Make room on the disk, then drop the film again.",
        )
    try:
        reader = file.open("rb")
    except OSError as trouble:
        raise _unreadable() from trouble

    def unchanged() -> None:
        after = _state(file)
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FilmRefused("This film changed while it was being read, so it was not kept.", advice="Try again once it is finished.")

    with reader:
        placing = _Placing(family_id, cycle_id, role, file.name.encode("utf-8", "replace").decode())
        return _seal_and_keep(lib, reader, placing, then=unchanged, job=job.within(0.05, 1))


@dataclass(frozen=True, slots=True)
class _Placing:
    """Where a film goes and what it is called outside."""

    family_id: UUID
    cycle_id: UUID
    role: str
    name: str


def take_in_made(lib: Library, reader: BinaryIO, *, cycle_id: UUID, name: str, job: Job | None = None) -> RecordingCard:
    """A film the program made itself, from memory: the way of `import_films` without the gate. For the practice family."""
    with lib.reading() as session:
        family_id = families.cycle(session, cycle_id).family_id
    placing = _Placing(family_id, cycle_id, "interaction", name)
    return _seal_and_keep(lib, reader, placing, then=lambda: None, job=job or Job())[0]


def _seal_and_keep(
    lib: Library, reader: BinaryIO, placing: _Placing, *, then: Callable[[], None], job: Job
) -> tuple[RecordingCard, bool]:
    """Seals and digests in one pass, checks with `then`, indexes from the sealed film, adds the row."""
    media_id = pending.begin_import(lib, placing.family_id)
    try:
        digest, size = _seal_in(lib, reader, media_id=media_id, family_id=placing.family_id, job=job.within(0, 0.75))
        then()
        old = _by_digest(lib, digest)
        if old is not None:
            pending.abandon_import(lib, media_id)
            return old, True
        source = sealed_source(lib, media_id)
        facts = probe(source)
        index = make_index(source, facts, job.within(0.75, 0.99))
        facts = complete(facts, index)
        job.check()
        row = Recording(
            cycle_id=placing.cycle_id,
            role=placing.role,
            original_name=placing.name,
            digest=digest,
            size=size,
            facts=facts.to_json(),
            said=list(facts.said),
            frame_index=index.to_bytes(),
            media_id=media_id,
        )
        return _keep(lib, row, index), False
    except BaseException:
        pending.abandon_import(lib, media_id)
        raise


def _keep(lib: Library, row: Recording, index: FrameIndex) -> RecordingCard:
    with lib.change("recording.imported") as unit:
        families.cycle(unit.session, row.cycle_id)
        unit.session.add(row)
        unit.session.flush()
        pending.finish_import(unit.session, row.media_id)
        unit.about(row.id)
        unit.note({"frames": len(index), "role": row.role})
        recording_id = row.id
    return recording_card(lib, recording_id)


def _seal_in(lib: Library, reader: BinaryIO, *, media_id: UUID, family_id: UUID, job: Job) -> tuple[str, int]:
    """Reads the original once: its bytes are sealed and digested in the same pass. Gives the digest and the size."""
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


def _state(file: Path) -> os.stat_result:
    try:
        return file.stat()
    except (OSError, ValueError) as trouble:
        raise FilmRefused("There is no film at this place.", advice="Check the name, and that the card or disk is connected.") from trouble


def _unreadable() -> FilmRefused:
    return FilmRefused("This film may not be read.", advice="Copy it to a folder of yours, then drop it again.")


def _known(lib: Library, file: Path, size: int) -> RecordingCard | None:
    """The recording of these very bytes. Only where a recording has this size is the film read for its digest beforehand."""
    with lib.reading() as session:
        if not recordings.has_size(session, size):
            return None
    digest = hashlib.sha256()
    try:
        with file.open("rb") as reader:
            while piece := reader.read(_PIECE):
                digest.update(piece)
    except OSError as trouble:
        raise _unreadable() from trouble
    return _by_digest(lib, digest.hexdigest())


def _by_digest(lib: Library, digest: str) -> RecordingCard | None:
    with lib.reading() as session:
        row = recordings.by_digest(session, digest)
        return None if row is None else _card(recordings.placed(session, row.id))


def list_recordings(lib: Library, *, cycle_id: UUID | None = None) -> list[RecordingCard]:
    """All, or those of a cycle, by family, cycle and age."""
    with lib.reading() as session:
        return [_card(placed) for placed in recordings.everywhere(session, cycle_id=cycle_id)]


def recording_card(lib: Library, recording_id: UUID) -> RecordingCard:
    """Raises NotThere."""
    with lib.reading() as session:
        return _card(recordings.placed(session, recording_id))


def recording_index(lib: Library, recording_id: UUID) -> FrameIndex:
    """Every picture's time. Raises NotThere, Damaged."""
    with lib.reading() as session:
        return FrameIndex.from_bytes(recordings.with_index(session, recording_id).frame_index)


def move_recording(lib: Library, recording_id: UUID, *, cycle_id: UUID) -> Done[RecordingCard]:
    """To another cycle of the same family; its moments go with it, its clips leave the old cycle's strip and join the new one's end.

    Raises NotThere, Refused across families: the film's key hangs on its family's.
    """
    with lib.change("recording.moved") as unit:
        row, old, family = recordings.placed(unit.session, recording_id)
        new = families.cycle(unit.session, cycle_id)
        if new.family_id != family.id:
            raise Refused("A film can only be moved within its family.", advice="Remove it here and import it in the other family.")
        place = max((clip.place for clip in moments.clips_of_cycle(unit.session, cycle_id)), default=-1) + 1
        if new.id != old.id:
            for offset, clip in enumerate(recordings.clips_of(unit.session, recording_id)):
                clip.cycle_id, clip.place = new.id, place + offset
            row.cycle_id = new.id
        unit.about(recording_id)
        unit.session.flush()
        touched = frozenset({recording_id, old.id, new.id})
    return Done(recording_card(lib, recording_id), Changes(frozenset({"recording", "cycle", "clip"}), touched))


def change_role(lib: Library, recording_id: UUID, *, role: str) -> Done[RecordingCard]:
    """What the film is of: the interaction, the shared review, or supervision. Raises BadInput, NotThere."""
    _check_role(role)
    with lib.change("recording.corrected") as unit:
        recordings.get(unit.session, recording_id).role = role
        unit.about(recording_id)
    return Done(recording_card(lib, recording_id), Changes(frozenset({"recording"}), frozenset({recording_id})))


def remove_recording(lib: Library, recording_id: UUID) -> Changes:
    """Destroys the film's key, then its rows (moments, clips, edits that speak of them), then its files. Cannot be undone."""
    with lib.reading() as session:
        _, cycle, _ = recordings.placed(session, recording_id)
        cycle_id = cycle.id
    touched = pending.remove_recording(lib, recording_id)
    kinds = frozenset(kind for kind, _ in touched) | {"recording", "cycle"}
    return Changes(kinds, frozenset(thing for _, thing in touched) | {recording_id, cycle_id})


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadInput(f"“{role}” is not a role of a film.", advice=f"Use one of: {', '.join(ROLES)}.")


def _card(placed: recordings.Placed) -> RecordingCard:
    row, cycle, family = placed
    facts = FilmFacts.from_json(row.facts)
    return RecordingCard(
        id=row.id,
        cycle_id=cycle.id,
        family_code=family.code,
        cycle_number=cycle.number,
        role=row.role,
        original_name=row.original_name,
        frames=facts.frames,
        duration_us=facts.duration_us,
        width=facts.width,
        height=facts.height,
        rate="variable" if facts.variable_rate else "constant",
        said=tuple(row.said),
        has_sound=facts.sound is not None,
        imported_at=row.imported_at,
    )
