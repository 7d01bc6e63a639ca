"""What happens in a window, for the rows that need one: `python -m tests.bench.scenes NAME LIBRARY RECORDING …` prints what it found.

    painting   LIBRARY RECORDING ENGINE SECONDS       pictures painted in the film room while the film runs
    burden     LIBRARY RECORDING ENGINE SECONDS PATH  CPU while the film runs, sealed and from the plain file
    stamps     LIBRARY RECORDING ENGINE SECONDS PERIOD  pictures shown against the time said
    native     LIBRARY RECORDING SECONDS PERIOD PATH  the same for VLC in a window of its own, by its own clock
    memory     LIBRARY RECORDING MINUTES              what the film room holds
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from PySide6.QtCore import QEventLoop, QRect, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from tests.bench.held import PASSPHRASE
from tests.bench.measure import cpu_seconds, memory_mb
from tests.bench.numbers import Rgb, number_in
from vig_tool.media.source import PlainFile
from vig_tool.timing import SECOND, Instant
from vig_tool.work import importing, opening, playing, settings

PATIENCE_S = 30


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        _wait(0.01)


def _rgb(image: QImage) -> Rgb:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    picture: Rgb = rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()
    return picture


class _FilmRoom:
    """The program's own window with one film open in the film room."""

    def __init__(self, folder: str, recording: str, engine: str) -> None:
        self.application = wiring.build_application(["vig-tool"])
        self.lib = opening.open_library(Path(folder), PASSPHRASE)
        settings.change_settings(self.lib, replace(settings.read_settings(self.lib), engine=engine))
        card = importing.recording_card(self.lib, UUID(recording))
        self.window = wiring.Window(self.application, None)
        self.window.show()
        self.window.open(self.lib)
        shell = self.window.shell
        assert shell is not None
        shell.go(RoomId.FILM_ROOM, Where(cycle=card.cycle_id, recording=card.id))
        room = self.window.findChild(FilmRoom)
        assert isinstance(room, FilmRoom)
        self.room = room
        _until(lambda: room.stage.player is not None and room.stage.player.settled)
        player = room.stage.player
        assert player is not None
        self.player = player
        _wait(1)

    def close(self) -> None:
        self.window.close()


def painting(folder: str, recording: str, engine: str, seconds: str) -> dict[str, Any]:
    there = _FilmRoom(folder, recording, engine)
    player, painted = there.player, dict[int, float]()

    def note(_painter: QPainter, _place: QRect) -> None:
        painted.setdefault(player.number, time.perf_counter())

    player.play()
    _wait(2)
    player.view.add_overlay(note)
    _wait(float(seconds))
    player.view.remove_overlay(note)
    player.pause()
    film = player.film
    assert film is not None
    there.close()
    numbers = sorted(painted)[1:]
    delays = {number: painted[number] - film.index.time(number).us / SECOND for number in numbers}
    usual, step = statistics.median(delays.values()), film.index.usual_step_us / SECOND
    due = numbers[-1] - numbers[0] + 1
    in_time = sum(delay <= usual + step for delay in delays.values())
    return {"due": due, "painted": len(numbers), "in_time": in_time}


def burden(folder: str, recording: str, engine: str, seconds: str, path: str) -> dict[str, Any]:
    application = wiring.build_application(["vig-tool"])
    lib = opening.open_library(Path(folder), PASSPHRASE)
    sealed = playing.open_film(lib, UUID(recording))
    used: dict[str, list[float]] = {"sealed": [], "plain": []}
    films = {"sealed": sealed, "plain": replace(sealed, source=PlainFile(Path(path)))}
    for _ in range(3):
        for name, film in films.items():
            player = Player(Engines(EngineChoice(engine)))
            player.view.resize(960, 540)
            player.view.show()
            player.load(film)
            _until(lambda player=player: player.settled)  # type: ignore[misc]
            player.play()
            _wait(1)
            began, at = cpu_seconds(), player.now.us
            _wait(float(seconds))
            used[name].append((cpu_seconds() - began) / max(1, player.now.us - at) * SECOND)
            player.close()
            player.view.close()
    lib.close()
    application.quit()
    return {name: min(figures) for name, figures in used.items()}


def stamps(folder: str, recording: str, engine: str, seconds: str, period: str) -> dict[str, Any]:
    there = _FilmRoom(folder, recording, engine)
    player, every = there.player, int(period)
    playing_errors: list[int] = []
    paused_errors: list[int] = []

    def error() -> int:
        return _apart(number_in(_rgb(player.view.image)), player.number, every)

    def compare(_at: Instant, _number: int) -> None:
        if player.playing:
            playing_errors.append(error())

    player.shown.connect(compare)
    luck = random.Random(5)
    film = player.film
    assert film is not None
    for _ in range(int(seconds) // 3):
        player.seek(Instant(luck.randrange(film.index.end_us * 3 // 4)))
        player.play()
        _wait(3)
        player.pause()
        _until(lambda: player.settled)
        paused_errors.append(error())
    there.close()
    return {"playing": playing_errors, "paused": paused_errors}


def native(folder: str, recording: str, seconds: str, period: str, path: str) -> dict[str, Any]:
    import vlc

    application = wiring.build_application(["vig-tool"])
    lib = opening.open_library(Path(folder), PASSPHRASE)
    index = importing.recording_index(lib, UUID(recording))
    lib.close()
    window = QWidget()
    window.resize(1280, 720)
    window.show()
    _wait(0.5)
    player = vlc.Instance("--no-audio", "--quiet", "--no-xlib").media_player_new()
    player.set_media(player.get_instance().media_new_path(path))
    player.set_xwindow(int(window.winId()))
    player.play()
    _wait(3)
    screen, errors, paused = application.primaryScreen(), list[int](), list[int]()

    def look(found: list[int]) -> None:
        said = player.get_time()
        seen = number_in(_rgb(screen.grabWindow(window.winId()).toImage()))
        if seen >= 0:
            found.append(_apart(seen, index.shown_at(Instant(max(0, said) * 1000)), int(period)))

    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        look(errors)
        _wait(0.05)
    for _ in range(6):
        player.set_pause(1)
        _wait(0.5)
        look(paused)
        player.set_pause(0)
        _wait(0.7)
    player.stop()
    return {"playing": errors, "paused": paused}


def _apart(seen: int, said: int, period: int) -> int:
    """How many pictures the time said is ahead of the picture seen; the numbers drawn begin anew every `period` pictures."""
    return (said - seen + period // 2) % period - period // 2


def memory(folder: str, recording: str, minutes: str) -> dict[str, Any]:
    there = _FilmRoom(folder, recording, "qt")
    player, luck = there.player, random.Random(3)
    film = there.player.film
    assert film is not None
    stepping = []
    for _ in range(10):
        player.seek(Instant(luck.randrange(film.index.end_us)))
        _until(lambda: player.settled)
        for _ in range(20):
            player.step(-1)
            _until(lambda: player.settled)
        stepping.append(memory_mb())
    player.seek(Instant(0))
    player.play()
    held = []
    end = time.monotonic() + 60 * float(minutes)
    while time.monotonic() < end:
        _wait(min(20.0, 6 * float(minutes)))
        held.append(memory_mb())
        if not player.playing:
            player.play()
    there.close()
    return {"stepping": max(stepping), "held": held}


SCENES: dict[str, Callable[..., dict[str, Any]]] = {
    "painting": painting,
    "burden": burden,
    "stamps": stamps,
    "native": native,
    "memory": memory,
}

if __name__ == "__main__":
    found = SCENES[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(found), flush=True)
