"""From near and turned: places in the film and places on the screen stay one, and no edge is seen that need not be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSize

from app.video.light import curve
from app.video.looking import Look, dragged, in_film, kept_inside, near_to, nearer, on_screen, place_of

FILM, ROOM = QSize(1920, 1080), QSize(900, 620)
TURNS = st.sampled_from([0, 90, 180, 270])
PARTS = st.floats(0, 1)
ZOOMS = st.floats(1, 8)
ON_SCREEN = st.tuples(st.floats(0, 900), st.floats(0, 620)).map(lambda point: QPointF(*point))


@given(turn=TURNS, zoom=ZOOMS, x=PARTS, y=PARTS, point=st.tuples(PARTS, PARTS))
def test_there_and_back(turn: int, zoom: float, x: float, y: float, point: tuple[float, float]) -> None:
    look = kept_inside(Look(turn, zoom, x, y), FILM, ROOM)
    place = place_of(look, FILM, ROOM)
    assert in_film(on_screen(point, look, place), look, place) == pytest.approx(point, abs=1e-6)


def test_a_quarter_turn_clockwise_brings_the_top_to_the_right() -> None:
    look = Look(turn=90)
    place = place_of(look, FILM, ROOM)
    top = on_screen((0.5, 0.0), look, place)
    assert top.x() == pytest.approx(place.right())
    assert top.y() == pytest.approx(place.center().y())
    assert place.height() == ROOM.height()  # upright film seen on its side fills the height


@given(turn=TURNS, zoom=st.floats(1.01, 8), x=PARTS, y=PARTS)
def test_no_edge_is_seen_that_need_not_be(turn: int, zoom: float, x: float, y: float) -> None:
    place = place_of(kept_inside(Look(turn, zoom, x, y), FILM, ROOM), FILM, ROOM)
    for low, high, room in ((place.left(), place.right(), ROOM.width()), (place.top(), place.bottom(), ROOM.height())):
        if high - low >= room:
            assert low <= 1e-6
            assert high >= room - 1e-6
        else:
            assert low + high == pytest.approx(room)  # in the middle


@given(turn=TURNS, zoom=st.floats(1.5, 6), about=ON_SCREEN, factor=st.floats(1.0, 1.3))
def test_what_is_under_the_pointer_stays_there(turn: int, zoom: float, about: QPointF, factor: float) -> None:
    before = kept_inside(Look(turn, zoom * 1.4, 0.5, 0.5), FILM, ROOM)
    held = in_film(about, before, place_of(before, FILM, ROOM))
    after = nearer(before, factor, about, film=FILM, room=ROOM)
    place = place_of(after, FILM, ROOM)
    if place.width() >= ROOM.width() and place.height() >= ROOM.height() and before.zoom > 3:
        seen = on_screen(held, after, place)
        assert (seen.x(), seen.y()) == pytest.approx((about.x(), about.y()), abs=1e-3)


def test_from_afar_it_is_whole_again_and_never_smaller() -> None:
    look = Look(turn=90, zoom=1.2, x=0.4, y=0.4)
    assert nearer(look, 0.1, QPointF(10, 10), film=FILM, room=ROOM) == Look(turn=90)
    assert nearer(look, 100, QPointF(10, 10), film=FILM, room=ROOM).zoom == 8


@given(turn=TURNS, by=ON_SCREEN)
def test_the_picture_goes_with_the_hand(turn: int, by: QPointF) -> None:
    before = Look(turn, 4.0, 0.5, 0.5)
    after = dragged(before, by / 10, film=FILM, room=ROOM)
    moved = on_screen((0.5, 0.5), after, place_of(after, FILM, ROOM)) - on_screen((0.5, 0.5), before, place_of(before, FILM, ROOM))
    assert (moved.x(), moved.y()) == pytest.approx((by.x() / 10, by.y() / 10), abs=1e-6)


@given(turn=TURNS, x=st.floats(0, 0.8), y=st.floats(0, 0.8))
def test_near_to_a_face_all_of_it_is_seen(turn: int, x: float, y: float) -> None:
    box = (x, y, 0.1, 0.2)
    look = near_to(box, turn, film=FILM, room=ROOM)
    place = place_of(look, FILM, ROOM)
    assert look.zoom > 1
    for corner in ((x, y), (x + 0.1, y), (x, y + 0.2), (x + 0.1, y + 0.2)):
        seen = on_screen(corner, look, place)
        assert -1e-6 <= seen.x() <= ROOM.width() + 1e-6
        assert -1e-6 <= seen.y() <= ROOM.height() + 1e-6


@given(brightness=st.integers(-100, 100), contrast=st.integers(-100, 100))
def test_light_cuts_nothing_off(brightness: int, contrast: int) -> None:
    table = curve(brightness, contrast).astype(int)
    assert (table[0], table[255]) == (0, 255)
    assert np.all(np.diff(table) >= 0)


def test_light_lifts_what_is_dark_and_leaves_what_was_not_asked() -> None:
    assert np.array_equal(curve(0, 0), np.arange(256))
    assert curve(60, 0)[40] > 80
    assert curve(-60, 0)[128] < 100
    table = curve(0, 60).astype(int)
    assert table[64] < 50
    assert table[192] > 205
    assert abs(int(curve(0, -60)[64]) - 64) > 10
