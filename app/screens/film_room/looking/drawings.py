"""Arrows and circles of the guider's own on a moment's pictures: shown whenever such a picture is shown stopped, drawn with D."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.screens.film_room.looking.sketching import Sketch
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.sheet import Sheet
from app.theme.theme import theme_of
from app.video.view import VideoView
from app.widgets.drawing import ARROW, CIRCLE, Figure, paint_figure
from vig_tool.timing import Instant
from vig_tool.work import drawings, tagging
from vig_tool.work.changes import Done
from vig_tool.work.tagging import Drawing, Moment

_HINT = "Drag on the picture. Only you see it, here: never in the review or in saved clips."
_SHAPES = ((ARROW, "Arrow"), (CIRCLE, "Circle"))


class Drawings(Part):
    """`sketch` while one draws."""

    def __init__(self, room: Whole) -> None:
        super().__init__(room)
        self.sketch: Sketch | None = None
        self._view: VideoView | None = None
        self._number = -1
        self._drawn: list[tuple[UUID, Drawing]] = []

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"draw.begin": self.draw, "still.keep": self.keep_still}

    def film_opened(self) -> None:
        player = self.room.stage.player
        if player is not None:
            self._view = player.view
            self._view.add_overlay(self._paint)
            player.shown.connect(self._shown)
            player.playing_changed.connect(self._running)

    def film_put_away(self) -> None:
        self._end()
        self._view = None

    def sheet_shown(self, sheet: Sheet) -> None:
        self._drawn = [(moment.id, drawing) for moment in sheet.moments for drawing in moment.drawings]
        if self._view is not None:
            self._view.update()
        self._show_figures()

    # Drawing

    def draw(self) -> None:
        """On the picture shown, stopping the film; pressed again the other shape."""
        player = self.room.stage.player
        if player is None or self._view is None:
            return
        if self.sketch is not None:
            self.sketch.turn_shape()
            return
        player.pause()
        sketch = self.sketch = Sketch(self._view, "Picture to draw on", hint=_HINT, shapes=_SHAPES)
        sketch.surface.kept.connect(self._kept)
        sketch.surface.moved.connect(self._moved)
        sketch.surface.removed.connect(self._removed)
        sketch.ended.connect(self._end)
        self._number = player.number
        self._show_figures()
        sketch.begin()

    def _end(self) -> None:
        sketch, self.sketch = self.sketch, None
        if sketch is not None:
            sketch.close()
            self.room.host.setFocus()

    def _kept(self, figure: Figure) -> None:
        """With the moment one stands in, or a new one around this picture."""
        stage, sheet, library = self.room.stage, self.room.sheet, self.room.desk.library
        if stage.film is None or sheet is None:
            return
        recording, here, drawing = stage.film.recording_id, sheet.to_star(stage.now), _drawing(figure, stage.now)
        if here is None:
            self._do(lambda: drawings.draw_on_new(library, recording, drawing))
        else:
            self._do(lambda: drawings.keep_drawing(library, here.id, drawing))

    def _moved(self, old: Figure, new: Figure) -> None:
        held = self._held(old)
        if held is not None:
            moment, drawing = held
            self._do(lambda: drawings.put_drawing(self.room.desk.library, moment, drawing, to=_drawing(new, drawing.at)))
        if self.sketch is not None:
            self.sketch.surface.choose(next((one for one in self._figures() if _near(one, new)), None))

    def _removed(self, figure: Figure) -> None:
        held = self._held(figure)
        if held is not None:
            moment, drawing = held
            self._do(lambda: drawings.remove_drawing(self.room.desk.library, moment, drawing))

    def _do(self, use: Callable[[], Done[Moment]]) -> None:
        done = self.room.marking.done(use)
        if done is None:
            self._show_figures()
        elif self.room.sheet is not None:
            self.room.show_sheet(self.room.sheet.keeping(done.value))

    # Showing

    def _on_picture(self) -> list[tuple[UUID, Drawing]]:
        """What is drawn on the picture shown, of whichever moment."""
        stage = self.room.stage
        if stage.film is None or stage.player is None:
            return []
        index, number = stage.film.index, stage.player.number
        return [(moment, drawing) for moment, drawing in self._drawn if index.shown_at(drawing.at) == number]

    def _figures(self) -> list[Figure]:
        return [_figure(drawing) for _, drawing in self._on_picture()]

    def _held(self, figure: Figure) -> tuple[UUID, Drawing] | None:
        return next((held for held in self._on_picture() if _figure(held[1]) == figure), None)

    def _show_figures(self) -> None:
        if self.sketch is not None:
            self.sketch.surface.show_figures(self._figures())

    def _shown(self, _at: Instant, number: int) -> None:
        if self.sketch is not None and number != self._number:
            self._number = number
            self._show_figures()

    def _running(self, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        if on:
            self._end()

    def _paint(self, painter: QPainter, _place: QRect) -> None:
        player, view = self.room.stage.player, self._view
        if view is None or player is None or not player.settled or self.sketch is not None:
            return
        for figure in self._figures():
            paint_figure(painter, figure, view, theme_of(view).darkened)

    # A still

    def keep_still(self) -> None:
        """The picture shown becomes the best one of the moment one stands in; elsewhere it is saved as a file."""
        sheet, now = self.room.sheet, self.room.stage.now
        here = None if sheet is None else sheet.to_star(now)
        if here is None:
            export = next((action for action in self.room.host.actions() if action.objectName() == "still.export"), None)
            if export is not None:
                export.trigger()
            return
        self.room.stage.pause()
        self._do(lambda: tagging.set_still(self.room.desk.library, here.id, now))
        self.room.desk.notices.say("This picture is the moment's best one from now on.")


def _drawing(figure: Figure, at: Instant) -> Drawing:
    return Drawing(at, figure.shape, figure.start, figure.end)


def _figure(drawing: Drawing) -> Figure:
    return Figure(drawing.shape, drawing.start, drawing.end)


def _near(one: Figure, other: Figure) -> bool:
    """Whether it is the same after being rounded to how it is kept."""
    parts = zip((*one.start, *one.end), (*other.start, *other.end), strict=True)
    return one.shape == other.shape and all(abs(first - second) < 0.001 for first, second in parts)
