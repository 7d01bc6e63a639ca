"""Two players as one: they play, stop, step and seek together, as far apart in time as they were lined up."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.video.player import Player
from vig_tool.timing import ZERO, Instant

_BEAT_MS = 500
_APART_US = 150_000
"""Running together, they may be so far from where they should be; more than that twice in a row is put right."""


class Moves(StrEnum):
    """Which of the two the keys move."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class Pair(QObject):
    """The left one leads. `offset_us`: how much later in its film the right one is; it changes only where one of them moves alone.

    changed   what the keys move, or the offset
    """

    changed = Signal()

    def __init__(self, left: Player, right: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = left, right
        self.moves = Moves.BOTH
        self.offset_us = 0
        self._aim: Instant | None = None
        self._waits = False
        self._apart = 0
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._put_right)
        left.shown.connect(self._left_shown)
        right.shown.connect(self._right_shown)
        for player in (left, right):
            player.finished.connect(self._one_is_over)

    @property
    def playing(self) -> bool:
        return any(player.playing for player in self._moved())

    def move_which(self, moves: Moves) -> None:
        """From now on. Whatever runs stops."""
        self.pause()
        self.moves = moves
        self._aim = None
        self.changed.emit()

    def switch(self) -> None:
        """Both, left, right, both …"""
        order = list(Moves)
        self.move_which(order[(order.index(self.moves) + 1) % len(order)])

    def toggle(self) -> None:
        (self.pause if self.playing else self.play)()

    def play(self) -> None:
        self._aim = None
        if self.moves is not Moves.BOTH:
            self._moved()[0].play()
            return
        self._waits = self._beside(self.left.now)
        self.left.play()
        if not self._waits:
            self.right.play()
        self._apart = 0
        self._beat.start()

    def pause(self) -> None:
        """The right one is brought to just where it belongs."""
        ran = self.playing
        self._beat.stop()
        self._waits = False
        for player in (self.left, self.right):
            player.pause()
        if ran and self.moves is Moves.BOTH:
            self.right.seek(self._partner(self.left.now))

    def step(self, by: int) -> None:
        """So many pictures; of two films with different rates the right one goes the same time."""
        self.pause()
        player = self._moved()[0]
        film = player.film
        if film is not None:
            here = film.index.shown_at(player.now if self._aim is None else self._aim)
            self._go(film.index.time(min(max(here + by, 0), len(film.index) - 1)))

    def jump(self, us: int) -> None:
        now = self._moved()[0].now if self._aim is None else self._aim
        self.seek(now.shifted(us))

    def seek(self, to: Instant, *, side: Moves = Moves.BOTH, dragging: bool = False) -> None:
        """`side`: of which film the time is; where both move, the other goes with it."""
        if self.moves is Moves.BOTH and side is Moves.RIGHT:
            to = to.shifted(-self.offset_us)
        elif side not in (Moves.BOTH, self.moves) and self.moves is not Moves.BOTH:
            self.move_which(side)
        self._go(to, dragging=dragging)

    def line_up(self, *, left: Instant, right: Instant) -> None:
        """Both stopped, where they belong together."""
        self.pause()
        self.offset_us = right.us - left.us
        self._aim = None
        self.left.seek(left)
        self.right.seek(right)
        self.changed.emit()

    def forget(self) -> None:
        """The players are about to go."""
        self._beat.stop()

    # Inside

    def _moved(self) -> tuple[Player, ...]:
        return {Moves.BOTH: (self.left, self.right), Moves.LEFT: (self.left,), Moves.RIGHT: (self.right,)}[self.moves]

    def _go(self, to: Instant, *, dragging: bool = False) -> None:
        first = self._moved()[0]
        if first.film is None:
            return
        to = min(to, first.film.index.time(len(first.film.index) - 1))
        self._aim = None if first.playing else to
        first.seek(to, dragging=dragging)
        if self.moves is Moves.BOTH:
            self._waits = self.left.playing and self._beside(to)
            if self._waits:
                self.right.pause()
            self.right.seek(self._partner(to), dragging=dragging)

    def _partner(self, left: Instant) -> Instant:
        return left.shifted(self.offset_us)

    def _beside(self, left: Instant) -> bool:
        """Whether the right film has nothing yet at this time of the left one."""
        return left.us + self.offset_us < 0

    @Slot(object, int)
    def _left_shown(self, at: Instant, _number: int) -> None:
        if self.moves is not Moves.BOTH:
            self._measure()
        elif self._waits and self.left.playing and not self._beside(at):
            self._waits = False
            self.right.play()

    @Slot(object, int)
    def _right_shown(self, _at: Instant, _number: int) -> None:
        if self.moves is not Moves.BOTH:
            self._measure()

    def _measure(self) -> None:
        offset = self.right.now.us - self.left.now.us
        if offset != self.offset_us:
            self.offset_us = offset
            self.changed.emit()

    @Slot()
    def _one_is_over(self) -> None:
        """Then there is nothing to compare any more."""
        if self.moves is Moves.BOTH:
            self._beat.stop()
            self._waits = False
            for player in (self.left, self.right):
                player.pause()

    @Slot()
    def _put_right(self) -> None:
        if not (self.left.playing and self.right.playing):
            return
        off = abs(self.right.now.us - max(ZERO.us, self.left.now.us + self.offset_us))
        self._apart = self._apart + 1 if off > _APART_US else 0
        if self._apart > 1:
            self._apart = 0
            self.right.seek(self._partner(self.left.now))
