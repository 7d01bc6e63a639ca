"""The mouse on the time line: what a press takes hold of, what moving does with it, and what is wished for when it is let go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from app.widgets.timeline import overview
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.drag import Band, Carry, CopyDrag, Doing, EdgeDrag, Scrub, WholeDrag, WindowDrag, grab
from app.widgets.timeline.laid import Seen
from app.widgets.timeline.marks import Lane, Mark
from app.widgets.timeline.overview import Grip
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Instant, Span

_STILL_PX = 4
"""A hand that moved no farther only clicked."""

_PAGE_MS = 40
_PAGE_PX = 24
"""How the line runs on under a hand that has left it: so far, so often."""


class Wishes(Protocol):
    """What comes of it; the time line itself."""

    carry: Carry

    def snap(self, instant: Instant) -> Instant: ...
    def rows(self) -> Rows: ...
    def seen(self) -> tuple[Seen, ...]: ...
    def mark_at(self, where: QPointF) -> Mark | None: ...
    def order(self) -> list[UUID]: ...
    def marks_of(self, ids: frozenset[UUID]) -> tuple[Mark, ...]: ...
    def choose(self, chosen: Chosen, *, go: bool) -> None: ...
    def hold_playhead(self, at: Instant | None) -> None: ...
    def show_scale(self, scale: TimeScale) -> None: ...
    def preview(self, edge: Instant, *, later: bool) -> None: ...
    def wish_seek(self, at: Instant) -> None: ...
    def wish_span(self, mark_id: UUID, span: Span) -> None: ...
    def wish_spans(self, spans: dict[UUID, Span]) -> None: ...
    def wish_copy(self, ids: frozenset[UUID], lane: Lane) -> None: ...
    def refresh(self) -> None: ...
    @property
    def scale(self) -> TimeScale: ...
    @property
    def chosen(self) -> Chosen: ...
    @property
    def time(self) -> Instant: ...


@dataclass(frozen=True, slots=True)
class _Pressed:
    """Where and with which keys; `mark`: on which; `time`: where the playhead was."""

    where: QPointF
    at: Instant
    time: Instant
    mark: Mark | None
    ctrl: bool
    shift: bool


class Hand(QObject):
    """`doing` is what is in hand; None while nothing is, or nothing has moved yet."""

    def __init__(self, line: Wishes, parent: QObject) -> None:
        super().__init__(parent)
        self._line = line
        self._pressed: _Pressed | None = None
        self._where = QPointF()
        self._runs_on = QTimer(self)
        self._runs_on.setInterval(_PAGE_MS)
        self._runs_on.timeout.connect(self._run_on)
        self.doing: Doing | None = None

    @property
    def busy(self) -> bool:
        return self._pressed is not None

    @property
    def moved(self) -> tuple[Mark, ...]:
        """Marks in hand as they would be."""
        if isinstance(self.doing, EdgeDrag):
            return (self.doing.moved,)
        return self.doing.shown(self._line.carry) if isinstance(self.doing, WholeDrag) else ()

    def press(self, where: QPointF, keys: Qt.KeyboardModifier) -> None:
        line, rows = self._line, self._line.rows()
        ctrl, shift = bool(keys & Qt.KeyboardModifier.ControlModifier), bool(keys & Qt.KeyboardModifier.ShiftModifier)
        plain = not ctrl and not shift
        edge = grab(where, rows, line.seen(), line.chosen.ids) if plain else None
        mark = edge.mark if edge is not None else line.mark_at(where)
        self._where, self.doing = where, None
        self._pressed = _Pressed(where, self._at(where), line.time, mark, ctrl, shift)
        if rows.overview.contains(where):
            self._take_window(where, rows)
        elif where.x() < rows.track.left():
            self._pressed = None
        elif where.y() < rows.window.top():
            self.doing = Scrub()
            line.choose(Chosen(), go=True)
            line.wish_seek(self._at(where))
        elif mark is not None:
            self.doing = edge
            if shift:
                line.choose(line.chosen.reaching(mark.id, line.order()), go=False)
            elif not ctrl and (edge is not None or mark.id not in line.chosen.ids or len(line.chosen.ids) == 1):
                line.choose(Chosen.only(mark.id), go=True)

    def move(self, where: QPointF) -> None:
        pressed, self._where = self._pressed, where
        if pressed is None:
            return
        if self.doing is None and (where - pressed.where).manhattanLength() >= _STILL_PX:
            self._begin(pressed)
        self._follow()
        outside = where.x() < self._line.rows().track.left() or where.x() > self._line.rows().track.right()
        if outside and isinstance(self.doing, (EdgeDrag, WholeDrag, Band)):
            self._runs_on.start()
        else:
            self._runs_on.stop()

    def release(self) -> None:
        line, pressed, doing = self._line, self._pressed, self.doing
        if pressed is None:
            return
        held = self._at(self._where) if isinstance(doing, Scrub) and self._where != pressed.where else None
        band = doing.holds(line.rows(), line.scale, line.seen()) if isinstance(doing, Band) else []
        self._let_go()
        if held is not None:
            line.wish_seek(held)
        elif isinstance(doing, EdgeDrag):
            if doing.moved.span != doing.mark.span:
                line.wish_span(doing.mark.id, doing.moved.span)
        elif isinstance(doing, WholeDrag):
            changed = {one.id: span for one in doing.group if (span := line.carry(one.span, doing.by_us)) != one.span}
            if changed:
                line.wish_spans(changed)
        elif isinstance(doing, CopyDrag):
            if doing.lane is not None:
                line.wish_copy(frozenset(mark.id for mark in doing.marks), doing.lane)
        elif isinstance(doing, Band):
            line.choose(line.chosen.joined(band) if pressed.ctrl or pressed.shift else Chosen.several(band), go=False)
        elif doing is None:
            self._clicked(pressed)

    def cancel(self) -> None:
        """As if it had never been pressed; the picture that was there comes back."""
        pressed, doing = self._pressed, self.doing
        if pressed is None:
            return
        if isinstance(doing, WindowDrag):
            self._line.show_scale(doing.scale)
        self._let_go()
        if isinstance(doing, (EdgeDrag, WholeDrag, Scrub)):
            self._line.wish_seek(pressed.time)

    def _let_go(self) -> None:
        self._runs_on.stop()
        self._pressed = self.doing = None
        self._line.hold_playhead(None)
        self._line.refresh()

    def _clicked(self, pressed: _Pressed) -> None:
        line = self._line
        if pressed.mark is None:
            if not pressed.ctrl and not pressed.shift:
                line.choose(Chosen(), go=True)
                line.wish_seek(pressed.at)
        elif pressed.ctrl:
            line.choose(line.chosen.turned(pressed.mark.id, line.order()), go=False)
        elif not pressed.shift and len(line.chosen.ids) > 1:
            line.choose(Chosen.only(pressed.mark.id), go=True)

    def _begin(self, pressed: _Pressed) -> None:
        """The hand began to move: what for depends on what it took hold of."""
        line, mark = self._line, pressed.mark
        if mark is None:
            place = (pressed.at, pressed.where.y() - self._top())
            self.doing = Band(place, place)
        elif not pressed.shift:
            group = line.marks_of(line.chosen.ids) if mark.id in line.chosen.ids else (mark,)
            self.doing = CopyDrag(group) if pressed.ctrl else WholeDrag(mark, group, pressed.at)

    def _follow(self) -> None:
        line, doing, where = self._line, self.doing, self._where
        if isinstance(doing, EdgeDrag):
            self.doing = doing = doing.to(line.snap(self._at(where)))
            line.preview(doing.edge, later=doing.later)
        elif isinstance(doing, WholeDrag):
            self.doing = doing = doing.to(self._at(where), length_us=line.scale.length_us)
            line.preview(doing.shown(line.carry)[0].span.start, later=False)
        elif isinstance(doing, CopyDrag):
            self.doing = doing.over(line.rows().lane_at(where))
        elif isinstance(doing, Band):
            self.doing = Band(doing.begun, (self._at(where), where.y() - self._top()))
        elif isinstance(doing, WindowDrag):
            line.show_scale(overview.dragged(doing.scale, doing.part, where.x() - doing.x, line.rows().overview.width()))
        elif isinstance(doing, Scrub):
            line.hold_playhead(self._at(where))
        line.refresh()

    def _run_on(self) -> None:
        track = self._line.rows().track
        self._line.show_scale(self._line.scale.moved(-_PAGE_PX if self._where.x() < track.left() else _PAGE_PX))
        self._follow()

    def _take_window(self, where: QPointF, rows: Rows) -> None:
        line, box = self._line, rows.overview
        part = overview.grip(where, box, line.scale)
        if part is None:
            line.show_scale(overview.centred(line.scale, where.x() - box.left(), box.width()))
        self.doing = WindowDrag(part or Grip.WHOLE, where.x(), line.scale)

    def _top(self) -> float:
        """Where the first lane begins, seen or not."""
        rows = self._line.rows()
        return rows.lanes[0][1].top() if rows.lanes else rows.window.top()

    def _at(self, where: QPointF) -> Instant:
        return self._line.scale.at(where.x() - self._line.rows().track.left())
