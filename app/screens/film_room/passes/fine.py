"""The fine pass: one starred moment after the other, played again and again while its ends, its words and its best picture are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import QTimer

from app.screens.film_room.part import Part, Whole
from app.screens.film_room.passes.ends import Ends
from app.screens.film_room.passes.fine_bar import FineBar
from app.screens.film_room.passes.saying import Saying
from app.screens.film_room.sheet import Sheet, length_words
from app.timers import one_shot
from vig_tool.timing import Instant, Span
from vig_tool.work.tagging import Moment

_REST_MS = 700
"""How long an end that was moved is looked at before the film goes on."""


class FinePass(Part):
    """On from the first `next` until nothing is selected. Whatever moment is selected meanwhile is looked at, starred or not."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self.current: UUID | None = None
        self._span: Span | None = None
        self._looped: Span | None = None
        self.bar = FineBar()
        self.bar.hide()
        self.saying = Saying(room)
        room.stage.add_under_picture(self.bar)
        self._ends = Ends(room.desk, self.bar)
        self._again: QTimer = one_shot(self.bar, _REST_MS, self._loop)
        self.bar.next_asked.connect(self.next)
        self.bar.previous_asked.connect(self.previous)
        self.bar.leave_asked.connect(room.select_nothing)
        self.bar.best.asked.connect(self.take_still)
        self.bar.ends.start_nudged.connect(lambda by: self.nudge(start=by))
        self.bar.ends.end_nudged.connect(lambda by: self.nudge(end=by))
        room.side.look_closely.clicked.connect(self._look_closely)
        room.stage.moved.connect(self._moved)

    @property
    def on(self) -> bool:
        return self.current is not None

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "fine.next": self.next,
            "fine.previous": self.previous,
            "fine.row": self.saying.turn,
            "fine.start_back": lambda: self.nudge(start=-1),
            "fine.start_on": lambda: self.nudge(start=1),
            "fine.end_back": lambda: self.nudge(end=-1),
            "fine.end_on": lambda: self.nudge(end=1),
            "play.pause": self.pause,
        }

    def allows(self) -> frozenset[str]:
        return frozenset({"fine"}) if self.on else frozenset()

    # What can be done

    def next(self) -> None:
        """Begins at the starred moment that is selected or comes next; then goes from one to the next, and ends after the last."""
        sheet = self.room.sheet
        if sheet is None:
            return
        if not self.on:
            self._begin(sheet)
            return
        later = self._beside(sheet, 1)
        if later is not None:
            self.room.show_sheet(sheet.selecting(later.id))
        else:
            self.room.select_nothing()
            self.room.desk.notices.say(f"That was the last starred moment. {sheet.words}.")

    def previous(self) -> None:
        sheet = self.room.sheet
        earlier = None if sheet is None or not self.on else self._beside(sheet, -1)
        if sheet is not None and earlier is not None:
            self.room.show_sheet(sheet.selecting(earlier.id))

    def nudge(self, *, start: int = 0, end: int = 0) -> None:
        """The end that moves is looked at, then the film goes on with the new span."""
        sheet, player, film = self.room.sheet, self.room.stage.player, self.room.stage.film
        moment = None if sheet is None or not self.on else sheet.moment
        if moment is None or player is None or film is None:
            return
        ran = player.playing or self._again.isActive()
        self._again.stop()
        player.pause()
        moved = self.room.marking.nudge(moment, start_frames=start, end_frames=end)
        if moved is not None:
            self.room.refresh(select=moment.id)
            self.room.stage.seek(moved.span.start if start else moved.span.end.shifted(-1))
        if ran:
            self._again.start(_REST_MS)

    def pause(self) -> None:
        """Also what was about to go on."""
        self._again.stop()
        self.room.stage.pause()

    def take_still(self) -> None:
        """The picture shown now is its best one."""
        sheet, now = self.room.sheet, self.room.stage.now
        moment = None if sheet is None or not self.on else sheet.moment
        if moment is None:
            return
        if now not in moment.span:
            self.room.desk.notices.say("This picture is not part of the moment. Go to one inside it first.")
        elif self.room.marking.choose_still(moment, now) is not None:
            self.room.refresh(select=moment.id)

    def resume(self, moment_id: UUID) -> None:
        """As it was left: the film waits."""
        sheet = self.room.sheet
        if sheet is not None and any(moment.id == moment_id for moment in sheet.moments):
            self._open()
            self.current = moment_id
            self.room.show_sheet(sheet.selecting(moment_id))

    # What is shown

    def film_opened(self) -> None:
        if self.room.stage.player is not None:
            self.room.stage.player.playing_changed.connect(self._ran)

    def film_put_away(self) -> None:
        if self.on:
            self._close()

    def sheet_shown(self, sheet: Sheet) -> None:
        if not self.on:
            starred, button = sum(moment.star for moment in sheet.moments), self.room.side.look_closely
            button.setText(f"Look closely at the {starred if starred > 1 else 'one'} starred")
            button.setVisible(starred > 0)
            return
        moment = sheet.moment
        if moment is None:
            self._lost(sheet)
            return
        if moment.id != self.current:
            self._take(moment)
            self._again.start(0)  # after whoever selected it stopped the film and went there
        elif moment.span != self._span:
            self._take(moment)
            if self.room.stage.player is not None and self.room.stage.player.playing:
                self._again.start(_REST_MS)
        self._show(sheet, moment)

    def _look_closely(self, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's shape
        self.next()
        self.room.host.setFocus()

    def _begin(self, sheet: Sheet) -> None:
        starred = [moment for moment in sheet.moments if moment.star]
        if not starred:
            self.room.desk.notices.say("Star the best moments first (S), then look at them closely.")
            return
        now = self.room.stage.now
        here = next((moment for moment in starred if moment.id == sheet.selected), None)
        first = here or next((moment for moment in starred if moment.span.end > now), starred[0])
        self._open()
        self.current = first.id
        self.room.show_sheet(sheet.selecting(first.id))
        self._again.start(0)

    def _open(self) -> None:
        room = self.room
        room.show_side()
        room.side.palette_of_scheme.hide()
        room.side.look_closely.hide()
        room.stage.fold_line(away=True)
        self.bar.show()
        self._span = None

    def _close(self) -> None:
        room = self.room
        had_focus = self.bar.isAncestorOf(room.host.focusWidget() or room.host)
        self.current = self._span = self._looped = None
        self._again.stop()
        self._ends.forget()
        self.saying.close()
        self.bar.hide()
        room.stage.fold_line(away=False)
        room.side.palette_of_scheme.show()
        if had_focus:
            room.host.setFocus()

    def _lost(self, sheet: Sheet) -> None:
        """Nothing is selected: the pass is left. The moment itself is gone: the next one's turn."""
        gone = all(moment.id != self.current for moment in sheet.moments)
        later = self._beside(sheet, 1) if gone else None
        if later is not None:
            QTimer.singleShot(0, self.bar, lambda: self._go_on(later.id))
            return
        player = self.room.stage.player
        self._close()
        if player is not None:
            player.pause()
            player.leave_span()
        self.room.allow_anew()
        self.sheet_shown(sheet)

    def _go_on(self, moment_id: UUID) -> None:
        if self.on and self.room.sheet is not None and self.room.sheet.selected is None:
            self.room.show_sheet(self.room.sheet.selecting(moment_id))

    def _beside(self, sheet: Sheet, by: int) -> Moment | None:
        """The starred moment after (before) the current one; where that is gone, after (before) where it was."""
        here = next((moment for moment in sheet.moments if moment.id == self.current), None)
        span = self._span if here is None else here.span
        if span is None:
            return None
        place = (span.start.us, span.end.us, 0 if here is None else here.id.int)
        starred = [moment for moment in sheet.moments if moment.star and moment.id != self.current]
        order = [(moment.span.start.us, moment.span.end.us, moment.id.int) for moment in starred]
        found = [moment for moment, at in zip(starred, order, strict=True) if (at > place if by > 0 else at < place)]
        return (found[0] if by > 0 else found[-1]) if found else None

    def _take(self, moment: Moment) -> None:
        """Its ends are these now."""
        if moment.id != self.current:
            self.saying.begin()
        self.current, self._span, self._looped = moment.id, moment.span, None

    def _show(self, sheet: Sheet, moment: Moment) -> None:
        starred = [one for one in sheet.moments if one.star or one.id == moment.id]
        place = next(place for place, one in enumerate(starred, start=1) if one.id == moment.id)
        words = f"{place} of {len(starred)} starred" if moment.star else "Not starred"
        about = f"{sheet.title_of(moment)} · {length_words(moment.span.length_us)}"
        film, last = self.room.stage.film, moment.span.end.shifted(-1)
        if film is not None:
            last = film.index.time(film.index.shown_at(last))
        self.bar.show_moment(words, about, first=moment.span.start, last=last, over=self._beside(sheet, 1) is None)
        self.saying.show()
        self._ends.show(moment)

    # The film

    def _loop(self) -> None:
        player = self.room.stage.player
        if player is not None and self._span is not None:
            self._looped = self._span
            player.play_span(self._span, loop=True)

    def _ran(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        """Set going by hand after the span was left, or moved: the moment again, from its first picture."""
        if on and self._span is not None and self._looped != self._span:
            self._again.start(0)

    def _moved(self, at: Instant) -> None:
        if self._looped is not None and at not in self._looped:
            self._looped = None
