"""The hand on a picture: Ctrl and the wheel, or two fingers, come nearer at the pointer; dragging moves a picture seen from near."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.video.camera import Camera
from app.video.looking import dragged, nearer
from app.video.view import VideoView

_NOTCH = 1.2
_NOTCH_UNITS = 120
STEP = 1.6
"""How much nearer one press of the key comes."""


class Hand(QObject):
    """Goes with its view. What was a drag is no click.

    took    a hand took hold of the view: whatever moved it by itself should stop
    """

    took = Signal()

    def __init__(self, view: VideoView, camera: Camera) -> None:
        super().__init__(view)
        self._view, self._camera = view, camera
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._drags = False
        view.installEventFilter(self)

    def nearer(self, factor: float = STEP) -> None:
        """At the pointer, where it is on the picture; else in the middle. Below 1: farther."""
        view = self._view
        about = QPointF(view.mapFromGlobal(QCursor.pos()))
        if not view.rect().contains(about.toPoint()) or not view.underMouse():
            about = QPointF(view.rect().center())
        self.took.emit()
        self._camera.go(nearer(self._camera.target, factor, about, film=view.film_size, room=view.size()))

    def whole(self) -> None:
        self.took.emit()
        self._camera.go(self._camera.target.whole)

    def move(self, right: float, down: float) -> None:
        """By these parts of the view, for keys: what is seen goes there."""
        view, by = self._view, QPointF(-right * self._view.width(), -down * self._view.height())
        self.took.emit()
        self._camera.go(dragged(self._camera.target, by, film=view.film_size, room=view.size()))

    def _zoom(self, factor: float, about: QPointF) -> None:
        view = self._view
        self.took.emit()
        self._camera.jump(nearer(view.look, factor, about, film=view.film_size, room=view.size()))

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() is Qt.MouseButton.LeftButton and not self._view.look.is_whole:
            self._pressed = self._last = event.position()
            self._drags = False
        return False

    def _drag(self, event: QMouseEvent) -> bool:
        if self._pressed is None:
            return False
        here, view = event.position(), self._view
        if not self._drags and (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._drags = True
            view.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.took.emit()
        if self._drags:
            self._camera.jump(dragged(view.look, here - self._last, film=view.film_size, room=view.size()))
            self._last = here
        return self._drags

    def _release(self, event: QMouseEvent) -> bool:
        dragged_, self._drags = self._drags, False
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = None
        if dragged_:
            self._view.unsetCursor()
        return dragged_

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() or event.angleDelta().x()
            self._zoom(_NOTCH ** (turned / _NOTCH_UNITS), event.position())
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom(1 + event.value(), event.position())
            return True
        if isinstance(event, QMouseEvent):
            kind = event.type()
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._drag(event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release(event)
        return super().eventFilter(watched, event)
