"""Finding: what stands in the list of moments, in which order; going to them, playing them, changing several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QPoint

from app.rooms import RoomId, Where
from app.screens.film_room.finding.further import Further, with_headings
from app.screens.film_room.finding.gathered import Gathered
from app.screens.film_room.finding.one_after_the_other import OneAfterTheOther
from app.screens.film_room.finding.rows import Reads
from app.screens.film_room.finding.search import Reach, Search
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.sheet import Sheet
from vig_tool.errors import NotThere
from vig_tool.work import goals
from vig_tool.work.finding import Found, Placed, Sort, pick, sort_key
from vig_tool.work.tagging import Moment


class Finding(Part):
    """`found`: what was found beyond this film; empty while one looks in it alone."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self._side, self.list, self.finder = room.side, room.side.list, room.side.finder
        self.found: tuple[Found, ...] = ()
        self._by_id: dict[UUID, Found] = {}
        self._goals: dict[UUID, str] = {}
        self._listed: tuple[object, ...] = ()
        self._scheme: object = None
        self._further = Further(room.desk, room.host)
        self.gathered = Gathered(room, self._look_again)
        self.playing = OneAfterTheOther(room.desk, room.stage.another_player, room.host)
        self._listen()

    def _listen(self) -> None:
        self.finder.searched.connect(self._search)
        self.finder.put_away.connect(self.close)
        self.finder.field.down.connect(self.list.go_in)
        self.finder.field.entered.connect(self._play_first)
        self._side.wanted.connect(self._give_way)
        self._side.find_button.clicked.connect(self.open)
        self._side.outcome.all_asked.connect(self.show_all)
        self._side.play_all.asked.connect(self.play_all)
        self._side.play_all.private_turned.connect(self._tell)
        self.list.chosen.connect(self._show)
        self.list.play_asked.connect(self.play)
        self.list.menu_asked.connect(self._show_menu)
        self.list.remove_asked.connect(self.gathered.remove)
        self.list.left.connect(self.close)
        self._further.came.connect(self._came)
        self.playing.open_asked.connect(self._open)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "moment.find": self.open,
            "moment.play_all": self.play_all,
            "moment.previous": lambda: self._step(-1),
            "moment.next": lambda: self._step(1),
        }

    @property
    def search(self) -> Search:
        return self.finder.search

    # Looking

    def open(self) -> None:
        """The finder takes the palette's place; the keys of the palette go on working."""
        self.room.show_side()
        self._know_goals()
        if self.room.sheet is not None:
            self.finder.show_principles(self.room.sheet.principles, self._goals)
        self._side.show_finder(on=True)
        self.finder.open()
        self._tell()

    def close(self) -> None:
        """The palette is back. What was filtered in this film stays so, and is said; what was found elsewhere is put away."""
        if self.search.reach is not Reach.FILM:
            self.finder.show_search(replace(self.search, reach=Reach.FILM))
            self._search(self.search)
        self._side.show_finder(on=False)
        self.room.host.setFocus()
        self._tell()

    def _give_way(self) -> None:
        if not self.finder.isHidden():
            self.close()

    def show_all(self) -> None:
        self.finder.show_search(self.search.shows_all())
        self._search(self.search)

    def film_opened(self) -> None:
        self._know_goals()

    def film_put_away(self) -> None:
        self.playing.stop()

    def sheet_shown(self, sheet: Sheet) -> None:
        if sheet.scheme != self._scheme:
            self._scheme = sheet.scheme
            self.list.read_anew(_reads(sheet))
        if not self.finder.isHidden():
            self.finder.show_principles(sheet.principles, self._goals)
        if self.search.reach is Reach.FILM:
            self._list_film(sheet)
        elif self._listed is not sheet.moments:
            self._look_further()
        else:
            self._list_found()
        self._listed = sheet.moments

    def _search(self, search: Search) -> None:
        sheet = self.room.sheet
        if search.reach is Reach.FILM:
            self._further.forget()
            self.found, self._by_id = (), {}
            if sheet is not None:
                self._list_film(sheet)
        else:
            self._look_further()

    def _look_further(self) -> None:
        self._further.look(self.search, self.search.scope(self.room.where()))

    def _look_again(self) -> None:
        """Something elsewhere may have changed with it."""
        if self.search.reach is not Reach.FILM:
            self._look_further()

    def _came(self, search: Search, found: tuple[Found, ...]) -> None:
        if search == self.search:
            self.found = found
            self._by_id = {one.moment.id: one for one in found}
            self._list_found()

    def _list_film(self, sheet: Sheet) -> None:
        search, moments = self.search, sheet.moments
        listed: Sequence[Moment] = pick(moments, search.wanted, title=sheet.title_of) if search.filters else moments
        if search.sort is not Sort.TIME:
            places = {principle.id: place for place, principle in enumerate(sheet.principles)}
            listed = sorted(listed, key=sort_key(search.sort, places))
        self.list.show_rows(listed, _reads(sheet), selected=sheet.selected)
        self._tell()

    def _list_found(self) -> None:
        sheet, known = self.room.sheet, self._by_id
        reads = Reads(
            title=lambda moment: known[moment.id].title if moment.id in known else "",
            principles=lambda moment: known[moment.id].principles if moment.id in known else (),
        )
        self.list.show_rows(with_headings(self.found), reads, selected=None if sheet is None else sheet.selected)
        self._tell()

    def _tell(self) -> None:
        """What it comes to: the guider's own counts, seen in this room only."""
        sheet, search, open_now = self.room.sheet, self.search, not self.finder.isHidden()
        if sheet is None:
            return
        there = self.list.moments
        names = {principle.id: principle.name for principle in sheet.principles} if search.filters else {}
        words = search.words(principles=names, goals=self._goals)
        self._side.outcome.tell(search, words=words, count=len(there), of=len(sheet.moments) if search.reach is Reach.FILM else None)
        self._side.outcome.setVisible(open_now or not search.is_plain)
        private = sum(moment.private for moment in there)
        too = self._side.play_all.private.isChecked()
        self._side.play_all.tell(len(there) - (0 if too else private), private=private)

    def _know_goals(self) -> None:
        family = self.room.where().family
        try:
            known = [] if family is None else goals.list_goals(self.room.desk.library, family)
        except NotThere:
            known = []
        self._goals = {goal.id: goal.text for goal in known}

    # Going about

    def play(self, moment_id: UUID) -> None:
        """Selects it and plays it from its first picture to its last; where it is another film's, there."""
        found = self._by_id.get(moment_id)
        if found is not None:
            self._open(found)
        sheet, player = self.room.sheet, self.room.stage.player
        if sheet is None or player is None:
            return
        shown = sheet.selecting(moment_id)
        if shown.moment is not None:
            self.room.show_sheet(shown)
            player.play_span(shown.moment.span)

    def play_all(self) -> None:
        """All that is listed, in this order; private ones only where that is ticked."""
        sheet, too = self.room.sheet, self._side.play_all.private.isChecked()
        if sheet is None:
            return
        found = self.found or tuple(self._found_here(sheet, moment) for moment in self.list.moments)
        shown = [one for one in found if too or not one.moment.private]
        if shown:
            self.room.stage.pause()
            self.playing.play(shown)

    def _play_first(self) -> None:
        there = self.list.moments
        if there:
            self.list.go_in()
            self.play(there[0].id)

    def _show(self, moment_id: UUID) -> None:
        """By the arrow keys: only what is in the film that is shown, so that going down the list opens no films."""
        sheet = self.room.sheet
        if sheet is not None and sheet.selecting(moment_id).moment is not None:
            self.room.show_moment(moment_id)

    def _step(self, by: int) -> None:
        """To the next, or the one before, of those that are listed."""
        sheet = self.room.sheet
        if sheet is None:
            return
        if self.search.is_plain or self.search.reach is not Reach.FILM:
            there = sheet.after(self.room.stage.now) if by > 0 else sheet.before(self.room.stage.now)
        else:
            there = self._next_listed(sheet, by)
        if there is not None:
            self.room.show_moment(there.id)

    def _next_listed(self, sheet: Sheet, by: int) -> Moment | None:
        listed, now = self.list.moments, self.room.stage.now
        place = next((place for place, moment in enumerate(listed) if moment.id == sheet.selected), None)
        if place is not None:
            return listed[place + by] if 0 <= place + by < len(listed) else None
        if by > 0:
            return min((one for one in listed if one.span.start > now), key=lambda one: one.span, default=None)
        return max((one for one in listed if one.span.start < now), key=lambda one: one.span, default=None)

    def _open(self, found: Found) -> None:
        sheet = self.room.sheet
        if sheet is None or found.placed.recording_id != sheet.recording.id:
            self.room.go_to(RoomId.FILM_ROOM, Where(recording=found.placed.recording_id, moment=found.moment.id))
        else:
            self.room.show_moment(found.moment.id)

    def _show_menu(self, ids: Sequence[UUID], at: QPoint) -> None:
        wanted = set(ids)
        moments = [moment for moment in self.list.moments if moment.id in wanted]
        if self.room.sheet is not None and moments:
            self.gathered.show_menu(moments, self.room.sheet.scheme, at)

    def _found_here(self, sheet: Sheet, moment: Moment) -> Found:
        card = sheet.recording
        where = self.room.where()
        if where.cycle is None or where.family is None:
            raise RuntimeError("a film is shown without its cycle")
        placed = Placed(card.id, card.role, where.cycle, card.cycle_number, where.family, card.family_code, None)
        return Found(moment, placed, sheet.title_of(moment), sheet.shown(moment))


def _reads(sheet: Sheet) -> Reads:
    return Reads(sheet.title_of, sheet.shown)
