"""The surface that shows pictures: letterboxed, sharp enough, with overlays on top."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.video.film import image_of
from app.video.view import VideoView


def plain(width: int, height: int, colour: tuple[int, int, int]) -> QImage:
    return image_of(np.full((height, width, 3), colour, np.uint8))


def shown(view: VideoView, width: int, height: int) -> QImage:
    view.resize(width, height)
    return view.grab().toImage()


def test_a_wide_picture_has_bars_above_and_below(qtbot: QtBot) -> None:
    view = VideoView(backdrop=QColor("#101214"))
    qtbot.addWidget(view)
    view.show_picture(plain(320, 160, (200, 30, 40)))
    image = shown(view, 400, 400)
    assert view.picture_rect == QRect(0, 100, 400, 200)
    assert image.pixelColor(200, 50) == QColor("#101214")
    assert image.pixelColor(200, 200) == QColor(200, 30, 40)
    assert image.pixelColor(200, 350) == QColor("#101214")


def test_a_picture_much_larger_than_the_view_is_averaged(qtbot: QtBot) -> None:
    stripes = np.zeros((900, 1600, 3), np.uint8)
    stripes[:, ::4] = 255
    view = VideoView()
    qtbot.addWidget(view)
    view.show_picture(image_of(stripes))
    grey = shown(view, 160, 90).pixelColor(80, 45).red()
    assert 40 < grey < 90


def test_overlays_are_painted_over_the_picture_and_can_go(qtbot: QtBot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    view.show_picture(plain(100, 100, (10, 10, 10)))

    def caption(painter: QPainter, place: QRect) -> None:
        painter.fillRect(place.x(), place.bottom() - 9, place.width(), 10, Qt.GlobalColor.white)

    view.add_overlay(caption)
    assert shown(view, 200, 100).pixelColor(100, 95) == QColor("white")
    assert shown(view, 200, 100).pixelColor(10, 95) == QColor("black")
    view.remove_overlay(caption)
    view.remove_overlay(caption)
    assert shown(view, 200, 100).pixelColor(100, 95) == QColor(10, 10, 10)


def test_cleared_it_is_empty(qtbot: QtBot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    view.show_picture(plain(100, 100, (250, 250, 250)))
    view.clear()
    assert view.image.isNull()
    assert shown(view, 100, 100).pixelColor(50, 50) == QColor("black")


def test_a_picture_outlives_the_array_it_came_from() -> None:
    image = plain(64, 64, (1, 2, 3))
    for _ in range(50):
        np.full((64, 64, 3), 255, np.uint8)
    assert image.pixelColor(63, 63) == QColor(1, 2, 3)


def test_clicks_are_told(qtbot: QtBot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.clicked, timeout=1000):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
