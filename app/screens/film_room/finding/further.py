"""Looks for moments beyond the film that is shown, in a thread of its own, a moment after the last key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.rooms import Desk
from app.screens.film_room.finding.rows import Heading, Row
from app.screens.film_room.finding.search import Search, place_words
from app.tasks import Task
from app.timers import one_shot
from vig_tool.jobs import Job
from vig_tool.work.finding import Found, Scope, find_moments

_REST_MS = 150


@dataclass(frozen=True, slots=True)
class _Asked:
    search: Search
    scope: Scope


class Further(QObject):
    """came(search, tuple of Found): what is in the library now, in groups by family, cycle and film"""

    came = Signal(object, object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: _Asked | None = None
        self._task: Task | None = None
        self._clock = one_shot(self, _REST_MS, self._look)

    def look(self, search: Search, scope: Scope) -> None:
        """What was asked before is not answered any more."""
        self._asked = _Asked(search, scope)
        self._clock.start()

    def forget(self) -> None:
        self._asked = None
        self._clock.stop()

    def _look(self) -> None:
        asked, library = self._asked, self._desk.library
        if asked is None:
            return

        def read(_job: Job) -> tuple[_Asked, list[Found]]:
            return asked, grouped(find_moments(library, asked.search.wanted, asked.scope, sort=asked.search.sort))

        self._task = self._desk.tasks.run(read, done=self._answer)

    def _answer(self, answer: tuple[_Asked, list[Found]]) -> None:
        asked, found = answer
        if asked == self._asked and not self._clock.isActive():
            self.came.emit(asked.search, tuple(found))


def grouped(found: Sequence[Found]) -> list[Found]:
    """Those of one film together, films by family and cycle; among themselves as they come."""
    films: dict[UUID, list[Found]] = {}
    for one in found:
        films.setdefault(one.placed.recording_id, []).append(one)
    by_place = sorted(films.values(), key=lambda held: (held[0].placed.family_code, held[0].placed.cycle_number))
    return [one for held in by_place for one in held]


def with_headings(found: Sequence[Found]) -> list[Row]:
    rows: list[Row] = []
    before: UUID | None = None
    for one in found:
        if one.placed.recording_id != before:
            before = one.placed.recording_id
            rows.append(Heading(place_words(one)))
        rows.append(one.moment)
    return rows
