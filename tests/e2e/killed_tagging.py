"""What is killed in test_killed_tagging: the window in the film room, where somebody presses five keys a second.

Says "painted ID END_US" for each moment made or made longer, once list and time line have painted it. Never ends by itself.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from tests.e2e.killed_worker import PASSPHRASE
from vig_tool.vault import slots
from vig_tool.work import families, opening

EVERY_MS = 200
STEP_US = 700_000
_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_S, Qt.Key.Key_4)


def say(*words: object) -> None:
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


class Painted(QObject):
    """Tells what can be read from the screen, after it was painted."""

    def __init__(self, room: FilmRoom) -> None:
        super().__init__()
        self._room = room
        self._line, self._list = room.stage.line, room.side.list.viewport()
        self._missing: set[object] = set()
        self._said = self._ends()
        self._after = QTimer(self, singleShot=True, interval=0)
        self._after.timeout.connect(self._tell)

    def pressed(self) -> None:
        """From now on both must paint anew."""
        self._missing = {self._line, self._list}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and watched in self._missing:
            self._missing.discard(watched)
            if not self._missing:
                self._after.start()
        return False

    def _tell(self) -> None:
        if self._missing:
            return
        before, self._said = self._said, self._ends()
        for moment_id, end_us in self._said.items():
            if before.get(moment_id) != end_us:
                say("painted", moment_id, end_us)

    def _ends(self) -> dict[UUID, int]:
        return {} if self._room.sheet is None else {moment.id: moment.span.end.us for moment in self._room.sheet.moments}


def main(folder: Path) -> int:
    slots.COST = slots.MINIMUM = slots.Cost(memory_kib=64, passes=1, lanes=1)
    application = wiring.build_application(["vig-tool-app"])
    lib = opening.open_library(folder, PASSPHRASE)
    window = wiring.Window(application, None, prepares=False)
    window.show()
    window.open(lib)
    assert window.shell is not None
    window.shell.go(RoomId.FILM_ROOM, Where(family=families.find_family(lib, "F014"), cycle=families.find_cycle(lib, "F014", 1)))
    room = window.shell.current
    assert isinstance(room, FilmRoom)
    seen, number = Painted(room), count()
    application.installEventFilter(seen)

    def press() -> None:
        room.select_nothing()
        room.stage.jump(STEP_US)
        seen.pressed()
        QTest.keyClick(room, _KEYS[next(number) % len(_KEYS)])

    clock = QTimer(interval=EVERY_MS)
    clock.timeout.connect(press)
    clock.start()
    say("ready")
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
