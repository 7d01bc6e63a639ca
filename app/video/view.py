"""The one surface that shows pictures: painted, letterboxed, with overlays painted on top. No native child window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

Overlay = Callable[[QPainter, QRect], None]
"""Paints over the picture; the rectangle is where the picture is, in logical pixels. Called with a saved painter."""


class VideoView(QWidget):
    """Shows the last picture given, as large as fits. The picture is a QImage that owns its pixels (see `image_of`).

    clicked, double_clicked   the main mouse button, anywhere on the view.
    sized(width, height)      so many pixels of the screen are there for a picture from now on.
    """

    sized = Signal(int, int)
    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, backdrop: QColor | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._scaled = QImage()
        self._size = QSize()
        self._overlays: list[Overlay] = []
        self._backdrop = backdrop or QColor(Qt.GlobalColor.black)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Film picture")

    @property
    def image(self) -> QImage:
        """The picture shown; null when there is none."""
        return self._image

    @Slot(QImage)
    def show_picture(self, image: QImage, size: QSize | None = None) -> None:
        """`size`: of the whole picture, for one that is a small or a rounded copy of it: it stands exactly where that one would."""
        self._image, self._scaled = image, QImage()
        self._size = image.size() if size is None else size
        self.update()

    @Slot()
    def clear(self) -> None:
        """Nothing of a film stays on the screen or in the view."""
        self.show_picture(QImage())

    def set_backdrop(self, colour: QColor) -> None:
        """The tone around the picture: black, or the theme's sunk one."""
        self._backdrop = colour
        self.update()

    def add_overlay(self, overlay: Overlay) -> None:
        self._overlays.append(overlay)
        self.update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Overlays that are not there are ignored."""
        if overlay in self._overlays:
            self._overlays.remove(overlay)
            self.update()

    @property
    def picture_rect(self) -> QRect:
        """Where the picture is painted, in logical pixels; the whole view while there is none."""
        if self._image.isNull():
            return self.rect()
        fitted = self._size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect((self.width() - fitted.width()) // 2, (self.height() - fitted.height()) // 2, fitted.width(), fitted.height())

    def _paint_picture(self, painter: QPainter, place: QRect) -> None:
        wanted = place.size() * self.devicePixelRatioF()
        if self._image.size() == wanted:  # as running pictures come: nothing to smooth
            painter.drawImage(place, self._image)
            return
        if self._image.width() <= 2 * wanted.width() or wanted.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
            return
        if self._scaled.size() != wanted:  # below half size the painter's own smoothing would leave out pixels
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(place, self._scaled)

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.size() * self.devicePixelRatioF()
        self.sized.emit(room.width(), room.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._backdrop)
        place = self.picture_rect
        if not self._image.isNull():
            self._paint_picture(painter, place)
        for overlay in self._overlays:
            painter.save()
            overlay(painter, place)
            painter.restore()
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit()
        super().mouseDoubleClickEvent(event)
