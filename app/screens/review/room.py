"""The guider's door to the shared review: prepares what may be shown, opens the review's own window, and tells what was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.pictures import Pictures, Wanted, first_of
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.review.door import Door, DoorState
from app.screens.review.keeping import LibraryKeeper
from app.theme.theme import theme_of
from app.theme.tokens import Size
from app.video.player import Player
from app.widgets.plain import row
from app.widgets.show import ShowWindow
from vig_tool.errors import NotThere, Refused, UserError
from vig_tool.work import clips, families, review
from vig_tool.work.changes import Changes

_KINDS = ("clip", "moment", "review", "cycle", "recording", "family")


class ReviewRoom(Room):
    """`window_shown` is the review's window while it is open. `make_player` gives a player of its own for each showing."""

    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__(desk)
        self._make_player = make_player
        self._where = Where()
        self._code = ""
        self._card: families.CycleCard | None = None
        self._wanted: tuple[Wanted, ...] = ()
        self._player: Player | None = None
        self.window_shown: ShowWindow | None = None
        self._pictures = Pictures(desk, Size.CARD_WIDTH * 2, self)
        self._pictures.came.connect(self._picture_came)
        self.door = Door()
        self.door.begin_asked.connect(self.begin)
        self.door.clips_asked.connect(self._go_to_clips)
        self.door.goals_asked.connect(self._go_to_goals)
        row(self, self.door)
        desk.announcer.changed.connect(self._changed)

    @property
    def title(self) -> str:
        return "Review"

    def where(self) -> Where:
        return self._where

    def crumbs(self) -> tuple[Crumb, ...]:
        if self._card is None:
            return (Crumb(self.title),)
        family = Where(family=self._where.family)
        cycle = Where(family=self._where.family, cycle=self._where.cycle)
        return (
            Crumb(self._code, RoomId.FAMILIES, family),
            Crumb(f"Cycle {self._card.number}", RoomId.FAMILIES, cycle),
            Crumb(self.title),
        )

    def enter(self, where: Where) -> None:
        if where.cycle is None:
            raise Refused("A review belongs to a cycle.", advice="Open a family first.")
        family = families.family_of_cycle(self.desk.library, where.cycle)
        self._where = Where(family=family, cycle=where.cycle, recording=where.recording)
        self._load()
        self.crumbs_changed.emit()

    def leave(self) -> None:
        self._pictures.forget()
        if self.window_shown is not None:
            self.window_shown.close()

    def begin(self) -> None:
        """Opens the window on the screen where the program is."""
        cycle = self._where.cycle
        if cycle is None or self.window_shown is not None:
            return
        try:
            show = review.prepare_show(self.desk.library, cycle)
        except UserError as trouble:
            self.desk.notices.trouble(trouble)
            return
        self._player = self._make_player()
        window = ShowWindow(show, self._player, LibraryKeeper(self.desk, show, self), theme_of(self))
        window.left.connect(self._left)
        window.finished.connect(self._finished)
        self.window_shown = window
        window.setGeometry(self.screen().geometry())
        window.showFullScreen()
        window.activateWindow()

    def _load(self) -> None:
        cycle = self._where.cycle
        if cycle is None or self._where.family is None:
            return
        library = self.desk.library
        self._card = families.cycle_card(library, cycle)
        self._code = families.family_page(library, self._where.family).code
        chosen = clips.list_clips(library, cycle)
        resume_at = 0
        if chosen:
            try:
                show = review.prepare_show(library, cycle)
                resume_at = show.resume_at
                shown = {clip.clip_id for clip in show.clips}
                chosen = [clip for clip in chosen if clip.id in shown]
            except Refused:
                chosen = []
        said = tuple(LibraryKeeper.of_clip(library, clip.id) for clip in chosen)
        self.door.show_state(
            DoorState(
                question=self._card.question,
                spans=tuple(clip.span for clip in chosen),
                said=said,
                resume_at=resume_at,
                reviewed_on=self._card.reviewed_on,
            )
        )
        self._wanted = tuple(first_of(clip) for clip in chosen)
        self._pictures.want(self._wanted)

    def _picture_came(self, wanted: Wanted, image: QImage) -> None:
        for place, one in enumerate(self._wanted):
            if one == wanted:
                self.door.show_picture(place, image)

    def _left(self, _clip: int) -> None:
        self._put_window_away()

    def _finished(self) -> None:
        self._put_window_away()
        self.desk.notices.celebrate("The review is kept. What is next: the goals.")

    def _put_window_away(self) -> None:
        if self._player is not None:
            self._player.see_off()
            self._player = None
        if self.window_shown is not None:
            self.window_shown.deleteLater()
            self.window_shown = None
        if self.isVisible():
            self.window().activateWindow()
            self._load()

    def _go_to_clips(self) -> None:
        self.go.emit(RoomId.CLIPS, self._where)

    def _go_to_goals(self) -> None:
        self.go.emit(RoomId.GOALS, self._where)

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        if not self.isVisible() or self.window_shown is not None or self.announced_by_me(initiator) or not changes.touches(*_KINDS):
            return
        try:
            self._load()
        except NotThere:  # the cycle was taken back; the room is entered anew from elsewhere
            self._where = Where()
