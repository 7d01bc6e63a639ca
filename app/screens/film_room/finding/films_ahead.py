"""Opens films in a thread of its own, one at a time, for what plays across several."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.rooms import Desk
from vig_tool.errors import UserError
from vig_tool.jobs import Job
from vig_tool.work import playing
from vig_tool.work.playing import Film


class FilmsAhead(QObject):
    """`opened`: those that are open, by recording. Each `want` is answered by `came(id)` or `missing(id, sentence)`."""

    came = Signal(object)
    missing = Signal(object, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: list[UUID] = []
        self.opened: dict[UUID, Film] = {}

    def want(self, recording_id: UUID) -> None:
        if recording_id not in self.opened and recording_id not in self._wanted:
            self._wanted.append(recording_id)
            if len(self._wanted) == 1:
                self._open(recording_id)

    def _open(self, recording_id: UUID) -> None:
        library = self._desk.library

        def open_film(_job: Job) -> Film:
            return playing.open_film(library, recording_id)

        self._desk.tasks.run(open_film, done=self._opened, failed=self._failed)

    def _opened(self, film: Film) -> None:
        self.opened[film.recording_id] = film
        self._go_on()
        self.came.emit(film.recording_id)

    def _failed(self, trouble: BaseException) -> None:
        film = self._wanted[0]
        self._go_on()
        if isinstance(trouble, UserError):
            self.missing.emit(film, str(trouble))
        else:
            self._desk.tasks.troubled.emit(trouble)

    def _go_on(self) -> None:
        del self._wanted[0]
        if self._wanted:
            self._open(self._wanted[0])
