"""Looking beyond the film that is shown: by cycle, family and library; going there; playing all that was found, unrendered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from app.screens.film_room.finding.queue import Queue
from app.screens.film_room.finding.rows import Heading, Rows
from app.screens.film_room.finding.search import Reach
from app.screens.film_room.finding.window import MomentsWindow
from app.video.player import Player
from tests.films import SMALL, FilmShelf
from tests.gui.at_work import PASSPHRASE, AtWork
from tests.gui.at_work import filled_library as small_library  # noqa: F401 - a fixture
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import player_of, seen, sheet_of
from tests.gui.in_film_room import room as room
from tests.gui.in_finding import click, finding_of
from vig_tool.timing import Span
from vig_tool.work import families, importing, opening, playing, tagging
from vig_tool.work.finding import EVERYTHING, Found, Scope, find_moments

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONG = 20_000


@pytest.fixture(scope="session")
def filled_library(tmp_path_factory: pytest.TempPathFactory, small_library: Path, films: FilmShelf) -> Path:  # noqa: F811
    """The usual library, with a second cycle of the family and another family, a film each."""
    folder = tmp_path_factory.mktemp("wide") / "library"
    shutil.copytree(small_library, folder)
    lib = opening.open_library(folder, PASSPHRASE)
    second = families.add_cycle(lib, families.find_family(lib, "F014"), question="And now?").value.id
    other = families.add_cycle(lib, families.add_family(lib, "F002").value.id, question="What then?").value.id
    for cycle, seconds in ((second, 4), (other, 5)):
        [outcome] = importing.import_films(lib, [films.film(replace(SMALL, seconds=seconds)).path], cycle_id=cycle).value
        assert outcome.recording is not None
        index = playing.open_film(lib, outcome.recording.id).index
        for first, more in ((20, {}), (50, {"private": True}), (80, {"note": "far away"})):
            span = Span(index.time(first), index.time(first + 12))
            tagging.add_moment(lib, outcome.recording.id, span=span, principles=("turns",), **more)
    lib.close()
    return folder


@pytest.fixture
def wide(work: AtWork, room: FilmRoom) -> Iterator[FilmRoom]:
    """With a shell's part played: the room is entered again where it asks for it."""
    work.mark(30, 42)
    room.refresh(select=None)
    room.go.connect(lambda where_to, where: room.enter(where) if where_to is RoomId.FILM_ROOM else None)
    yield room
    finding_of(room).playing.stop()


def look(room: FilmRoom, qtbot: QtBot, reach: Reach, count: int) -> tuple[Found, ...]:
    QTest.keyClick(room, Key.Key_F, Ctrl)
    room.side.finder.reach.chips[reach.value].click()
    qtbot.waitUntil(lambda: len(finding_of(room).found) == count, timeout=LONG)
    return finding_of(room).found


def test_the_family_and_everything(wide: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.CYCLE, 1)
    look(wide, qtbot, Reach.FAMILY, 4)
    rows = wide.side.list.model()
    assert isinstance(rows, Rows)
    assert [held.words for held in rows.rows if isinstance(held, Heading)] == ["F014 · Cycle 1", "F014 · Cycle 2"]
    look(wide, qtbot, Reach.LIBRARY, 7)
    assert [held.words for held in rows.rows if isinstance(held, Heading)] == ["F002 · Cycle 1", "F014 · Cycle 1", "F014 · Cycle 2"]
    QTest.keyClicks(wide.side.finder.field, "FAR")
    qtbot.waitUntil(lambda: len(finding_of(wide).found) == 2, timeout=LONG)
    assert wide.side.outcome.words.words == "2 · “FAR”"


def test_a_click_goes_to_the_film_and_plays_it_there(wide: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    found = look(wide, qtbot, Reach.FAMILY, 4)
    far = next(one for one in found if one.moment.note)
    click(wide, far.moment.id)
    assert sheet_of(wide).recording.id == far.placed.recording_id
    assert sheet_of(wide).selected == far.moment.id
    qtbot.waitUntil(lambda: player_of(wide).settled and seen(wide) == 91, timeout=LONG)
    assert [one.moment.id for one in finding_of(wide).found] == [one.moment.id for one in found]  # what was found stays


def test_what_is_changed_in_the_film_is_seen_in_what_was_found(wide: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    QTest.keyClick(wide.side.list, Key.Key_3)
    qtbot.waitUntil(lambda: len(finding_of(wide).found) == 5, timeout=LONG)
    assert len(wide.side.list.moments) == 5


def test_play_all_runs_through_the_family_without_private_ones(wide: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    assert wide.side.play_all.button.text() == "Play all 3"
    wide.side.play_all.button.click()
    window = finding_of(wide).playing.window
    assert window is not None
    assert not any(one.moment.private for one in window.queue.items)
    lines = lines_until_over(window, qtbot)
    assert lines == ["Cycle 1 · 0:01 · Taking turns", "Cycle 2 · 0:00 · Taking turns", "Cycle 2 · 0:02 · Taking turns"]
    QTest.keyClick(window, Key.Key_Escape)
    assert finding_of(wide).playing.window is None


def test_private_ones_only_where_that_is_ticked(wide: FilmRoom, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    wide.side.play_all.private.click()
    assert wide.side.play_all.button.text() == "Play all 4"
    QTest.keyClick(wide, Key.Key_Space, Shift)
    window = finding_of(wide).playing.window
    assert window is not None
    assert [one.moment.private for one in window.queue.items] == [False, False, True, False]


def test_next_and_before_by_keys_across_films(wide: FilmRoom, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    finding_of(wide).play_all()
    window = finding_of(wide).playing.window
    assert window is not None
    qtbot.waitUntil(window.isActiveWindow, timeout=LONG)
    for key, by in ((Key.Key_N, 1), (Key.Key_Right, 1), (Key.Key_N, 1), (Key.Key_B, -1), (Key.Key_Left, -1), (Key.Key_B, -1)):
        before = window.queue.place  # it goes on by itself meanwhile
        QTest.keyClick(window, key)
        assert window.queue.place == min(max(before + by, 0), 2)
        qtbot.waitUntil(lambda: not window.waits, timeout=LONG)
    QTest.keyClick(window, Key.Key_N)
    far = window.queue.now
    qtbot.waitUntil(lambda: not window.waits, timeout=LONG)
    QTest.keyClick(window, Key.Key_F)
    assert finding_of(wide).playing.window is None
    assert sheet_of(wide).selected == far.moment.id


def test_a_film_that_cannot_be_opened_is_left_out(wide: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    found = look(wide, qtbot, Reach.LIBRARY, 7)
    gone = replace(found[0], placed=replace(found[0].placed, recording_id=UUID(int=7)))
    playing_now = finding_of(wide).playing
    playing_now.play([gone, found[3]])
    window = playing_now.window
    assert window is not None
    qtbot.waitUntil(lambda: len(window.queue.items) == 1, timeout=LONG)
    assert "no longer" in window.note.words
    qtbot.waitUntil(lambda: not window.waits, timeout=LONG)


def test_a_film_that_comes_when_the_window_is_closed_plays_nothing(
    wide: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    played: list[object] = []
    monkeypatch.setattr(Player, "play_sequence", lambda _player, clips: played.append(clips))
    finding_of(wide).play_all()
    window = finding_of(wide).playing.window
    assert window is not None
    assert window.waits
    films = window._films
    window.close()
    films.opened[work.recording] = playing.open_film(work.lib, work.recording)
    films.came.emit(work.recording)
    assert played == []
    qtbot.waitUntil(lambda: not work.desk.tasks.running, timeout=LONG)
    assert played == []


def test_leaving_the_room_ends_it(wide: FilmRoom, qtbot: QtBot) -> None:
    look(wide, qtbot, Reach.FAMILY, 4)
    finding_of(wide).play_all()
    wide.leave()
    assert finding_of(wide).playing.window is None
    wide.enter(Where(recording=sheet_of(wide).recording.id))


def lines_until_over(window: MomentsWindow, qtbot: QtBot) -> list[str]:
    lines: list[str] = []

    def over() -> bool:
        if not lines or lines[-1] != window.line.words:
            lines.append(window.line.words)
        return window.over

    qtbot.waitUntil(over, timeout=3 * LONG)
    return lines


def test_the_queue_opens_no_more_than_it_needs(work: AtWork) -> None:
    for first in (10, 40):
        work.mark(first, first + 10)
    here = find_moments(work.lib, EVERYTHING, Scope(recording=work.recording))
    other = [replace(one, placed=replace(one.placed, recording_id=UUID(int=n))) for n, one in enumerate(here)]
    queue = Queue((*here[:2], other[0], other[1]))
    opened = {work.recording}
    assert queue.run(()) == ()
    assert queue.run(opened) == tuple(here[:2])
    assert queue.next_to_open(opened) == UUID(int=0)
    assert queue.run({*opened, UUID(int=0)}) == (*here[:2], other[0])
    last = queue.at(3)
    assert last is not None
    assert last.run(opened) == ()
    assert last.next_to_open({UUID(int=1)}) is None
    assert last.at(4) is None
    assert queue.at(-1) is None
    assert last.words == "4 of 4"
