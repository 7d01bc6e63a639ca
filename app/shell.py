"""The main window's inside: rail, bread crumb, sign, lock, the rooms in a stack, and below them the quiet line and the job tray."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from app.actions import Place
from app.bindings import ActionSet
from app.rooms import INNER, Crumb, Desk, Room, RoomId, Where
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.timers import one_shot
from app.widgets.frame import Header, Rail
from app.widgets.job_tray import JobTray
from app.widgets.key_list import KeyList
from app.widgets.notice_bar import NoticeBar
from app.widgets.plain import column, row
from app.widgets.room_holder import RoomHolder
from vig_tool.errors import UserError
from vig_tool.work import history
from vig_tool.work.changes import Changes

PLACES = {
    RoomId.FAMILIES: Place.FAMILIES,
    RoomId.FILM_ROOM: Place.FILM_ROOM,
    RoomId.SIDE_BY_SIDE: Place.SIDE_BY_SIDE,
    RoomId.CLIPS: Place.CLIPS,
    RoomId.REVIEW: Place.REVIEW,
    RoomId.GOALS: Place.GOALS,
    RoomId.SETTINGS: Place.ANYWHERE,
    RoomId.SCHEMES: Place.SCHEMES,
}


class Shell(QWidget):
    """Everything around the rooms. Rooms are built when first entered; none knows another."""

    lock_asked = Signal()
    close_asked = Signal()
    full_screen = Signal(bool)
    films_dropped = Signal(object, object)  # tuple of paths, Where

    def __init__(self, desk: Desk, makers: Mapping[RoomId, Callable[[], Room]], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._makers = makers
        self._theme = theme
        self._rooms: dict[RoomId, Room] = {}
        self._holders: dict[RoomId, RoomHolder] = {}
        self._frame_worn: Theme | None = None
        self._to_dress: list[QWidget] = []
        self._dressing = one_shot(self, 0, self._dress)
        self._going = False
        self._current: RoomId | None = None
        self._where = Where()
        self.setProperty("kind", "room")
        self.setAcceptDrops(True)
        self.rail = Rail(tuple(room for room in RoomId if room in makers and room not in INNER))
        self.header = Header()
        self.notice = NoticeBar()
        self.tray = JobTray()
        self._stack = QStackedWidget()
        right = column(None, self.header, self._stack, self.notice, self.tray, space=0)
        right.setStretch(1, 1)
        whole = row(self, self.rail, right, space=0)
        whole.setStretch(1, 1)
        self.actions_here = ActionSet(
            self,
            Place.ANYWHERE,
            {f"go.{room}": lambda room=room: self.go_by_rail(room) for room in makers if room not in INNER}
            | {
                "edit.undo": self.undo,
                "edit.redo": self.redo,
                "library.lock": self.lock_asked.emit,
                "app.show_keys": self.show_keys,
                "app.close": self.close_asked.emit,
            },
        )
        self._had_keys: QWidget | None = None
        self._catching = one_shot(self, 0, self._catch_keys)
        self._listen()

    def _listen(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keys_went)
        self.rail.chosen.connect(self.go_by_rail)
        self.header.crumb_chosen.connect(self.follow)
        self.header.lock_asked.connect(self.lock_asked)
        self.header.keys_asked.connect(self.show_keys)
        self._desk.notices.said.connect(self.notice.show_line)
        self._desk.notices.offered.connect(self.notice.show_offer)
        self._desk.notices.asked.connect(self.notice.ask)
        self._desk.tasks.started.connect(self.tray.began)
        self._desk.tasks.started.connect(self._show_work)
        self._desk.tasks.ended.connect(self.tray.ended)
        self._desk.tasks.ended.connect(self._show_work)
        self._desk.announcer.changed.connect(self._changed)
        background = self._desk.background
        if background is not None:
            background.told.connect(self.header.preparing.show_preparing)
            self.header.preparing.pause_asked.connect(background.pause)
            self.header.preparing.go_on_asked.connect(background.go_on)

    @property
    def current(self) -> Room | None:
        return None if self._current is None else self._rooms[self._current]

    @property
    def where(self) -> Where:
        return self._where

    def go(self, to: RoomId, where: Where) -> None:
        """Leaves the present room and enters another, or the same with another place. A room that refuses says why; one stays."""
        before = self.current
        if self._desk.background is not None:
            self._desk.background.rest_a_moment()
        try:
            room = self._room(to)
            if before is not None and before is not room:
                before.leave()
            self._going = True
            with self._desk.library.one_look():
                room.enter(where)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
            if before is not None and self._current is not None:
                before.enter(before.where())
                self.rail.show_current(self._current)
            return
        finally:
            self._going = False
        self._current = to
        self._stack.setCurrentWidget(self._holders[to])
        self._dress_frame(room)
        self.rail.show_current(to)
        self._show_place()
        room.setFocus()

    def go_by_rail(self, to: RoomId) -> None:
        """The rail leads to what one was working on; Families to the start page."""
        self.go(to, Where() if to in (RoomId.FAMILIES, RoomId.SETTINGS) else self._where)

    def remember(self, where: Where) -> None:
        """What the rail leads to, as long as nothing else was worked on."""
        self._where = where
        self._show_place()

    def follow(self, crumb: Crumb) -> None:
        if crumb.room is not None:
            self.go(crumb.room, crumb.where or Where())

    def undo(self) -> None:
        self._step(history.undo, "Taken back")

    def redo(self) -> None:
        self._step(history.redo, "Done again")

    def show_keys(self) -> None:
        KeyList(PLACES[self._current or RoomId.SETTINGS], self).show()

    def leave_all(self) -> None:
        """Half-written things are saved, players stop: before locking and closing."""
        for room in self._rooms.values():
            try:
                room.leave()
            except UserError as trouble:
                self._desk.notices.trouble(trouble)

    def wear(self, theme: Theme) -> None:
        self._theme = theme
        for room in self._rooms.values():
            if room.dark:
                apply_theme(room, theme.darkened)
        if self.current is not None:
            self._dress_frame(self.current)

    def _room(self, to: RoomId) -> Room:
        if to not in self._rooms:
            room = self._makers[to]()
            room.go.connect(self.go)
            room.crumbs_changed.connect(self._show_place)
            room.undo_changed.connect(self._show_place)
            room.full_screen.connect(self._go_full)
            if room.dark:
                apply_theme(room, self._theme.darkened)
            self._rooms[to] = room
            self._holders[to] = RoomHolder(room)
            self._stack.addWidget(self._holders[to])
        return self._rooms[to]

    def _dress_frame(self, room: Room) -> None:
        """Rail and header follow a dark room: beside a film nothing may be brighter than it. That takes a while: only anew, each part in
        a turn of the event loop of its own, and nothing is painted before all are dressed."""
        theme = self._theme.darkened if room.dark else self._theme
        if theme != self._frame_worn:
            self._frame_worn = theme
            self._to_dress = [self.rail, self.header, self.notice, self.tray]
            self.setUpdatesEnabled(False)
            self._dressing.start()

    def _dress(self) -> None:
        if self._to_dress and self._frame_worn is not None:
            apply_theme(self._to_dress.pop(0), self._frame_worn)
        if self._to_dress:
            self._dressing.start()
        else:
            self.setUpdatesEnabled(True)

    def _go_full(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.rail.setVisible(not on)
        self.header.setVisible(not on)
        self.full_screen.emit(on)

    def _keys_went(self, before: QWidget | None, _now: QWidget | None) -> None:
        room = self.current
        if room is not None and before is not None and room.isAncestorOf(before):
            self._had_keys = before
        self._catching.start()

    def _catch_keys(self) -> None:
        """What had the keyboard is gone (a form that is done, a card made anew): it does not go on to the rail, the room's keys work."""
        room, before, now = self.current, self._had_keys, QApplication.focusWidget()
        gone = before is not None and not (isValid(before) and before.isVisible())
        elsewhere = now is not None and (self.rail.isAncestorOf(now) or self.header.isAncestorOf(now))
        if room is not None and (now is None or (gone and elsewhere)) and self.window().isActiveWindow():
            self._had_keys = None
            room.setFocus()

    def _changed(self, _changes: Changes, _initiator: QObject | None) -> None:
        self._show_place()

    def _show_place(self) -> None:
        with self._desk.library.one_look():
            self._show_where()

    def _show_where(self) -> None:
        room = self.current
        if room is None or self._going:  # where one goes is shown when one is there
            return
        here = room.where()
        if here.family is not None:
            self._where = here
        self.header.show_crumbs(room.crumbs())
        words = {"family"} if self._where.family else set()
        words |= {"cycle", "recording"} if self._where.cycle or self._where.recording else set()
        steps = history.Steps("", "") if here.family is None else history.steps(self._desk.library, here.family)
        words |= {"undo"} if steps.undo else set()
        words |= {"redo"} if steps.redo else set()
        self.actions_here.rename("edit.undo", f"Undo: {steps.undo}" if steps.undo else "")
        self.actions_here.rename("edit.redo", f"Redo: {steps.redo}" if steps.redo else "")
        self.actions_here.allow(frozenset(words))
        self.header.show_steps(self.actions_here.action("edit.undo"), self.actions_here.action("edit.redo"))
        self.rail.allow({room for room in self.rail.buttons if self.actions_here.action(f"go.{room}").isEnabled()})

    def _show_work(self, _task: object) -> None:
        self.header.show_working(tuple(task.title for task in self._desk.tasks.busy))

    def _step(self, step: Callable[..., object], said: str) -> None:
        room = self.current
        family = None if room is None else room.where().family
        if family is None:
            return
        try:
            done = history.undo(self._desk.library, family) if step is history.undo else history.redo(self._desk.library, family)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
        else:
            self._desk.announcer.announce(done.changes, self)
            self._desk.notices.say(f"{said}: {done.value}")
        self._show_place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.films_dropped.emit(files, self._where)
