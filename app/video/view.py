"""The one surface that shows pictures: painted, letterboxed or from near, with overlays painted on top. No native child window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.video.light import Lamp
from app.video.looking import WHOLE, Look, in_film, kept_inside, on_screen, place_of

Overlay = Callable[[QPainter, QRect], None]
"""Paints over the picture; the rectangle is where the picture is, in logical pixels. Called with a saved painter."""

_FINER = (1.0, 1.5, 2.0)
"""How many times more pixels than the screen shows are asked of a running film that is seen from near."""


class VideoView(QWidget):
    """Shows the last picture given, as large as fits. The picture is a QImage that owns its pixels (see `image_of`).

    clicked, double_clicked   the main mouse button, anywhere on the view.
    sized(width, height)      so many pixels are wanted of an upright picture from now on.
    looked                    another part of the picture is seen, or it is turned otherwise.
    """

    sized = Signal(int, int)
    looked = Signal()
    clicked = Signal()
    double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, backdrop: QColor | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._turned: QImage | None = None
        self._scaled = QImage()
        self._lit = QImage()
        self._size = QSize()
        self._look = WHOLE
        self._lamp: Lamp | None = None
        self._asked = QSize()
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
        self._image, self._turned, self._scaled, self._lit = image, None, QImage(), QImage()
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
    def look(self) -> Look:
        return self._look

    @property
    def film_size(self) -> QSize:
        """Of the whole upright picture; empty while there is none."""
        return self._size

    def set_look(self, look: Look) -> None:
        """Which part is seen, and how it is turned; brought inside the picture. Film and exports know nothing of it."""
        look = kept_inside(look, self._size, self.size()) if self._size.isValid() and not self._image.isNull() else look
        if look == self._look:
            return
        if look.turn != self._look.turn:
            self._turned = None
        self._look, self._scaled, self._lit = look, QImage(), QImage()
        self._ask()
        self.update()
        self.looked.emit()

    def set_lamp(self, lamp: Lamp | None) -> None:
        """How bright it is seen from now on."""
        self._lamp, self._lit = lamp, QImage()
        self.update()

    def on_screen(self, point: tuple[float, float]) -> QPointF:
        """Where a place of the film (parts of the upright picture's width and height) is seen, in logical pixels."""
        return on_screen(point, self._look, self._place())

    def in_film(self, point: QPointF) -> tuple[float, float]:
        """The inverse of `on_screen`; outside 0 to 1 where the point is beside the picture."""
        return in_film(point, self._look, self._place())

    @property
    def picture_rect(self) -> QRect:
        """Where the picture is painted, in logical pixels (partly outside the view where it is seen from near); the whole view while
        there is none."""
        return self.rect() if self._image.isNull() else self._place().toRect()

    def _place(self) -> QRectF:
        return QRectF(self.rect()) if self._image.isNull() else place_of(self._look, self._size, self.size())

    def _as_turned(self) -> QImage:
        if self._turned is None:
            self._turned = self._image.transformed(QTransform().rotate(self._look.turn)) if self._look.turn else self._image
        return self._turned

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        if self._lamp is None:
            self._paint_as_filmed(painter, place)
            return
        seen = place.intersected(QRectF(self.rect())).toAlignedRect()
        if self._lit.isNull() and not seen.isEmpty():
            self._lit = self._lamp.lit(self._part(place, seen))
        painter.drawImage(seen, self._lit)

    def _part(self, place: QRectF, seen: QRect) -> QImage:
        """What of the picture is seen, of just so many pixels."""
        ratio = self.devicePixelRatioF()
        if self._as_turned().size() == seen.size() * ratio and self._look.is_whole:
            return self._as_turned()
        made = QImage(seen.size() * ratio, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        painter.fillRect(QRect(0, 0, seen.width(), seen.height()), self._backdrop)
        self._paint_as_filmed(painter, place.translated(-seen.topLeft().toPointF()))
        painter.end()
        return made

    def _paint_as_filmed(self, painter: QPainter, place: QRectF) -> None:
        image, wanted = self._as_turned(), place.size().toSize() * self.devicePixelRatioF()
        if image.size() == wanted:  # as running pictures come: nothing to smooth
            painter.drawImage(place, image)
            return
        if image.width() <= 2 * wanted.width() or wanted.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
            return
        if self._scaled.size() != wanted:  # below half size the painter's own smoothing would leave out pixels
            self._scaled = image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(place, self._scaled)

    def _ask(self) -> None:
        """For pictures of as many pixels as can be seen. From near, in a few steps: not anew with every movement."""
        finer = next((step for step in _FINER if self._look.zoom <= step), _FINER[-1])
        room = self.size() * self.devicePixelRatioF() * finer
        room = room.transposed() if self._look.turn % 180 else room
        if room != self._asked:
            self._asked = room
            self.sized.emit(room.width(), room.height())

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scaled, self._lit = QImage(), QImage()
        self.set_look(self._look)
        self._ask()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._backdrop)
        if not self._image.isNull():
            painter.save()
            self._paint_picture(painter, self._place())
            painter.restore()
        for overlay in self._overlays:
            painter.save()
            overlay(painter, self.picture_rect)
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
