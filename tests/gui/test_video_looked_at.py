"""The painted surface from near, turned, and in another light."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.video.film import image_of
from app.video.light import Lamp, curve
from app.video.looking import Look
from app.video.view import VideoView

RED, GREEN, BLUE, GREY = (200, 0, 0), (0, 200, 0), (0, 0, 200), (60, 60, 60)


def quarters() -> QImage:
    """Red and green above, blue and grey below."""
    made = np.zeros((180, 320, 3), np.uint8)
    made[:90, :160], made[:90, 160:], made[90:, :160], made[90:, 160:] = RED, GREEN, BLUE, GREY
    return image_of(made)


@pytest.fixture
def view(qtbot: QtBot) -> VideoView:
    view = VideoView()
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.show_picture(quarters())
    return view


def at(view: VideoView, x: int, y: int) -> tuple[int, int, int]:
    colour = QColor(view.grab().toImage().pixelColor(QPoint(x, y)))
    return colour.red(), colour.green(), colour.blue()


@pytest.mark.parametrize(("turn", "upper_left"), [(0, RED), (90, BLUE), (180, GREY), (270, GREEN)])
def test_turned_it_is_whole_and_upright_in_the_film(view: VideoView, turn: int, upper_left: tuple[int, int, int]) -> None:
    view.set_look(Look(turn=turn))
    place = view.picture_rect
    assert at(view, place.left() + 20, place.top() + 20) == upper_left
    seen = view.on_screen((0.25, 0.25))
    assert at(view, round(seen.x()), round(seen.y())) == RED  # wherever it stands, a place in the film is that place
    if turn % 180:
        assert at(view, 5, 180) == (0, 0, 0)
        assert place.height() == 360


def test_from_near_a_part_fills_the_view(view: VideoView) -> None:
    view.set_look(Look(zoom=3.0, x=0.75, y=0.25))
    assert {at(view, x, y) for x in (5, 320, 634) for y in (5, 180, 354)} == {GREEN}
    view.set_look(Look())
    assert at(view, 5, 5) == RED


def test_what_is_not_in_the_picture_is_never_looked_at(view: VideoView) -> None:
    view.set_look(Look(zoom=4.0, x=0.0, y=0.0))
    assert at(view, 2, 2) == RED
    assert view.look.x == pytest.approx(0.125)


def test_more_pixels_are_asked_for_from_near_and_turned_ones_when_turned(view: VideoView) -> None:
    asked: list[QSize] = []
    view.sized.connect(lambda width, height: asked.append(QSize(width, height)))
    view.set_look(Look(zoom=1.2))
    view.set_look(Look(zoom=1.3))
    view.set_look(Look(zoom=6.0))
    view.set_look(Look(turn=90))
    assert asked == [QSize(960, 540), QSize(1280, 720), QSize(360, 640)]


def test_in_another_light_only_what_is_painted_changes(view: VideoView) -> None:
    before = view.image.copy()
    view.set_lamp(Lamp(60, 0))
    light = int(curve(60, 0)[60])
    assert light > 100
    assert at(view, 600, 330) == (light, light, light)
    view.set_look(Look(zoom=3.0, x=0.9, y=0.9))
    assert at(view, 320, 180) == (light, light, light)
    assert view.image == before
    view.set_lamp(None)
    assert at(view, 320, 180) == GREY


def test_the_next_picture_is_lit_too(view: VideoView) -> None:
    view.set_lamp(Lamp(60, 0))
    at(view, 0, 0)
    view.show_picture(image_of(np.full((360, 640, 3), 20, np.uint8)))
    light = int(curve(60, 0)[20])
    assert at(view, 300, 100) == (light, light, light)
