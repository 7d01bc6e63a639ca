"""Where the rows of the time line stand: ruler, filmstrip, waveform, one lane per principle; labels at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize

from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.timeline.marks import Lane

_LEAST_LANE = 18
_TALLEST_LANE = 34


@dataclass(frozen=True, slots=True)
class Rows:
    """All boxes in the widget's pixels; a row that is not shown has no height."""

    track: QRectF
    ruler: QRectF
    filmstrip: QRectF
    waveform: QRectF
    lanes: tuple[tuple[Lane, QRectF], ...]

    @classmethod
    def of(cls, size: QSize, lanes: Sequence[Lane], theme: Theme, *, filmstrip: bool, waveform: bool) -> Rows:
        """Lanes share what the fixed rows leave; pictures and sound give way first where it is tight."""
        left = float(theme.px(Size.LANE_LABELS))
        width, height = max(1.0, size.width() - left), float(size.height())
        ruler_high = float(theme.px(Size.RULER))
        wanted = len(lanes) * theme.px(_LEAST_LANE) + ruler_high
        strip_high = float(theme.px(Size.FILMSTRIP)) if filmstrip and height - wanted >= theme.px(Size.FILMSTRIP) else 0.0
        wave_high = float(theme.px(Size.WAVEFORM)) if waveform and height - wanted - strip_high >= theme.px(Size.WAVEFORM) else 0.0
        rest = height - ruler_high - strip_high - wave_high
        lane_high = min(rest / max(1, len(lanes)), float(theme.px(_TALLEST_LANE)))
        ruler = QRectF(left, 0, width, ruler_high)
        strip = QRectF(left, ruler.bottom(), width, strip_high)
        wave = QRectF(left, strip.bottom(), width, wave_high)
        first = wave.bottom()
        boxes = tuple((lane, QRectF(left, first + n * lane_high, width, lane_high)) for n, lane in enumerate(lanes))
        return cls(track=QRectF(left, 0, width, height), ruler=ruler, filmstrip=strip, waveform=wave, lanes=boxes)

    @staticmethod
    def usual_height(lanes: int, theme: Theme) -> int:
        return theme.px(Size.RULER) + theme.px(Size.FILMSTRIP) + theme.px(Size.WAVEFORM) + lanes * theme.px(Size.LANE)

    @staticmethod
    def least_height(lanes: int, theme: Theme) -> int:
        return theme.px(Size.RULER) + lanes * theme.px(_LEAST_LANE)

    def label(self, lane_box: QRectF) -> QRectF:
        """The place of a lane's name."""
        return QRectF(Space.SMALL, lane_box.top(), self.track.left() - Space.SMALL, lane_box.height())
