"""Turns Qt's video frames into images: at most full-HD, and also those of ten bits, which Qt itself cannot turn without a graphics card."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

_LARGEST = 2048
_Format = QVideoFrameFormat.PixelFormat
_PLANAR = (_Format.Format_YUV420P, _Format.Format_YUV420P10)


def image_of_frame(frame: QVideoFrame) -> QImage:
    """Upright; null where the frame cannot be turned into an image. Larger pictures come at half (or a quarter of) their size: while a
    film runs nobody sees the difference, and turning them whole takes longer than they are shown."""
    kind = frame.pixelFormat()
    step = 1
    while max(frame.width(), frame.height()) > _LARGEST * step:
        step *= 2
    if kind in _PLANAR and (step > 1 or kind is _Format.Format_YUV420P10):
        lighter = _lighter(frame, step)
        if lighter is not None:
            return lighter.toImage()
    return frame.toImage()


def _lighter(frame: QVideoFrame, step: int) -> QVideoFrame | None:
    """The same picture with 8 bits and every `step`th pixel; None where the memory cannot be had."""
    width, height = frame.width() // step // 2 * 2, frame.height() // step // 2 * 2
    described = frame.surfaceFormat()
    plain = QVideoFrameFormat(QSize(width, height), _Format.Format_YUV420P)
    plain.setColorSpace(described.colorSpace())
    plain.setColorRange(described.colorRange())
    plain.setRotation(described.rotation())
    plain.setMirrored(described.isMirrored())
    lighter = QVideoFrame(plain)
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        if not lighter.map(QVideoFrame.MapMode.WriteOnly):
            return None
        for plane in range(3):
            part = 1 if plane == 0 else 2
            target = _rows(lighter, plane, np.uint8)
            source = _rows(frame, plane, np.uint16 if frame.pixelFormat() is _Format.Format_YUV420P10 else np.uint8)
            picked = source[: height * step // part : step, : width * step // part : step]
            target[: height // part, : width // part] = picked >> 2 if picked.dtype == np.uint16 else picked
        lighter.unmap()
        return lighter
    finally:
        frame.unmap()


def _rows(frame: QVideoFrame, plane: int, kind: type[np.unsignedinteger[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """A mapped plane's memory as rows of values, padding included."""
    wide = frame.bytesPerLine(plane) // np.dtype(kind).itemsize
    values: NDArray[np.unsignedinteger[Any]] = np.frombuffer(frame.bits(plane), kind)
    return values[: len(values) // wide * wide].reshape(-1, wide)
