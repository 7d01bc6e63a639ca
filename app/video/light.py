"""Brightness and contrast of what is seen, for films of dark rooms: a table laid on the picture as it is painted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

MOST = 100
"""Brightness and contrast go from -100 to 100; 0 is as filmed."""

_GAMMA = 2.8
_STEEP = 7.0


def curve(brightness: int, contrast: int) -> NDArray[np.uint8]:
    """(256,) uint8: what each grey level becomes. Black stays black and white stays white, and no two levels change places: what is dark
    is lifted, nothing is cut off."""
    level = np.linspace(0.0, 1.0, 256) ** (_GAMMA ** (-brightness / MOST))
    if contrast:
        grid = np.linspace(0.0, 1.0, 1025)
        steep = 1 / (1 + np.exp(-_STEEP * abs(contrast) / MOST * (grid - 0.5)))
        steep = (steep - steep[0]) / (steep[-1] - steep[0])
        level = np.interp(level, grid, steep) if contrast > 0 else np.interp(level, steep, grid)
    made: NDArray[np.uint8] = np.rint(255 * level).astype(np.uint8)
    return made


class Lamp:
    """Lays one curve on pictures of any size. Two bytes at a time, which takes two thirds of the time of one."""

    def __init__(self, brightness: int, contrast: int) -> None:
        one = curve(brightness, contrast).astype(np.uint16)
        self._two = (one[None, :] | (one[:, None] << 8)).reshape(-1).copy()  # low byte, high byte, on either kind of machine

    def lit(self, image: QImage) -> QImage:
        """A new picture of the same size, opaque."""
        plain = image if image.format() == QImage.Format.Format_RGB32 else image.convertToFormat(QImage.Format.Format_RGB32)
        made = QImage(plain.size(), QImage.Format.Format_RGB32)
        np.take(self._two, np.frombuffer(plain.constBits(), np.uint16), out=np.frombuffer(made.bits(), np.uint16), mode="clip")
        made.setDevicePixelRatio(plain.devicePixelRatio())
        return made


def lamp_for(brightness: int, contrast: int) -> Lamp | None:
    """None where the picture is seen as filmed."""
    return Lamp(brightness, contrast) if brightness or contrast else None
