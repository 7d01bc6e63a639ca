"""The time line without a mouse: choosing, moving by pictures, copying, zooming and turning pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from app.theme.theme import theme_of
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.lane_painting import mark_box
from app.widgets.timeline.marks import OTHER, Mark
from vig_tool.errors import BadInput
from vig_tool.timing import Span

if TYPE_CHECKING:
    from app.widgets.timeline.view import TimeLine

_PAGE = 0.8
"""How much of what is shown a page turns."""


class LineKeys:
    """Each method is one key's work; `press` knows the keys that work while the time line has the focus.

    Up and down choose marks, with Shift further ones, Ctrl+A all, Escape none; Ctrl+left/right move the chosen one's start by one
    picture, with Alt its end, with Shift all that is chosen; Ctrl+up/down copy to the lane above or below; plus and minus zoom, with
    Ctrl at once to single pictures and to what is chosen; 0 shows the whole film; page up and down go along it.
    """

    def __init__(self, line: TimeLine) -> None:
        self._line = line

    def choose_beside(self, way: int) -> None:
        """The mark before (-1) or after (1)."""
        mark = self._beside(way)
        if mark is not None:
            self._line.choose(Chosen.only(mark.id), go=True)

    def extend(self, way: int) -> None:
        """One more (or, coming back, one less) towards the beginning (-1) or the end (1)."""
        line, mark = self._line, self._beside(way)
        if mark is not None:
            chosen = line.chosen if line.chosen.current is not None else Chosen.only(mark.id)
            line.choose(chosen.reaching(mark.id, line.order()), go=False)

    def choose_all(self) -> None:
        order = self._line.order()
        current = self._line.chosen.current
        if order:
            self._line.choose(Chosen(frozenset(order), current or order[0], current or order[0]), go=False)

    def choose_nothing(self) -> None:
        self._line.choose(Chosen(), go=True)

    def move_start(self, way: int) -> None:
        self._nudge(way, later=False)

    def move_end(self, way: int) -> None:
        self._nudge(way, later=True)

    def move_whole(self, way: int) -> None:
        """All that is chosen by one picture (of where the current one begins)."""
        line, mark = self._line, self._current()
        if mark is None or line.step is None:
            return
        group = line.marks_of(line.chosen.ids)
        try:
            by_us = line.step(mark.span.start, way).us - mark.span.start.us
        except IndexError:
            return
        first, last = min(one.span.start.us for one in group), max(one.span.end.us for one in group)
        if first + by_us < 0 or last + by_us > line.scale.length_us + line.scale.step_us // 2:
            return
        spans = {one.id: span for one in group if (span := line.carry(one.span, by_us)) != one.span}
        if spans:
            line.wish_spans(spans)

    def copy_beside(self, way: int) -> None:
        """Into the lane above (-1) or below (1) those the current one stands in."""
        line, mark = self._line, self._current()
        if mark is None:
            return
        lanes = [lane for lane in line.lanes if lane.id != OTHER]
        places = [n for n, lane in enumerate(lanes) if mark.stands_in(lane)] or [-1 if way > 0 else len(lanes)]
        place = (max(places) if way > 0 else min(places)) + way
        if 0 <= place < len(lanes):
            line.wish_copy(line.chosen.ids, lanes[place])

    def zoom_to_pictures(self) -> None:
        line = self._line
        line.show_scale(line.scale.closest(line.time))

    def zoom_to_chosen(self) -> None:
        line = self._line
        marks = line.marks_of(line.chosen.ids)
        if marks:
            line.show_scale(line.scale.fitting(Span(min(one.span.start for one in marks), max(one.span.end for one in marks))))

    def turn_page(self, way: int) -> None:
        line = self._line
        line.show_scale(line.scale.moved(way * _PAGE * line.scale.width))

    def ask_menu(self) -> None:
        """At the current mark; without one in the middle of the lanes."""
        line, rows, mark = self._line, self._line.rows(), self._current()
        where = rows.window.center()
        box = next((box for lane, box in rows.lanes if mark is not None and mark.stands_in(lane)), None)
        if mark is not None and box is not None:
            where = mark_box(box, line.scale, mark.span, theme_of(line)).center()
        inside = rows.window.adjusted(1, 1, -2, -2)
        x, y = min(max(where.x(), inside.left()), inside.right()), min(max(where.y(), inside.top()), inside.bottom())
        line.wish_menu(QPoint(round(x), round(y)))

    def press(self, event: QKeyEvent) -> bool:
        """Whether it was a key of the time line."""
        keys, key = event.modifiers(), event.key()
        ctrl = bool(keys & Qt.KeyboardModifier.ControlModifier)
        alt, shift = bool(keys & Qt.KeyboardModifier.AltModifier), bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and (ctrl or alt):
            way = -1 if key == Qt.Key.Key_Left else 1
            (self.move_whole if shift else self.move_end if alt else self.move_start)(way)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            way = -1 if key == Qt.Key.Key_Up else 1
            (self.copy_beside if ctrl else self.extend if shift else self.choose_beside)(way)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            (self.zoom_to_pictures if ctrl else self._line.zoom_in)()
        elif key == Qt.Key.Key_Minus:
            self._line.zoom_out()
        elif key == Qt.Key.Key_0:
            (self.zoom_to_chosen if ctrl else self._line.zoom_whole)()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn_page(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_A and ctrl:
            self.choose_all()
        else:
            return False
        return True

    def _escape(self) -> bool:
        if self._line.busy:
            self._line.let_go()
            return True
        if self._line.chosen.ids:
            self.choose_nothing()
            return True
        return False

    def _current(self) -> Mark | None:
        current = self._line.chosen.current
        return None if current is None else self._line.mark_of(current)

    def _beside(self, way: int) -> Mark | None:
        line = self._line
        order = line.order()
        if not order:
            return None
        current = line.chosen.current
        place = order.index(current) + way if current is not None and current in order else (0 if way > 0 else len(order) - 1)
        return line.mark_of(order[min(max(0, place), len(order) - 1)])

    def _nudge(self, way: int, *, later: bool) -> None:
        mark, step = self._current(), self._line.step
        if mark is None or step is None:
            return
        start, end = mark.span.start, mark.span.end
        try:
            span = Span(start, step(end, way)) if later else Span(step(start, way), end)
        except (BadInput, IndexError):
            return
        self._line.wish_span(mark.id, span)

