"""Qt's video frames as images: ten bits and very large pictures, without a graphics card."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from app.video.plain_frame import image_of_frame

PIXELS = QVideoFrameFormat.PixelFormat


def painted(width: int, height: int, kind: QVideoFrameFormat.PixelFormat, *, turned: bool = False) -> QVideoFrame:
    """Left half dark, right half light, no colour."""
    described = QVideoFrameFormat(QSize(width, height), kind)
    if turned:
        described.setRotation(QVideoFrameFormat().rotation().Clockwise90)
    frame = QVideoFrame(described)
    deep = kind is PIXELS.Format_YUV420P10
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(3):
        values = np.frombuffer(frame.bits(plane), np.uint16 if deep else np.uint8)
        rows = values.reshape(-1, frame.bytesPerLine(plane) // (2 if deep else 1))
        rows[:] = 128 << (2 if deep else 0)
        if plane == 0:
            rows[:, : width // 2] = 30 << (2 if deep else 0)
            rows[:, width // 2 :] = 220 << (2 if deep else 0)
    frame.unmap()
    return frame


@pytest.mark.parametrize("kind", [PIXELS.Format_YUV420P, PIXELS.Format_YUV420P10])
@pytest.mark.parametrize(("size", "shown"), [((322, 242), (322, 242)), ((3840, 2160), (1920, 1080)), ((4098, 1000), (1024, 250))])
def test_size_and_light(
    kind: QVideoFrameFormat.PixelFormat, size: tuple[int, int], shown: tuple[int, int], qtbot: QtBot
) -> None:
    image = image_of_frame(painted(*size, kind))
    assert (image.width(), image.height()) == shown
    assert image.pixelColor(image.width() // 4, image.height() // 2).lightness() < 40
    assert image.pixelColor(image.width() * 3 // 4, image.height() // 2).lightness() > 210


def test_a_turned_ten_bit_frame_is_upright(qtbot: QtBot) -> None:
    image = image_of_frame(painted(320, 180, PIXELS.Format_YUV420P10, turned=True))
    assert (image.width(), image.height()) == (180, 320)
    assert image.pixelColor(90, 20).lightness() < image.pixelColor(90, 300).lightness()
