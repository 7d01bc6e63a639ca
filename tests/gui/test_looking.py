"""The picture tools of the film room: near, turned, lit, again and again, a face that is followed, drawings; by keys and by mouse."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.looking import following
from app.screens.film_room.looking.drawings import Drawings
from app.screens.film_room.looking.eye import Eye
from app.screens.film_room.looking.looking import Looking
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.video.looking import WHOLE, Look
from app.video.view import VideoView
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, settle, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.errors import Refused
from vig_tool.jobs import Job
from vig_tool.timing import FrameIndex, Instant, Span
from vig_tool.work import history, tagging
from vig_tool.work.looking import Box, Seeing, Stretch, read_seeing
from vig_tool.work.opening import Library

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def looking_of(room: FilmRoom) -> Looking:
    return next(part for part in room.parts if isinstance(part, Looking))


def drawings_of(room: FilmRoom) -> Drawings:
    return next(part for part in room.parts if isinstance(part, Drawings))


def eye_of(room: FilmRoom) -> Eye:
    eye = looking_of(room).eye
    assert eye is not None
    return eye


def view_of(room: FilmRoom) -> VideoView:
    return player_of(room).view


def grabbed(room: FilmRoom) -> QImage:
    """The picture as it is painted, without the bar."""
    eye_of(room).bar.hide()
    return view_of(room).grab().toImage()


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(widget, LEFT, pos=start)
    QTest.mouseMove(widget, (start + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, pos=end)


# Near


def test_nearer_by_key_and_whole_again(room: FilmRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Z)
    qtbot.waitUntil(lambda: view_of(room).look.zoom > 1.5 and eye_of(room).camera.still, timeout=5000)
    assert eye_of(room).sign.words.words == "1.6× near"
    assert not eye_of(room).sign.isHidden()
    QTest.keyClick(room, Key.Key_Z, SHIFT)
    qtbot.waitUntil(lambda: view_of(room).look == WHOLE, timeout=5000)
    assert eye_of(room).sign.isHidden()


def test_the_wheel_comes_nearer_at_the_pointer_and_dragging_moves_without_playing(room: FilmRoom, qtbot: QtBot) -> None:
    view = view_of(room)
    about = QPointF(view.width() * 0.3, view.height() * 0.4)
    before = (0.0, 0.0)
    for turn in range(6):
        if turn == 4:  # large enough to fill the view
            before = view.in_film(about)
        wheel = QWheelEvent(
            about, view.mapToGlobal(about), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, wheel)
    assert view.look.zoom == pytest.approx(1.2**6)
    assert view.in_film(about) == pytest.approx(before, abs=0.01)
    held = view.in_film(QPointF(200, 200))
    drag(view, QPoint(200, 200), QPoint(160, 170))
    assert view.in_film(QPointF(160, 170)) == pytest.approx(held, abs=0.01)
    assert not player_of(room).playing  # that was no click
    QTest.mouseClick(view, LEFT, pos=QPoint(100, 100))
    qtbot.waitUntil(lambda: player_of(room).playing, timeout=5000)


def test_what_is_seen_is_moved_by_keys(room: FilmRoom, qtbot: QtBot) -> None:
    eye_of(room).camera.jump(Look(zoom=3.0, x=0.4, y=0.5))
    QTest.keyClick(room, Key.Key_Right, SHIFT | ALT)
    qtbot.waitUntil(lambda: eye_of(room).camera.still, timeout=5000)
    assert view_of(room).look.x > 0.42
    assert view_of(room).look.y == pytest.approx(0.5)


# Turned and lit


def test_a_turn_is_kept_with_the_recording(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_R)
    assert view_of(room).look.turn == 90
    assert view_of(room).picture_rect.height() > view_of(room).picture_rect.width()
    assert read_seeing(work.lib, work.recording).turn == 90
    room.leave()
    room.enter(work.where)
    settle(qtbot, room)
    assert view_of(room).look.turn == 90
    QTest.keyClick(room, Key.Key_R, SHIFT)
    QTest.keyClick(room, Key.Key_R, SHIFT)
    assert read_seeing(work.lib, work.recording).turn == 270


def test_another_light_is_seen_at_once_and_kept_when_the_hand_rests(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    view = view_of(room)
    before = view.grab().toImage()
    QTest.keyClick(room, Key.Key_L, ALT)
    light = eye_of(room).light
    assert light.isVisible()
    now = room.stage.now
    for _ in range(8):
        QTest.keyClick(light.brightness, Key.Key_Right)
    assert room.stage.now == now  # the arrow keys are the card's
    assert light.light == (40, 0)
    assert read_seeing(work.lib, work.recording) == Seeing()  # not with every step
    after = view.grab().toImage()
    middle = QPoint(view.width() // 2 + 7, view.height() // 2)
    assert after.pixelColor(middle).lightness() > before.pixelColor(middle).lightness()
    QTest.keyClick(light, Key.Key_Escape)
    assert read_seeing(work.lib, work.recording) == Seeing(brightness=40)
    assert "other light" in eye_of(room).sign.words.words
    light.contrast.setValue(20)
    qtbot.waitUntil(lambda: read_seeing(work.lib, work.recording).contrast == 20, timeout=5000)
    QTest.mouseClick(light.plain, LEFT)
    room.leave()
    assert read_seeing(work.lib, work.recording) == Seeing()


# Again and again


def test_the_selected_moment_again_and_again_until_it_is_pressed_again(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 75)
    room.enter(work.where)
    room.show_moment(moment.id)
    settle(qtbot, room)
    seen: list[int] = []
    player_of(room).shown.connect(lambda _at, number: seen.append(number))
    QTest.keyClick(room, Key.Key_A)
    assert "again and again" in eye_of(room).sign.words.words
    qtbot.waitUntil(lambda: sum(after < before for before, after in pairwise(seen)) >= 2, timeout=20000)
    assert set(seen) <= set(range(60, 75))
    QTest.keyClick(room, Key.Key_A)
    assert "again" not in eye_of(room).sign.words.words
    qtbot.waitUntil(lambda: player_of(room).number > 80, timeout=10000)


def test_with_nothing_selected_the_last_seconds(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 100, work)
    seen: list[int] = []
    player_of(room).shown.connect(lambda _at, number: seen.append(number))
    QTest.keyClick(room, Key.Key_A)
    qtbot.waitUntil(lambda: len(seen) > 3, timeout=10000)
    assert max(seen) <= 100
    room.stage.seek(work.time(150))
    settle_later = player_of(room)
    qtbot.waitUntil(lambda: settle_later.number >= 150, timeout=10000)
    assert "again" not in eye_of(room).sign.words.words  # one went elsewhere


# A face


class Walker:
    """Stands for following: a face that goes to the right and is lost from a picture on. Notes what was asked."""

    def __init__(self, index: FrameIndex, lost_from: int) -> None:
        self.index, self.lost_from = index, lost_from
        self.asked: list[range] = []

    def __call__(self, _lib: Library, _recording: UUID, *, at: Instant, box: Box, span: Span, job: Job | None = None) -> Stretch:
        numbers = self.index.numbers(self.index.snap_span(span))
        assert at in self.index.snap_span(span)
        assert self.index.shown_at(at) < self.lost_from
        self.asked.append(numbers)
        boxes = np.array([[0.1 + 0.004 * number, 0.4, 0.1, 0.2] for number in numbers])
        return Stretch(numbers, boxes, np.array([number < self.lost_from for number in numbers]))


@pytest.fixture
def walker(work: AtWork, monkeypatch: pytest.MonkeyPatch) -> Walker:
    walker = Walker(work.index, 10_000)
    monkeypatch.setattr(following, "follow_face", walker)
    return walker


def draw_box(room: FilmRoom, qtbot: QtBot) -> None:
    view, sketch = view_of(room), looking_of(room).sketch
    qtbot.waitUntil(lambda: view.look.is_whole, timeout=5000)
    assert sketch is not None
    first = view.on_screen((0.1 + 0.004 * player_of(room).number, 0.4)).toPoint()
    drag(sketch.surface, first, first + QPoint(round(view.picture_rect.width() * 0.1), round(view.picture_rect.height() * 0.2)))


def test_the_view_goes_with_a_face(room: FilmRoom, work: AtWork, qtbot: QtBot, walker: Walker) -> None:
    go_to(qtbot, room, 20, work)
    QTest.keyClick(room, Key.Key_V)
    draw_box(room, qtbot)
    assert looking_of(room).sketch is None
    part = looking_of(room)
    qtbot.waitUntil(lambda: part.following.on and not part.following.busy and len(walker.asked) > 2, timeout=10000)
    qtbot.waitUntil(lambda: view_of(room).look.zoom > 1.5 and eye_of(room).camera.still, timeout=5000)
    for number in (60, 110, 150, 30):
        room.stage.seek(work.time(number))
        settle(qtbot, room)
        qtbot.waitUntil(lambda: eye_of(room).camera.still, timeout=5000)
        view = view_of(room)
        for corner in ((0.1 + 0.004 * number, 0.4), (0.2 + 0.004 * number, 0.6)):
            assert view.rect().contains(view.on_screen(corner).toPoint())
        assert view.look.zoom > 1.5
    assert "with the face" in eye_of(room).sign.words.words
    QTest.keyClick(room, Key.Key_V)
    qtbot.waitUntil(lambda: view_of(room).look == WHOLE, timeout=5000)
    assert not part.following.on


def test_where_the_face_is_lost_the_picture_is_whole_again(
    room: FilmRoom, work: AtWork, qtbot: QtBot, walker: Walker
) -> None:
    walker.lost_from = 70
    go_to(qtbot, room, 20, work)
    QTest.keyClick(room, Key.Key_V)
    draw_box(room, qtbot)
    qtbot.waitUntil(lambda: len(walker.asked) >= 2 and not looking_of(room).following.busy, timeout=10000)
    room.stage.seek(work.time(120))
    settle(qtbot, room)
    qtbot.waitUntil(lambda: view_of(room).look == WHOLE, timeout=5000)
    assert [line for line in work.said.lines if "whole picture" in line]
    said = len(work.said.lines)
    room.stage.seek(work.time(40))
    settle(qtbot, room)
    qtbot.waitUntil(lambda: view_of(room).look.zoom > 1.5, timeout=5000)  # and near where it is seen
    assert len(work.said.lines) == said


def test_a_hand_on_the_picture_ends_it(room: FilmRoom, work: AtWork, qtbot: QtBot, walker: Walker) -> None:
    QTest.keyClick(room, Key.Key_V)
    draw_box(room, qtbot)
    qtbot.waitUntil(lambda: eye_of(room).camera.still and view_of(room).look.zoom > 1.5, timeout=5000)
    drag(view_of(room), QPoint(300, 200), QPoint(260, 180))
    assert not looking_of(room).following.on
    assert not player_of(room).playing


def test_a_film_put_away_while_a_face_is_followed(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> Stretch:
        raise Refused("It cannot be followed.")

    monkeypatch.setattr(following, "follow_face", refused)
    QTest.keyClick(room, Key.Key_V)
    draw_box(room, qtbot)
    qtbot.waitUntil(lambda: "It cannot be followed." in work.said.lines, timeout=5000)
    QTest.keyClick(room, Key.Key_V)
    QTest.keyClick(room, Key.Key_V)
    draw_box(room, qtbot)
    room.leave()
    assert looking_of(room).eye is None


def test_a_real_face_box_is_followed_in_the_film(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    """With what follows covers, through a film that stands still where the box is."""
    QTest.keyClick(room, Key.Key_V)
    qtbot.waitUntil(lambda: view_of(room).look.is_whole, timeout=5000)
    sketch = looking_of(room).sketch
    assert sketch is not None
    QTest.keyClick(sketch.surface, Key.Key_Right)
    QTest.keyClick(sketch.surface, Key.Key_Return)
    part = looking_of(room)
    qtbot.waitUntil(lambda: part.following.on and not part.following.busy, timeout=30000)
    qtbot.waitUntil(lambda: view_of(room).look.zoom > 1.2, timeout=5000)


# Drawings


def draw_arrow(room: FilmRoom) -> None:
    QTest.keyClick(room, Key.Key_D)
    sketch = drawings_of(room).sketch
    assert sketch is not None
    drag(sketch.surface, QPoint(200, 100), QPoint(300, 180))


def test_an_arrow_is_kept_with_the_moment_and_shown_on_its_picture_only(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    go_to(qtbot, room, 80, work)
    plain = grabbed(room)
    draw_arrow(room)
    [kept] = tagging.list_moments(work.lib, work.recording)
    [drawing] = kept.drawings
    assert kept.id == moment.id
    assert (drawing.shape, drawing.at) == ("arrow", work.time(80))
    assert drawing.start == pytest.approx(view_of(room).in_film(QPointF(200, 100)), abs=0.001)
    sketch = drawings_of(room).sketch
    assert sketch is not None
    sketch.ended.emit()
    assert grabbed(room) != plain
    go_to(qtbot, room, 81, work)
    other = grabbed(room)
    drawings_of(room)._drawn = []
    assert grabbed(room) == other
    room.refresh(select=moment.id)
    go_to(qtbot, room, 80, work)
    history.undo(work.lib, work.family)
    room.refresh(select=moment.id)
    assert grabbed(room) == plain


def test_beside_every_moment_a_starred_one_is_made(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 80, work)
    draw_arrow(room)
    [made] = sheet_of(room).moments
    assert made.star
    assert len(made.drawings) == 1
    assert work.time(80) in made.span
    assert sheet_of(room).selected == made.id
    sketch = drawings_of(room).sketch
    assert sketch is not None
    QTest.keyClick(sketch.surface, Key.Key_D)  # the other shape
    assert sketch.surface.shape == "circle"
    drag(sketch.surface, QPoint(400, 200), QPoint(430, 220))
    assert [one.shape for one in tagging.list_moments(work.lib, work.recording)[0].drawings] == ["arrow", "circle"]


def test_drawn_by_keys_alone_put_elsewhere_and_taken_away(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 80, work)
    QTest.keyClick(room, Key.Key_D)
    sketch = drawings_of(room).sketch
    assert sketch is not None
    qtbot.waitUntil(sketch.surface.hasFocus, timeout=5000)
    QTest.keyClick(sketch.surface, Key.Key_Up)
    QTest.keyClick(sketch.surface, Key.Key_Return)
    [first] = sheet_of(room).moments[0].drawings
    assert room.stage.now == work.time(80)  # arrows were the drawing's
    QTest.keyClick(sketch.surface, Key.Key_Tab)
    QTest.keyClick(sketch.surface, Key.Key_Right, SHIFT)
    QTest.keyClick(sketch.surface, Key.Key_Return)
    [second] = sheet_of(room).moments[0].drawings
    assert second.end[0] > first.end[0]
    assert second.start == first.start
    QTest.keyClick(sketch.surface, Key.Key_Delete)
    assert sheet_of(room).moments[0].drawings == ()
    QTest.keyClick(sketch.surface, Key.Key_Escape)
    assert drawings_of(room).sketch is None
    qtbot.waitUntil(room.hasFocus, timeout=5000)


def test_in_a_small_window_the_line_below_leaves_its_words_out(room: FilmRoom, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_D)
    sketch = drawings_of(room).sketch
    assert sketch is not None
    assert not sketch.hint.isHidden()
    apply_theme(room, Theme(dark=True, scale=200))
    room.resize(900, 700)
    qtbot.waitUntil(lambda: sketch.card.width() <= view_of(room).width(), timeout=5000)
    assert sketch.hint.isHidden()


def test_playing_on_ends_drawing(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_D)
    sketch = drawings_of(room).sketch
    assert sketch is not None
    QTest.keyClick(sketch.surface, Key.Key_Space)
    qtbot.waitUntil(lambda: player_of(room).playing, timeout=5000)
    assert drawings_of(room).sketch is None


# Stills and the bar


def test_the_picture_shown_becomes_the_moments_best_or_is_saved(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    go_to(qtbot, room, 90, work)
    QTest.keyClick(room, Key.Key_E)
    assert tagging.read_moment(work.lib, moment.id).still == work.time(90)
    asked: list[str] = []
    monkeypatch.setattr(room, "_ask", lambda _room, title, _name: asked.append(title))
    room.select_nothing()
    QTest.keyClick(room, Key.Key_E)
    assert asked == ["Save this picture"]


def test_the_bar_comes_with_the_pointer_and_goes_again(room: FilmRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    bar, view = eye_of(room).bar, view_of(room)
    bar.hide()
    QTest.mouseMove(view, QPoint(50, 200))
    QTest.mouseMove(view, QPoint(60, 210))
    assert bar.isVisible()
    assert view.rect().contains(bar.geometry())
    for button in (bar.farther, bar.nearer, bar.more):
        assert min(button.width(), button.height()) >= 32
    QTest.mouseClick(bar.nearer, LEFT)
    qtbot.waitUntil(lambda: view.look.zoom > 1.5, timeout=5000)
    QTest.mouseClick(bar.more, LEFT)
    menu = bar._menu
    assert menu is not None
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words[:4] == ["Nearer", "Farther", "The whole picture", "Near to a face"]
    assert {"Turn the picture", "Brightness…", "Again and again", "Draw", "Keep this picture"} <= set(words)
    menu.close()
    assert not player_of(room).playing
    qtbot.waitUntil(lambda: bar._menu is None, timeout=5000)
    bar.nearer.clearFocus()
    bar._gone.setInterval(10)
    bar._gone.start()
    qtbot.waitUntil(lambda: not bar.isVisible() or bar.underMouse(), timeout=5000)
