"""What of the time line stays as it is while only the playhead moves, painted into pictures that are kept until something of it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.theme.theme import Theme
from app.theme.tokens import Role, Size
from app.widgets.timeline import lane_painting, overview, painting
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.laid import Laid, Seen, runs, seen
from app.widgets.timeline.look import Looks
from app.widgets.timeline.marks import Mark
from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.strip import Strip
from vig_tool.timing import Instant, Span

_FRAMED_ONE_BY_ONE = 120


@dataclass
class Content:
    """What is shown, in whatever stretch. `laid` are the lanes in their order; `by_id` every mark."""

    length: Instant = field(default_factory=lambda: Instant(1))
    frames: NDArray[np.int64] | None = None
    strip: Strip = field(default_factory=Strip)
    peaks: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    per_second: int = 50
    damage: tuple[Span, ...] = ()
    laid: tuple[Laid, ...] = ()
    by_id: Mapping[UUID, Mark] = field(default_factory=dict)


class Still:
    """`track` gives the picture of everything; `forget` makes it anew next time. Labels and the row of the whole film are kept longer:
    zooming and panning do not change them."""

    def __init__(self) -> None:
        self._looks: Looks | None = None
        self._seen: tuple[Seen, ...] | None = None
        self._beside: QPixmap | None = None
        self.picture: QPixmap | None = None

    def forget(self, *, everything: bool = False) -> None:
        """`everything`: marks, lanes, sizes or colours may be others now; else only the stretch or what is chosen."""
        self.picture = self._seen = None
        if everything:
            self._beside = None

    def looks(self, theme: Theme, ratio: float) -> Looks:
        if self._looks is None or self._looks.theme != theme or self._looks.ratio != ratio:
            self._looks = Looks(theme, ratio)
        return self._looks

    def seen(self, content: Content, scale: TimeScale, theme: Theme) -> tuple[Seen, ...]:
        """The marks in sight, lane by lane."""
        if self._seen is None:
            least = float(theme.px(Size.MARK))
            self._seen = tuple(seen(laid, scale, least_px=least) for laid in content.laid)
        return self._seen

    def painted(
        self,
        size: QSize,
        rows: Rows,
        scale: TimeScale,
        content: Content,
        chosen: Chosen,
        *,
        moved: Sequence[Mark],
        theme: Theme,
        ratio: float,
    ) -> QPixmap:
        """`moved`: marks in hand, as they would be; they are drawn there instead of where they are."""
        if self.picture is None:
            looks = self.looks(theme, ratio)
            if self._beside is None:
                self._beside = _paint_beside(size, rows, content, looks)
            picture = QPixmap(self._beside)
            painter = QPainter(picture)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.setClipRect(rows.track)
            _paint_film(painter, rows, scale, content, looks)
            painter.setClipRect(rows.window)
            _paint_lanes(painter, rows, self.seen(content, scale, theme), scale, looks, skip=frozenset(mark.id for mark in moved))
            _paint_chosen(painter, rows, self.seen(content, scale, theme), scale, content, chosen, looks, moved)
            painter.end()
            self.picture = picture
        return self.picture


def _paint_beside(size: QSize, rows: Rows, content: Content, looks: Looks) -> QPixmap:
    """Grounds, the lanes' names, and the row of the whole film."""
    theme, ratio = looks.theme, looks.ratio
    still = QPixmap(size * ratio)
    still.setDevicePixelRatio(ratio)
    still.fill(theme.colour(Role.PAPER))
    painter = QPainter(still)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(rows.track, theme.colour(Role.SUNK))
    overview.paint_ground(
        painter, rows.overview, rows.label(rows.overview), content.laid, content.length, content.damage, theme, ratio=ratio
    )
    painter.setClipRect(QRectF(0, rows.window.top(), rows.track.right(), rows.window.height()))
    for (_, box), laid in zip(rows.lanes, content.laid, strict=True):
        lane_painting.paint_label(painter, rows.label(box), laid.lane, len(laid.marks), looks, beside=rows.hidden > 0)
        painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
        painter.drawLine(box.topLeft(), box.topRight())
    painter.end()
    return still


def _paint_film(painter: QPainter, rows: Rows, scale: TimeScale, content: Content, looks: Looks) -> None:
    theme, ratio = looks.theme, looks.ratio
    painting.paint_ruler(painter, rows.ruler, scale, theme, content.frames)
    painting.paint_filmstrip(painter, rows.filmstrip, scale, content.strip, ratio=ratio)
    painting.paint_waveform(painter, rows.waveform, scale, theme, content.peaks, per_second=content.per_second, ratio=ratio)
    top = rows.ruler.bottom() if rows.waveform.bottom() > rows.ruler.bottom() else rows.ruler.center().y()
    made = QRectF(rows.ruler.left(), top, rows.ruler.width(), max(rows.waveform.bottom(), rows.ruler.bottom()) - top)
    painting.paint_damage(painter, made, scale, content.damage, theme)


def _paint_lanes(painter: QPainter, rows: Rows, lanes: Sequence[Seen], scale: TimeScale, looks: Looks, *, skip: frozenset[UUID]) -> None:
    for (_, box), held in zip(rows.lanes, lanes, strict=True):
        if box.bottom() > rows.window.top() and box.top() < rows.window.bottom():
            lane_painting.paint_lane(painter, box, held, scale, looks, skip=skip)


def _paint_chosen(
    painter: QPainter,
    rows: Rows,
    lanes: Sequence[Seen],
    scale: TimeScale,
    content: Content,
    chosen: Chosen,
    looks: Looks,
    moved: Sequence[Mark],
) -> None:
    """What is chosen or in hand lies on top, each as a mark by itself; of very many only a line around what they cover."""
    in_hand = {mark.id: mark for mark in moved}
    if len(chosen.ids) > _FRAMED_ONE_BY_ONE:
        painter.setPen(QPen(looks.theme.colour(Role.INK), Size.FOCUS))
        for (_, box), held in zip(rows.lanes, lanes, strict=True):
            these = [held.laid.marks[int(n)].id in chosen.ids for n in held.places]
            y = box.bottom() - Size.FOCUS
            covered = runs(held.left[these], held.right[these], int(box.width()))
            painter.drawLines([QLineF(box.left() + begin, y, box.left() + end, y) for begin, end in covered])
        on_top = [mark_id for mark_id in (chosen.current,) if mark_id is not None]
    else:
        on_top = sorted(chosen.ids, key=lambda one: one == chosen.current)
    for mark_id in [*on_top, *(one for one in in_hand if one not in on_top)]:
        mark = in_hand.get(mark_id) or content.by_id.get(mark_id)
        if mark is None:
            continue
        for lane, box in rows.lanes:
            if mark.stands_in(lane) and scale.x(mark.span.end) >= -looks.side and scale.x(mark.span.start) <= box.width():
                place = lane_painting.paint_alone(painter, box, mark, lane, scale, looks)
                if mark_id in chosen.ids or mark_id in in_hand:
                    lane_painting.paint_chosen(painter, place, looks.theme, current=mark_id == chosen.current)
