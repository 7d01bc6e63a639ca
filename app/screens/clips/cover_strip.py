"""Small pictures along a clip with its covers on: where to look, and where a cover was not followed with certainty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space
from app.video.film import image_of
from app.widgets.painted_button import PaintedButton
from app.widgets.plain import empty
from vig_tool.work.covering import SmallPicture

HEIGHT = 72


class SmallButton(PaintedButton):
    """One small picture; a warm bar below where somebody should look."""

    def __init__(self, picture: SmallPicture) -> None:
        super().__init__()
        self.number = picture.number
        self._image: QImage = image_of(picture.rgb)
        self._lost = picture.lost
        self._on = False
        said = "not followed with certainty, look here" if picture.lost else "followed"
        self.setAccessibleName(f"{picture.time.text}, {said}")
        self.setToolTip(f"{picture.time.text}: {said}")

    def show_on(self, *, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        high = theme.px(HEIGHT)
        return QSize(high * self._image.width() // max(1, self._image.height()) + 4, high + theme.px(Space.SMALL) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        bar = theme.px(Space.HAIR)
        box = QRectF(2, 2, self.width() - 4, self.height() - 4 - theme.px(Space.SMALL))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        if self._lost:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.WARM))
            painter.drawRoundedRect(QRectF(2, self.height() - bar - 1, self.width() - 4, bar), bar / 2, bar / 2)
        if self._on or self.hasFocus():
            painter.setPen(QPen(theme.colour(Role.ACCENT), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), Radius.CONTROL / 2, Radius.CONTROL / 2)


class CoverStrip(QScrollArea):
    """`wanted(number)`: a small picture was pressed."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._inside = QWidget()
        self._line = QHBoxLayout(self._inside)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Space.HAIR // 2)
        self.buttons: tuple[SmallButton, ...] = ()
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Pictures of the clip with what is covered")
        self._fit()

    def show_pictures(self, pictures: Sequence[SmallPicture]) -> None:
        empty(self._line)
        self.buttons = tuple(SmallButton(picture) for picture in pictures)
        for button in self.buttons:
            button.clicked.connect(lambda _on=False, number=button.number: self.wanted.emit(number))
            self._line.addWidget(button)
        self._line.addStretch(1)
        self._fit()

    def show_number(self, number: int) -> None:
        """Rings the small picture that the large one belongs to."""
        here = max((button for button in self.buttons if button.number <= number), key=lambda b: b.number, default=None)
        for button in self.buttons:
            button.show_on(on=button is here)
        if here is not None:
            self.ensureWidgetVisible(here, Space.BROAD, 0)

    def _fit(self) -> None:
        theme = theme_of(self)
        self.setFixedHeight(theme.px(HEIGHT) + theme.px(Space.SMALL) + 4 + self.horizontalScrollBar().sizeHint().height())
