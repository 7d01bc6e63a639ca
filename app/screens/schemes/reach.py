"""How far one press reaches: two fields for seconds, and a small drawing of the span around the press."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.number_edit import NumberEdit
from app.widgets.plain import Words, column, row

_MS_IN_SECOND = 1000
_LONGEST_MS = 60 * _MS_IN_SECOND
_STEP_MS = 500


class Reach(QWidget):
    """`changed(lead, lag)` in µs, by the user's hand only: what was finer than a thousandth stays until it is changed."""

    changed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._us = (0, 0)
        self.lead, self.lag = _seconds("Seconds before the press"), _seconds("Seconds after the press")
        self.drawing = ReachDrawing()
        self.line = Words(tone="danger", wrap=True)
        self.line.hide()
        before = row(None, self.lead, Words("before the press", tone="soft"), None, space=Space.SMALL)
        after = row(None, self.lag, Words("after it", tone="soft"), None, space=Space.SMALL)
        column(self, Words("How far one press reaches", tone="heading"), self.drawing, before, after, self.line, space=Space.HAIR)
        self.lead.value_changed.connect(self._lead_changed)
        self.lag.value_changed.connect(self._lag_changed)

    def show_reach(self, *, lead_us: int, lag_us: int) -> None:
        self._us = (lead_us, lag_us)
        self.lead.set_value(lead_us // 1000)
        self.lag.set_value(lag_us // 1000)
        self.drawing.show_reach(lead_us, lag_us)

    def complain(self, sentence: str) -> None:
        self.line.say(sentence)
        self.line.setVisible(bool(sentence))

    def _lead_changed(self, ms: int) -> None:
        self._tell(ms * 1000, self._us[1])

    def _lag_changed(self, ms: int) -> None:
        self._tell(self._us[0], ms * 1000)

    def _tell(self, lead_us: int, lag_us: int) -> None:
        self._us = (lead_us, lag_us)
        self.drawing.show_reach(lead_us, lag_us)
        self.changed.emit(lead_us, lag_us)


def _seconds(name: str) -> NumberEdit:
    """In thousandths; Up and Down step by half a second."""
    return NumberEdit(name, least=0, most=_LONGEST_MS, step=_STEP_MS, parts=_MS_IN_SECOND, unit="s", live=True)


class ReachDrawing(QWidget):
    """The film as a line, the press as a mark on it, and what it marks as a bar around it."""

    def __init__(self) -> None:
        super().__init__()
        self._lead_us = self._lag_us = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_reach(self, lead_us: int, lag_us: int) -> None:
        self._lead_us, self._lag_us = lead_us, lag_us
        self.setAccessibleName(f"A span from {lead_us / 1e6:g} seconds before the press to {lag_us / 1e6:g} seconds after it")
        self.update()

    @property
    def bar(self) -> QRectF:
        """Where the span is drawn. The whole width is 20 s, or as long as is needed."""
        theme = theme_of(self)
        each = self.width() / max(20_000_000, 2.2 * max(self._lead_us, self._lag_us))
        middle, high = self.width() / 2, theme.px(Space.LARGE)
        return QRectF(middle - self._lead_us * each, theme.px(Space.SMALL), (self._lead_us + self._lag_us) * each, high)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.CARD_WIDTH), theme.px(Space.BROAD) + theme.px(Space.LARGE) + theme.px(Space.SMALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar, middle = self.bar, self.width() / 2
        painter.setPen(QPen(theme.colour(Role.LINE), Size.FOCUS))
        painter.drawLine(QPointF(0, bar.center().y()), QPointF(self.width(), bar.center().y()))
        painter.setPen(QPen(theme.colour(Role.ACCENT), 1.5))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT))
        painter.drawRoundedRect(bar, Radius.CONTROL, Radius.CONTROL)
        painter.setPen(QPen(theme.colour(Role.INK), Size.FOCUS))
        painter.drawLine(QPointF(middle, bar.top() - Space.HAIR), QPointF(middle, bar.bottom() + Space.HAIR))
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(Role.SOFT_INK))
        words = QRectF(0, bar.bottom() + Space.HAIR, self.width(), self.height() - bar.bottom() - Space.HAIR)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, "the press")
