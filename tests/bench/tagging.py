"""From a key press in the film room to the moment being on disk, and to its being seen; with nothing marked yet, and with 5,000 moments.

The commit is inside the key's own event. Painted means: list and time line have painted anew, and nothing more is to be painted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from tests.bench.films import repeat
from tests.bench.held import PASSPHRASE
from tests.bench.measure import Row, Setting, against, alone, late, middle, timed
from vig_tool.library import models
from vig_tool.library.moments import set_principles
from vig_tool.media.sample import Recipe, make_film
from vig_tool.work import families, importing, opening
from vig_tool.work.opening import Library

TAGS = 200
MANY = 5000
STORED_S, PAINTED_S = 0.030, 0.050
_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
_OTHERS = ("touch", "play")
"""What those that are there already are marked with: a press in an open moment of its own kind would go on with it."""


def run(setting: Setting) -> list[Row]:
    presses = TAGS // 4 if setting.quick else TAGS
    plain = [timed(lambda: _synced_line(setting.scratch / "plain.log")) for _ in range(TAGS)]
    peer = "a line appended to a file and fsynced"
    rows = []
    with film_room(setting.scratch / "library", hour(setting)) as held:
        stored, painted = held.press_keys(presses)
        work = "key press to stored moment (film room, committed)"
        rows += [against(f"{work}, median", peer, middle(stored), middle(plain)), against(f"{work}, p95", peer, late(stored), late(plain))]
    with film_room(setting.scratch / "many", hour(setting), moments=MANY) as held:
        stored, painted = held.press_keys(presses)
        rows += _judged(f"{MANY:,} moments on sixty minutes", stored, painted)
    return rows


def _judged(where: str, stored: list[float], painted: list[float]) -> list[Row]:
    rows = []
    for work, seconds, most in (("stored", stored, STORED_S), ("painted", painted, PAINTED_S)):
        rows += [
            alone(f"key press to {work}, {where}, median", middle(seconds) * 1000, "ms", most=most * 1000),
            alone(f"key press to {work}, {where}, p95", late(seconds) * 1000, "ms", most=most * 1000),
        ]
    return rows


def hour(setting: Setting) -> Path:
    """Sixty minutes of a small film, kept from run to run."""
    part = setting.cache / "tagging-60s.mp4"
    if not part.exists():
        make_film(part, Recipe(seconds=60, width=320, height=180, rate=25, gop=50))
    whole = setting.cache / "tagging-3600s.mp4"
    if not whole.exists():
        half = whole.with_suffix(".part")
        repeat(part, half, times=60, container="mp4")
        half.replace(whole)
    return whole


@dataclass(slots=True)
class Held:
    """A window that stands in the film room."""

    application: QApplication
    window: wiring.Window
    room: FilmRoom
    lib: Library
    recording: UUID

    def press_keys(self, times: int) -> tuple[list[float], list[float]]:
        """Seconds to stored and to painted, of each press; the presses stand all over the film."""
        before = self._steps()
        stored, painted = [], []
        film = self.room.stage.film
        assert film is not None
        self.press_once(1)
        for number in range(times):
            self.room.stage.seek(film.index.time(len(film.index) * (number * 37 % times) // times))
            player = self.room.stage.player
            assert player is not None
            for _ in range(400):
                QTest.qWait(5)
                if player.settled:
                    break
            down, seen = self.press_once(number)
            stored.append(down)
            painted.append(seen)
        there = self._steps() - before  # a press in an open moment goes on with it
        assert there == times + 1, f"{there} of {times + 1} key presses are stored"
        return stored, painted

    def _steps(self) -> int:
        """Presses that are in the library: each is a step of its own for Undo."""
        with self.lib.reading() as session:
            return session.query(models.Edit).count()

    def press_once(self, number: int = 0) -> tuple[float, float]:
        seen = _Painted(self.room.stage.line, self.room.side.list.viewport())
        self.application.installEventFilter(seen)
        down = timed(lambda: QTest.keyPress(self.room, _KEYS[number % len(_KEYS)]))
        rest = timed(lambda: self._paint(seen))
        self.application.removeEventFilter(seen)
        QTest.keyRelease(self.room, _KEYS[number % len(_KEYS)])
        return down, down + rest

    def _paint(self, seen: _Painted) -> None:
        for _ in range(1000):
            self.application.processEvents()
            if seen.all:
                return
        raise AssertionError("a key press is not painted")


class _Painted(QObject):
    """Which of these widgets have painted since."""

    def __init__(self, *wanted: QWidget) -> None:
        super().__init__()
        self._missing = set(wanted)

    @property
    def all(self) -> bool:
        return not self._missing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._missing.discard(watched)
        return False


@contextmanager
def film_room(folder: Path, film: Path, *, moments: int = 0) -> Iterator[Held]:
    application = QApplication.instance() or wiring.build_application(["vig-tool"])
    assert isinstance(application, QApplication)
    lib = opening.create_library(folder, PASSPHRASE).library
    family = families.add_family(lib, "F014").value
    cycle = families.add_cycle(lib, family.id, question="How do I wait for him to start?").value
    recording = importing.import_films(lib, [film], cycle_id=cycle.id).value[0].recording
    assert recording is not None
    mark_many(lib, recording.id, duration_us=recording.duration_us, moments=moments)
    window = wiring.Window(application, None)
    window.show()
    window.open(lib)
    assert window.shell is not None
    window.shell.go(RoomId.FILM_ROOM, Where(family=family.id, cycle=cycle.id, recording=recording.id))
    QTest.qWait(1500)
    room = window.shell.current
    assert isinstance(room, FilmRoom)
    room.setFocus()
    yield Held(application, window, room, lib, recording.id)
    window.close()


def mark_many(lib: Library, recording_id: UUID, *, duration_us: int, moments: int) -> None:
    """Spread over the film, three seconds each, in one change that is no step of the user's."""
    if not moments:
        return
    with lib.change("moments.made") as unit:
        for number in range(moments):
            start = (duration_us - 3_000_000) * number // moments // 40_000 * 40_000
            moment = models.Moment(recording_id=recording_id, start_us=start, end_us=start + 3_000_000, star=number % 9 == 0)
            unit.session.add(moment)
            set_principles(unit.session, moment, [_OTHERS[number % len(_OTHERS)]])


def _synced_line(file: Path) -> None:
    with file.open("a") as log:
        log.write("moment 00:12.480 00:15.480 turns both\n")
        log.flush()
        os.fsync(log.fileno())
