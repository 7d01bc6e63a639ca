"""The time line keeps to pictures, tells what is under the pointer, and never moves what it was not asked to move."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme.shapes import usual_look
from app.theme.theme import theme_of
from app.theme.tokens import DARK, LIGHT
from app.widgets.timeline.lane_painting import mark_box
from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.view import TimeLine
from tests.gui.desk import dressed as dressed
from vig_tool.timing import SECOND, FrameIndex, Instant, Span

FRAMES = np.arange(600, dtype=np.int64) * 33_333
INDEX = FrameIndex(FRAMES, FRAMES, np.ones(600, np.bool_), int(FRAMES[-1]) + 33_333)
LANES = tuple(Lane(name, name.capitalize(), *usual_look(place)) for place, name in enumerate(("attentive", "turns", "play")))

scales = st.builds(
    lambda length, width, factor, x: TimeScale(length, width).zoomed(factor, around_x=x * width),
    st.integers(SECOND, 3600 * SECOND),
    st.integers(50, 3000),
    st.floats(0.01, 500),
    st.floats(0, 1),
)


@given(scales, st.floats(0, 1))
def test_pixels_and_times_agree(scale: TimeScale, part: float) -> None:
    x = part * scale.width
    assert scale.x(scale.at(x)) == pytest.approx(x, abs=max(1.0 / scale.us_per_px, 1e-6) + 1e-6)


@given(scales, st.floats(0.1, 50), st.floats(0, 1))
def test_zooming_stays_inside_the_film(scale: TimeScale, factor: float, part: float) -> None:
    zoomed = scale.zoomed(factor, around_x=part * scale.width)
    assert zoomed.first_us >= 0
    assert zoomed.first_us + zoomed.span_us <= zoomed.length_us
    assert zoomed.frame_px <= 64.5 or zoomed.span_us == zoomed.length_us


def test_what_is_under_the_pointer_stays_there_when_zooming() -> None:
    scale = TimeScale(600 * SECOND, 1000)
    assert scale.zoomed(8, around_x=400).at(400).us == pytest.approx(scale.at(400).us, abs=SECOND // 1000)


def test_it_turns_the_page_only_when_the_playhead_leaves() -> None:
    scale = TimeScale(600 * SECOND, 1000).zoomed(10, around_x=0)
    assert scale.following(Instant(30 * SECOND)) is scale
    turned = scale.following(Instant(100 * SECOND))
    assert turned.first_us <= 100 * SECOND < turned.first_us + turned.span_us


@given(scales)
def test_ticks_keep_their_distance(scale: TimeScale) -> None:
    ticks = scale.ticks(apart_px=80)
    assert len(ticks) <= scale.width / 80 + 2 or scale.us_per_px * 80 > 3600 * SECOND
    assert all(tick.us <= scale.length_us for tick in ticks)


class Heard:
    def __init__(self, line: TimeLine) -> None:
        self.seeks: list[Instant] = []
        self.chosen: list[object] = []
        self.edges: list[tuple[Instant, bool]] = []
        self.spans: list[tuple[object, Span]] = []
        line.seek_asked.connect(self.seeks.append)
        line.mark_chosen.connect(self.chosen.append)
        line.edge_moved.connect(lambda at, later: self.edges.append((at, later)))
        line.span_changed.connect(lambda mark, span: self.spans.append((mark, span)))


def _step(at: Instant, pictures: int) -> Instant:
    return INDEX.time(INDEX.shown_at(at) + pictures)


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> TimeLine:
    made = TimeLine(snap=INDEX.snap, step=_step)
    qtbot.addWidget(made)
    made.resize(1000, 220)
    made.show_film(INDEX.end, frames=FRAMES)
    made.show_lanes(LANES)
    made.show()
    return made


def _mark(start: float, end: float, *lanes: str, star: bool = False, private: bool = False) -> Mark:
    return Mark(uuid4(), INDEX.snap_span(Span.of_us(round(start * SECOND), round(end * SECOND))), lanes, star=star, private=private)


def _place(line: TimeLine, mark: Mark, lane: int, *, at: str = "middle") -> QPoint:
    box = mark_box(line.rows().lanes[lane][1], line.scale, mark.span, theme_of(line))
    x = {"middle": box.center().x(), "start": box.left() + 1, "end": box.right() - 1}[at]
    return QPoint(round(x), round(box.center().y()))


def test_a_click_beside_marks_seeks(line: TimeLine) -> None:
    heard = Heard(line)
    track = line.rows().track
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(round(track.left() + track.width() / 2), 5))
    assert heard.chosen == [None]
    assert heard.seeks[0].us == pytest.approx(INDEX.end_us / 2, rel=0.01)


def test_a_click_on_a_mark_chooses_it_in_each_of_its_lanes(line: TimeLine) -> None:
    mark = _mark(5, 8, "attentive", "play")
    line.show_marks([mark])
    heard = Heard(line)
    for lane in (0, 2):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=_place(line, mark, lane))
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=_place(line, mark, 1))
    assert heard.chosen == [mark.id, mark.id, None]
    assert heard.spans == []


@pytest.mark.parametrize(("end", "later"), [("start", False), ("end", True)])
def test_a_dragged_end_lands_on_a_picture(line: TimeLine, end: str, later: bool) -> None:
    mark = _mark(5, 12, "turns")
    line.show_marks([mark])
    heard = Heard(line)
    begin = _place(line, mark, 1, at=end)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(line, begin + QPoint(37, 0))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=begin + QPoint(37, 0))
    assert heard.edges
    assert all(kind is later for _, kind in heard.edges)
    assert len(heard.spans) == 1
    span = heard.spans[0][1]
    moved, kept = (span.end, span.start) if later else (span.start, span.end)
    assert moved.us in set(FRAMES.tolist())
    assert kept == (mark.span.start if later else mark.span.end)
    assert moved > (mark.span.end if later else mark.span.start)


def test_an_end_cannot_pass_the_other(line: TimeLine) -> None:
    mark = _mark(5, 8, "turns")
    line.show_marks([mark])
    heard = Heard(line)
    begin = _place(line, mark, 1, at="end")
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(line, QPoint(round(line.rows().track.left()) + 2, begin.y()))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=begin)
    assert all(span.start < span.end for _, span in heard.spans)


def test_marks_without_a_principle_have_their_own_lane(line: TimeLine) -> None:
    line.show_marks([_mark(1, 3, star=True)])
    assert line.rows().lanes[-1][0].id == OTHER
    line.show_marks([])
    assert len(line.rows().lanes) == 3


def test_keys_choose_marks_and_move_ends_by_one_picture(line: TimeLine) -> None:
    first, second = _mark(2, 4, "turns"), _mark(6, 9, "attentive")
    line.show_marks([second, first])
    heard = Heard(line)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert heard.chosen == [first.id]
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert heard.chosen[-1] == second.id
    line.show_selected(first.id)
    QTest.keyClick(line, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert heard.spans[0] == (first.id, Span(_step(first.span.start, 1), first.span.end))
    assert heard.spans[1] == (first.id, Span(first.span.start, _step(first.span.end, -1)))


def test_it_zooms_down_to_single_pictures_and_back(line: TimeLine) -> None:
    for _ in range(40):
        line.zoom_in()
    assert line.scale.frame_px > 20
    line.zoom_whole()
    assert line.scale.is_whole


def test_private_marks_look_different_even_without_colour(line: TimeLine) -> None:
    open_mark = _mark(5, 12, "turns")
    line.show_marks([open_mark])
    box = mark_box(line.rows().lanes[1][1], line.scale, open_mark.span, theme_of(line)).toRect()
    seen = line.grab(box).toImage()
    line.show_marks([Mark(open_mark.id, open_mark.span, open_mark.lanes, private=True)])
    hidden = line.grab(box).toImage()
    ground = {LIGHT.sunk.lower(), DARK.sunk.lower()}
    middle = [(x, seen.height() // 2) for x in range(seen.width() // 2, seen.width() - 4)]
    assert not any(seen.pixelColor(x, y).name() in ground for x, y in middle)
    assert any(hidden.pixelColor(x, y).name() in ground for x, y in middle)


def test_pictures_and_sound_are_drawn_where_they_are_given(line: TimeLine) -> None:
    line.resize(1000, 260)
    assert line.rows().filmstrip.height() == 0
    red = np.zeros((20, 36, 3), np.uint8)
    red[:, :, 0] = 255
    line.show_filmstrip([SimpleNamespace(time=Instant(0), rgb=red)])
    line.show_waveform(np.ones(1000, np.float32))
    rows = line.rows()
    shot = line.grab().toImage()
    strip, wave = rows.filmstrip.center(), rows.waveform.center()
    assert shot.pixelColor(round(strip.x()), round(strip.y())).red() > 200
    assert shot.pixelColor(round(wave.x()), round(wave.y())).name() != LIGHT.sunk.lower()


def test_the_playhead_is_redrawn_without_drawing_everything_anew(line: TimeLine) -> None:
    line.grab()
    still = line.picture()
    line.show_time(Instant(3 * SECOND))
    line.grab()
    assert line.picture() is still


def test_where_nothing_is_there_is_no_mark(line: TimeLine) -> None:
    assert line.mark_at(QPointF(500, 100)) is None


def test_small_pictures_are_cut_at_the_films_end_and_never_squeezed(line: TimeLine) -> None:
    """Left half red, right half blue: where a place has room for its left half only, no blue is seen."""
    halves = np.zeros((20, 36, 3), np.uint8)
    halves[:, :18, 0] = 255
    halves[:, 18:, 2] = 255
    line.show_filmstrip([SimpleNamespace(time=Instant(0), rgb=halves)])
    box = line.rows().filmstrip
    wide = box.height() * 36 / 20
    shot = line.grab().toImage()
    y = round(box.center().y())
    places = int(box.width() // wide)
    rest = box.width() - places * wide
    for offset, red in ((0.2, True), (0.8, False)):
        x = round(box.left() + wide * offset)
        assert (shot.pixelColor(x, y).red() > 200) is red
    if 6 < rest < wide / 2:
        assert shot.pixelColor(round(box.left() + places * wide + rest - 3), y).red() > 200
