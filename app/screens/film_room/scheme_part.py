"""The scheme in the film room: the palette's order and groups, another scheme for this film, the way to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from app.rooms import Room, RoomId
from app.screens.film_room.part import Part, Whole
from vig_tool.errors import NotThere, UserError
from vig_tool.work import palette, schemes, tagging
from vig_tool.work.changes import Changes


class SchemePart(Part):
    """A scheme that is changed elsewhere is shown at once; moments keep what they were tagged with."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        shown = room.side.palette_of_scheme
        shown.recent_first_chosen.connect(self._put_recent_first)
        shown.folded.connect(self._fold)
        shown.scheme_chosen.connect(self._use)
        shown.change_asked.connect(self._change)
        room.desk.announcer.changed.connect(self._changed)

    def film_opened(self) -> None:
        self._show_choices()

    def _show_choices(self) -> None:
        sheet = self.room.sheet
        if sheet is None:
            return
        held = palette.read_palette(self.room.desk.library, sheet.recording.id)
        self.room.side.palette_of_scheme.show_choices(
            schemes=held.schemes, recent_first=held.recent_first, recent=held.recent, folded=held.folded
        )

    def _put_recent_first(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._keep(lambda: palette.put_recent_first(self.room.desk.library, on=on))
        self._show_choices()

    def _fold(self, group: str, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._keep(lambda: palette.fold_group(self.room.desk.library, group, on=on))

    def _use(self, scheme_id: str) -> None:
        sheet, desk = self.room.sheet, self.room.desk
        if sheet is None or scheme_id == sheet.scheme.id:
            return
        done = self.room.marking.done(lambda: schemes.use_scheme_here(desk.library, scheme_id, recording_id=sheet.recording.id))
        if done is not None and self.room.sheet is not None:
            desk.notices.say(f"From now on this film is tagged with “{self.room.sheet.scheme.name}”; moments already marked stay.")

    def _change(self, _principle: str) -> None:
        host = self.room.host
        if isinstance(host, Room):
            host.go.emit(RoomId.SCHEMES, host.where())

    def _keep(self, use: Callable[[], object]) -> None:
        try:
            use()
        except UserError as trouble:
            self.room.desk.notices.trouble(trouble)

    def _changed(self, changes: Changes, _initiator: QObject | None) -> None:
        """Also while one is elsewhere: then it is shown when one comes back."""
        sheet = self.room.sheet
        if sheet is None or not changes.touches("scheme"):
            return
        try:
            fresh = replace(sheet, scheme=tagging.scheme_for(self.room.desk.library, sheet.recording.id))
        except NotThere:  # the film went meanwhile; the room finds out by itself
            return
        if self.room.host.isVisible():
            self.room.show_sheet(fresh)
            self._show_choices()
        else:
            self.room.sheet = fresh
