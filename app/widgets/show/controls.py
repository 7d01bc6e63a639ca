"""The big calm controls under the picture: an icon, a word below it, gone after two seconds without movement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPropertyAnimation, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGraphicsOpacityEffect, QWidget

from app.theme.icons import Icon, picture
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import row

REST_MS = 2000
_FADE_MS = 350


class ShowButton(PaintedButton):
    """64 px at least, the word under the icon."""

    def __init__(self, word: str, meaning: Icon, tip: str, on_click: Callable[[], object]) -> None:
        super().__init__()
        self._meaning = meaning
        self._on = False
        self.setText(word)
        self.setToolTip(tip)
        self.setAccessibleName(word)
        self.clicked.connect(lambda _checked=False: on_click())

    def show_as(self, word: str, meaning: Icon, *, on: bool = False) -> None:
        """`on`: drawn as switched on."""
        self._meaning, self._on = meaning, on
        self.setText(word)
        self.setAccessibleName(word)
        self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = QFontMetrics(theme.font(Text.BODY)).horizontalAdvance("One back")
        side = theme.px(Size.TARGET_REVIEW)
        return QSize(max(side, words + theme.px(Space.LARGE)), side + theme.px(Space.SMALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(Size.TARGET_REVIEW, self.sizeHint().height())

    def paint(self, painter: QPainter, theme: Theme) -> None:
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS) if self.hasFocus() else Qt.PenStyle.NoPen)
        lit = self.isDown() or self._on or self.underMouse()
        painter.setBrush(theme.colour(Role.ACCENT_SOFT) if lit and self.isEnabled() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, theme.px(Radius.CARD), theme.px(Radius.CARD))
        role = Role.LINE if not self.isEnabled() else Role.ACCENT if self._on else Role.INK
        side = theme.px(Size.ICON_LARGE)
        sign = picture(self._meaning, theme, size=Size.ICON_LARGE, role=role)
        high = side + theme.px(Space.HAIR) + theme.text_px(Text.BODY)
        top = (self.height() - high) // 2 - 1
        painter.drawPixmap((self.width() - side) // 2, top, side, side, sign)
        painter.setFont(theme.font(Text.BODY))
        painter.setPen(theme.colour(role))
        below = self.rect().adjusted(0, top + side + theme.px(Space.HAIR) - 2, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.text())


class ShowBar(QFrame):
    """Lies over the lower edge of the picture. `woken` and `rested` tell when it comes and goes."""

    woken = Signal()
    rested = Signal()

    def __init__(self, *buttons: ShowButton | int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "show-bar")
        row(self, *buttons, space=Space.HAIR, margin=Space.SMALL)
        self._veil = QGraphicsOpacityEffect(self)
        self._veil.setOpacity(1.0)
        self.setGraphicsEffect(self._veil)
        self._fade = QPropertyAnimation(self._veil, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self._fade.finished.connect(self._settle)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(REST_MS)
        self._clock.timeout.connect(self.rest)
        self.hide()

    def wake(self) -> None:
        """Shown at once, gone again after two seconds in which nobody calls this."""
        self._fade.stop()
        self._fade.setEndValue(1.0)
        self._veil.setOpacity(1.0)
        self.show()
        self.raise_()
        self._clock.start()
        self.woken.emit()

    def rest_soon(self) -> None:
        """In two seconds, if nobody moves."""
        self._clock.start()

    def rest(self) -> None:
        """Fades; not while the pointer or the keyboard is on it."""
        if self.isHidden():
            self.rested.emit()
            return
        if self.underMouse() or any(child.hasFocus() for child in self.findChildren(QAbstractButton)):
            self._clock.start()
            return
        self._fade.stop()
        self._fade.setStartValue(self._veil.opacity())
        self._fade.setEndValue(0.0)
        self._fade.start()
        self.rested.emit()

    def _settle(self) -> None:
        if self._fade.endValue() == 0.0:
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour(Role.PAPER)
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), theme.px(Radius.CARD), theme.px(Radius.CARD))
