"""Covering a face in the clips room: drawn, followed, put right, looked through; and nowhere is it seen uncovered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.screens.clips import ClipsRoom
from app.screens.clips.cover_page import CoverPage
from app.video.player import Player
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.playable import number_in
from vig_tool.timing import Span
from vig_tool.work import clips, covering, history
from vig_tool.work.clips import Clip
from vig_tool.work.covering import Box, Seen

Key = Qt.Key
CHILD = (0.66, 0.44, 0.15, 0.24)
INSIDE = (0.70, 0.51, 0.06, 0.12)


def pixels(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def is_hidden(image: QImage) -> bool:
    rgb = pixels(image)
    high, wide = rgb.shape[:2]
    x, y, w, h = INSIDE
    part = rgb[round(y * high) : round((y + h) * high), round(x * wide) : round((x + w) * wide)]
    fine = cv2.Laplacian(cv2.GaussianBlur(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), (3, 3), 0), cv2.CV_64F)
    return bool(np.abs(fine).max() < 14)


@pytest.fixture
def clip(work: AtWork) -> Clip:
    """Pictures 15–44."""
    return clips.add_clip(work.lib, work.recording, span=Span(work.time(15), work.time(45)), title="to and fro").value


@pytest.fixture
def room(work: AtWork, clip: Clip, players: Callable[[], Player], qtbot: QtBot) -> Iterator[ClipsRoom]:
    room = ClipsRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1300, 700)
    room.show()
    room.enter(work.where)
    room.setFocus()
    yield room
    room.leave()


def opened(room: ClipsRoom, qtbot: QtBot) -> CoverPage:
    room.side.running.cover.click()
    page = room.cover_page
    qtbot.waitUntil(lambda: picture(page) is not None, timeout=10000)
    return page


def picture(page: CoverPage) -> QImage | None:
    player = page.stage._player
    return None if player is None or player.view.image.isNull() or not player.settled else player.view.image


def settled_at(page: CoverPage, number: int, qtbot: QtBot) -> QImage:
    qtbot.waitUntil(lambda: page.stage.number == number and picture(page) is not None, timeout=10000)
    image = picture(page)
    assert image is not None
    return image


def drag(page: CoverPage, parts: tuple[float, float, float, float]) -> None:
    """Draws from corner to corner."""
    draw = page.stage.draw
    assert draw is not None
    box = draw._box(parts)
    start, end = box.topLeft().toPoint(), box.bottomRight().toPoint()
    QTest.mousePress(draw, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(draw, (start + end) / 2)
    QTest.mouseMove(draw, end)
    QTest.mouseRelease(draw, Qt.MouseButton.LeftButton, pos=end)


def test_a_face_is_drawn_followed_and_looked_through(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    page = opened(room, qtbot)
    shown = picture(page)
    assert shown is not None
    assert number_in(shown) == 15
    assert not is_hidden(shown)
    assert not page.follow.isVisible()
    drag(page, CHILD)
    assert page.follow.isVisible()
    page.follow.click()
    qtbot.waitUntil(lambda: covering.covered_clip(work.lib, clip.id).covers != (), timeout=30000)
    qtbot.waitUntil(lambda: (image := picture(page)) is not None and is_hidden(image), timeout=10000)
    assert not page.looked.isEnabled(), "nobody has looked yet"
    qtbot.waitUntil(lambda: bool(page.strip.buttons), timeout=20000)
    assert page.strip.buttons[0].number == 15
    for number in range(15, 45):
        page.stage.seek(number)
        image = settled_at(page, number, qtbot)
        assert is_hidden(image), f"picture {number}"
    assert page.looked.isEnabled()
    page.looked.click()
    assert covering.covered_clip(work.lib, clip.id).looked_through
    QTest.keyClick(page, Key.Key_Escape)
    assert not room.page_open
    assert "looked through" in room.side.running.covered.words
    qtbot.waitUntil(lambda: is_hidden(room.trimming.first.picture.image), timeout=10000)
    assert is_hidden(room.strip.cards[0].picture.image)


def test_playing_it_through_counts_as_looking(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    covering.add_cover(work.lib, clip.id, at=work.time(30), box=Box(*CHILD))
    room.enter(work.where)
    page = opened(room, qtbot)
    with qtbot.waitSignal(page.stage.through, timeout=15000):
        QTest.keyClick(page, Key.Key_Space)
    assert page.looked.isEnabled()


def test_it_plays_covered_everywhere(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    covering.add_cover(work.lib, clip.id, at=work.time(30), box=Box(*CHILD))
    bare = clips.add_clip(work.lib, work.recording, span=Span(work.time(60), work.time(70))).value
    room.enter(work.where)
    room.play_reel()
    window, player = room.reel.window, room.reel._player
    assert window is not None
    assert player is not None
    seen: dict[int, bool] = {}
    player.shown.connect(lambda _at, number: seen.setdefault(number, is_hidden(player.view.image)))
    QTest.keyClick(window, Key.Key_Space)
    with qtbot.waitSignal(window.closed, timeout=20000):
        pass
    first = {number: hidden for number, hidden in seen.items() if number < 45}
    assert len(first) >= 10
    assert all(first.values()), f"uncovered: {[number for number, hidden in first.items() if not hidden]}"
    assert not any(hidden for number, hidden in seen.items() if number >= 60), bare.id
    room.play_clip()
    playing = room.clip_player._player
    assert playing is not None
    seen.clear()
    playing.shown.connect(lambda _at, number: seen.setdefault(number, is_hidden(playing.view.image)))
    with qtbot.waitSignal(room.clip_player.ended, timeout=15000):
        pass
    assert seen
    assert all(seen.values())


def test_dragging_the_oval_puts_it_right_and_undo_takes_it_back(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    covering.add_cover(work.lib, clip.id, at=work.time(30), box=Box(*CHILD))
    room.enter(work.where)
    page = opened(room, qtbot)
    draw = page.stage.draw
    assert draw is not None
    assert page.covered is not None
    [place] = page.covered.places(15)
    box = draw._box(place.box.parts)
    middle = box.center().toPoint()
    QTest.mousePress(draw, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(draw, middle + QPoint(-20, -20))
    QTest.mouseRelease(draw, Qt.MouseButton.LeftButton, pos=middle + QPoint(-20, -20))
    qtbot.waitUntil(lambda: covering.covered_clip(work.lib, clip.id).marked == {15, 30}, timeout=30000)
    qtbot.waitUntil(lambda: page._task is None, timeout=10000)
    [moved] = covering.covered_clip(work.lib, clip.id).places(15)
    assert moved.box.x < place.box.x
    assert moved.box.w < place.box.w * 1.15, "it grows with every correction"
    history.undo(work.lib, work.family)
    assert covering.covered_clip(work.lib, clip.id).marked == {30}


def test_by_keys_alone(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    page = opened(room, qtbot)
    page.new.click()
    draw = page.stage.draw
    assert draw is not None
    before = draw.draft
    assert before is not None
    QTest.keyClick(draw, Key.Key_Right)
    QTest.keyClick(draw, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    after = draw.draft
    assert after is not None
    assert (after[0] - before[0], after[3] - before[3]) == pytest.approx((0.01, 0.01))
    QTest.keyClick(draw, Key.Key_Return)
    qtbot.waitUntil(lambda: len(covering.covered_clip(work.lib, clip.id).covers) == 1, timeout=30000)
    qtbot.waitUntil(lambda: page._task is None, timeout=10000)
    QTest.keyClick(page, Key.Key_Period)
    qtbot.waitUntil(lambda: page.stage.number == 16, timeout=10000)
    page.gone.click()
    qtbot.waitUntil(lambda: covering.covered_clip(work.lib, clip.id).places(20)[0].seen is Seen.GONE, timeout=30000)
    qtbot.waitUntil(lambda: page._task is None, timeout=10000)
    QTest.keyClick(page, Key.Key_Delete)
    assert len(clips.list_clips(work.lib, work.cycle)) == 1, "a key of the table took the clip out"
    page.stage.seek(15)
    qtbot.waitUntil(lambda: page.stage.number == 15, timeout=10000)
    page.remove.click()
    assert not covering.covered_clip(work.lib, clip.id).covers


def test_following_can_be_stopped(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    page = opened(room, qtbot)
    drag(page, CHILD)
    page.follow.click()
    page.stop.click()
    qtbot.waitUntil(lambda: page._task is None, timeout=10000)
    assert not covering.covered_clip(work.lib, clip.id).covers
    assert page.follow.isVisible(), "what was drawn is still there"


def test_speed_and_a_held_picture(room: ClipsRoom, work: AtWork, clip: Clip, qtbot: QtBot) -> None:
    room.side.running.speed.buttons["50"].click()
    assert clips.clip(work.lib, clip.id).speed == 50
    room.side.running.hold.click()
    page = room.hold_page
    qtbot.waitUntil(lambda: page.stage.at is not None, timeout=10000)
    page.stage.seek(20)
    qtbot.waitUntil(lambda: page.stage.number == 20, timeout=10000)
    draw = page.stage.draw
    assert draw is not None
    draw.set_draft(CHILD)
    page.seconds.buttons["2"].click()
    page.hold.click()
    hold = clips.clip(work.lib, clip.id).hold
    assert hold is not None
    assert (hold.at, hold.for_us, hold.alone) == (work.time(20), 2_000_000, False)
    assert hold.near is not None
    assert not room.page_open
    assert "for 2 s" in room.side.running.held.words
    room.side.running.release.click()
    assert clips.clip(work.lib, clip.id).hold is None


def test_leaving_the_room_closes_the_page(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    page = opened(room, qtbot)
    room.leave()
    assert page.stage._player is None
    assert not room.page_open
