"""The film's small pictures, turned into images only when they are painted, and only the last of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from vig_tool.timing import Instant

_KEPT = 256
"""More than are ever side by side: 15 MB."""


class Small(Protocol):
    """A small picture: `rgb` is (height, width, 3) uint8, made when it is asked for."""

    @property
    def time(self) -> Instant: ...
    @property
    def rgb(self) -> NDArray[np.uint8]: ...


class Strip:
    """Small pictures in the order of their times; empty where there are none."""

    def __init__(self, pictures: Sequence[Small] = ()) -> None:
        self._pictures = tuple(pictures)
        self._times = np.array([picture.time.us for picture in self._pictures], np.int64)
        self._kept: OrderedDict[int, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def shape(self) -> float:
        """Width by height."""
        first = self._image(0)
        return first.width() / max(1, first.height())

    def nearest(self, at: Instant) -> QImage:
        """The picture whose time is closest. Raises IndexError where there is none."""
        after = int(np.searchsorted(self._times, at.us))
        if after == len(self._times) or (after and at.us - self._times[after - 1] <= self._times[after] - at.us):
            after -= 1
        return self._image(after)

    def _image(self, place: int) -> QImage:
        if place in self._kept:
            self._kept.move_to_end(place)
            return self._kept[place]
        rgb = np.ascontiguousarray(self._pictures[place].rgb)
        height, width, _ = rgb.shape
        image = QImage(rgb.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
        self._kept[place] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return image
