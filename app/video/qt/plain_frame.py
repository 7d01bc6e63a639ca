"""Turns Qt's video frames into images of the size they are painted at, in the thread that delivers them."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from app.video.film import Film
from vig_tool.work.running import Coded, RunningPictures

_LARGEST = 1920
_Format = QVideoFrameFormat.PixelFormat
_LAYOUTS: Final = {
    _Format.Format_YUV420P: "yuv420p",
    _Format.Format_YUV422P: "yuv422p",
    _Format.Format_NV12: "nv12",
    _Format.Format_P010: "p010le",
    _Format.Format_YUV420P10: "yuv420p10le",
}
_CURVES: Final = {
    QVideoFrameFormat.ColorTransfer.ColorTransfer_ST2084: 16,
    QVideoFrameFormat.ColorTransfer.ColorTransfer_STD_B67: 18,
}
_COLOURS: Final = {
    QVideoFrameFormat.ColorSpace.ColorSpace_BT601: 601,
    QVideoFrameFormat.ColorSpace.ColorSpace_BT709: 709,
    QVideoFrameFormat.ColorSpace.ColorSpace_BT2020: 2020,
}


class FrameShop:
    """Makes the images of one film after another. `fit` and `begin` may be called while another thread makes an image."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = RunningPictures()
        self._most = (_LARGEST, _LARGEST)
        self._size = (0, 0)
        self._fields = self._mirrored = False
        self._turn = 0

    def fit(self, width: int, height: int) -> None:
        """Images need not be larger than this."""
        self._most = (max(2, min(width, _LARGEST)), max(2, min(height, _LARGEST)))

    def begin(self, film: Film) -> None:
        self._size = (film.width, film.height)
        self._fields, self._turn, self._mirrored = film.interlaced, film.turn, film.mirrored

    def image_of(self, frame: QVideoFrame) -> QImage:
        """Upright, of the film's shape, owning its memory; null where the frame cannot be turned into an image."""
        width, height = self._target()
        layout = _LAYOUTS.get(frame.pixelFormat())
        if layout is not None and frame.map(QVideoFrame.MapMode.ReadOnly):
            try:
                with self._lock:
                    planes = [(frame.bits(plane), frame.bytesPerLine(plane)) for plane in range(frame.planeCount())]
                    made = self._running.picture(planes, self._coded(frame, layout), width=width, height=height)
            finally:
                frame.unmap()
            return _image(made)
        image = frame.toImage()
        if image.isNull() or (image.width(), image.height()) == (width, height):
            return image
        return image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)

    def _target(self) -> tuple[int, int]:
        width, height = self._size
        share = min(1.0, self._most[0] / max(1, width), self._most[1] / max(1, height))
        return max(2, round(width * share)), max(2, round(height * share))

    def _coded(self, frame: QVideoFrame, layout: str) -> Coded:
        described = frame.surfaceFormat()
        guess = 709 if frame.height() >= 720 or frame.width() >= 1280 else 601
        return Coded(
            layout=layout,
            width=frame.width(),
            height=frame.height(),
            colours=_COLOURS.get(described.colorSpace(), guess),
            full=described.colorRange() is QVideoFrameFormat.ColorRange.ColorRange_Full,
            curve=_CURVES.get(described.colorTransfer(), 0),
            fields=self._fields and frame.height() >= 4,
            turn=self._turn,  # the film's own: Qt tells quarter turns of mirrored films the wrong way round
            mirrored=self._mirrored,
        )


def _image(bgra: NDArray[np.uint8]) -> QImage:
    """Copied: an image over an array's memory would outlive it."""
    height, width, _ = bgra.shape
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
