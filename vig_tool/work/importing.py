"""Taking films in, moving them, removing them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from vig_tool.errors import BadInput, Refused, UserError
from vig_tool.jobs import Job
from vig_tool.library import families, history, moments, pending, recordings, talk
from vig_tool.library.models import Clip, Recording, Review
from vig_tool.library.session import Session
from vig_tool.library.words import ROLES as ROLES
from vig_tool.media.intake import chunks
from vig_tool.media.intake.chunks import Run as Run
from vig_tool.timing import FrameIndex
from vig_tool.work.changes import Changes, Done
from vig_tool.work.films import RecordingCard as RecordingCard
from vig_tool.work.films import card_in, card_of
from vig_tool.work.opening import Library
from vig_tool.work.sealing import Known, Placing, seal_and_keep, take_in, take_in_joined


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome for one file of a batch, or for several that were joined: a recording, or one sentence.

    known     it was there already; `part` and `of` where it is a part of a joined recording
    joined    how many files the recording was joined of; 0 for a file that is a film of its own
    """

    file: Path
    recording: RecordingCard | None
    known: bool
    error: str | None
    part: int = 0
    of: int = 0
    joined: int = 0


def find_runs(files: Sequence[Path], *, job: Job | None = None) -> tuple[Run, ...]:
    """Those among the files that look like parts of one film, in order. Files that are no films are left out here: import says why.

    Each film is looked at by the gate; where names fit, a few pictures are decoded. Not to be run in the window's thread. Raises Cancelled.
    """
    job = job or Job()
    found = []
    for place, file in enumerate(files):
        job.report(place / len(files), "Looking at the films")
        with contextlib.suppress(UserError):
            found.append(chunks.look(file, job=job))
    return chunks.recognise(found) if len(found) > 1 else ()


def import_films(
    lib: Library,
    files: Sequence[Path],
    *,
    cycle_id: UUID,
    role: str = "interaction",
    joins: Sequence[Sequence[Path]] = (),
    job: Job | None = None,
    on_each: Callable[[Imported], None] | None = None,
) -> Done[list[Imported]]:
    """Gate → read once, digested and sealed in the same pass → index → row, each durable before the next.

    `joins` names files of the batch that become one recording, each in the order given. A film that fails does not stop the rest.
    Cancelling keeps what is already whole, and the film under way leaves nothing behind (then raises Cancelled). The same film twice
    is recognised by its digest, wherever it is in the library, also as a part of a joined one: the old recording is given back and
    said. Originals are never touched. Raises BadInput (role; a file in two joins), NotThere (cycle), Cancelled.
    """
    job = job or Job()
    _check_role(role)
    batch = _batch(files, joins)
    with lib.reading() as session:
        families.cycle(session, cycle_id)
    outcomes: list[Imported] = []
    for place, together in enumerate(batch):
        part = job.within(place / len(batch), (place + 1) / len(batch))
        joined = len(together) if len(together) > 1 else 0
        try:
            if joined:
                taken = take_in_joined(lib, together, cycle_id=cycle_id, role=role, job=part)
            else:
                taken = take_in(lib, together[0], cycle_id=cycle_id, role=role, job=part)
            if isinstance(taken, Known):
                outcome = Imported(together[0], taken.recording, known=True, error=None, part=taken.part, of=taken.of, joined=joined)
            else:
                outcome = Imported(together[0], taken, known=False, error=None, joined=joined)
        except UserError as trouble:
            outcome = Imported(together[0], None, known=False, error=str(trouble), joined=joined)
        outcomes.append(outcome)
        if on_each is not None:
            on_each(outcome)
    if not job.cancelled:  # what is whole stays, also where somebody cancels at the very end
        job.report(1, "Done")
    fresh = frozenset(outcome.recording.id for outcome in outcomes if outcome.recording is not None and not outcome.known)
    changes = Changes(frozenset({"recording", "cycle"}), fresh | {cycle_id}) if fresh else Changes()
    return Done(outcomes, changes)


def _batch(files: Sequence[Path], joins: Sequence[Sequence[Path]]) -> list[tuple[Path, ...]]:
    """What becomes a recording each: runs stand where their first file stands."""
    of_run = {file: tuple(run) for run in joins if len(run) > 1 for file in run}
    if sum(len(run) for run in joins if len(run) > 1) != len(of_run) or not of_run.keys() <= set(files):
        raise BadInput("A film can be part of one joined film only.")
    done: set[Path] = set()
    batch = []
    for file in files:
        together = of_run.get(file, (file,))
        if file not in of_run or file not in done:
            batch.append(together)
        done |= set(together) if file in of_run else set()
    return batch


def take_in_made(lib: Library, reader: BinaryIO, *, cycle_id: UUID, name: str, job: Job | None = None) -> RecordingCard:
    """A film the program made itself, from memory: the way of `import_films` without the gate. For the practice family."""
    taken = seal_and_keep(lib, reader, Placing(cycle_id, "interaction", name), then=lambda: None, job=job or Job())
    return taken.recording if isinstance(taken, Known) else taken


def list_recordings(lib: Library, *, cycle_id: UUID | None = None) -> list[RecordingCard]:
    """All, or those of a cycle, by family, cycle and age."""
    with lib.reading() as session:
        return [card_in(lib, placed) for placed in recordings.everywhere(session, cycle_id=cycle_id)]


def recording_card(lib: Library, recording_id: UUID) -> RecordingCard:
    """Raises NotThere."""
    with lib.reading() as session:
        return card_in(lib, recordings.placed(session, recording_id))


def recording_index(lib: Library, recording_id: UUID) -> FrameIndex:
    """Every picture's time. Raises NotThere, Damaged."""
    with lib.reading() as session:
        return lib.indexes.of(recordings.get(session, recording_id))


def move_recording(lib: Library, recording_id: UUID, *, cycle_id: UUID) -> Done[RecordingCard]:
    """To another cycle of the same family. Its moments go with it; its clips, with what was said about them, leave the old cycle's strip
    and join the new one's end. Earlier edits of this film can no longer be undone, because they would put things into the old cycle.

    Raises NotThere, Refused across families: the film's key hangs on its family's.
    """
    with lib.reading() as session:
        if recordings.get(session, recording_id).cycle_id == cycle_id:
            return Done(card_of(recordings.placed(session, recording_id)), Changes())
    with lib.change("recording.moved") as unit:
        row, old, family = recordings.placed(unit.session, recording_id)
        new = families.cycle(unit.session, cycle_id)
        if new.family_id != family.id:
            raise Refused("A film can only be moved within its family.", advice="Remove it here and import it in the other family.")
        place = max((clip.place for clip in moments.clips_of_cycle(unit.session, new.id)), default=-1) + 1
        chosen = recordings.clips_of(unit.session, recording_id)
        for offset, clip in enumerate(chosen):
            clip.cycle_id, clip.place = new.id, place + offset
            _move_words(unit.session, clip)
        row.cycle_id = new.id
        history.forget(unit.session, family.id, frozenset({("recording", recording_id), *(("clip", clip.id) for clip in chosen)}))
        unit.about(recording_id)
        unit.note({"from": old.number, "to": new.number})
        unit.session.flush()
        card, touched = card_of(recordings.placed(unit.session, recording_id)), frozenset({recording_id, old.id, new.id})
    return Done(card, Changes(Changes.of(unit.changes).kinds | {"cycle", "recording"}, Changes.of(unit.changes).ids | touched))


def _move_words(session: Session, clip: Clip) -> None:
    """What was said about a clip belongs to the review of the clip's cycle."""
    said = talk.words_of_clip(session, clip.id)
    kept = talk.reflections_of_clip(session, clip.id)
    if said is None and not kept:
        return
    review = talk.review_of(session, clip.cycle_id)
    if review is None:
        review = Review(cycle_id=clip.cycle_id)
        session.add(review)
        session.flush()
    if said is not None:
        said.review_id = review.id
    for reflection in kept:
        reflection.review_id = review.id


def change_role(lib: Library, recording_id: UUID, *, role: str) -> Done[RecordingCard]:
    """What the film is of: the interaction, the shared review, or supervision. Raises BadInput, NotThere."""
    _check_role(role)
    with lib.change("recording.corrected") as unit:
        row: Recording = recordings.get(unit.session, recording_id)
        row.role = role
        unit.about(recording_id)
        unit.note({"role": role})
        unit.session.flush()
        card = card_of(recordings.placed(unit.session, recording_id))
    return Done(card, Changes(frozenset({"recording", "cycle"}), frozenset({recording_id, card.cycle_id})))


def remove_recording(lib: Library, recording_id: UUID) -> Changes:
    """Destroys the film's key, then its rows (moments, clips, what was said about them, edits), then its files. Cannot be undone."""
    with lib.reading() as session:
        cycle_id = recordings.get(session, recording_id).cycle_id
    touched = Changes.of(pending.remove_recording(lib, recording_id))
    return Changes(touched.kinds | {"recording", "cycle"}, touched.ids | {recording_id, cycle_id})


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadInput(f"“{role}” is not a role of a film.", advice=f"Use one of: {', '.join(ROLES)}.")
