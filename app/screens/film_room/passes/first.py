"""The first pass: the film runs, and a tap makes a moment. Nothing to fill in, nothing gets the focus, the film never stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.screens.film_room.part import Part, Whole
from app.screens.film_room.passes.fine import FinePass
from app.screens.film_room.passes.holding import Holding, actions_of, keys_of
from vig_tool.timing import Instant, Span
from vig_tool.work.tagging import Moment

STAR = ""
"""What the star is called where principles have their ids."""


class FirstPass(Part):
    """A tap marks at once; tapped again while it is open, it goes on; held, it is as long as the key or the button was down."""

    def __init__(self, room: Whole, fine: FinePass) -> None:
        """`fine`: while it is on, the keys say words and a star is not extended."""
        super().__init__(room)
        self._fine = fine
        self._holding = Holding(room.host)
        palette = room.side.palette_of_scheme
        palette.pressed.connect(self.tag)
        palette.star_pressed.connect(self.star)
        palette.released.connect(self._holding.end)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"moment.tag": self._tag_by_key, "moment.star": self._star_by_key}

    def film_put_away(self) -> None:
        self._holding.forget()

    def tag(self, principle: str, *, keys: frozenset[int] = frozenset()) -> None:
        """One press marks a moment around the picture that is shown, or extends the one that is open."""
        room, at = self.room, self.room.stage.now
        if room.sheet is not None:
            self._tapped(room.marking.tag(room.sheet.recording.id, at=at, principle=principle), principle, at, keys)

    def star(self, *, keys: frozenset[int] = frozenset()) -> None:
        """The moment one stands in gets it, or loses it; while the film runs, a star that is open goes on; or a new one around now."""
        room, at = self.room, self.room.stage.now
        if room.sheet is None:
            return
        standing_in = room.sheet.to_star(at)
        runs = not self._fine.on and room.stage.player is not None and room.stage.player.playing
        if standing_in is None or (runs and standing_in.star and not standing_in.principles):
            self._tapped(room.marking.star(room.sheet.recording.id, at=at), STAR, at, keys)
        else:
            self._show(room.marking.turn_star(standing_in), STAR)

    def _tapped(self, moment: Moment | None, what: str, at: Instant, keys: frozenset[int]) -> None:
        sheet = self.room.sheet
        if moment is None or sheet is None:
            return
        known = moment.id.int  # of thousands of moments: ids compared as what they are take too long for a key press
        before = next((one.span for one in sheet.moments if one.id.int == known), None)
        if what != STAR or not moment.principles:
            self._holding.begin(what, partial(self._let_go, moment, before, at), keys=keys)
        self._show(moment, what)

    def _let_go(self, moment: Moment, before: Span | None, pressed: Instant) -> None:
        """From the picture at the press to the picture now; one that was open begins where it did. A film that stood still while the key
        was down has nothing more exact to say."""
        room, film = self.room, self.room.stage.film
        if film is None or room.sheet is None or film.recording_id != moment.recording_id:
            return
        first, last = sorted(film.index.shown_at(at) for at in (pressed, room.stage.now))
        if first == last or all(one.id != moment.id for one in room.sheet.moments):
            return
        span = Span(film.index.time(first), film.index.time(last + 1))
        if before is not None:
            span = Span(min(before.start, span.start), max(before.end, span.end))
        exact = room.marking.mark_exactly(moment, span)
        if exact is not None:
            room.show_sheet(room.sheet.keeping(exact))

    def _show(self, moment: Moment | None, what: str) -> None:
        if moment is not None and self.room.sheet is not None:
            self.room.side.palette_of_scheme.flash(what)
            self.room.show_sheet(self.room.sheet.keeping(moment))

    def _tag_by_key(self, place: int) -> None:
        if self._fine.on:
            self._fine.saying.say(place)
            return
        principle = None if self.room.sheet is None else self.room.sheet.principle_of_key(str(place + 1))
        if principle is not None:
            self.tag(principle.id, keys=keys_of(actions_of(self.room.host, "moment.tag")[place : place + 1]))

    def _star_by_key(self) -> None:
        self.star(keys=keys_of(actions_of(self.room.host, "moment.star")))
