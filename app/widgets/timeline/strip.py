"""The film's small pictures, turned into pixmaps only when they are painted, a few each time, and only the last of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from vig_tool.timing import Instant

_KEPT = 256
"""More than are ever side by side: 15 MB."""

_AT_ONCE = 4
"""How many are made for one painting: the rest come with the next, so that zooming stays fluent."""


class Small(Protocol):
    """A small picture: `rgb` is (height, width, 3) uint8, made when it is asked for."""

    @property
    def time(self) -> Instant: ...
    @property
    def rgb(self) -> NDArray[np.uint8]: ...


class Strip:
    """Small pictures in the order of their times; empty where there are none. `owing`: the last painting had to make do with pictures
    from nearby, and is to be done again."""

    def __init__(self, pictures: Sequence[Small] = ()) -> None:
        self._pictures = tuple(pictures)
        self._times = np.array([picture.time.us for picture in self._pictures], np.int64)
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._height = 0
        self._left = _AT_ONCE
        self._shape: float | None = None
        self.owing = False

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def shape(self) -> float:
        """Width by height."""
        if self._shape is None:
            height, width, _ = self._pictures[0].rgb.shape
            self._shape = width / max(1, height)
        return self._shape

    def begin(self, height: int) -> None:
        """Before a painting with pictures `height` device pixels high."""
        if height != self._height:
            self._kept.clear()
            self._height = height
        self._left, self.owing = _AT_ONCE, False

    def nearest(self, at: Instant) -> QPixmap:
        """The picture whose time is closest; once enough were made for this painting, the closest of those at hand. Raises IndexError
        where there is none."""
        after = int(np.searchsorted(self._times, at.us))
        if after == len(self._times) or (after and at.us - self._times[after - 1] <= self._times[after] - at.us):
            after -= 1
        if after not in self._kept and self._left == 0 and self._kept:
            self.owing = True
            return self._kept[min(self._kept, key=lambda place: abs(place - after))]
        return self._pixmap(after)

    def _pixmap(self, place: int) -> QPixmap:
        if place in self._kept:
            self._kept.move_to_end(place)
            return self._kept[place]
        self._left = max(0, self._left - 1)
        rgb = np.ascontiguousarray(self._pictures[place].rgb)
        height, width, _ = rgb.shape
        image = QImage(rgb.data, width, height, width * 3, QImage.Format.Format_RGB888)
        if self._height:
            image = image.scaledToHeight(self._height, Qt.TransformationMode.SmoothTransformation)
        self._kept[place] = QPixmap.fromImage(image)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[place]
