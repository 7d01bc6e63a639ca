"""The time line under the hand: whole marks moved, several chosen, a band drawn, copies dragged, the whole film's window, two fingers."""

from __future__ import annotations

from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPinchGesture
from pytestqt.qtbot import QtBot

from app.theme.shapes import usual_look
from app.theme.theme import theme_of
from app.widgets.timeline import overview, pinch
from app.widgets.timeline.chosen import Chosen
from app.widgets.timeline.lane_painting import mark_box
from app.widgets.timeline.marks import OTHER, Lane, Mark
from app.widgets.timeline.scale import TimeScale
from app.widgets.timeline.view import TimeLine
from tests.gui.desk import dressed as dressed
from vig_tool.timing import SECOND, FrameIndex, Instant, Span

STEPS = np.where(np.arange(600) % 7 == 3, 81_000, 33_333)
FRAMES = np.concatenate([[0], np.cumsum(STEPS[:-1])]).astype(np.int64)
INDEX = FrameIndex(FRAMES, FRAMES, np.ones(600, np.bool_), int(FRAMES[-1]) + 33_333)
ON_PICTURES = frozenset([*FRAMES.tolist(), INDEX.end_us])
LANES = tuple(Lane(name, name.capitalize(), *usual_look(place)) for place, name in enumerate(("attentive", "turns", "play")))
Ctrl, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Plain = Qt.KeyboardModifier.NoModifier


class Wishes:
    """What the line asked for; it does as a room would: one alone is shown as selected."""

    def __init__(self, line: TimeLine) -> None:
        self.gone_to: list[UUID | None] = []
        self.chosen: list[frozenset[UUID]] = []
        self.moved: list[dict[UUID, Span]] = []
        self.spans: list[tuple[UUID, Span]] = []
        self.copies: list[tuple[frozenset[UUID], str]] = []
        self.removed: list[frozenset[UUID]] = []
        self.menus: list[tuple[QPoint, str, Instant]] = []
        self.seeks: list[Instant] = []
        self.edges: list[tuple[Instant, bool]] = []
        line.mark_chosen.connect(self._go)
        line.chosen_changed.connect(lambda ids, _current: self.chosen.append(ids))
        line.spans_moved.connect(self.moved.append)
        line.span_changed.connect(lambda mark, span: self.spans.append((mark, span)))
        line.copied.connect(lambda ids, lane: self.copies.append((ids, lane)))
        line.removal_asked.connect(self.removed.append)
        line.menu_asked.connect(lambda where, lane, at: self.menus.append((where, lane, at)))
        line.seek_asked.connect(self.seeks.append)
        line.edge_moved.connect(lambda at, later: self.edges.append((at, later)))
        self._line = line

    def _go(self, mark: UUID | None) -> None:
        self.gone_to.append(mark)
        self._line.show_selected(mark)


def _step(at: Instant, pictures: int) -> Instant:
    number = len(INDEX) if at >= INDEX.end else INDEX.shown_at(at)
    return INDEX.time(number + pictures)


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> TimeLine:
    made = TimeLine(snap=INDEX.snap, step=_step, carry=INDEX.carried)
    qtbot.addWidget(made)
    made.resize(1000, 240)
    made.show_film(INDEX.end, frames=FRAMES)
    made.show_lanes(LANES)
    made.show()
    return made


def mark(start: float, end: float, *lanes: str, steps: tuple[float, ...] = ()) -> Mark:
    span = INDEX.snap_span(Span.of_us(round(start * SECOND), round(end * SECOND)))
    return Mark(uuid4(), span, lanes, steps=tuple(Instant(round(step * SECOND)) for step in steps), words="Taking turns\nand more")


def box_of(line: TimeLine, held: Mark, lane: int) -> QRectF:
    return mark_box(line.rows().lanes[lane][1], line.scale, held.span, theme_of(line))


def middle(line: TimeLine, held: Mark, lane: int = 1) -> QPoint:
    return box_of(line, held, lane).center().toPoint()


def drag(line: TimeLine, begin: QPoint, *ways: QPoint, keys: Qt.KeyboardModifier = Plain) -> None:
    QTest.mousePress(line, Qt.MouseButton.LeftButton, keys, begin)
    for to in ways:
        QTest.mouseMove(line, to)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, keys, ways[-1])


def click(line: TimeLine, where: QPoint, keys: Qt.KeyboardModifier = Plain) -> None:
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, keys, where)


def test_a_whole_mark_moves_on_pictures_and_keeps_how_many_it_holds(line: TimeLine) -> None:
    held = mark(5, 9, "turns")
    line.show_marks([held])
    wishes = Wishes(line)
    begin = middle(line, held)
    drag(line, begin, begin + QPoint(20, 0), begin + QPoint(111, 3))
    [spans] = wishes.moved
    assert list(spans) == [held.id]
    span = spans[held.id]
    assert span == INDEX.snap_span(span)
    assert len(INDEX.numbers(span)) == len(INDEX.numbers(held.span))
    assert span.start.us - held.span.start.us == pytest.approx(111 * line.scale.us_per_px, abs=81_000)
    assert wishes.edges[-1] == (span.start, False)  # its first picture is shown
    assert wishes.spans == []


def test_a_whole_mark_is_seen_where_it_would_be_and_stays_where_it_was_after_escape(line: TimeLine) -> None:
    held = mark(5, 9, "turns", steps=(5, 6, 7))
    line.show_marks([held])
    line.show_time(Instant(2 * SECOND))
    wishes = Wishes(line)
    begin = middle(line, held)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Plain, begin)
    QTest.mouseMove(line, begin + QPoint(200, 0))
    [shown] = line.moved
    by_us = shown.span.start.us - held.span.start.us
    assert by_us > 0
    assert [step.us for step in shown.steps] == [step.us + by_us for step in held.steps]
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Plain)
    override.ignore()
    QApplication.sendEvent(line, override)
    assert override.isAccepted()  # before the room's Escape
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Plain, begin + QPoint(200, 0))
    assert wishes.moved == []
    assert line.moved == ()
    assert wishes.seeks[-1] == Instant(2 * SECOND)


def test_several_chosen_move_together_and_none_leaves_the_film(line: TimeLine) -> None:
    first, second, third = mark(1, 3, "attentive"), mark(5, 9, "turns"), mark(12, 14, "play")
    line.show_marks([first, second, third])
    wishes = Wishes(line)
    click(line, middle(line, second))
    click(line, middle(line, first, 0), Ctrl)
    assert wishes.chosen[-1] == {first.id, second.id}
    begin = middle(line, second)
    drag(line, begin, begin + QPoint(-30, 0), begin + QPoint(-900, 0))
    [spans] = wishes.moved
    assert set(spans) == {first.id, second.id}
    assert spans[first.id].start == Instant(0)
    assert abs((spans[second.id].start.us - spans[first.id].start.us) - (second.span.start.us - first.span.start.us)) <= 81_000
    assert line.chosen.ids == {first.id, second.id}


def test_a_click_on_one_of_several_chooses_it_alone(line: TimeLine) -> None:
    first, second = mark(1, 3, "attentive"), mark(5, 9, "turns")
    line.show_marks([first, second])
    wishes = Wishes(line)
    line.choose(Chosen.several([first.id, second.id]), go=False)
    click(line, middle(line, second))
    assert wishes.gone_to == [second.id]
    assert line.chosen.ids == {second.id}


def test_ctrl_takes_one_more_or_one_less_and_shift_all_between(line: TimeLine) -> None:
    marks = [mark(at, at + 2, "turns") for at in (1, 5, 9, 13)]
    line.show_marks(marks)
    wishes = Wishes(line)
    click(line, middle(line, marks[0]))
    click(line, middle(line, marks[2]), Shift)
    assert wishes.chosen[-1] == {one.id for one in marks[:3]}
    click(line, middle(line, marks[1]), Ctrl)
    assert wishes.chosen[-1] == {marks[0].id, marks[2].id}
    click(line, middle(line, marks[3]), Ctrl)
    assert wishes.chosen[-1] == {marks[0].id, marks[2].id, marks[3].id}
    assert wishes.gone_to == [marks[0].id]  # nothing else was gone to: the picture stays
    assert wishes.seeks == []


def test_a_band_chooses_what_it_touches_and_a_click_chooses_nothing(line: TimeLine) -> None:
    inside, beside, below = mark(3, 6, "attentive"), mark(14, 17, "attentive"), mark(3, 6, "play")
    line.show_marks([inside, beside, below])
    wishes = Wishes(line)
    begin = QPoint(middle(line, inside, 0).x() - 90, middle(line, inside, 0).y())
    end = QPoint(middle(line, inside, 0).x() + 10, middle(line, inside, 1).y())
    drag(line, begin, end - QPoint(40, 5), end)
    assert wishes.chosen == [frozenset({inside.id})]
    assert wishes.seeks == []
    drag(line, QPoint(middle(line, beside, 0).x() - 90, begin.y()), middle(line, beside, 0), keys=Ctrl)
    assert wishes.chosen[-1] == {inside.id, beside.id}
    click(line, begin)
    assert wishes.gone_to == [None]
    assert wishes.seeks[-1] == line.scale.at(begin.x() - line.rows().track.left())
    assert line.chosen == Chosen()


def test_dragged_with_ctrl_to_another_lane_it_is_wished_for_there_too(line: TimeLine) -> None:
    held = mark(5, 9, "turns")
    line.show_marks([held])
    wishes = Wishes(line)
    drag(line, middle(line, held), middle(line, held, 2) - QPoint(0, 3), middle(line, held, 2), keys=Ctrl)
    assert wishes.copies == [(frozenset({held.id}), "play")]
    drag(line, middle(line, held), middle(line, held) + QPoint(60, 2), keys=Ctrl)
    assert len(wishes.copies) == 1  # it stands there already
    assert wishes.moved == []


def test_keys_extend_move_copy_and_remove(line: TimeLine) -> None:
    marks = [mark(at, at + 2, "turns") for at in (1, 5, 9)]
    line.show_marks(marks)
    wishes = Wishes(line)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down, Shift)
    assert line.chosen.ids == {marks[0].id, marks[1].id}
    QTest.keyClick(line, Qt.Key.Key_Right, Ctrl | Shift)
    assert {one: INDEX.numbers(span)[0] for one, span in wishes.moved[-1].items()} == {
        one.id: INDEX.numbers(one.span)[0] + 1 for one in marks[:2]
    }
    QTest.keyClick(line, Qt.Key.Key_Down, Ctrl)
    QTest.keyClick(line, Qt.Key.Key_Up, Ctrl)
    assert [lane for _, lane in wishes.copies] == ["play", "attentive"]
    assert wishes.copies[0][0] == line.chosen.ids
    QTest.keyClick(line, Qt.Key.Key_Up, Shift)
    assert line.chosen.ids == {marks[0].id}
    QTest.keyClick(line, Qt.Key.Key_A, Ctrl)
    assert line.chosen.ids == {one.id for one in marks}
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert wishes.removed == [frozenset(one.id for one in marks)]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.chosen == Chosen()
    assert wishes.gone_to[-1] is None


def test_keys_end_at_the_films_ends(line: TimeLine) -> None:
    first, last = Mark(uuid4(), Span(Instant(0), INDEX.time(5)), ("turns",)), Mark(uuid4(), Span(INDEX.time(590), INDEX.end), ("turns",))
    line.show_marks([first, last])
    wishes = Wishes(line)
    line.show_selected(first.id)
    QTest.keyClick(line, Qt.Key.Key_Left, Ctrl | Shift)
    line.show_selected(last.id)
    QTest.keyClick(line, Qt.Key.Key_Right, Ctrl | Shift)
    assert wishes.moved == []


def test_keys_come_down_to_single_pictures_and_to_what_is_chosen(line: TimeLine) -> None:
    held = mark(5, 9, "turns")
    line.show_marks([held])
    line.show_time(INDEX.time(300))
    QTest.keyClick(line, Qt.Key.Key_Equal, Ctrl)
    assert line.scale.frame_px == pytest.approx(64, abs=1)
    assert line.scale.x(INDEX.time(300)) == pytest.approx(line.scale.width / 2 - 32, abs=4)
    before = line.scale.first_us
    QTest.keyClick(line, Qt.Key.Key_PageDown)
    assert line.scale.first_us - before == pytest.approx(0.8 * line.scale.span_us, rel=0.01)
    line.show_selected(held.id)
    QTest.keyClick(line, Qt.Key.Key_0, Ctrl)
    assert line.scale.first_us < held.span.start.us
    assert line.scale.first_us + line.scale.span_us > held.span.end.us
    assert line.scale.span_us == pytest.approx(held.span.length_us * 1.5, rel=0.01)


def test_the_menu_is_asked_for_by_the_right_button_and_by_key(line: TimeLine) -> None:
    first, second = mark(1, 4, "turns"), mark(8, 12, "play")
    line.show_marks([first, second])
    wishes = Wishes(line)
    where = middle(line, second, 2)
    reason = QContextMenuEvent.Reason
    QApplication.sendEvent(line, QContextMenuEvent(reason.Mouse, where, line.mapToGlobal(where)))
    assert line.chosen.ids == {second.id}
    assert wishes.menus[-1][0] == line.mapToGlobal(where)
    assert wishes.menus[-1][1] == "play"
    line.choose(Chosen.several([first.id, second.id]), go=False)
    QApplication.sendEvent(line, QContextMenuEvent(reason.Mouse, where, line.mapToGlobal(where)))
    assert line.chosen.ids == {first.id, second.id}  # asked about all of them
    line.show_selected(first.id)
    for asked in (
        lambda: QTest.keyClick(line, Qt.Key.Key_M, Ctrl),
        lambda: QApplication.sendEvent(line, QContextMenuEvent(reason.Keyboard, QPoint(1, 1), QPoint(1, 1))),
    ):
        asked()
        assert line.mapFromGlobal(wishes.menus[-1][0]) == middle(line, first)
    assert len(wishes.menus) == 4


def test_the_window_of_the_whole_film_is_dragged_and_stretched(line: TimeLine) -> None:
    line.zoom(5, 300)
    box = line.rows().overview
    there = overview.window(box, line.scale)
    before = line.scale
    begin = there.center().toPoint()
    drag(line, begin, begin + QPoint(40, 0))
    assert line.scale.first_us - before.first_us == pytest.approx(40 * INDEX.end_us / box.width(), rel=0.05)
    assert line.scale.span_us == before.span_us
    there, before = overview.window(box, line.scale), line.scale
    drag(line, QPoint(round(there.right()) - 1, begin.y()), QPoint(round(there.right()) + 59, begin.y()))
    assert line.scale.first_us == before.first_us
    assert line.scale.span_us - before.span_us == pytest.approx(60 * INDEX.end_us / box.width(), rel=0.05)
    click(line, QPoint(round(box.right()) - 3, begin.y()))
    assert line.scale.first_us + line.scale.span_us == INDEX.end_us


@given(
    st.integers(SECOND, 3600 * SECOND),
    st.floats(1, 400),
    st.floats(0, 1),
    st.sampled_from(list(overview.Grip)),
    st.floats(-2000, 2000),
)
def test_the_window_never_leaves_the_film(length: int, factor: float, part: float, grip: overview.Grip, by: float) -> None:
    scale = TimeScale(length, 1000).zoomed(factor, around_x=part * 1000)
    dragged = overview.dragged(scale, grip, by, 1000)
    assert dragged.first_us >= 0
    assert dragged.first_us + dragged.span_us <= length
    assert dragged.frame_px <= 64.5 or dragged.is_whole


def test_the_whole_film_shows_every_mark_as_a_tick_in_its_own_line(line: TimeLine) -> None:
    def columns(marks: list[Mark]) -> dict[str, set[int]]:
        line.show_marks(marks)
        line.zoom_whole()
        rows = line.rows()
        shot = line.grab(rows.overview.adjusted(0, 3, 0, -3).toRect()).toImage()
        found: dict[str, set[int]] = {}
        for x in range(20, shot.width() - 20):
            for y in range(shot.height()):
                found.setdefault(shot.pixelColor(x, y).name(), set()).add(y)
        return found

    none = columns([])
    some = columns([mark(5, 6, "attentive"), mark(5, 6, "play")])
    new = {colour: lines for colour, lines in some.items() if colour not in none}
    assert len(new) == 2  # two colours
    upper, lower = new.values()
    assert upper.isdisjoint(lower)  # never by colour alone


def test_two_fingers_of_a_touch_pad_come_closer_where_they_are(line: TimeLine) -> None:
    x = line.rows().track.left() + 200
    fixed = line.scale.at(200)
    device = QPointingDevice.primaryPointingDevice()
    where = QPointF(x, 40)
    event = QNativeGestureEvent(Qt.NativeGestureType.ZoomNativeGesture, device, 2, where, where, where, 0.5, QPointF(0, 0))
    whole = line.scale.span_us
    QApplication.sendEvent(line, event)
    assert line.scale.span_us == pytest.approx(whole / 1.5, rel=0.001)
    assert line.scale.at(200).us == pytest.approx(fixed.us, abs=SECOND // 100)


def test_two_fingers_on_a_screen_come_closer_and_move_along(line: TimeLine) -> None:
    line.zoom(4, 300)
    gesture = QPinchGesture(line)
    before = line.mapToGlobal(QPoint(round(line.rows().track.left()) + 300, 50)).toPointF()
    gesture.setLastCenterPoint(before)
    gesture.setCenterPoint(before + QPointF(50, 0))
    gesture.setScaleFactor(1.25)
    held, span = line.scale.at(300), line.scale.span_us
    pinch._follow(gesture, line)
    assert line.scale.span_us == pytest.approx(span / 1.25, rel=0.001)
    assert line.scale.at(350).us == pytest.approx(held.us, abs=SECOND // 50)  # what lay under the fingers went with them


def test_many_lanes_scroll_instead_of_being_cut(line: TimeLine) -> None:
    many = tuple(Lane(f"lane{n}", f"Lane {n}", *usual_look(n)) for n in range(20))
    line.show_lanes(many)
    rows = line.rows()
    assert all(box.height() >= 20 for _, box in rows.lanes)
    assert rows.hidden > 0
    assert rows.lane_at(rows.lanes[19][1].center()) is None  # out of sight
    held = Mark(uuid4(), Span.of_us(5 * SECOND, 9 * SECOND), ("lane19",))
    line.show_marks([held])
    line.show_selected(held.id)
    rows = line.rows()
    assert rows.window.contains(rows.lanes[19][1].center())
    assert line.mark_at(box_of(line, held, 19).center()) == held
    assert line.mark_at(QPointF(box_of(line, held, 19).center().x(), rows.overview.center().y())) is None


def test_a_chain_shows_its_steps_linked(line: TimeLine) -> None:
    plain = mark(4, 16, "turns")
    chain = Mark(plain.id, plain.span, plain.lanes, steps=(Instant(5 * SECOND), Instant(9 * SECOND), Instant(14 * SECOND)))
    box = box_of(line, chain, 1)
    ink = theme_of(line).palette.ink.lower()

    def inked(marks: list[Mark]) -> set[int]:
        line.show_marks(marks)
        shot = line.grab(box.toRect()).toImage()
        y = round(box.height() - 4.5)
        return {x for x in range(30, shot.width() - 4) if any(shot.pixelColor(x, y + off).name() == ink for off in (-1, 0))}

    assert not inked([plain])
    links = inked([chain])
    left = box.left() - line.rows().track.left()
    spots = [line.scale.x(step) - left for step in chain.steps]
    between = [x for x in range(round(spots[0]) + 6, round(spots[-1]) - 6) if all(abs(x - spot) > 6 for spot in spots)]
    assert between
    assert set(between) <= links
    assert not any(x > spots[-1] + 6 for x in links)


def test_a_private_mark_over_another_is_still_seen_to_be_private(line: TimeLine) -> None:
    below, above = mark(3, 16, "turns"), Mark(uuid4(), mark(6, 12, "turns").span, ("turns",), private=True)
    line.show_marks([below, above])
    box = box_of(line, above, 1).toRect()
    shot = line.grab(box).toImage()
    ground = theme_of(line).palette.sunk.lower()
    y = shot.height() // 2
    seen = [shot.pixelColor(x, y).name() for x in range(24, shot.width() - 4)]
    assert seen.count(ground) > len(seen) / 4


def test_the_line_runs_on_under_a_hand_that_has_left_it(line: TimeLine, qtbot: QtBot) -> None:
    held = mark(1, 2, "turns")
    line.show_marks([held])
    line.zoom(8, 0)
    wishes = Wishes(line)
    begin = middle(line, held)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, Plain, begin)
    QTest.mouseMove(line, begin + QPoint(10, 0))
    QTest.mouseMove(line, QPoint(line.width() + 20, begin.y()))
    qtbot.waitUntil(lambda: line.scale.first_us > 4 * SECOND, timeout=8000)
    QTest.mouseMove(line, QPoint(line.width() - 200, begin.y()))
    there = line.scale.at(line.width() - 200 - line.rows().track.left())
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, Plain, QPoint(line.width() - 200, begin.y()))
    [spans] = wishes.moved
    assert abs(spans[held.id].start.us - there.us) < SECOND


def test_the_pointer_says_what_a_press_would_take(line: TimeLine) -> None:
    held = mark(5, 9, "turns")
    line.show_marks([held])
    line.zoom(4, 300)
    box = box_of(line, held, 1)
    there = overview.window(line.rows().overview, line.scale)
    y = round(there.center().y())
    for where, shape in (
        (QPoint(round(box.right()), round(box.center().y())), Qt.CursorShape.SizeHorCursor),
        (middle(line, held), Qt.CursorShape.ArrowCursor),
        (QPoint(round(there.left()), y), Qt.CursorShape.SizeHorCursor),
        (QPoint(round(there.center().x()), y), Qt.CursorShape.OpenHandCursor),
    ):
        QTest.mouseMove(line, where)
        assert line.cursor().shape() is shape


def test_what_is_said_of_the_line(line: TimeLine) -> None:
    held = Mark(uuid4(), Span.of_us(5 * SECOND, 9 * SECOND), ("turns",), star=True, private=True, words="Taking turns\nmore")
    other = mark(12, 14, "play")
    line.show_marks([held, other])
    assert line.accessibleDescription() == "2 moments."
    line.show_selected(held.id)
    assert line.accessibleDescription() == "2 moments. Selected: Taking turns, 00:05.00 – 00:09.00, starred, private."
    line.choose(Chosen.several([held.id, other.id]), go=False)
    assert line.accessibleDescription().startswith("2 moments. 2 chosen. Selected: Taking turns")


def test_marks_too_close_to_be_told_apart_are_merged_and_still_found(line: TimeLine) -> None:
    film = Instant(3600 * SECOND)
    line.show_film(film)
    marks = [Mark(uuid4(), Span.of_us(n * 700_000, n * 700_000 + 400_000), ("turns",), private=n % 2 == 1) for n in range(5000)]
    line.show_marks(marks)
    [_, seen, _] = line.seen()
    assert seen.heaped.all()
    rows = line.rows()
    there = line.mark_at(QPointF(rows.track.left() + line.scale.x(marks[70].span.start) + 0.2, rows.lanes[1][1].center().y()))
    assert there is not None
    assert abs(there.span.start.us - marks[70].span.start.us) < 4 * line.scale.us_per_px
    assert not line.grab().isNull()


def test_only_the_lane_in_which_something_changed_is_laid_out_anew(line: TimeLine) -> None:
    first, second = mark(1, 4, "attentive"), mark(5, 9, "turns")
    line.show_marks([first, second])
    before = [seen.laid for seen in line.seen()]
    line.show_marks([first, Mark(second.id, second.span, second.lanes, star=True)])
    after = [seen.laid for seen in line.seen()]
    assert after[0] is before[0]
    assert after[2] is before[2]
    assert after[1].star.tolist() == [True]


drags = st.lists(
    st.tuples(st.floats(0, 1), st.floats(-0.3, 1.3), st.floats(0.5, 60), st.booleans(), st.booleans()), min_size=1, max_size=6
)


@given(st.lists(st.tuples(st.integers(0, 599), st.integers(1, 80)), min_size=1, max_size=5), drags)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_dragged_stays_in_the_film_and_on_pictures(
    line: TimeLine, places: list[tuple[int, int]], ways: list[tuple[float, float, float, bool, bool]]
) -> None:
    """Ends and whole marks, one or several, at any zoom, let go anywhere, also beside the line; the line is told what came of it."""
    held = {mark.id: mark for first, count in places for mark in [_of_pictures(first, count)]}
    wishes = Wishes(line)
    line.zoom_whole()
    line.show_marks(list(held.values()))
    for begin, end, nearer, several, at_end in ways:
        line.zoom_whole()
        line.zoom(nearer, begin * line.scale.width)
        if several:
            line.keys.choose_all()
        mark = min(held.values(), key=lambda one: abs(line.scale.x(one.span.start) - begin * line.scale.width))
        box = box_of(line, mark, 1)
        x = box.right() if at_end else box.center().x()
        y = round(box.center().y())
        wishes.moved.clear()
        wishes.spans.clear()
        before = dict(held)
        drag(line, QPoint(round(x), y), QPoint(round(x) + 6, y), QPoint(round(end * line.width()), y))
        for changed in [*wishes.moved, dict(wishes.spans)]:
            for one, span in changed.items():
                assert span.start.us >= 0
                assert span.end.us <= INDEX.end_us
                assert {span.start.us, span.end.us} <= ON_PICTURES
                if changed in wishes.moved:
                    assert len(INDEX.numbers(span)) == len(INDEX.numbers(before[one].span))
                held[one] = Mark(one, span, ("turns",))
        line.show_marks(list(held.values()))


def _of_pictures(first: int, count: int) -> Mark:
    return Mark(uuid4(), Span(INDEX.time(first), INDEX.time(min(first + count, len(INDEX)))), ("turns",))


def test_a_click_beside_everything_is_of_no_lane(line: TimeLine) -> None:
    assert line.rows().lane_at(QPointF(500, 5)) is None
    assert OTHER not in {lane.id for lane in line.lanes}
