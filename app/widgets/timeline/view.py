"""The time line's widget: turns the mouse, the wheel, fingers and keys into wishes, and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from app.widgets.timeline import pinch, words
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.drag import Carry, Doing, grab
from app.widgets.timeline.hand import Hand
from app.widgets.timeline.line_keys import LineKeys
from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.overview import Grip, grip
from app.widgets.timeline.showing import ZOOM_STEP, ShownLine
from vig_tool.timing import Instant, Span


class TimeLine(ShownLine):
    """Give it data with the `show_` methods; it answers with signals. `snap` (instant → the instant it stands for) keeps dragged ends
    on pictures; `step` (instant, pictures) moves by whole pictures for the keys; `carry` (span, µs) puts a whole span elsewhere, on
    pictures and inside the film.

    One mark is `selected`, as whoever shows it says; others may be chosen beside it. `keys` is what can be done without a mouse.
    """

    spoken = QAccessible.Role.Chart
    seek_asked = Signal(object)  # Instant: pressed there, or let go
    dragged = Signal(object)  # Instant: the playhead is in hand
    mark_chosen = Signal(object)  # UUID, or None where nothing was hit: it alone, and its first picture is to be shown
    chosen_changed = Signal(object, object)  # frozenset of UUIDs, and the one of them that keys are about (or None): nothing else moves
    edge_moved = Signal(object, bool)  # while dragging: Instant of the end in hand, and whether it is the later one
    span_changed = Signal(object, object)  # UUID, Span: let go
    spans_moved = Signal(object)  # {UUID: Span}: whole marks, let go elsewhere
    copied = Signal(object, str)  # frozenset of UUIDs, the lane they are wished for in as well
    removal_asked = Signal(object)  # frozenset of UUIDs
    menu_asked = Signal(object, str, object)  # QPoint on the screen, the lane (OTHER: none) and the Instant it is asked for

    def __init__(
        self,
        *,
        snap: Callable[[Instant], Instant] | None = None,
        step: Callable[[Instant, int], Instant] | None = None,
        carry: Carry | None = None,
    ) -> None:
        super().__init__()
        self.snap = snap or (lambda instant: instant)
        self.step = step
        self.carry: Carry = carry or (lambda span, by_us: Span(span.start.shifted(by_us), span.end.shifted(by_us)))
        self._hand = Hand(self, self)
        self.keys = LineKeys(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    @property
    def busy(self) -> bool:
        return self._hand.busy

    @property
    def doing(self) -> Doing | None:
        return self._hand.doing

    @property
    def moved(self) -> tuple[Mark, ...]:
        return self._hand.moved

    def mark_at(self, where: QPointF) -> Mark | None:
        """The topmost mark under the pointer."""
        rows = self.rows()
        if not rows.window.contains(where):
            return None
        for (_, box), seen in zip(rows.lanes, self.seen(), strict=True):
            if box.top() <= where.y() < box.bottom():
                there = seen.at(where.x() - box.left())
                return next((mark for mark in there if mark.id in self._chosen.ids), there[0] if there else None)
        return None

    def choose(self, chosen: Chosen, *, go: bool) -> None:
        """`go`: to the first picture of the one mark (or to none); else nothing but what is chosen changes."""
        self._chosen = chosen
        self._describe()
        self.refresh()
        if go:
            self.mark_chosen.emit(chosen.current)
        else:
            self.chosen_changed.emit(chosen.ids, chosen.current)

    def let_go(self) -> None:
        """Whatever is in hand stays as it was."""
        self._hand.cancel()

    # What the hand and the keys wish for

    def hold_playhead(self, at: Instant | None) -> None:
        self._held = at
        if at is not None:
            self.dragged.emit(at)
        self.update()

    def preview(self, edge: Instant, *, later: bool) -> None:
        self.edge_moved.emit(edge, later)

    def wish_seek(self, at: Instant) -> None:
        self.seek_asked.emit(at)

    def wish_span(self, mark_id: UUID, span: Span) -> None:
        self.span_changed.emit(mark_id, span)

    def wish_spans(self, spans: dict[UUID, Span]) -> None:
        self.spans_moved.emit(spans)

    def wish_copy(self, ids: frozenset[UUID], lane: Lane) -> None:
        self.copied.emit(ids, lane.id)

    def wish_removal(self, ids: frozenset[UUID]) -> None:
        self.removal_asked.emit(ids)

    def wish_menu(self, where: QPoint) -> None:
        """A menu at a place of this widget."""
        lane = self.rows().lane_at(where.toPointF())
        at = self._scale.at(where.x() - self.rows().track.left())
        self.menu_asked.emit(self.mapToGlobal(where), OTHER if lane is None else lane.id, at)

    def _tip(self, where: QPointF) -> str:
        mark = self.mark_at(where)
        if mark is not None:
            return mark.words or words.times(mark.span)
        rows = self.rows()
        at = self._scale.at(where.x() - rows.track.left())
        if where.x() >= rows.track.left() and any(span.start <= at < span.end for span in self._content.damage):
            return self._damage_words
        lane = rows.lane_at(where)
        return lane.name if lane is not None and where.x() < rows.track.left() else ""

    def _cursor_at(self, where: QPointF) -> Qt.CursorShape:
        """What a press would take hold of."""
        rows = self.rows()
        if rows.overview.contains(where):
            part = grip(where, rows.overview, self._scale)
            return {Grip.WHOLE: Qt.CursorShape.OpenHandCursor, None: Qt.CursorShape.ArrowCursor}.get(part, Qt.CursorShape.SizeHorCursor)
        over = grab(where, rows, self.seen(), self._chosen.ids)
        return Qt.CursorShape.SizeHorCursor if over is not None else Qt.CursorShape.ArrowCursor

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand.busy:
            self._hand.move(event.position())
        else:
            self.setCursor(self._cursor_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.release()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.keys.ask_menu()
        else:
            mark = self.mark_at(event.pos().toPointF())
            if mark is not None:
                self.choose(self._chosen.with_current(mark.id), go=False)
            self.wish_menu(event.pos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, up = event.angleDelta().x(), event.angleDelta().y()
        if event.position().x() < self.rows().track.left() or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._bar.setValue(self._bar.value() - round((up or across) / 120 * self._bar.singleStep()))
        elif across or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.show_scale(self._scale.moved(-(across or up) / 2))
        elif up:
            self.zoom(ZOOM_STEP ** (up / 120), event.position().x() - self.rows().track.left())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keys.claims(event):
            event.accept()
            return True
        if pinch.took(event, self):
            return True
        return super().event(event)
