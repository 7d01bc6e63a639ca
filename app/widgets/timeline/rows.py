"""Where the rows of the time line stand: ruler, filmstrip, waveform, one lane per principle, the whole film; labels at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize

from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.timeline.marks import Lane

_LEAST_LANE = 20
_TALLEST_LANE = 34
_OVERVIEW = 22
_LANES_BEFORE_PICTURES = 5
"""So many lanes come before filmstrip and waveform where it is tight; more of them scroll."""

_LANES_ASKED_FOR = 7
_LANES_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """All boxes in the widget's pixels; a row that is not shown has no height. Lanes are seen through `window`: with more of them than
    find room, `hidden` pixels of them lie outside it."""

    track: QRectF
    ruler: QRectF
    filmstrip: QRectF
    waveform: QRectF
    window: QRectF
    lanes: tuple[tuple[Lane, QRectF], ...]
    overview: QRectF
    hidden: float = 0.0

    @classmethod
    def of(
        cls, size: QSize, lanes: Sequence[Lane], theme: Theme, *, filmstrip: bool, waveform: bool, scrolled: float = 0.0
    ) -> Rows:
        """Lanes share what the fixed rows leave, and scroll rather than become too low to be read."""
        left = float(theme.px(Size.LANE_LABELS))
        width, height = max(1.0, size.width() - left), float(size.height())
        ruler_high, overview_high = float(theme.px(Size.RULER)), float(theme.px(_OVERVIEW))
        least = float(theme.px(_LEAST_LANE))
        wanted = min(len(lanes), _LANES_BEFORE_PICTURES) * least + ruler_high + overview_high
        strip_high = float(theme.px(Size.FILMSTRIP)) if filmstrip and height - wanted >= theme.px(Size.FILMSTRIP) else 0.0
        wave_high = float(theme.px(Size.WAVEFORM)) if waveform and height - wanted - strip_high >= theme.px(Size.WAVEFORM) else 0.0
        rest = max(0.0, height - ruler_high - strip_high - wave_high - overview_high)
        lane_high = min(max(rest / max(1, len(lanes)), least), float(theme.px(_TALLEST_LANE)))
        hidden = max(0.0, lane_high * len(lanes) - rest)
        ruler = QRectF(left, 0, width, ruler_high)
        strip = QRectF(left, ruler.bottom(), width, strip_high)
        wave = QRectF(left, strip.bottom(), width, wave_high)
        window = QRectF(left, wave.bottom(), width, rest)
        first = window.top() - min(max(0.0, scrolled), hidden)
        boxes = tuple((lane, QRectF(left, first + n * lane_high, width, lane_high)) for n, lane in enumerate(lanes))
        overview = QRectF(left, window.bottom(), width, overview_high)
        return cls(QRectF(left, 0, width, window.bottom()), ruler, strip, wave, window, boxes, overview, hidden)

    @staticmethod
    def usual_height(lanes: int, theme: Theme) -> int:
        fixed = theme.px(Size.RULER) + theme.px(Size.FILMSTRIP) + theme.px(Size.WAVEFORM) + theme.px(_OVERVIEW)
        return fixed + min(lanes, _LANES_ASKED_FOR) * theme.px(Size.LANE)

    @staticmethod
    def least_height(lanes: int, theme: Theme) -> int:
        return theme.px(Size.RULER) + theme.px(_OVERVIEW) + min(lanes, _LANES_AT_LEAST) * theme.px(_LEAST_LANE)

    def label(self, lane_box: QRectF) -> QRectF:
        """The place of a lane's name."""
        return QRectF(Space.SMALL, lane_box.top(), self.track.left() - Space.SMALL, lane_box.height())

    def lane_at(self, where: QPointF) -> Lane | None:
        """The lane that is seen there, also beside its name."""
        if not self.window.top() <= where.y() < self.window.bottom():
            return None
        return next((lane for lane, box in self.lanes if box.top() <= where.y() < box.bottom()), None)
