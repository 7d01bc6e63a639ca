"""Taking films in from the window: one import at a time in a task, its outcome in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.rooms import Desk, Where
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.work import families, importing
from vig_tool.work.changes import Changes, Done

_RECORDINGS = Changes(kinds=frozenset({"recording", "cycle"}))


class Intake(QObject):
    """`began` and `ended` carry the cycle, so that its card can say that films are on their way."""

    began = Signal(object, int)  # cycle id, number of films
    ended = Signal(object)  # cycle id

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._outcome = _Outcome(desk)

    def take(self, cycle_id: UUID, files: Sequence[Path], role: str = "interaction") -> None:
        """Brings the films into the cycle; progress is in the tray."""
        library, outcome = self._desk.library, self._outcome

        def work(job: Job) -> Done[list[importing.Imported]]:
            return importing.import_films(library, files, cycle_id=cycle_id, role=role, job=job)

        many = len(files)
        self.began.emit(cycle_id, many)
        task = self._desk.tasks.run(
            work,
            title="Taking in the film" if many == 1 else f"Taking in {many} films",
            done=outcome.tell,
            cancelled=outcome.tell_cancelled,
        )
        task.ended.connect(lambda _task: self.ended.emit(cycle_id))

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


class _Outcome(QObject):
    """Says how an import ended."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def tell(self, done: Done[list[importing.Imported]]) -> None:
        self._desk.announcer.announce(done.changes, self)
        refused = [one for one in done.value if one.error]
        known = [one for one in done.value if one.known]
        fresh = [one for one in done.value if one.recording is not None and not one.known]
        if refused:
            words = " ".join(f"{one.file.name}: {one.error}" for one in refused)
            self._desk.notices.trouble(UserError(_count(len(fresh)) if fresh else "Nothing was taken in.", advice=words))
        elif known and not fresh:
            card = known[0].recording
            place = f" It is in {card.family_code}, cycle {card.cycle_number}." if card is not None else ""
            self._desk.notices.say(f"This film is in the library already.{place}")
        else:
            said = fresh[0].recording.said if len(fresh) == 1 and fresh[0].recording is not None else ()
            self._desk.notices.say(f"{_count(len(fresh))} {'; '.join(said).capitalize()}{'.' if said else ''}".strip())

    def tell_cancelled(self) -> None:
        self._desk.announcer.announce(_RECORDINGS, self)
        self._desk.notices.say("Stopped. Films that were whole are kept, the others left nothing behind.")


def _count(films: int) -> str:
    return "The film is in, sealed." if films == 1 else f"{films} films are in, sealed."
