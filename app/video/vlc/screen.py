"""The memory libVLC draws into: upright, square pixels, of the size asked for; each picture is copied out as it is displayed."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_Lock = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
_Display = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_Format = ctypes.CFUNCTYPE(
    ctypes.c_uint,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_char),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
    ctypes.POINTER(ctypes.c_uint),
)
_Cleanup = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

_SAME_S = 0.05
_LARGEST = 1920
"""Longer sides are scaled down while playing; stopped pictures come whole from the stepper."""


class Screen:
    """`on_picture(image, at, chosen)` is called in libVLC's thread; both are time.perf_counter(): when the picture was displayed, and
    when the one before was done with and libVLC chose this one (None for the first).

    libVLC turns and mirrors pictures itself; asked for the film's upright size it also squares the pixels and leaves out the padding.
    `most` are the pixels that will be seen: libVLC scales to them as it turns colours, which costs less than turning them all.
    """

    def __init__(
        self,
        width: int,
        height: int,
        on_picture: Callable[[QImage, float, float | None], None],
        *,
        most: tuple[int, int] = (_LARGEST, _LARGEST),
        flipped: bool = False,
    ) -> None:
        """`flipped`: libVLC turns these pictures as if they were not mirrored."""
        scale = min(1.0, min(most[0], _LARGEST) / width, min(most[1], _LARGEST) / height)
        self._width, self._height = max(2, round(width * scale)), max(2, round(height * scale))
        self._on_picture = on_picture
        self._chosen: float | None = None
        self._flipped = flipped
        self._before, self._before_at = QImage(), 0.0
        # A few lines more than asked for: libVLC's own scaler writes past the last one.
        self._memory = np.zeros((self._height + 32, self._width, 4), np.uint8)
        self.drawing: tuple[Any, Any, Any] = (_Lock(self._lock), None, _Display(self._display))
        self.format: tuple[Any, Any] = (_Format(self._choose), _Cleanup(self._clean))

    def close(self) -> None:
        """libVLC is done with it. The callbacks and this hold each other; the memory goes now and not when Python finds that out."""
        self.drawing, self.format = (None, None, None), (None, None)
        self._memory = np.zeros((0, 0, 4), np.uint8)
        self._before = QImage()

    def _choose(self, _opaque: Any, chroma: Any, width: Any, height: Any, pitch: Any, lines: Any) -> int:  # noqa: ANN401
        ctypes.memmove(chroma, b"RV32", 4)
        width[0], height[0] = self._width, self._height
        pitch[0], lines[0] = 4 * self._width, self._height
        return 1

    def _clean(self, _opaque: int) -> None:
        pass

    def _lock(self, _opaque: int, planes: Any) -> None:  # noqa: ANN401
        planes[0] = self._memory.ctypes.data

    def _display(self, _opaque: int, _picture: int) -> None:
        at = time.perf_counter()
        image = QImage(self._memory.data, self._width, self._height, 4 * self._width, QImage.Format.Format_RGB32)
        image = image.flipped(Qt.Orientation.Horizontal) if self._flipped else image.copy()
        chosen, self._chosen = self._chosen, None
        # A picture that stands is displayed again and again, never sooner than this.
        again = at - self._before_at > _SAME_S and image == self._before
        self._before, self._before_at = image, at
        if not again:
            self._on_picture(image, at, chosen)
        self._chosen = time.perf_counter()
