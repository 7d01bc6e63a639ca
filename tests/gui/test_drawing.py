"""Arrows, circles and boxes: drawn by mouse and by keys, moved, taken away; where they belong however the film is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.video.film import image_of
from app.video.looking import Look
from app.video.view import VideoView
from app.widgets.drawing import ARROW, BOX, CIRCLE, DrawingSurface, Figure
from tests.gui.desk import dressed as dressed

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Heard:
    kept: list[Figure] = field(default_factory=list)
    moved: list[tuple[Figure, Figure]] = field(default_factory=list)
    removed: list[Figure] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)


@pytest.fixture
def surface(dressed: QApplication, qtbot: QtBot) -> DrawingSurface:
    view = VideoView()
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.show_picture(image_of(np.full((360, 640, 3), 90, np.uint8)))
    surface = DrawingSurface(view, "Picture to draw on")
    view.show()
    surface.show()
    surface.setFocus()
    qtbot.waitUntil(surface.hasFocus)
    return surface


@pytest.fixture
def heard(surface: DrawingSurface) -> Heard:
    heard = Heard()
    surface.kept.connect(heard.kept.append)
    surface.moved.connect(lambda old, new: heard.moved.append((old, new)))
    surface.removed.connect(heard.removed.append)
    surface.ended.connect(lambda: heard.ends.append(True))
    return heard


def drag(surface: DrawingSurface, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(surface, LEFT, pos=start)
    QTest.mouseMove(surface, (start + end) / 2)
    QTest.mouseMove(surface, end)
    QTest.mouseRelease(surface, LEFT, pos=end)


def test_drawn_with_the_mouse_it_is_kept_when_the_hand_lets_go(surface: DrawingSurface, heard: Heard) -> None:
    drag(surface, QPoint(64, 36), QPoint(320, 180))
    assert heard.kept == [Figure(ARROW, (0.1, 0.1), (0.5, 0.5))]
    QTest.mouseClick(surface, LEFT, pos=QPoint(600, 300))
    assert len(heard.kept) == 1  # a click draws nothing


def test_turned_and_from_near_it_is_the_same_place_in_the_film(surface: DrawingSurface, heard: Heard) -> None:
    view = surface.parentWidget()
    assert isinstance(view, VideoView)
    view.set_look(Look(turn=90, zoom=2.5, x=0.3, y=0.6))
    start, end = view.on_screen((0.3, 0.5)).toPoint(), view.on_screen((0.25, 0.62)).toPoint()
    surface.draw_shape(CIRCLE)
    drag(surface, start, end)
    [made] = heard.kept
    assert made.shape == CIRCLE
    assert made.start == pytest.approx((0.3, 0.5), abs=0.004)
    assert made.end == pytest.approx((0.25, 0.62), abs=0.004)


def test_drawn_with_keys_alone(surface: DrawingSurface, heard: Heard) -> None:
    QTest.keyClick(surface, Key.Key_Right)
    first = surface.draft
    assert first is not None
    for _ in range(3):
        QTest.keyClick(surface, Key.Key_Right)
    QTest.keyClick(surface, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert heard.kept == []
    QTest.keyClick(surface, Key.Key_Return)
    [made] = heard.kept
    assert made.start[0] > first.start[0]
    assert made.start[1] == pytest.approx(first.start[1])
    assert made.end[1] < first.end[1]
    assert surface.draft is None


def test_what_is_there_is_moved_by_hand_and_by_keys_and_taken_away(surface: DrawingSurface, heard: Heard) -> None:
    there = Figure(ARROW, (0.25, 0.5), (0.5, 0.5))
    surface.show_figures([there])
    drag(surface, QPoint(240, 180), QPoint(240, 216))  # by its middle
    assert heard.moved[-1][0] == there
    assert heard.moved[-1][1].start == pytest.approx((0.25, 0.6))
    assert heard.moved[-1][1].end == pytest.approx((0.5, 0.6))
    drag(surface, QPoint(320, 180), QPoint(384, 180))  # by its head
    assert heard.moved[-1][1].start == (0.25, 0.5)
    assert heard.moved[-1][1].end == pytest.approx((0.6, 0.5))
    surface.choose(None)
    QTest.keyClick(surface, Key.Key_Tab)
    assert surface.chosen == there
    QTest.keyClick(surface, Key.Key_Down)
    QTest.keyClick(surface, Key.Key_Enter)
    assert heard.moved[-1][1].start[1] > 0.5
    assert heard.removed == []
    surface.choose(there)
    QTest.keyClick(surface, Key.Key_Delete)
    assert heard.removed == [there]
    assert heard.kept == []


def test_it_stays_inside_the_picture_and_keeps_its_shape(surface: DrawingSurface, heard: Heard) -> None:
    there = Figure(CIRCLE, (0.9, 0.5), (0.95, 0.5))
    surface.show_figures([there])
    surface.choose(there)
    for _ in range(30):
        QTest.keyClick(surface, Key.Key_Right)
    QTest.keyClick(surface, Key.Key_Return)
    made = heard.moved[-1][1]
    assert made.end[0] == pytest.approx(1.0)
    assert made.end[0] - made.start[0] == pytest.approx(0.05)


def test_escape_gives_up_the_draft_then_the_choice_then_ends(surface: DrawingSurface, heard: Heard) -> None:
    QTest.keyClick(surface, Key.Key_Right)
    QTest.keyClick(surface, Key.Key_Escape)
    assert surface.draft is None
    assert heard.ends == []
    QTest.keyClick(surface, Key.Key_Escape)
    assert heard.ends == [True]
    assert heard.kept == []


@pytest.mark.parametrize("shape", [ARROW, CIRCLE, BOX])
def test_each_stands_out_from_light_and_dark(surface: DrawingSurface, shape: str) -> None:
    view = surface.parentWidget()
    assert isinstance(view, VideoView)
    for grey in (0, 255):
        view.show_picture(image_of(np.full((360, 640, 3), grey, np.uint8)))
        surface.show_figures([])
        before = view.grab().toImage()
        surface.show_figures([Figure(shape, (0.3, 0.3), (0.5, 0.6))])
        after = view.grab().toImage()
        levels = {
            after.pixelColor(x, y).lightness()
            for x in range(0, 640, 2)
            for y in range(0, 360, 2)
            if after.pixel(x, y) != before.pixel(x, y)
        }
        assert max(abs(level - grey) for level in levels) > 120
