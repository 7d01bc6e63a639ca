"""The film room with a real library, film and engine: what is seen stopped is what is tagged, and it is on disk when the key comes up."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from app.video.player import Player
from tests.gui.at_work import PASSPHRASE, AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, player_of, seen, settle, sheet_of
from tests.gui.in_film_room import room as room
from tests.gui.playable import number_in
from vig_tool.timing import Instant, Span
from vig_tool.work import clips, deriving, families, importing, opening, tagging

Key = Qt.Key


def test_stopped_the_picture_the_time_and_the_tag_are_one(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    order = random.Random(7)
    for place, kind in enumerate(sheet_of(room).scheme.principles):  # each time another: a second tap of the same extends
        room.stage.seek(work.time(order.randrange(20, 120)))
        QTest.keyClick(room, Key.Key_Space)
        qtbot.waitUntil(lambda: player_of(room).playing, timeout=5000)
        qtbot.wait(order.randrange(60, 400))
        QTest.keyClick(room, Key.Key_K)
        settle(qtbot, room)
        for key in order.choices([Key.Key_Comma, Key.Key_Period], k=3):
            QTest.keyClick(room, key)
            settle(qtbot, room)
        number = seen(room)
        assert work.index.shown_at(room.stage.now) == number
        assert room.stage.transport.time.words == work.time(number).text
        QTest.keyClick(room, Key(Key.Key_1 + place))
        moment = sheet_of(room).moment
        assert moment is not None
        assert moment.principles == (kind.id,)
        assert work.time(number) in moment.span
        assert moment.span.start == work.index.snap(work.time(number).shifted(-kind.lead_us))


def test_one_frame_on_and_back(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 50, work)
    for key, number in [(Key.Key_Period, 51), (Key.Key_Period, 52), (Key.Key_Comma, 51), (Key.Key_Comma, 50), (Key.Key_Comma, 49)]:
        QTest.keyClick(room, key)
        settle(qtbot, room)
        assert seen(room) == number
        assert room.stage.transport.time.words == work.time(number).text


def test_a_tag_is_on_disk_when_its_key_comes_up(room: FilmRoom, work: AtWork, qtbot: QtBot, tmp_path: Path) -> None:
    go_to(qtbot, room, 100, work)
    QTest.keyPress(room, Key.Key_1)  # down, not yet up
    copy = tmp_path / "pulled the plug"
    shutil.copytree(work.lib.folder, copy)
    QTest.keyRelease(room, Key.Key_1)
    other = opening.open_library(copy, PASSPHRASE)
    try:
        [moment] = tagging.list_moments(other, work.recording)
    finally:
        other.close()
    assert moment.principles == ("attentive",)
    assert work.time(100) in moment.span


def test_the_star_is_for_the_moment_one_stands_in(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 100, work)
    QTest.keyClick(room, Key.Key_1)
    QTest.keyClick(room, Key.Key_S)
    assert [moment.star for moment in sheet_of(room).moments] == [True]
    QTest.keyClick(room, Key.Key_S)
    assert [moment.star for moment in sheet_of(room).moments] == [False]
    QTest.keyClick(room, Key.Key_Escape)
    go_to(qtbot, room, 5, work)
    QTest.keyClick(room, Key.Key_S)
    assert sorted(moment.principles for moment in sheet_of(room).moments) == [(), ("attentive",)]
    assert room.side.progress.words == "2 marked, 1 starred"


def test_a_moment_chosen_shows_its_pictures(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    work.mark(30, 60)
    second = work.mark(90, 120)
    room.enter(work.where)
    rect = room.side.list.visualRect(room.side.list.model().index(1, 0))
    QTest.mouseClick(room.side.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert sheet_of(room).selected == second.id
    qtbot.waitUntil(lambda: player_of(room).settled and seen(room) == 119, timeout=20_000)  # from its first picture to its last
    QTest.keyClick(room, Key.Key_Up)
    settle(qtbot, room)
    assert seen(room) == 30


def on_the_line(room: FilmRoom, at: Instant) -> QPoint:
    """Where an instant stands in the lane of "taking turns"."""
    rows = room.stage.line.rows()
    box = next(box for lane, box in rows.lanes if lane.id == "turns")
    return QPointF(box.left() + room.stage.line.scale.x(at), box.center().y()).toPoint()


def test_marks_on_the_line_are_chosen_and_their_ends_dragged(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    line = room.stage.line
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(90)))
    settle(qtbot, room)
    assert sheet_of(room).selected == moment.id
    assert seen(room) == 60
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(120)))
    QTest.mouseMove(line, on_the_line(room, work.time(140)))
    QTest.mouseMove(line, on_the_line(room, work.time(150)))
    settle(qtbot, room)
    assert abs(seen(room) - 149) <= 1  # the last picture that would stay inside
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(150)))
    [changed] = tagging.list_moments(work.lib, work.recording)
    assert changed.span.start == work.time(60)
    assert changed.span.end == work.index.snap(changed.span.end)
    assert abs(work.index.shown_at(changed.span.end) - 150) <= 1


def test_while_an_end_is_dragged_small_pictures_follow_the_hand(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    deriving.make_all(work.lib)
    work.mark(60, 120)
    room.leave()
    room.enter(work.where)
    settle(qtbot, room)
    line, player = room.stage.line, player_of(room)
    qtbot.waitUntil(lambda: line.rows().filmstrip.height() > 0, timeout=10000)
    glanced: list[Instant] = []
    glance = player.glance

    def noted(image: QImage, shows: Instant, *, at: Instant) -> None:
        glanced.append(at)
        glance(image, shows, at=at)

    monkeypatch.setattr(player, "glance", noted)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(90)))
    settle(qtbot, room)
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(120)))
    for number in (140, 160):
        QTest.mouseMove(line, on_the_line(room, work.time(number)))
    assert glanced
    assert not player.settled
    settle(qtbot, room)
    assert abs(seen(room) - 159) <= 1
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=on_the_line(room, work.time(160)))


def test_ends_set_by_keys(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    go_to(qtbot, room, 70, work)
    QTest.keyClick(room, Key.Key_I)
    go_to(qtbot, room, 110, work)
    QTest.keyClick(room, Key.Key_O)
    [changed] = tagging.list_moments(work.lib, work.recording)
    assert work.index.numbers(changed.span) == range(70, 111)


def test_removed_and_taken_back(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    QTest.keyClick(room, Key.Key_Delete)
    assert tagging.list_moments(work.lib, work.recording) == []
    assert sheet_of(room).moments == ()
    work.said.offers[-1][2]()
    assert [one.id for one in tagging.list_moments(work.lib, work.recording)] == [moment.id]
    assert len(sheet_of(room).moments) == 1


def test_a_note_is_kept_as_it_is_typed(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    QTest.keyClick(room, Key.Key_N)
    note = room.side.inspector.note
    assert note.hasFocus()
    QTest.keyClicks(note, "he looks up, 1 s")  # letters and figures are not the room's keys here
    assert len(sheet_of(room).moments) == 1
    qtbot.waitUntil(lambda: tagging.list_moments(work.lib, work.recording)[0].note == "he looks up, 1 s", timeout=3000)
    assert note.hasFocus()
    QTest.keyClicks(note, "!")
    room.leave()  # at once
    assert tagging.list_moments(work.lib, work.recording)[0].note == "he looks up, 1 s!"


def test_undo_in_a_note_is_the_notes_first(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    QTest.keyClick(room, Key.Key_N)
    note = room.side.inspector.note
    QTest.keyClicks(note, "abc")
    QTest.keyClick(note, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert note.text == ""
    assert len(tagging.list_moments(work.lib, work.recording)) == 1


def test_words_about_a_moment(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    inspector = room.side.inspector
    QTest.mouseClick(inspector.who.chips["both"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(inspector.more, Qt.MouseButton.LeftButton)
    QTest.mouseClick(inspector.turn.chips["reception"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(inspector.channel.chips["voice"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(inspector.shapes["touch"], Qt.MouseButton.LeftButton)
    [changed] = tagging.list_moments(work.lib, work.recording)
    assert (changed.actor, changed.chain_role, changed.channel) == ("both", "reception", "voice")
    assert set(changed.principles) == {"turns", "touch"}
    QTest.mouseClick(inspector.who.chips["both"], Qt.MouseButton.LeftButton)
    assert tagging.list_moments(work.lib, work.recording)[0].actor is None


def test_a_moment_with_much_to_say_stays_within_the_right_side(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    everything = ("following", "touch", "play", "expression")
    moment = tagging.add_moment(
        work.lib,
        work.recording,
        span=Span(work.time(60), work.time(120)),
        principles=everything,
        actor="parent",
        chain_role="initiative",
        channel="posture",
        note="He turns to the bear; she waits, looks where he looks, and says what he sees.",
        star=True,
    ).value
    room.enter(work.where)
    room.show_moment(moment.id)
    inspector = room.side.inspector
    qtbot.waitUntil(lambda: not inspector.visibleRegion().isEmpty(), timeout=3000)  # laid out
    qtbot.waitUntil(lambda: not inspector.visibleRegion().isEmpty(), timeout=5000)
    assert inspector.minimumSizeHint().width() <= inspector.visibleRegion().boundingRect().width()
    assert inspector.name.words == "Letting the other lead, Touch and closeness, Shared play and laughter, Face and voice"


def test_chosen_for_the_review_unless_private(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.enter(work.where)
    room.show_moment(moment.id)
    QTest.keyClick(room, Key.Key_P)
    QTest.keyClick(room, Key.Key_C)
    assert clips.list_clips(work.lib, work.cycle) == []
    assert not room.side.inspector.choose.isEnabled()
    QTest.keyClick(room, Key.Key_P)
    QTest.mouseClick(room.side.inspector.choose, Qt.MouseButton.LeftButton)
    [clip] = clips.list_clips(work.lib, work.cycle)
    assert clip.span == moment.span
    assert room.side.progress.words == "1 marked, 1 clip"
    with qtbot.waitSignal(room.go) as gone:
        QTest.mouseClick(room.side.inspector.see_clips, Qt.MouseButton.LeftButton)
    assert gone.args == [RoomId.CLIPS, work.where]


def test_the_side_folds_away(room: FilmRoom, qtbot: QtBot) -> None:
    wide = player_of(room).view.width()
    QTest.keyClick(room, Key.Key_F)
    assert room.side.isHidden()
    qtbot.waitUntil(lambda: player_of(room).view.width() > wide)
    QTest.keyClick(room, Key.Key_F)
    assert not room.side.isHidden()


def test_a_still_of_the_very_picture(work: AtWork, players: Callable[[], Player], qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, name: str) -> Path:
        asked.append(name)
        return tmp_path / "out.png"

    room = FilmRoom(work.desk, players, ask=ask)
    qtbot.addWidget(room)
    room.resize(1000, 700)
    room.show()
    room.enter(work.where)
    room.stage.seek(work.time(77))
    settle(qtbot, room)
    room.export_still()
    room.leave()
    qtbot.waitUntil(lambda: not work.desk.tasks.running, timeout=10_000)
    assert number_in(QImage(str(tmp_path / "out.png"))) == 77
    assert "F014" not in asked[0]


def test_what_was_left_is_found_again(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 88, work)
    room.leave()
    assert room.stage.player is None
    room.enter(work.where)
    settle(qtbot, room)
    assert seen(room) == 88


def test_a_cycle_without_a_film_says_what_to_do(room: FilmRoom, work: AtWork) -> None:
    empty = families.add_cycle(work.lib, work.family, question="And now?").value
    room.enter(Where(family=work.family, cycle=empty.id))
    assert room.pages.currentIndex() == 1
    assert room.where().recording is None


def test_the_film_shows_the_strip_and_the_sound_that_were_made(
    work: AtWork, players: Callable[[], Player], qtbot: QtBot
) -> None:
    deriving.make_all(work.lib)
    room = FilmRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1300, 720)
    room.show()
    room.enter(work.where)
    qtbot.waitUntil(lambda: room.stage.line.rows().waveform.height() > 0, timeout=10000)
    qtbot.waitUntil(lambda: room.stage.line.rows().filmstrip.height() > 0, timeout=10000)
    room.leave()


def test_changes_from_elsewhere_are_shown(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 40, work)
    elsewhere = tagging.tag_moment(work.lib, work.recording, at=work.time(90), principle="play")
    work.desk.announcer.announce(elsewhere.changes)
    assert [moment.id for moment in sheet_of(room).moments] == [elsewhere.value.id]
    question = families.correct_cycle(work.lib, work.cycle, question="Another?")
    work.desk.announcer.announce(question.changes)
    settle(qtbot, room)
    assert seen(room) == 40
    work.desk.announcer.announce(importing.remove_recording(work.lib, work.recording))
    assert room.stage.player is None
    assert room.sheet is None
