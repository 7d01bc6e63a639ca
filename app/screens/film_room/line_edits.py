"""What is done on the time line beyond one moment's ends: whole moments moved, several chosen, copied to other lanes, and its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.screens.film_room.finding.gathered import Gathered
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.sheet import Sheet
from vig_tool.timing import Instant, Span
from vig_tool.work import batch
from vig_tool.work.batch import Alike
from vig_tool.work.changes import Done
from vig_tool.work.moments_at_once import move_moments
from vig_tool.work.tagging import Moment


class LineEdits(Part):
    """The line wishes; here each wish becomes one change of the library, which one Undo takes back."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self._line = room.stage.line
        self._gathered = Gathered(room, lambda: None)
        self._line.chosen_changed.connect(self._choose)
        self._line.spans_moved.connect(self._move)
        self._line.copied.connect(self._copy)
        self._line.removal_asked.connect(self._remove)
        self._line.menu_asked.connect(self._show_menu)

    def menu(self, sheet: Sheet, lane: str, at: Instant) -> QMenu:
        """What can be done with all that is chosen; where nothing is, at this place of a lane (empty: of none)."""
        moments = [moment for moment in sheet.moments if moment.id in self._line.chosen.ids]
        menu = self._of_moments(sheet, moments, at) if moments else self._of_place(sheet, lane, at)
        menu.addSeparator()
        _offer(menu, "Choose all moments", self._line.keys.choose_all).setEnabled(bool(sheet.moments))
        _offer(menu, "Show the whole film", self._line.zoom_whole)
        return menu

    def _of_moments(self, sheet: Sheet, moments: list[Moment], at: Instant) -> QMenu:
        """The menu of the list of moments, and before it what belongs to the line."""
        menu = self._gathered.menu(moments, sheet.scheme)
        title, *rest = menu.actions()
        menu.removeAction(title)
        first: list[QAction] = []
        if len(moments) == 1:
            [moment] = moments
            menu.setTitle(sheet.title_of(moment))
            first.append(_made(menu, "Show its first picture", lambda: self.room.show_moment(moment.id)))
            if moment.span.start < at < moment.span.end:
                first.append(_made(menu, f"Begin it at {at.text}", lambda: self._put(moment.id, at, moment.span.end)))
                first.append(_made(menu, f"End it at {at.text}", lambda: self._put(moment.id, moment.span.start, at)))
            first += [action for name in ("moment.note", "moment.choose") if (action := self._of_room(name)) is not None]
        first.append(_made(menu, "Come nearer to it" if len(moments) == 1 else "Come nearer to them", self._line.keys.zoom_to_chosen))
        menu.insertActions(rest[0], first)
        menu.insertAction(first[0], title)
        menu.insertSeparator(first[0])
        return menu

    def _of_place(self, sheet: Sheet, lane: str, at: Instant) -> QMenu:
        menu = QMenu(self.room.host)
        _offer(menu, f"Go to {at.text}", lambda: self.room.stage.seek(at))
        held = sheet.named(lane)
        if held is not None:
            _offer(menu, f"Mark “{held.name}” here", lambda: self._mark(held.id, at))
        others = menu.addMenu("Mark here")
        for one in sheet.scheme.principles:
            _offer(others, one.name, partial(self._mark, one.id, at))
        _offer(others, "Star", lambda: self._mark("", at))
        _offer(menu, "Begin a chain of turns here", lambda: self._begin_chain(at))
        return menu

    def _of_room(self, name: str) -> QAction | None:
        """A key's action of the room, which knows whether it can be done now."""
        return self.room.host.findChild(QAction, name)

    def _show_menu(self, where: QPoint, lane: str, at: Instant) -> None:
        if self.room.sheet is not None:
            menu = self.menu(self.room.sheet, lane, at)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(where)

    def _choose(self, _ids: frozenset[UUID], current: UUID | None) -> None:
        """The one that keys are about is the room's; no picture changes."""
        if self.room.sheet is not None:
            self.room.show_sheet(self.room.sheet.selecting(current))

    def _mark(self, principle: str, at: Instant) -> None:
        room = self.room
        if room.sheet is None:
            return
        film = room.sheet.recording.id
        moment = room.marking.tag(film, at=at, principle=principle) if principle else room.marking.star(film, at=at)
        if moment is not None:
            room.refresh(select=moment.id)

    def _begin_chain(self, at: Instant) -> None:
        room = self.room
        moment = None if room.sheet is None else room.marking.begin_chain(room.sheet.recording.id, at=at)
        if moment is not None:
            room.refresh(select=moment.id)

    def _put(self, moment_id: UUID, start: Instant, end: Instant) -> None:
        self.room.marking.put(moment_id, start=start, end=end)
        self.room.refresh(select=moment_id)

    def _move(self, spans: dict[UUID, Span]) -> None:
        self._do(lambda: move_moments(self.room.desk.library, spans))

    def _copy(self, ids: frozenset[UUID], lane: str) -> None:
        """Into a lane means: its principle as well."""
        self._do(lambda: batch.change_moments(self.room.desk.library, ids, Alike(add=(lane,))))

    def _remove(self, ids: frozenset[UUID]) -> None:
        self._gathered.remove(list(ids))

    def _do(self, use: Callable[[], Done[int]]) -> None:
        """Also where it was refused the line shows what the library holds."""
        room = self.room
        room.marking.done(use)
        room.refresh(select=None if room.sheet is None else room.sheet.selected)


def _made(menu: QMenu, words: str, do: Callable[[], object]) -> QAction:
    action = QAction(words, menu)
    action.triggered.connect(lambda: do())
    return action


def _offer(menu: QMenu, words: str, do: Callable[[], object]) -> QAction:
    action = _made(menu, words, do)
    menu.addAction(action)
    return action
