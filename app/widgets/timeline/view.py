"""The time line's widget: shows rows, turns the mouse, the wheel and keys into wishes, and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size
from app.widgets.dressing import Dressing
from app.widgets.timeline import painting
from app.widgets.timeline.drag import EdgeDrag, grab
from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.strip import Small, Strip
from vig_tool.errors import BadInput
from vig_tool.timing import ZERO, Instant, Span

_ZOOM_STEP = 1.35


class TimeLine(QWidget):
    """Give it data with the `show_` methods; it answers with signals. `snap` (instant → the instant it stands for) keeps dragged ends
    on pictures; `step` (instant, pictures) moves by whole pictures for the keys.

    Keys while it has the focus: up and down choose marks, Ctrl+left/right move the chosen one's start by one picture, with Alt too its
    end, plus and minus zoom, 0 shows the whole film.
    """

    seek_asked = Signal(object)  # Instant: pressed there, or let go
    dragged = Signal(object)  # Instant: the playhead is in hand
    mark_chosen = Signal(object)  # UUID, or None where nothing was hit
    edge_moved = Signal(object, bool)  # while dragging: Instant of the end in hand, and whether it is the later one
    span_changed = Signal(object, object)  # UUID, Span: let go

    def __init__(self, *, snap: Callable[[Instant], Instant] | None = None, step: Callable[[Instant, int], Instant] | None = None) -> None:
        super().__init__()
        self.snap = snap or (lambda instant: instant)
        self.step = step
        self._lanes: tuple[Lane, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._strip = Strip()
        self._peaks: NDArray[np.float32] = np.zeros(0, np.float32)
        self._per_second = 50
        self._frames: NDArray[np.int64] | None = None
        self._damage: tuple[Span, ...] = ()
        self._damage_words = ""
        self._selected: UUID | None = None
        self._time = ZERO
        self._scale = TimeScale(length_us=1, width=1)
        self._still: QPixmap | None = None
        self._drag: EdgeDrag | None = None
        self._scrubbing = False
        self._held: Instant | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Time line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        Dressing(self, self._dress)

    def show_film(self, length: Instant, *, frames: NDArray[np.int64] | None = None) -> None:
        """A new film: its end and, where known, the times of its pictures in µs."""
        self._frames = frames
        step = int(np.median(np.diff(frames))) if frames is not None and len(frames) > 1 else 40_000
        self._scale = TimeScale(length_us=max(1, length.us), width=self._track_width(), step_us=step)
        self._strip, self._peaks, self._marks, self._time = Strip(), np.zeros(0, np.float32), (), ZERO
        self._damage, self._damage_words = (), ""
        self.refresh()

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        self._lanes = tuple(lanes)
        self.updateGeometry()
        self.refresh()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        self._marks = tuple(marks)
        self._describe()
        self.updateGeometry()
        self.refresh()

    def show_selected(self, mark_id: UUID | None) -> None:
        """Also turns to it where it is out of sight."""
        self._selected = mark_id
        mark = self._chosen()
        if mark is not None and not self._scale.sees(mark.span):
            self._scale = self._scale.following(mark.span.start)
        self.refresh()

    def show_time(self, time: Instant) -> None:
        """The playhead; what is shown turns like a page when it leaves."""
        self._time = time
        scale = self._scale if self._drag or self._held else self._scale.following(time)
        if scale is not self._scale:
            self._scale = scale
            self._still = None
        self.update()

    def show_filmstrip(self, pictures: Sequence[Small]) -> None:
        """Small pictures in the order of their times; each is made into an image when it is first painted."""
        self._strip = Strip(pictures)
        self.updateGeometry()
        self.refresh()

    def show_waveform(self, peaks: NDArray[np.float32], *, per_second: int = 50) -> None:
        """Loudness 0..1; empty: no row."""
        self._peaks, self._per_second = peaks, per_second
        self.updateGeometry()
        self.refresh()

    def show_damage(self, spans: Sequence[Span], words: str) -> None:
        """Where the film cannot be seen as it was filmed: hatched; `words` say it."""
        self._damage, self._damage_words = tuple(spans), words
        self._describe()
        self.refresh()

    def zoom_in(self) -> None:
        self._zoom(_ZOOM_STEP)

    def zoom_out(self) -> None:
        self._zoom(1 / _ZOOM_STEP)

    def zoom_whole(self) -> None:
        self._scale = self._scale.whole()
        self.refresh()

    @property
    def scale(self) -> TimeScale:
        return self._scale

    @property
    def selected(self) -> UUID | None:
        return self._selected

    def rows(self) -> Rows:
        """Where each row stands now."""
        lanes = self._lanes
        if any(not mark.lanes for mark in self._marks):
            lanes = (*lanes, Lane(OTHER, "Starred", theme_of(self).palette.warm, "circle"))
        return Rows.of(self.size(), lanes, theme_of(self), filmstrip=bool(self._strip), waveform=len(self._peaks) > 0)

    def mark_at(self, where: QPointF) -> Mark | None:
        """The topmost mark under the pointer."""
        rows = self.rows()
        for lane, box in rows.lanes:
            if box.contains(where):
                for mark in reversed(painting.order_for_painting(self._marks, self._selected)):
                    if mark.stands_in(lane) and painting.mark_box(box, self._scale, mark.span, theme_of(self)).contains(where):
                        return mark
        return None

    def refresh(self) -> None:
        """Draws everything anew; the playhead alone does not need this."""
        self._still = None
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.COLUMN), Rows.usual_height(self._lane_count(), theme))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.COLUMN) // 2, Rows.least_height(self._lane_count(), theme))

    def _lane_count(self) -> int:
        return len(self._lanes) + any(not mark.lanes for mark in self._marks)

    def _dress(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.refresh()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{len(self._marks)} moments. {self._damage_words}".strip())

    def _track_width(self) -> int:
        return max(1, self.width() - theme_of(self).px(Size.LANE_LABELS))

    def _chosen(self) -> Mark | None:
        return next((mark for mark in self._marks if mark.id == self._selected), None)

    def _zoom(self, factor: float, around_x: float | None = None) -> None:
        here = self._scale.x(self._time)
        middle = here if 0 <= here <= self._scale.width else self._scale.width / 2
        self._scale = self._scale.zoomed(factor, around_x=middle if around_x is None else around_x)
        self.refresh()

    def _at(self, x: float) -> Instant:
        return self._scale.at(x - self.rows().track.left())

    def _tip(self, where: QPointF) -> str:
        mark = self.mark_at(where)
        if mark is not None:
            return mark.words or _times(mark.span)
        rows = self.rows()
        at = self._scale.at(where.x() - rows.track.left())
        if where.x() >= rows.track.left() and any(span.start <= at < span.end for span in self._damage):
            return self._damage_words
        return next((lane.name for lane, box in rows.lanes if rows.label(box).contains(where)), "")

    def _choose_beside(self, way: int) -> None:
        if not self._marks:
            return
        ordered = sorted(self._marks, key=lambda mark: mark.span)
        places = [n for n, mark in enumerate(ordered) if mark.id == self._selected]
        place = min(max(0, places[0] + way), len(ordered) - 1) if places else (0 if way > 0 else len(ordered) - 1)
        self.mark_chosen.emit(ordered[place].id)

    def _nudge(self, way: int, *, later: bool) -> None:
        mark = self._chosen()
        if mark is None or self.step is None:
            return
        start, end = mark.span.start, mark.span.end
        try:
            span = Span(start, self.step(end, way)) if later else Span(self.step(start, way), end)
        except (BadInput, IndexError):
            return
        self.span_changed.emit(mark.id, span)

    def _paint_still(self, theme: Theme, rows: Rows) -> QPixmap:
        ratio = self.devicePixelRatioF()
        still = QPixmap(self.size() * ratio)
        still.setDevicePixelRatio(ratio)
        still.fill(theme.colour(Role.PAPER))
        painter = QPainter(still)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(rows.track, theme.colour(Role.SUNK))
        for lane, box in rows.lanes:
            count = sum(1 for mark in self._marks if mark.stands_in(lane))
            painting.paint_label(painter, rows.label(box), lane, count, theme)
        painter.setClipRect(rows.track)
        painting.paint_ruler(painter, rows.ruler, self._scale, theme, self._frames)
        painting.paint_filmstrip(painter, rows.filmstrip, self._scale, self._strip)
        painting.paint_waveform(painter, rows.waveform, self._scale, theme, self._peaks, self._per_second)
        top = rows.ruler.bottom() if rows.waveform.bottom() > rows.ruler.bottom() else rows.ruler.center().y()
        made = QRectF(rows.ruler.left(), top, rows.ruler.width(), max(rows.waveform.bottom(), rows.ruler.bottom()) - top)
        painting.paint_damage(painter, made, self._scale, self._damage, theme)
        for lane, box in rows.lanes:
            painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
            painter.drawLine(box.topLeft(), box.topRight())
            for mark in painting.order_for_painting(self._marks, self._selected):
                shown = mark if self._drag is None or self._drag.mark.id != mark.id else self._drag.moved
                if shown.stands_in(lane) and self._scale.sees(shown.span):
                    where = painting.mark_box(box, self._scale, shown.span, theme)
                    painting.paint_mark(painter, where, shown, lane, theme, selected=shown.id == self._selected)
        painter.end()
        return still

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, rows = theme_of(self), self.rows()
        if self._still is None:
            self._still = self._paint_still(theme, rows)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._still)
        now = self._held or self._time
        x = rows.track.left() + self._scale.x(now)
        if rows.track.left() <= x <= rows.track.right() + 1:
            painting.paint_playhead(painter, x, rows.track, rows.ruler, now, theme)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scale = self._scale.resized(self._track_width())
        self._still = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        where = event.position()
        self._drag = grab(where, self.rows(), self._scale, painting.order_for_painting(self._marks, self._selected), theme_of(self))
        mark = self._drag.mark if self._drag is not None else self.mark_at(where)
        if mark is not None:
            self.mark_chosen.emit(mark.id)
        elif where.x() >= self.rows().track.left():
            self.mark_chosen.emit(None)
            self._scrubbing = True
            self.seek_asked.emit(self._at(where.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._drag is not None:
            at = self._scale.at(where.x() - self.rows().track.left())
            self._drag = self._drag.to(self.snap(at))
            self.edge_moved.emit(self._drag.edge, self._drag.later)
            self.refresh()
        elif self._scrubbing:
            self._held = self._at(where.x())
            self.dragged.emit(self._held)
            self.update()
        else:
            over = grab(where, self.rows(), self._scale, painting.order_for_painting(self._marks, self._selected), theme_of(self))
            self.setCursor(Qt.CursorShape.SizeHorCursor if over is not None else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag, self._scrubbing = self._drag, None, False
        held, self._held = self._held, None
        if held is not None:
            self.seek_asked.emit(held)
        if drag is not None and drag.moved.span != drag.mark.span:
            self.span_changed.emit(drag.mark.id, drag.moved.span)
        self.refresh()
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, up = event.angleDelta().x(), event.angleDelta().y()
        if across or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._scale = self._scale.moved(-(across or up) / 2)
            self.refresh()
        elif up:
            self._zoom(_ZOOM_STEP ** (up / 120), event.position().x() - self.rows().track.left())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        later = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if ctrl and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._nudge(-1 if key == Qt.Key.Key_Left else 1, later=later)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose_beside(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(1 / _ZOOM_STEP if key == Qt.Key.Key_Minus else _ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.zoom_whole()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)


def _times(span: Span) -> str:
    return f"{span.start.text} – {span.end.text}"
