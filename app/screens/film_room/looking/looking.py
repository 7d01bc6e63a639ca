"""Nearer and farther, after a face, turned, lit, and a moment again and again: what the keys of the picture do in the film room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from app.rooms import RoomId
from app.screens.film_room.looking.bar import by_ids
from app.screens.film_room.looking.eye import Eye
from app.screens.film_room.looking.following import FOLLOWED, Following, Stand
from app.screens.film_room.looking.sketching import Sketch
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.sheet import Sheet
from app.video.hand import STEP
from app.video.looking import near_to
from app.video.player import Player
from app.widgets.drawing import BOX, Figure
from vig_tool.errors import UserError
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work.looking import Box

_LOOP_US = 5 * SECOND
_PAN = 0.15
_WAYS = ((-_PAN, 0.0), (_PAN, 0.0), (0.0, -_PAN), (0.0, _PAN))
_DRAW = "Drag a box round the face. The view comes near and goes with it."
_LOST = "The face cannot be followed on here, so the whole picture is shown. V draws a new box."
_BESIDE = "The face was followed only near the place where its box was drawn. Here the whole picture is shown."


class Looking(Part):
    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self.eye: Eye | None = None
        self.following = Following(room.desk, room.host)
        self.following.learned.connect(self._look)
        self.following.failed.connect(self._cannot_follow)
        self.sketch: Sketch | None = None
        self._looped: Span | None = None
        self._loop_of: UUID | None = None
        self._away = Stand.THERE

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "look.nearer": lambda: self._by_hand(STEP),
            "look.farther": lambda: self._by_hand(1 / STEP),
            "look.whole": self.show_whole,
            "look.move": self._move,
            "look.follow": self.follow,
            "look.turn": lambda: self._turn(90),
            "look.turn_back": lambda: self._turn(-90),
            "look.light": self.open_light,
            "play.loop": self.loop,
            "compare.open": lambda: self.room.go_to_room(RoomId.SIDE_BY_SIDE),
        }

    def film_opened(self) -> None:
        stage = self.room.stage
        if stage.player is None or stage.film is None:
            return
        host = self.room.host
        self.eye = Eye(self.room.desk, stage.film.recording_id, stage.player.view, lambda: by_ids(host))
        self.eye.hand.took.connect(self._stop_following)
        self.eye.changed.connect(self._say)
        stage.player.shown.connect(self._shown)
        self._looped = None
        self._say()

    def film_put_away(self) -> None:
        self._stop_following()
        self._end_sketch()
        if self.eye is not None:
            self.eye.close()
        self.eye, self._looped = None, None

    def sheet_shown(self, sheet: Sheet) -> None:
        """A loop goes with the ends of its moment."""
        player, moment = self._player, sheet.moment
        if self._looped is None or player is None or moment is None or moment.id != self._loop_of or not player.playing:
            return
        if moment.span != self._looped:
            self._looped = moment.span
            player.play_span(moment.span, loop=True)

    @property
    def _player(self) -> Player | None:
        return self.room.stage.player

    # Near

    def show_whole(self) -> None:
        if self.eye is not None:
            self._stop_following()
            self.eye.hand.whole()

    def follow(self) -> None:
        """Draw a box round a face; while one is followed: no longer."""
        player, eye = self._player, self.eye
        if self.following.on:
            self.show_whole()
        elif self.sketch is not None:
            self._end_sketch()
        elif player is not None and eye is not None:
            player.pause()
            eye.camera.go(eye.camera.target.whole)
            sketch = self.sketch = Sketch(eye.view, "Picture to draw a box on", hint=_DRAW, shapes=((BOX, "Box"),))
            sketch.surface.kept.connect(self._boxed)
            sketch.ended.connect(self._end_sketch)
            sketch.begin()

    def _boxed(self, figure: Figure) -> None:
        stage, eye = self.room.stage, self.eye
        self._end_sketch()
        if stage.film is None or eye is None or stage.player is None:
            return
        (x0, y0), (x1, y1) = figure.start, figure.end
        try:
            box = Box.drawn(x0, y0, x1 - x0, y1 - y0)
        except UserError as trouble:
            self.room.desk.notices.trouble(trouble)
            return
        self._away = Stand.THERE
        film = stage.film
        self.following.begin(film.recording_id, film.index, number=stage.player.number, box=box)
        eye.camera.go(near_to(box.parts, eye.seeing.turn, film=eye.view.film_size, room=eye.view.size()), slowly=True)
        self._say()

    def _end_sketch(self) -> None:
        sketch, self.sketch = self.sketch, None
        if sketch is not None:
            sketch.close()
            self.room.host.setFocus()

    def _shown(self, at: Instant, _number: int) -> None:
        if self._looped is not None and at not in self._looped:  # one went elsewhere: that ends it
            self._looped = None
            self._say()
        if self.following.on:
            self._look()

    def _look(self) -> None:
        """The view where the face is now; where that is not known, whole."""
        player, eye = self._player, self.eye
        if player is None or eye is None or not self.following.on:
            return
        stand, box = self.following.look(player.number)
        if box is not None:
            eye.camera.follow(near_to(box.parts, eye.seeing.turn, film=eye.view.film_size, room=eye.view.size()))
        elif stand not in FOLLOWED:
            eye.camera.go(eye.camera.target.whole, slowly=True)
        if stand is not self._away:
            before, self._away = self._away, stand
            if stand not in FOLLOWED and before in FOLLOWED:
                self.room.desk.notices.say(_LOST if stand is Stand.LOST else _BESIDE)
            self._say()

    def _cannot_follow(self, trouble: UserError) -> None:
        self.room.desk.notices.trouble(trouble)

    def _stop_following(self) -> None:
        if self.following.on:
            self.following.stop()
            self._say()

    def _by_hand(self, factor: float) -> None:
        if self.eye is not None:
            self.eye.hand.nearer(factor)

    def _move(self, way: int) -> None:
        if self.eye is not None:
            self.eye.hand.move(*_WAYS[way])

    # Turned and lit

    def _turn(self, by: int) -> None:
        if self.eye is not None:
            self.eye.turn(by)
            self._look()

    def open_light(self) -> None:
        if self.eye is not None:
            self.eye.light.open_over(self.eye.view)

    # Again and again

    def loop(self) -> None:
        """The selected moment, or the last seconds; pressed again the film goes on from there."""
        player, stage = self._player, self.room.stage
        if player is None or stage.film is None:
            return
        if self._looped is not None:
            self._looped = None
            player.leave_span()
            self._say()
            return
        moment = None if self.room.sheet is None else self.room.sheet.moment
        self._loop_of = None if moment is None else moment.id
        index = stage.film.index
        after = index.time(index.shown_at(stage.now) + 1)
        self._looped = moment.span if moment is not None else index.snap_span(Span(after.shifted(-_LOOP_US), after))
        player.play_span(self._looped, loop=True)
        self._say()

    def _say(self, _what: object = None) -> None:
        eye = self.eye
        if eye is None:
            return
        near, seeing = eye.camera.target.zoom, eye.seeing
        followed = {Stand.THERE: "with the face", Stand.COMING: "with the face…"}.get(self._away, "the face is not seen here")
        eye.sign.say(
            f"{near:.1f}× near" if near > 1 else "",
            followed if self.following.on else "",
            "turned" if seeing.turn else "",
            "other light" if seeing.brightness or seeing.contrast else "",
            "again and again" if self._looped is not None else "",
        )
