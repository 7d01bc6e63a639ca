"""What part of a picture is seen and how it is turned; and the way between places in the film's picture and places on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt

NEAREST = 8.0
"""How many times larger than whole a picture can be seen."""


@dataclass(frozen=True, slots=True)
class Look:
    """turn: clockwise degrees (0, 90, 180, 270). zoom: 1 shows the whole picture. x, y: what is in the middle, in parts of the upright
    film's width and height, whatever the turn."""

    turn: int = 0
    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def whole(self) -> Look:
        """The same turn, with nothing left out."""
        return Look(turn=self.turn)

    @property
    def is_whole(self) -> bool:
        return self.zoom == 1.0


WHOLE = Look()


def turned_size(size: QSize, turn: int) -> QSize:
    return size.transposed() if turn % 180 else QSize(size)


def turned_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a place of the upright picture stands after the turn, in parts."""
    return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[turn % 360]


def upright_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """The inverse of `turned_point`."""
    return turned_point(x, y, (360 - turn) % 360)


def place_of(look: Look, film: QSize, room: QSize) -> QRectF:
    """Where the whole turned picture stands in a room of so many pixels; beyond its edges where it is seen from near. Whole pixels while
    nothing is left out, so that running pictures of just that size need no smoothing."""
    shape = turned_size(film, look.turn)
    if look.is_whole:
        fitted = shape.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((room.width() - fitted.width()) // 2, (room.height() - fitted.height()) // 2, fitted.width(), fitted.height())
    size = _size(look, film, room)
    x, y = turned_point(look.x, look.y, look.turn)
    return QRectF(room.width() / 2 - x * size.width(), room.height() / 2 - y * size.height(), size.width(), size.height())


def on_screen(point: tuple[float, float], look: Look, place: QRectF) -> QPointF:
    """A place of the film's picture (parts), on the screen."""
    x, y = turned_point(*point, look.turn)
    return QPointF(place.left() + x * place.width(), place.top() + y * place.height())


def in_film(point: QPointF, look: Look, place: QRectF) -> tuple[float, float]:
    """The inverse of `on_screen`; outside 0 to 1 where the point is beside the picture."""
    x = (point.x() - place.left()) / max(1.0, place.width())
    y = (point.y() - place.top()) / max(1.0, place.height())
    return upright_point(x, y, look.turn)


def kept_inside(look: Look, film: QSize, room: QSize) -> Look:
    """The nearest look that shows no edge it need not show."""
    if look.zoom <= 1.0 or film.isEmpty() or room.isEmpty():
        return look.whole
    look = replace(look, zoom=min(look.zoom, NEAREST))
    size = _size(look, film, room)
    x, y = turned_point(look.x, look.y, look.turn)
    x, y = _inside(x, room.width() / size.width()), _inside(y, room.height() / size.height())
    x, y = upright_point(x, y, look.turn)
    return replace(look, x=x, y=y)


def nearer(look: Look, factor: float, about: QPointF, *, film: QSize, room: QSize) -> Look:
    """So many times nearer (below 1: farther), what is under `about` staying there as far as it can."""
    zoom = min(max(look.zoom * factor, 1.0), NEAREST)
    held = in_film(about, look, place_of(look, film, room))
    moved = replace(look, zoom=zoom)
    if zoom <= 1.0:
        return look.whole
    size = _size(moved, film, room)
    x, y = turned_point(*held, look.turn)
    x += (room.width() / 2 - about.x()) / size.width()
    y += (room.height() / 2 - about.y()) / size.height()
    x, y = upright_point(x, y, look.turn)
    return kept_inside(replace(moved, x=x, y=y), film, room)


def dragged(look: Look, by: QPointF, *, film: QSize, room: QSize) -> Look:
    """The picture moved by the hand."""
    if look.is_whole:
        return look
    size = _size(look, film, room)
    x, y = turned_point(look.x, look.y, look.turn)
    x, y = upright_point(x - by.x() / size.width(), y - by.y() / size.height(), look.turn)
    return kept_inside(replace(look, x=x, y=y), film, room)


def near_to(box: tuple[float, float, float, float], turn: int, *, film: QSize, room: QSize, share: float = 0.55) -> Look:
    """So near that a box (left, top, width, height in parts of the film's picture) takes this share of the room."""
    x, y, w, h = box
    whole = _size(Look(turn=turn), film, room)
    wide, high = (w, h) if turn % 180 == 0 else (h, w)
    zoom = share * min(room.width() / max(1.0, wide * whole.width()), room.height() / max(1.0, high * whole.height()))
    return kept_inside(Look(turn, min(max(zoom, 1.0), NEAREST), x + w / 2, y + h / 2), film, room)


def _size(look: Look, film: QSize, room: QSize) -> QSizeF:
    fitted = QSizeF(turned_size(film, look.turn)).scaled(QSizeF(room), Qt.AspectRatioMode.KeepAspectRatio)
    return fitted * look.zoom


def _inside(middle: float, seen: float) -> float:
    """`seen`: which part of the picture the room shows; 1 or more: all of it, in the middle."""
    return 0.5 if seen >= 1 else min(max(middle, seen / 2), 1 - seen / 2)
