"""The principle palette: one large button per principle with shape, name and key; and the star."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.theme.icons import Icon, picture
from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import empty

_FLASH_MS = 350


@dataclass(frozen=True, slots=True)
class Principle:
    """What a button shows. `tip` says when to use it."""

    id: str
    name: str
    key: str
    colour: str
    shape: str
    tip: str = ""


class PrincipleButton(PaintedButton):
    """44 px high at least. Lights up for a moment when its key or a click marked something."""

    def __init__(self, principle: Principle, *, meaning: Icon | None = None) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self._principle = principle
        self._meaning = meaning
        self._lit = QTimer(self)
        self._lit.setSingleShot(True)
        self._lit.setInterval(_FLASH_MS)
        self._lit.timeout.connect(self.update)
        self.setText(principle.name)
        self.setToolTip(f"{principle.name} ({principle.key})\n{principle.tip}".strip())
        self.setAccessibleName(f"{principle.name}, key {principle.key}")

    def flash(self) -> None:
        self._lit.start()
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = QFontMetricsF(theme.font(Text.BODY)).horizontalAdvance(self.text())
        return QSize(round(words) + theme.px(Size.TARGET_PRINCIPLE) * 2, theme.px(Size.TARGET_PRINCIPLE))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.px(Size.TARGET_PRINCIPLE) * 3, theme.px(Size.TARGET_PRINCIPLE))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        lit = self._lit.isActive() or self.isDown()
        edge = Role.ACCENT if lit or self.hasFocus() else Role.SOFT_INK if self.underMouse() else Role.LINE
        painter.setPen(QPen(theme.colour(edge), Size.FOCUS if self.hasFocus() or lit else Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.ACCENT_SOFT if lit else Role.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Radius.CONTROL, Radius.CONTROL)
        side, gap = theme.px(Size.ICON), theme.px(Space.MEDIUM)
        mark = QRectF(gap, (self.height() - side) / 2, side, side)
        if self._meaning is None:
            paint_shape(painter, self._principle.shape, mark, colour=self._principle.colour, theme=theme)
        else:
            painter.drawPixmap(mark.toRect(), picture(self._meaning, theme, size=Size.ICON, role=Role.WARM))
        key = QRectF(self.width() - gap - side, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(theme.colour(Role.LINE), Size.HAIRLINE))
        painter.setBrush(theme.colour(Role.SUNK))
        painter.drawRoundedRect(key.adjusted(-1, -1, 1, 1), Space.HAIR, Space.HAIR)
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(Role.SOFT_INK))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._principle.key)
        painter.setFont(theme.font(Text.BODY))
        painter.setPen(theme.colour(Role.INK if self.isEnabled() else Role.SOFT_INK))
        words = QRectF(mark.right() + gap, 0, key.left() - mark.right() - 2 * gap, self.height())
        shown = QFontMetricsF(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


class PrinciplePalette(QWidget):
    """`pressed(principle id)` and `star_pressed` as soon as a button is down, `released(principle id, "" is the star)` when it is let
    go. The keys themselves are actions of the room: it calls `flash` when one was used."""

    pressed = Signal(str)
    star_pressed = Signal()
    released = Signal(str)

    def __init__(self, principles: Sequence[Principle] = ()) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.HAIR)
        self.buttons: dict[str, PrincipleButton] = {}
        self.star = self._star()
        self.show_principles(principles)

    def show_principles(self, principles: Sequence[Principle]) -> None:
        empty(self._rows)
        self.buttons = {principle.id: PrincipleButton(principle) for principle in principles}
        for principle_id, button in self.buttons.items():
            button.pressed.connect(partial(self.pressed.emit, principle_id))
            button.released.connect(partial(self.released.emit, principle_id))
            self._rows.addWidget(button)
        self.star = self._star()
        self._rows.addWidget(self.star)

    def flash(self, principle_id: str) -> None:
        """Shows which one was just marked; "" is the star."""
        button = self.buttons.get(principle_id) if principle_id else self.star
        if button is not None:
            button.flash()

    def _star(self) -> PrincipleButton:
        star = PrincipleButton(Principle("", "Star", "S", "", "", tip="A candidate for the review"), meaning=Icon.STARRED)
        star.pressed.connect(self.star_pressed)
        star.released.connect(partial(self.released.emit, ""))
        return star
