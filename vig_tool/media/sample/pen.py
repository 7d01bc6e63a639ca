"""Drawing in scene units: smooth filled shapes, round strokes and ovals, moved, turned and scaled to the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.opencv import cv2

Colour = tuple[int, int, int]
Points = Sequence[tuple[float, float]]
_Corners = NDArray[np.float64]
_BITS = 4
_FINE = 1 << _BITS


def colour(code: str) -> Colour:
    """`#RRGGBB` as (red, green, blue)."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mixed(one: Colour, other: Colour, part: float) -> Colour:
    """`part` of the way from one colour to the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Pen:
    """Draws on an RGB picture (uint8, height x width x 3) with coordinates of its own: `p -> scale * turn(p) + (x, y)`."""

    def __init__(self, picture: NDArray[np.uint8], *, scale: float = 1.0, angle: float = 0.0, x: float = 0.0, y: float = 0.0) -> None:
        self.picture = picture
        self.scale, self.angle, self.x, self.y = scale, angle, x, y
        self._cos, self._sin = math.cos(angle) * scale, math.sin(angle) * scale

    def place(self, px: float, py: float) -> tuple[float, float]:
        """Where a point lands in the picture, in pixels."""
        return self.x + px * self._cos - py * self._sin, self.y + px * self._sin + py * self._cos

    def moved(self, px: float, py: float, *, degrees: float = 0.0, scale: float = 1.0) -> Pen:
        """A pen whose origin is at (px, py) of this one, turned clockwise and scaled."""
        x, y = self.place(px, py)
        return Pen(self.picture, scale=self.scale * scale, angle=self.angle + math.radians(degrees), x=x, y=y)

    def shape(self, points: Points, fill: Colour) -> None:
        """A smooth closed shape through the points."""
        self._fill(_closed(tuple(points)), fill)

    def polygon(self, points: Points, fill: Colour) -> None:
        """A shape with straight edges."""
        self._fill(np.asarray(points, dtype=np.float64), fill)

    def stroke(self, points: Points, width: float, ink: Colour) -> None:
        """A smooth line through the points with round ends, `width` units thick."""
        path = self._fixed(_opened(tuple(points)))
        thick = max(1, round(width * self.scale))
        cv2.polylines(self.picture, [path], isClosed=False, color=ink, thickness=thick, lineType=cv2.LINE_AA, shift=_BITS)

    def oval(self, px: float, py: float, rx: float, ry: float, fill: Colour, *, degrees: float = 0.0) -> None:
        cx, cy = self.place(px, py)
        centre = round(cx * _FINE), round(cy * _FINE)
        axes = max(1, round(rx * self.scale * _FINE)), max(1, round(ry * self.scale * _FINE))
        cv2.ellipse(self.picture, centre, axes, math.degrees(self.angle) + degrees, 0, 360, fill, -1, cv2.LINE_AA, _BITS)

    def arc(self, px: float, py: float, rx: float, ry: float, *, start: float, end: float, width: float, ink: Colour) -> None:
        """Part of an oval's outline; angles in degrees, clockwise from the right."""
        angles = np.radians(np.linspace(start, end, 12))
        self.stroke([(px + rx * math.cos(a), py + ry * math.sin(a)) for a in angles], width, ink)

    def _fill(self, points: NDArray[np.float64], fill: Colour) -> None:
        cv2.fillPoly(self.picture, [self._fixed(points)], fill, cv2.LINE_AA, _BITS)

    def _fixed(self, points: NDArray[np.float64]) -> NDArray[np.int32]:
        turn = np.array([[self._cos, self._sin], [-self._sin, self._cos]])
        fixed: NDArray[np.int32] = np.rint((points @ turn + (self.x, self.y)) * _FINE).astype(np.int32)
        return fixed


@lru_cache(maxsize=512)
def _closed(points: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    corners = np.array(points, dtype=np.float64)
    return _curve(np.roll(corners, 1, axis=0), corners, np.roll(corners, -1, axis=0), np.roll(corners, -2, axis=0))


@lru_cache(maxsize=512)
def _opened(points: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    corners = np.array(points, dtype=np.float64)
    if len(corners) < 3:
        return corners
    padded = np.vstack([corners[0], corners, corners[-1]])
    return np.vstack([_curve(padded[:-3], padded[1:-2], padded[2:-1], padded[3:]), corners[-1:]])


def _curve(before: _Corners, start: _Corners, end: _Corners, after: _Corners) -> _Corners:
    """Catmull-Rom: eight points for each stretch from `start` to `end`."""
    t = np.linspace(0.0, 1.0, 8, endpoint=False).reshape(1, -1, 1)
    a, b, c, d = (p[:, None, :] for p in (before, start, end, after))
    path = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return path.reshape(-1, 2)
