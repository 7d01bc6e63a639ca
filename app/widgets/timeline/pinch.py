"""Two fingers on the time line: apart comes closer, together goes back, both along move the film."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from app.widgets.timeline.rows import Rows
from app.widgets.timeline.scale import TimeScale


class Pinched(Protocol):
    """The time line."""

    def rows(self) -> Rows: ...
    def zoom(self, factor: float, around_x: float | None = None) -> None: ...
    def show_scale(self, scale: TimeScale) -> None: ...
    def mapFromGlobal(self, point: QPoint, /) -> QPoint: ...
    @property
    def scale(self) -> TimeScale: ...


def took(event: QEvent, line: Pinched) -> bool:
    """Whether the event was one of two fingers: of a touch pad, as the system tells it, or of a touch screen."""
    if isinstance(event, QNativeGestureEvent):
        if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            line.zoom(max(0.1, 1.0 + event.value()), event.position().x() - line.rows().track.left())
            event.accept()
            return True
        return False
    if isinstance(event, QGestureEvent):
        gesture = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(gesture, QPinchGesture):
            _follow(gesture, line)
            event.accept(gesture)
            return True
    return False


def _follow(gesture: QPinchGesture, line: Pinched) -> None:
    here, before = _across(gesture.centerPoint(), line), _across(gesture.lastCenterPoint(), line)
    if gesture.state() is not Qt.GestureState.GestureStarted:
        line.show_scale(line.scale.moved(before - here))
    line.zoom(max(0.1, gesture.scaleFactor()), here)


def _across(point: QPointF, line: Pinched) -> float:
    """A point of the screen, in pixels from the track's left."""
    return line.mapFromGlobal(point.toPoint()).x() - line.rows().track.left()
