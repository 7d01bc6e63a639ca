"""The clips room: what was chosen for the review, put in order, begun and ended to the picture, played, saved as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.actions import Place
from app.asking import AskWhere, ask_where
from app.bindings import ActionSet
from app.pictures import Pictures, Wanted, best_of, first_of, last_of
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.clips.cover_page import CoverPage
from app.screens.clips.hold_page import HoldPage
from app.screens.clips.leaving import Exports
from app.screens.clips.playing import ClipPlayer, ReelPlayer
from app.screens.clips.side import ClipSide
from app.screens.clips.strip import ClipStrip
from app.screens.clips.table import Table
from app.theme.icons import Icon
from app.theme.tokens import Size, Space
from app.video.player import Player
from app.widgets.dressing import Dressing
from app.widgets.empty import EmptyState
from app.widgets.meter import Meter
from app.widgets.one_line import OneLine
from app.widgets.plain import Button, column, row
from app.widgets.trimming import Trimming
from vig_tool.errors import NotThere, Refused, UserError
from vig_tool.work import clips, families, history
from vig_tool.work.changes import Changes, Done

T = TypeVar("T")
_TEACH = "No clip is chosen yet. Three or four, a few seconds each, are plenty: in the film room, press C on a moment worth showing."
_KINDS = ("clip", "moment", "cycle", "recording", "family")


class ClipsRoom(Room):
    """`ask_where` asks for the place of an export; tests give their own."""

    def __init__(self, desk: Desk, make_player: Callable[[], Player], ask: AskWhere = ask_where) -> None:
        super().__init__(desk)
        self._where = Where()
        self._code = ""
        self._number = 0
        self._wanted: dict[Wanted, list[tuple[str, UUID]]] = {}
        self.table: Table | None = None
        self._pictures = Pictures(desk, Size.COLUMN * 2, self)
        self._pictures.came.connect(self._picture_came)
        self._exports = Exports(desk, self, ask)
        self.reel = ReelPlayer(desk, make_player, self)
        self.clip_player = ClipPlayer(desk, make_player)
        self.clip_player.ended.connect(self._show_ends)
        self.cover_page = CoverPage(desk, make_player)
        self.hold_page = HoldPage(desk, make_player)
        for page in (self.cover_page, self.hold_page):
            page.changed.connect(self._page_changed)
            page.closed.connect(self._close_page)
        self._build()
        self.actions_here = ActionSet(self, Place.CLIPS, self._handlers())
        desk.announcer.changed.connect(self._changed)

    def _build(self) -> None:
        self.question = OneLine(tone="lead")
        self.meter = Meter()
        self.meter.setToolTip("A few short clips are easier to talk about. This is only a hint.")
        self.play_all = Button("Play as the parent will see it", kind="main", meaning=Icon.PLAY, on_click=self.play_reel)
        self.play_all.setProperty("grade", "large")
        self.review = Button("Prepare the review", meaning=Icon.REVIEW, on_click=self._go_to_review)
        self.strip = ClipStrip()
        self.strip.selected.connect(self.select)
        self.strip.opened.connect(self._open)
        self.strip.moved.connect(self._move)
        self.trimming = Trimming()
        self.trimming.start_nudged.connect(lambda by: self.nudge(start=by))
        self.trimming.end_nudged.connect(lambda by: self.nudge(end=by))
        self.side = ClipSide()
        self.side.title_kept.connect(self._keep_title)
        self.side.caption_kept.connect(self._keep_caption)
        self.side.asked.connect(self._asked)
        self.side.running.speed_chosen.connect(lambda clip_id, by: self._do(lambda: clips.set_speed(self.desk.library, clip_id, by)))
        self.side.running.release_asked.connect(lambda clip_id: self._do(lambda: clips.release_picture(self.desk.library, clip_id)))
        self.side.running.cover_asked.connect(lambda: self._open_page(self.cover_page))
        self.side.running.hold_asked.connect(lambda: self._open_page(self.hold_page))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.trimming)
        self.pages.addWidget(self.clip_player)
        about = column(None, self.question, row(None, self.meter, None), space=Space.HAIR)
        head = row(None, about, self.review, self.play_all, space=Space.SMALL)
        head.setStretch(0, 1)
        chosen = column(None, self.strip, self.pages, space=Space.MEDIUM)
        chosen.setStretch(1, 1)
        beside = QScrollArea()
        beside.setWidget(self.side)
        Dressing(beside, lambda theme: beside.setFixedWidth(theme.px(Size.CARD_WIDTH)))
        beside.setWidgetResizable(True)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below = row(None, chosen, beside, space=Space.WIDE)
        below.setStretch(0, 1)
        filled = QWidget()
        column(filled, head, below, space=Space.MEDIUM, margin=Space.LARGE).setStretch(1, 1)
        self.nothing = EmptyState(Icon.CLIPS, _TEACH, "To the film room", self._go_to_film)
        self._whole = QStackedWidget()
        self._whole.addWidget(filled)
        self._whole.addWidget(self.nothing)
        self._whole.addWidget(self.cover_page)
        self._whole.addWidget(self.hold_page)
        row(self, self._whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "clip.play": self.play_clip,
            "reel.play": self.play_reel,
            "clip.start_back": lambda: self.nudge(start=-1),
            "clip.start_on": lambda: self.nudge(start=1),
            "clip.end_back": lambda: self.nudge(end=-1),
            "clip.end_on": lambda: self.nudge(end=1),
            "clip.move_earlier": lambda: self._shift(-1),
            "clip.move_later": lambda: self._shift(1),
            "clip.previous": lambda: self._select_beside(-1),
            "clip.next": lambda: self._select_beside(1),
            "clip.rename": self.side.title.setFocus,
            "clip.remove": self.remove,
            "clip.export": self.export_clip,
            "reel.export": self.export_reel,
        }

    @property
    def title(self) -> str:
        return "Clips"

    def where(self) -> Where:
        return self._where

    def crumbs(self) -> tuple[Crumb, ...]:
        family = Where(family=self._where.family)
        cycle = Where(family=self._where.family, cycle=self._where.cycle)
        return (Crumb(self._code, RoomId.FAMILIES, family), Crumb(f"Cycle {self._number}", RoomId.FAMILIES, cycle), Crumb(self.title))

    def enter(self, where: Where) -> None:
        if where.cycle is None:
            raise Refused("Clips belong to a cycle.", advice="Open a family first.")
        library = self.desk.library
        card = families.cycle_card(library, where.cycle)
        family = families.family_of_cycle(library, where.cycle)
        if where.cycle != self._where.cycle:
            self.table = None
        self._where = Where(family=family, cycle=where.cycle, recording=where.recording)
        self._code, self._number = families.family_page(library, family).code, card.number
        self.question.say(f"“{card.question}”")
        self._load()
        if where.clip is not None:
            self.select(where.clip)
        self.crumbs_changed.emit()

    def leave(self) -> None:
        self.side.flush()
        self._pictures.forget()
        self._close_page()
        self.clip_player.stop()
        self.reel.stop()

    # What can be done

    def select(self, clip_id: UUID) -> None:
        if self.table is not None:
            self.table = self.table.selecting(clip_id)
            self._show_selected()

    def nudge(self, *, start: int = 0, end: int = 0) -> None:
        clip = None if self.table is None else self.table.clip
        if clip is not None:
            self._do(lambda: clips.nudge_clip(self.desk.library, clip.id, start_frames=start, end_frames=end))

    def remove(self) -> None:
        clip = None if self.table is None else self.table.clip
        family = self._where.family
        if clip is not None and family is not None and self._do(lambda: clips.remove_clip(self.desk.library, clip.id)):
            self.desk.notices.offer("Taken out. The film and the moment stay.", "Put it back", self._undo)

    def play_clip(self) -> None:
        clip = None if self.table is None else self.table.clip
        if self.clip_player.playing_clip:
            self.clip_player.stop()
        elif clip is not None:
            self.pages.setCurrentWidget(self.clip_player)
            self.clip_player.play(clip)

    def play_reel(self) -> None:
        if self._where.cycle is not None:
            self.side.flush()
            self.reel.play(self._where.cycle)

    def export_clip(self) -> None:
        if self.table is not None and self.table.clip is not None and self.table.place is not None:
            self.side.flush()
            self._exports.save_clip(self.table.clip, self.table.place)

    def export_still(self) -> None:
        if self.table is not None and self.table.clip is not None and self.table.place is not None:
            self._exports.save_still(self.table.clip, self.table.place)

    def export_reel(self) -> None:
        if self._where.cycle is not None and self.table is not None and self.table.clips:
            self.side.flush()
            self._exports.save_reel(self._where.cycle)

    # Showing

    def _load(self) -> None:
        cycle = self._where.cycle
        if cycle is None:
            return
        chosen, meter = tuple(clips.list_clips(self.desk.library, cycle)), clips.meter(self.desk.library, cycle)
        self.table = Table((), meter).filled(chosen, meter) if self.table is None else self.table.filled(chosen, meter)
        if not (self.page_open and chosen):
            self._whole.setCurrentIndex(0 if chosen else 1)
        self.meter.show_count(meter.words, count=meter.clips, limit=meter.clips_limit)
        self.strip.show_clips(chosen, words=[self.table.words_of(clip) for clip in chosen], selected=self.table.selected)
        self._show_selected()

    def _show_selected(self) -> None:
        table = self.table
        if table is None:
            return
        self.actions_here.allow(frozenset() if self.page_open else table.allows)
        self.strip.show_selected(table.selected)
        self._wanted = {}
        clip = table.clip
        if clip is not None:
            self.side.show_clip(clip)
            self.trimming.show_span(clip.span)
            self._wish(first_of(clip), "first", clip.id)
            self._wish(last_of(clip), "last", clip.id)
        for one in table.clips:
            self._wish(best_of(one), "card", one.id)
        self._pictures.want(self._wanted)

    def _wish(self, wanted: Wanted, use: str, clip_id: UUID) -> None:
        self._wanted.setdefault(wanted, []).append((use, clip_id))

    def _picture_came(self, wanted: Wanted, image: QImage) -> None:
        for use, clip_id in self._wanted.get(wanted, []):
            if use == "first":
                self.trimming.first.picture.show_image(image)
            elif use == "last":
                self.trimming.last.picture.show_image(image)
            else:
                self.strip.show_picture(clip_id, image)

    def _show_ends(self) -> None:
        self.pages.setCurrentWidget(self.trimming)

    # Pages of one clip

    @property
    def page_open(self) -> bool:
        """Whether a clip is being covered, or a picture of it held: then the keys are that page's."""
        return self._whole.currentWidget() in (self.cover_page, self.hold_page)

    def _open_page(self, page: CoverPage | HoldPage) -> None:
        clip = None if self.table is None else self.table.clip
        if clip is None:
            return
        self.side.flush()
        self.clip_player.stop()
        self._whole.setCurrentWidget(page)
        self.actions_here.allow(frozenset())
        try:
            page.open(clip)
        except UserError as trouble:
            self.desk.notices.trouble(trouble)
            self._close_page()

    def _close_page(self) -> None:
        if self.page_open:
            self._whole.setCurrentIndex(0 if self.table is not None and self.table.clips else 1)
            self.cover_page.close_page()
            self.hold_page.close_page()
            self._show_selected()
            self.setFocus()

    def _page_changed(self, done: Done[object]) -> None:
        self.desk.announcer.announce(done.changes, self)
        self._load()

    # Small steps

    def _open(self, clip_id: UUID) -> None:
        self.select(clip_id)
        self.play_clip()

    def _select_beside(self, by: int) -> None:
        table = self.table
        if table is not None and table.place is not None and 0 <= table.place + by < len(table.clips):
            self.select(table.clips[table.place + by].id)

    def _shift(self, by: int) -> None:
        if self.table is not None and self.table.place is not None:
            self._move(self.table.place, self.table.place + by)

    def _move(self, source: int, to: int) -> None:
        table = self.table
        if table is not None and 0 <= to < len(table.clips) and source != to:
            moved = table.clips[source].id
            self.table = table.selecting(moved)
            self._do(lambda: clips.move_clip(self.desk.library, moved, to=to))

    def _keep_title(self, clip_id: UUID, text: str) -> None:
        self._do(lambda: clips.change_clip(self.desk.library, clip_id, title=text))

    def _keep_caption(self, clip_id: UUID, text: str) -> None:
        self._do(lambda: clips.change_clip(self.desk.library, clip_id, caption=text))

    def _undo(self) -> None:
        family = self._where.family
        if family is not None:
            self._do(lambda: history.undo(self.desk.library, family))

    def _do(self, use: Callable[[], Done[T]]) -> bool:
        if self.carry_out(use) is None:
            return False
        self._load()
        return True

    def _asked(self, what: str) -> None:
        if what == "focus":
            self.setFocus()
        elif what == "still":
            self.export_still()
        else:
            self._handlers()[what]()

    def _go_to_review(self) -> None:
        self.go.emit(RoomId.REVIEW, self._where)

    def _go_to_film(self) -> None:
        self.go.emit(RoomId.FILM_ROOM, self._where)

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        if not self.isVisible() or self.announced_by_me(initiator) or not changes.touches(*_KINDS):
            return
        try:
            self.enter(self._where)
            clip = None if self.table is None else self.table.clip
            if self._whole.currentWidget() is self.cover_page and clip is not None:
                self.cover_page.reload(clip)
        except NotThere:  # the cycle was taken back; the room is entered anew from elsewhere
            self._where = Where()

