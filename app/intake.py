"""Taking films in from the window: parts of one film offered to be joined, one import at a time in a task, its outcome in words, what
was sealed read back, and then, once, the offer to show how card or phone are cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.clearing import ClearingPage
from app.join_offer import JoinOffer, PartShown
from app.rooms import Desk, Where
from vig_tool.errors import NotThere, UserError
from vig_tool.jobs import Job
from vig_tool.work import families, importing, originals
from vig_tool.work.changes import Changes, Done

_RECORDINGS = Changes(kinds=frozenset({"recording", "cycle"}))


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was dropped together, and what of it is to be joined."""

    cycle_id: UUID
    files: tuple[Path, ...]
    role: str
    joins: tuple[tuple[Path, ...], ...] = ()


class Intake(QObject):
    """`began` and `ended` carry the cycle, so that its card can say that films are on their way."""

    began = Signal(object, int)  # cycle id, number of films
    ended = Signal(object)  # cycle id
    offered = Signal(object)  # the JoinOffer that is shown

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._outcome = _Outcome(desk, self)

    def take(self, cycle_id: UUID, files: Sequence[Path], role: str = "interaction") -> None:
        """Brings the films into the cycle; progress is in the tray. Where several are dropped, those that look like parts of one film
        are offered to be joined first."""
        batch = _Batch(cycle_id, tuple(files), role)
        self.began.emit(cycle_id, len(files))
        if len(files) < 2:
            self._import(batch)
            return

        def work(job: Job) -> tuple[_Batch, tuple[importing.Run, ...]]:
            return batch, importing.find_runs(batch.files, job=job)

        task = self._desk.tasks.run(
            work,
            title="Looking at the films",
            done=self._offer_runs,
            failed=self._desk.notices.trouble,
            cancelled=self._outcome.tell_cancelled,
        )
        task.failed.connect(partial(self._give_up, cycle_id))
        task.cancelled.connect(partial(self._give_up, cycle_id))

    def offer(self, files: Sequence[Path], where: Where) -> None:
        """Films dropped somewhere in the window: asks once where there is a cycle they can belong to."""
        notices = self._desk.notices
        if where.cycle is None or where.family is None:
            notices.say("Open the family the film belongs to, then drop it on its cycle.")
            return
        try:
            page = families.family_page(self._desk.library, where.family)
            card = families.cycle_card(self._desk.library, where.cycle)
        except UserError as trouble:
            notices.trouble(trouble)
            return
        cycle_id = where.cycle
        films = "this film" if len(files) == 1 else f"these {len(files)} films"
        notices.offer(f"Does {films} belong to {page.code}, cycle {card.number}?", "Yes, take it in", lambda: self.take(cycle_id, files))

    def _offer_runs(self, found: tuple[_Batch, tuple[importing.Run, ...]]) -> None:
        """One offer after the other; then the import."""
        batch, runs = found
        if not runs:
            self._import(batch)
            return
        run, rest = runs[0], runs[1:]
        parts = [PartShown(chunk.path, chunk.path.name, chunk.length_us) for chunk in run.chunks]
        parent = self.parent()
        dialog = JoinOffer(parts, sure=run.sure, why=run.why, parent=parent if isinstance(parent, QWidget) else None)
        dialog.joined.connect(lambda files: self._offer_runs((_with_join(batch, files), rest)))
        dialog.kept.connect(lambda: self._offer_runs((batch, rest)))
        dialog.rejected.connect(partial(self._refuse, batch))
        self.offered.emit(dialog)
        dialog.open()

    def _refuse(self, batch: _Batch) -> None:
        self._desk.notices.say("Nothing was taken in.")
        self.ended.emit(batch.cycle_id)

    def _give_up(self, cycle_id: UUID, _trouble: object = None) -> None:
        self.ended.emit(cycle_id)

    def _import(self, batch: _Batch) -> None:
        library = self._desk.library

        def work(job: Job) -> Done[list[importing.Imported]]:
            return importing.import_films(library, batch.files, cycle_id=batch.cycle_id, role=batch.role, joins=batch.joins, job=job)

        many = len(batch.files) - sum(len(run) - 1 for run in batch.joins)
        task = self._desk.tasks.run(
            work,
            title="Taking in the film" if many == 1 else f"Taking in {many} films",
            done=self._outcome.tell,
            cancelled=self._outcome.tell_cancelled,
        )
        task.ended.connect(lambda _task: self.ended.emit(batch.cycle_id))


def _with_join(batch: _Batch, files: tuple[Path, ...]) -> _Batch:
    return _Batch(batch.cycle_id, batch.files, batch.role, (*batch.joins, files))


class _Outcome(QObject):
    """Says how an import ended; reads back what came in; offers, once, to show how the original's place is cleared."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def tell(self, done: Done[list[importing.Imported]]) -> None:
        """The rooms first; the sentence, which may have an older question noted as left without an answer, in a turn of its own."""
        self._desk.announcer.announce(done.changes, self)
        QTimer.singleShot(0, self, partial(self._say, done))

    def _say(self, done: Done[list[importing.Imported]]) -> None:
        refused = [one for one in done.value if one.error]
        known = [one for one in done.value if one.known]
        fresh = [one for one in done.value if one.recording is not None and not one.known]
        early = [one.recording for one in fresh if one.recording is not None and _early(one.recording)]
        if refused:
            words = " ".join(f"{one.file.name}: {one.error}" for one in refused)
            self._desk.notices.trouble(UserError(_count(len(fresh)) if fresh else "Nothing was taken in.", advice=words))
        elif known and not fresh:
            self._desk.notices.say(_known_words(known[0]))
        elif early:
            which = f"{early[0].original_name}: " if len(fresh) > 1 else ""
            self._desk.notices.trouble(UserError(f"{_count(len(fresh))} {which}{_early(early[0])}", advice=_COPY_AGAIN))
        else:
            said = fresh[0].recording.said if len(fresh) == 1 and fresh[0].recording is not None else ()
            self._desk.notices.say(" ".join([_count(len(fresh)), *said]).strip())
        if fresh:
            self._read_back([one.recording.id for one in fresh if one.recording is not None], quiet=bool(refused or early))

    def tell_cancelled(self) -> None:
        self._desk.announcer.announce(_RECORDINGS, self)
        self._desk.notices.say("Stopped. Films that were whole are kept, the others left nothing behind.")

    def _read_back(self, recordings: list[UUID], *, quiet: bool) -> None:
        library = self._desk.library

        def work(job: Job) -> tuple[originals.Verified, bool]:
            return originals.verify_recordings(library, recordings, job=job).value, quiet

        self._desk.tasks.run(work, done=self._tell_verified)

    def _tell_verified(self, found: tuple[originals.Verified, bool]) -> None:
        verified, quiet = found
        whole, broken = verified.whole, len(verified.broken)
        if broken:
            films = "A film" if broken == 1 else f"{broken} films"
            advice = "Keep the original, remove the film here and take it in again; if it happens once more, the disk is failing."
            self._desk.notices.trouble(UserError(f"{films} could not be read back whole from the disk.", advice=advice))
        elif whole and not quiet:  # what was refused or ends early must stay on the screen, and be copied again first
            what = "The film is sealed and was" if len(whole) == 1 else f"All {len(whole)} films are sealed and were"
            self._desk.notices.ask(
                f"{what} read back whole. The card or phone can be cleared.",
                ("Show me how", partial(self._show_how, whole)),
                ("Not now", partial(self._note, whole, cleared=False)),
                partial(self._note, whole, cleared=False),
            )

    def _show_how(self, recordings: Sequence[UUID]) -> None:
        intake = self.parent()
        parent = intake.parent() if intake is not None else None
        page = ClearingPage(parent if isinstance(parent, QWidget) else None)
        page.answered.connect(lambda done: self._note(recordings, cleared=done))
        page.open()

    def _note(self, recordings: Sequence[UUID], *, cleared: bool) -> None:
        try:
            originals.note_originals(self._desk.library, recordings, cleared=cleared)
        except NotThere:
            return  # removed meanwhile
        if cleared:
            self._desk.notices.say("Good. That the original was cleared is noted.")


_COPY_AGAIN = "Everything up to there is kept. If the camera still has it, copy it again and drop it here."


def _early(card: importing.RecordingCard) -> str:
    return next((sentence for sentence in card.said if sentence.startswith("Ends early")), "")


def _count(films: int) -> str:
    return "The film is in, sealed." if films == 1 else f"{films} films are in, sealed."


def _known_words(one: importing.Imported) -> str:
    card = one.recording
    if card is None:
        return "This film is in the library already."
    place = f"{card.family_code}, cycle {card.cycle_number}"
    if one.of:
        return f"This film is in the library already, as part {one.part} of {one.of} of a film in {place}."
    return f"This film is in the library already. It is in {place}."
