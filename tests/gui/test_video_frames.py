"""Qt's video frames as images of the size they are painted at: ten bits, fields, turned, without a graphics card."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from app.video.film import Film
from app.video.qt.plain_frame import FrameShop

PIXELS = QVideoFrameFormat.PixelFormat


def painted(width: int, height: int, kind: QVideoFrameFormat.PixelFormat) -> QVideoFrame:
    """Left half dark, right half light, no colour."""
    described = QVideoFrameFormat(QSize(width, height), kind)
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


def shop(width: int, height: int, *, most: tuple[int, int] = (1920, 1920), interlaced: bool = False, turn: int = 0) -> FrameShop:
    made = FrameShop()
    made.begin(cast(Film, SimpleNamespace(width=width, height=height, interlaced=interlaced, turn=turn, mirrored=False)))
    made.fit(*most)
    return made


@pytest.mark.parametrize("kind", [PIXELS.Format_YUV420P, PIXELS.Format_YUV420P10])
@pytest.mark.parametrize(
    ("size", "most", "shown"),
    [((322, 242), (1920, 1080), (322, 242)), ((3840, 2160), (4000, 4000), (1920, 1080)), ((1920, 1080), (960, 900), (960, 540))],
)
def test_size_and_light(
    kind: QVideoFrameFormat.PixelFormat, size: tuple[int, int], most: tuple[int, int], shown: tuple[int, int], qtbot: QtBot
) -> None:
    image = shop(*size, most=most).image_of(painted(*size, kind))
    assert (image.width(), image.height()) == shown
    assert image.pixelColor(image.width() // 4, image.height() // 2).lightness() < 40
    assert image.pixelColor(image.width() * 3 // 4, image.height() // 2).lightness() > 210


@pytest.mark.parametrize("kind", [PIXELS.Format_YUV420P, PIXELS.Format_YUV420P10])
def test_a_turned_frame_is_upright(kind: QVideoFrameFormat.PixelFormat, qtbot: QtBot) -> None:
    image = shop(180, 320, turn=90).image_of(painted(320, 180, kind))
    assert (image.width(), image.height()) == (180, 320)
    assert image.pixelColor(90, 20).lightness() < image.pixelColor(90, 300).lightness()


def test_of_two_half_pictures_only_one_is_seen(qtbot: QtBot) -> None:
    frame = painted(320, 180, PIXELS.Format_YUV420P)
    assert frame.map(QVideoFrame.MapMode.ReadWrite)
    rows = np.frombuffer(frame.bits(0), np.uint8).reshape(-1, frame.bytesPerLine(0))
    rows[0::2], rows[1::2] = 60, 200  # a comb
    frame.unmap()
    image = shop(320, 180, interlaced=True).image_of(frame)
    assert {image.pixelColor(160, line).lightness() // 8 for line in range(20, 160)} == {image.pixelColor(160, 90).lightness() // 8}


def test_high_dynamic_range_is_brought_to_ordinary_brightness(qtbot: QtBot) -> None:
    """An HLG white of paper (75 %) is bright but not washed out, and much brighter than the bare numbers would show."""
    described = QVideoFrameFormat(QSize(64, 64), PIXELS.Format_YUV420P10)
    described.setColorTransfer(QVideoFrameFormat.ColorTransfer.ColorTransfer_STD_B67)
    described.setColorSpace(QVideoFrameFormat.ColorSpace.ColorSpace_BT2020)
    levels = {}
    for code in (200, 400, 721, 940):
        frame = QVideoFrame(described)
        assert frame.map(QVideoFrame.MapMode.WriteOnly)
        for plane in range(3):
            np.frombuffer(frame.bits(plane), np.uint16)[:] = code if plane == 0 else 512
        frame.unmap()
        levels[code] = shop(64, 64).image_of(frame).pixelColor(32, 32)
    greys = [colour.red() for colour in levels.values()]
    assert all(abs(colour.red() - colour.blue()) < 6 for colour in levels.values())
    assert greys == sorted(greys)
    assert 200 <= levels[721].red() <= 245
    assert levels[940].red() > levels[721].red()
