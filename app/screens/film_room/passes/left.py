"""Keeps where the room is left, while it is left and every little while before, and brings it there again. Never in the way of a key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer

from app.screens.film_room.part import Part, Whole
from app.screens.film_room.passes.fine import FinePass
from app.screens.film_room.sheet import Sheet
from app.timers import one_shot
from app.widgets.timeline.scale import TimeScale
from vig_tool.errors import UserError
from vig_tool.timing import ZERO, Instant, Span
from vig_tool.work import left_off
from vig_tool.work.left_off import Left

_SOON_MS = 300
_OFTEN_MS = 2000


class LeftOff(Part):
    """Picture, stretch of the time line, selected moment, fine pass, speed. The picture itself is gone to as the film is opened."""

    def __init__(self, room: Whole, fine: FinePass) -> None:
        super().__init__(room)
        self._fine = fine
        self._found = Left()
        self._kept: Left | None = None
        self._at = ZERO
        self._resumes = False
        self._soon = one_shot(room.host, _SOON_MS, self.keep)
        self._often = QTimer(room.host)
        self._often.setInterval(_OFTEN_MS)
        self._often.timeout.connect(self.keep)
        room.stage.moved.connect(self._moved)

    def film_opened(self) -> None:
        stage, sheet = self.room.stage, self.room.sheet
        if stage.film is None or stage.player is None or sheet is None:
            return
        left = left_off.read_left(self.room.desk.library, stage.film.recording_id)
        self._found, self._kept, self._at = left, None, left.at
        if left.stretch is not None:
            stage.line.show_scale(_stretched(stage.line.scale, left.stretch))
        stage.set_rate(left.rate / 100)
        self._resumes = left.fine and left.moment is not None
        stage.player.playing_changed.connect(self._changed)
        self._often.start()
        self._soon.start()  # from now on this is the film that was looked at last

    def film_put_away(self) -> None:
        self._often.stop()
        self._soon.stop()
        self.keep()

    def sheet_shown(self, sheet: Sheet) -> None:
        if self._resumes:
            self._resumes = False
            if sheet.selected is not None and sheet.selected == self._found.moment:
                QTimer.singleShot(0, self.room.host, self._resume)
        self._changed()

    def keep(self) -> None:
        """Only what is not as it was kept last. A place that cannot be kept is no trouble worth a word."""
        film, now = self.room.stage.film, self._now()
        if film is None or now == self._kept:
            return
        try:
            left_off.keep_left(self.room.desk.library, film.recording_id, now)
        except UserError:
            return
        self._kept = now

    def _now(self) -> Left:
        stage, sheet, player = self.room.stage, self.room.sheet, self.room.stage.player
        if player is not None and (player.playing or player.settled):
            self._at = stage.now  # a picture that is on its way is not yet where one is
        scale = stage.line.scale
        stretch = None if scale.is_whole else Span.of_us(scale.first_us, scale.first_us + scale.span_us)
        selected = None if sheet is None or sheet.moment is None else sheet.selected
        return Left(self._at, stretch, selected, fine=self._fine.on, rate=round(stage.rate * 100))

    def _resume(self) -> None:
        sheet = self.room.sheet
        if sheet is not None and sheet.selected is not None and not self._fine.on:
            self._fine.resume(sheet.selected)

    def _moved(self, _at: Instant) -> None:
        player = self.room.stage.player
        if player is not None and not player.playing:
            self._changed()

    def _changed(self, _on: object = None) -> None:
        if self._often.isActive() and not self._soon.isActive():
            self._soon.start()


def _stretched(scale: TimeScale, stretch: Span) -> TimeScale:
    """Kept inside the film, should that be another one now."""
    shown = min(stretch.length_us, scale.length_us)
    return replace(scale, first_us=min(stretch.start.us, scale.length_us - shown), shown_us=shown)
