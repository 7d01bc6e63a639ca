"""From a key press in the film room to the moment being on disk: the commit is inside the key's own event."""

from __future__ import annotations

import os
from pathlib import Path

from tests.bench.held import PASSPHRASE
from tests.bench.measure import Row, Setting, against, late, middle, timed

TAGS = 200


def run(setting: Setting) -> list[Row]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app import wiring
    from app.rooms import RoomId, Where
    from vig_tool.media.sample import Recipe, make_film
    from vig_tool.work import families, importing, opening, tagging

    application = QApplication.instance() or wiring.build_application(["vig-tool"])
    assert isinstance(application, QApplication)
    film = setting.scratch / "film.mp4"
    make_film(film, Recipe(seconds=10, width=640, height=360))
    lib = opening.create_library(setting.scratch / "library", PASSPHRASE).library
    family = families.add_family(lib, "F014").value
    cycle = families.add_cycle(lib, family.id, question="How do I wait for him to start?").value
    recording = importing.import_films(lib, [film], cycle_id=cycle.id).value[0].recording
    assert recording is not None
    window = wiring.Window(application, None)
    window.show()
    window.open(lib)
    assert window.shell is not None
    window.shell.go(RoomId.FILM_ROOM, Where(family=family.id, cycle=cycle.id, recording=recording.id))
    QTest.qWait(1500)
    presses, seconds = [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4], []
    for number in range(TAGS):
        target = application.focusWidget() or window.shell
        seconds.append(timed(lambda key=presses[number % 4], target=target: QTest.keyClick(target, key)))  # type: ignore[misc]
        if number % 10 == 9:
            QTest.qWait(1)
    stored = len(tagging.list_moments(lib, recording.id))
    plain = [timed(lambda: _synced_line(setting.scratch / "plain.log")) for _ in range(TAGS)]
    window.close()
    assert stored == TAGS, f"{stored} of {TAGS} key presses are stored"
    work, peer = "key press to stored moment (film room, committed)", "a line appended to a file and fsynced"
    return [against(f"{work}, median", peer, middle(seconds), middle(plain)), against(f"{work}, p95", peer, late(seconds), late(plain))]


def _synced_line(file: Path) -> None:
    with file.open("a") as log:
        log.write("moment 00:12.480 00:15.480 turns both\n")
        log.flush()
        os.fsync(log.fileno())
