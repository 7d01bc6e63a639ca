"""The time line as it is shown: film, lanes and marks given as plain data, painted for the stretch that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.timeline import overlay, words
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.drag import Doing
from app.widgets.timeline.laid import Seen, lay_out
from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.still import Content, Still
from app.widgets.timeline.strip import Small, Strip
from vig_tool.timing import ZERO, Instant, Span

ZOOM_STEP = 1.35
_OWING_MS = 15


class ShownLine(QWidget):
    """Give it data with the `show_` methods. What is in hand is known to who inherits it (`busy`, `moved`, `doing`)."""

    def __init__(self) -> None:
        super().__init__()
        self._lanes: tuple[Lane, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._shown_lanes: tuple[Lane, ...] = ()
        self._content = Content()
        self._damage_words = ""
        self._chosen = Chosen()
        self._time = ZERO
        self._scale = TimeScale(length_us=1, width=1)
        self._still = Still()
        self._held: Instant | None = None
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName("Lanes")
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.valueChanged.connect(self._scrolled)
        self._bar.hide()
        self._owing = QTimer(self)
        self._owing.setSingleShot(True)
        self._owing.setInterval(_OWING_MS)
        self._owing.timeout.connect(self.refresh)
        self.setAccessibleName("Time line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        Dressing(self, self._dress)

    @property
    def busy(self) -> bool:
        """Whether a hand is on it: then nothing turns by itself."""
        return False

    @property
    def doing(self) -> Doing | None:
        """What is in hand."""
        return None

    @property
    def moved(self) -> tuple[Mark, ...]:
        """Marks in hand, as they would be."""
        return ()

    def show_film(self, length: Instant, *, frames: NDArray[np.int64] | None = None) -> None:
        """A new film: its end and, where known, the times of its pictures in µs."""
        step = int(np.median(np.diff(frames))) if frames is not None and len(frames) > 1 else 40_000
        self._scale = TimeScale(length_us=max(1, length.us), width=self._track_width(), step_us=step)
        self._content = Content(length=Instant(max(1, length.us)), frames=frames)
        self._chosen, self._time, self._damage_words = Chosen(), ZERO, ""
        self._marks = ()
        self._lay_out()

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        self._lanes = tuple(lanes)
        self._lay_out()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        marks = tuple(marks)
        if marks != self._marks:
            self._marks = marks
            self._content.by_id = {mark.id: mark for mark in marks}
            self._chosen = self._chosen.kept_to(self._content.by_id)
            self._lay_out()

    def show_selected(self, mark_id: UUID | None) -> None:
        """Also turns to it where it is out of sight. What is chosen beside it stays so if it is one of them."""
        self._chosen = self._chosen.with_current(mark_id)
        mark = None if mark_id is None else self._content.by_id.get(mark_id)
        if mark is not None and not self.busy:
            if not self._scale.sees(mark.span):
                self._scale = self._scale.following(mark.span.start)
            self._turn_to_lane(mark)
        self._describe()
        self.refresh()

    def show_time(self, time: Instant) -> None:
        """The playhead; what is shown turns like a page when it leaves."""
        self._time = time
        scale = self._scale if self.busy else self._scale.following(time)
        if scale is not self._scale:
            self._scale = scale
            self._still.forget()
        self.update()

    def show_filmstrip(self, pictures: Sequence[Small]) -> None:
        """Small pictures in the order of their times; each is made into an image when it is first painted."""
        self._content.strip = Strip(pictures)
        self._settle()

    def show_waveform(self, peaks: NDArray[np.float32], *, per_second: int = 50) -> None:
        """Loudness 0..1; empty: no row."""
        self._content.peaks, self._content.per_second = peaks, per_second
        self._settle()

    def show_damage(self, spans: Sequence[Span], words: str) -> None:
        """Where the film cannot be seen as it was filmed: hatched; `words` say it."""
        self._content.damage, self._damage_words = tuple(spans), words
        self._describe()
        self._settle()

    def show_scale(self, scale: TimeScale) -> None:
        """Another stretch of the film."""
        self._scale = scale
        self.refresh()

    def zoom_in(self) -> None:
        self.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        self.zoom(1 / ZOOM_STEP)

    def zoom_whole(self) -> None:
        self.show_scale(self._scale.whole())

    def zoom(self, factor: float, around_x: float | None = None) -> None:
        """Around a pixel of the track; without one around the playhead, or the middle where that is out of sight."""
        here = self._scale.x(self._time)
        middle = here if 0 <= here <= self._scale.width else self._scale.width / 2
        self.show_scale(self._scale.zoomed(factor, around_x=middle if around_x is None else around_x))

    @property
    def scale(self) -> TimeScale:
        return self._scale

    @property
    def selected(self) -> UUID | None:
        return self._chosen.current

    @property
    def chosen(self) -> Chosen:
        return self._chosen

    @property
    def time(self) -> Instant:
        return self._time

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """As they stand, from above."""
        return self._shown_lanes

    def rows(self) -> Rows:
        """Where each row stands now."""
        content = self._content
        return Rows.of(
            self.size(),
            self._shown_lanes,
            theme_of(self),
            filmstrip=bool(content.strip),
            waveform=len(content.peaks) > 0,
            scrolled=self._bar.value(),
        )

    def seen(self) -> tuple[Seen, ...]:
        """The marks in sight, lane by lane."""
        return self._still.seen(self._content, self._scale, theme_of(self))

    def order(self) -> list[UUID]:
        """All marks in the order of the film."""
        return [mark.id for mark in sorted(self._marks, key=lambda mark: (mark.span.start.us, mark.span.end.us))]

    def mark_of(self, mark_id: UUID) -> Mark | None:
        return self._content.by_id.get(mark_id)

    def marks_of(self, ids: frozenset[UUID]) -> tuple[Mark, ...]:
        """In the order they were given."""
        return tuple(mark for mark in self._marks if mark.id in ids)

    def refresh(self) -> None:
        """Draws everything anew; the playhead alone does not need this."""
        self._still.forget()
        self.update()

    def _lay_out(self) -> None:
        """Lanes or marks are others now."""
        lanes = self._lanes
        loose = [mark for mark in self._marks if not mark.lanes]
        if loose:
            name = "Starred" if all(mark.star for mark in loose) else "Without a principle"
            lanes = (*lanes, Lane(OTHER, name, theme_of(self).palette.warm, "circle"))
        self._shown_lanes = lanes
        self._content.laid = lay_out(lanes, self._marks, before=self._content.laid)
        self._describe()
        self._settle()

    def _settle(self) -> None:
        """Rows may stand elsewhere now."""
        self._still.forget(everything=True)
        theme, rows = theme_of(self), self.rows()
        self._bar.setRange(0, round(rows.hidden))
        self._bar.setSingleStep(theme.px(Size.LANE))
        self._bar.setPageStep(max(1, round(rows.window.height())))
        wide = theme.px(Space.MEDIUM)
        self._bar.setGeometry(round(rows.track.left()) - wide, round(rows.window.top()), wide, round(rows.window.height()))
        self._bar.setVisible(rows.hidden > 0)
        self.updateGeometry()
        self.update()

    def _turn_to_lane(self, mark: Mark) -> None:
        rows = self.rows()
        if rows.hidden <= 0:
            return
        boxes = [box for lane, box in rows.lanes if mark.stands_in(lane)]
        if boxes and not any(box.top() >= rows.window.top() - 1 and box.bottom() <= rows.window.bottom() + 1 for box in boxes):
            self._bar.setValue(round(self._bar.value() + boxes[0].center().y() - rows.window.center().y()))

    def _scrolled(self) -> None:
        self._still.forget(everything=True)
        self.update()

    def _dress(self, _theme: Theme) -> None:
        self._scale = self._scale.resized(self._track_width())
        self._lay_out()

    def _describe(self) -> None:
        selected = None if self._chosen.current is None else self._content.by_id.get(self._chosen.current)
        said = words.description(len(self._marks), len(self._chosen.ids), selected, self._damage_words)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def _track_width(self) -> int:
        return max(1, self.width() - theme_of(self).px(Size.LANE_LABELS))

    def picture(self) -> QPixmap:
        """Everything but the playhead and what is in hand."""
        rows, theme = self.rows(), theme_of(self)
        made = self._still.painted(
            self.size(),
            rows,
            self._scale,
            self._content,
            self._chosen,
            moved=self.moved,
            theme=theme,
            ratio=self.devicePixelRatioF(),
        )
        if self._content.strip.owing and not self._owing.isActive():
            self._owing.start()
        return made

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.COLUMN), Rows.usual_height(len(self._shown_lanes), theme))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.COLUMN) // 2, Rows.least_height(len(self._shown_lanes), theme))

    def paintEvent(self, _event: QPaintEvent) -> None:
        still = self.picture()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, still)
        overlay.paint_over(painter, self, self._held or self._time, theme_of(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scale = self._scale.resized(self._track_width())
        self._settle()
        super().resizeEvent(event)
