"""The time line without a mouse: choosing, moving by pictures, copying, zooming and turning pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.actions import Place, actions_of
from app.keys_in_use import keys_in_use
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
    """Each method is one key's work; `press` does that of the key pressed while the time line has the focus, as `app.actions` has it.
    Up, down, plus, minus and 0 work here too where no room takes them first."""

    def __init__(self, line: TimeLine) -> None:
        self._line = line
        work: dict[str, Callable[[], object]] = {
            "line.extend_back": lambda: self.extend(-1),
            "line.extend_on": lambda: self.extend(1),
            "line.choose_all": self.choose_all,
            "line.remove_all": self.remove_all,
            "line.start_back": lambda: self.move_start(-1),
            "line.start_on": lambda: self.move_start(1),
            "line.end_back": lambda: self.move_end(-1),
            "line.end_on": lambda: self.move_end(1),
            "line.move_back": lambda: self.move_whole(-1),
            "line.move_on": lambda: self.move_whole(1),
            "line.copy_up": lambda: self.copy_beside(-1),
            "line.copy_down": lambda: self.copy_beside(1),
            "line.to_pictures": self.zoom_to_pictures,
            "line.to_chosen": self.zoom_to_chosen,
            "line.page_back": lambda: self.turn_page(-1),
            "line.page_on": lambda: self.turn_page(1),
            "line.menu": self.ask_menu,
        }
        usual: dict[str, Callable[[], object]] = {
            "Up": lambda: self.choose_beside(-1),
            "Down": lambda: self.choose_beside(1),
            "+": line.zoom_in,
            "=": line.zoom_in,
            "-": line.zoom_out,
            "0": line.zoom_whole,
        }
        self._own, self._usual = work, usual

    def _work(self) -> dict[str, Callable[[], object]]:
        mine = {key: self._own[action.id] for action in actions_of(Place.TIME_LINE) for key in keys_in_use().of(action)}
        return {QKeySequence(key).toString(): do for key, do in (self._usual | mine).items()}

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

    def remove_all(self) -> None:
        if self._line.chosen.ids:
            self._line.wish_removal(self._line.chosen.ids)

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is the time line's though the room has work for it as well: what is in hand, or several chosen, come first."""
        if event.key() == Qt.Key.Key_Escape:
            return self._line.busy
        return event.key() == Qt.Key.Key_Delete and len(self._line.chosen.ids) > 1

    def press(self, event: QKeyEvent) -> bool:
        """Whether it was a key of the time line."""
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Plus:  # on many keyboards it is the upper of two
            held &= ~Qt.KeyboardModifier.ShiftModifier
        work = self._work().get(QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString())
        if work is not None:
            work()
        return work is not None

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

