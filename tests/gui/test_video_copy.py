"""A heavy film plays as its copy: what runs and what stands are the film's own pictures, each under its own number and time."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.stage import _Proven
from app.video.choice import EngineChoice
from app.video.player import Player
from tests.films import SMALL, FilmShelf
from tests.gui.at_work import AtWork, filled_library, players, work  # noqa: F401
from tests.gui.conftest import BOTH
from tests.gui.desk import dressed  # noqa: F401
from tests.gui.playable import number_in
from vig_tool.jobs import Job
from vig_tool.timing import Instant
from vig_tool.work import deriving, importing, playing
from vig_tool.work.opening import Library
from vig_tool.work.playing import Film

STREAM = replace(SMALL, container="ts", gop=60, seconds=8)
"""What camcorders write: players land badly in it, so it is copied."""


@pytest.fixture
def copied(work: AtWork, films: FilmShelf) -> UUID:  # noqa: F811
    """The recording of a heavy film that was copied."""
    data = io.BytesIO(films.film(STREAM).path.read_bytes())
    recording = importing.take_in_made(work.lib, data, cycle_id=work.cycle, name="00001.MTS").id
    job = Job()
    for wanted in deriving.missing(work.lib):
        if (wanted.recording_id, wanted.kind) == (recording, "proxy"):
            deriving.make(work.lib, wanted, job)
    return recording


def opened(lib: Library, recording: UUID) -> Film:
    film = playing.open_film(lib, recording)
    assert film.is_copy
    return film


@pytest.mark.parametrize("choice", BOTH)
def test_what_runs_has_its_own_number(
    choice: EngineChoice, work: AtWork, copied: UUID, make_player: Callable[..., Player], qtbot: QtBot  # noqa: F811
) -> None:
    player, seen = make_player(choice), list[tuple[int, int]]()
    player.load(opened(work.lib, copied))
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    player.shown.connect(lambda _at, number: seen.append((number, number_in(player.view.image))))
    for start in (130, 20, 75):
        player.seek(player.film.index.time(start))  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: player.settled, timeout=10000)
        seen.clear()
        player.play()
        qtbot.waitUntil(lambda start=start: player.number > start + 30 and len(set(seen)) > 5, timeout=20000)  # type: ignore[misc]
        player.pause()
        off = sorted(abs(number - read) for number, read in seen)
        assert off[-1] == 0 if choice is EngineChoice.QT else off[int(len(off) * 0.9)] <= 2
        qtbot.waitUntil(lambda: player.settled, timeout=10000)
        assert number_in(player.view.image) == player.number


def test_what_stands_is_the_film_itself(work: AtWork, copied: UUID, make_player: Callable[..., Player], qtbot: QtBot) -> None:  # noqa: F811
    player = make_player(EngineChoice.QT)
    film = opened(work.lib, copied)
    player.load(film)
    stepper = playing.open_film(work.lib, copied, copy=False).stepper()
    for number in (0, 59, 60, 61, 200, 31):
        player.seek(film.index.time(number))
        qtbot.waitUntil(lambda: player.settled, timeout=10000)
        assert (player.number, number_in(player.view.image)) == (number, number)
        exact = stepper.picture(number).rgb
        shown = player.view.image
        assert (shown.width(), shown.height()) == (exact.shape[1], exact.shape[0])
        colour = shown.pixelColor(100, 120)
        assert (colour.red(), colour.green(), colour.blue()) == tuple(int(part) for part in exact[120, 100])
    stepper.close()


def test_a_copy_that_breaks_while_it_plays_is_left_for_the_film_itself(
    work: AtWork, copied: UUID, players: Callable[[], Player], qtbot: QtBot  # noqa: F811
) -> None:
    [copy] = work.lib.derived_folder.rglob("*-proxy")
    spoil(copy)
    room = FilmRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1300, 720)
    room.show()
    room.enter(replace(work.where, recording=copied))
    stage = room.stage
    assert stage.film is not None
    assert stage.film.is_copy
    assert stage.player is not None
    finished: list[bool] = []
    stage.player.finished.connect(lambda: finished.append(True))
    qtbot.waitUntil(lambda: stage.player is not None and stage.player.settled, timeout=10000)
    stage.seek(Instant(1_000_000))
    stage.toggle()
    qtbot.waitUntil(lambda: stage.film is not None and not stage.film.is_copy, timeout=20000)
    here = stage.now
    assert finished == [], "what cannot be read on is not taken for the end"
    assert here < Instant(7_000_000)
    assert not copy.exists()
    qtbot.waitUntil(lambda: stage.now > here.shifted(200_000), timeout=20000)
    assert stage.player.playing, "it goes on running, whether it broke before it was asked to run or after"
    assert work.said.lines == []
    stage._play_itself(_Proven(copied, "", ran=False))  # the same trouble told twice, and proven a second time
    assert stage.player.playing
    room.leave()


def test_what_failed_is_tried_anew(work: AtWork, copied: UUID, make_player: Callable[..., Player], qtbot: QtBot) -> None:  # noqa: F811
    """As where a stick was pulled out and is back in its place."""
    player, copy = make_player(EngineChoice.QT), next(work.lib.derived_folder.rglob("*-proxy"))
    told: list[str] = []
    player.failed.connect(told.append)
    film, sound = opened(work.lib, copied), copy.read_bytes()
    spoil(copy)
    player.load(film)
    player.play()
    qtbot.waitUntil(lambda: bool(told) and not player.playing, timeout=20000)
    times = len(told)
    copy.write_bytes(sound)
    player.play()
    qtbot.waitUntil(lambda: player.number > 200, timeout=20000)
    assert len(told) == times


def spoil(path: Path) -> None:
    """Everything between the first and the last piece of the sealed file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle - 3000 : middle + 3000] = bytes(6000)
    path.write_bytes(bytes(data))
