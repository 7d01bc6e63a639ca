"""One picture, whole, on black, in a box of 16 : 9; empty while it is on its way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme.theme import theme_of
from app.theme.tokens import AROUND_PICTURE, Radius, Role, Size


class PictureBox(QWidget):
    """Stands at the top of its place. `name` is what screen readers say. Grows with its place and keeps 16 : 9, unless `fixed_width`
    says how wide it is."""

    def __init__(self, name: str, *, fixed_width: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._image = QImage()
        self._width = fixed_width
        policy = QSizePolicy.Policy.Fixed if fixed_width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)

    @property
    def image(self) -> QImage:
        """Null while none is shown."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        self._image = QImage() if image is None else image
        self.update()

    def sizeHint(self) -> QSize:
        wide = theme_of(self).px(self._width or Size.CARD_WIDTH)
        return QSize(wide, wide * 9 // 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._width else QSize(Size.CARD_PICTURE, Size.CARD_PICTURE * 9 // 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = _fitted(QSizeF(16, 9), QRectF(self.rect()))
        box.moveTop(0)
        corners = QPainterPath()
        corners.addRoundedRect(box, theme.px(Radius.CONTROL), theme.px(Radius.CONTROL))
        painter.setClipPath(corners)
        painter.fillRect(box, QColor(AROUND_PICTURE) if not self._image.isNull() else theme.colour(Role.SUNK))
        if not self._image.isNull():
            painter.drawImage(_fitted(QSizeF(self._image.size()), box), self._image)


def _fitted(shape: QSizeF, into: QRectF) -> QRectF:
    """The largest rectangle of this shape in the middle of `into`."""
    box = QRectF(into.topLeft(), shape.scaled(into.size(), Qt.AspectRatioMode.KeepAspectRatio))
    box.moveCenter(into.center())
    return box
