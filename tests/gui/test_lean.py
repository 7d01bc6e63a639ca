"""The program starts without reading the source of all it imports, and loads what is large while the window can go on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_AFTER = """
import linecache, sys, types
sys.modules["app.wiring"] = instead = types.ModuleType("app.wiring")
instead.run = lambda *_words, **_more: 0
{start}
import app.screens.film_room, sqlalchemy.orm
print(sum(name.endswith(".py") for name in linecache.cache))
"""


def _sources_read(start: str) -> int:
    done = subprocess.run([sys.executable, "-c", _AFTER.format(start=start)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_starting_leaves_sources_unread(tmp_path: object) -> None:
    assert _sources_read(f"from app.__main__ import main; main(['--library', {str(tmp_path)!r}])") < 20
    assert _sources_read("import PySide6.QtCore") > 100, "PySide no longer reads them: `app.lean` has nothing to do any more"


_MADE = """
import sys
from pathlib import Path
from vig_tool.work import opening
opening.create_library(Path(sys.argv[1]), "blue kettle on the windowsill").library.close()
print("alembic" in sys.modules)
"""
_OPENED = """
import sys
from pathlib import Path
from app import lean
lean.start_lean()
from app import wiring
from vig_tool.work import opening
application = wiring.build_application(["vig-tool"])
library = opening.open_library(Path(sys.argv[1]), "blue kettle on the windowsill")
window = wiring.Window(application, None)
window.open(library)
window.show()
application.processEvents()
print([name for name in ("alembic", "reportlab", "moviepy", "cv2", "qtawesome", "qtpy", "PySide6.QtOpenGL") if name in sys.modules])
window._closing = True
window.close()
"""


def test_what_daily_work_does_not_need_is_not_there(tmp_path: Path) -> None:
    """What lays out databases, makes PDFs or composes reels; all of Qt once more, for the sake of an icon font."""

    def said_by(code: str) -> list[str]:
        command, there = [sys.executable, "-c", code, str(tmp_path / "library")], {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=there).stdout.splitlines()

    assert said_by(_MADE) == ["True"]
    assert said_by(_OPENED) == ["[]"]


_LOADED_BY = """
import sys

import pytest
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QObject
application = QCoreApplication([])
from app.video.qt import hand

maps = Path("/proc/self/maps")
real, found = hand.QVideoSink, []
def sink():
    found.append("ffmpegmediaplugin" in maps.read_text())
    return real()
hand.QVideoSink = sink
if {without}:
    hand.load_plugin = lambda: False
parent = QObject()
made = hand.QtHand(lambda _frame: None, parent)
made.end()
made.join(20)
print(found)
"""


_TAKEN_IN = """
import sys
from pathlib import Path
from vig_tool.media.sample import Recipe, make_film
from vig_tool.work import deriving, families, importing, opening
folder = Path(sys.argv[1])
library = opening.create_library(folder, "blue kettle on the windowsill").library
film = folder.with_name("film.mp4")
make_film(film, Recipe(seconds=4, width=320, height=180))
family = families.add_family(library, "F014").value
cycle = families.add_cycle(library, family.id, question="How do I wait for him to start?").value
importing.import_films(library, [film], cycle_id=cycle.id)
assert deriving.make_all(library) == 0
library.close()
"""
_SEEN = """
import sys, time
from pathlib import Path
from app import lean
lean.start_lean()
from app import wiring
from app.rooms import RoomId, Where
from app.screens.film_room import FilmRoom
from vig_tool.work import importing, opening, playing
application = wiring.build_application(["vig-tool"])
library = opening.open_library(Path(sys.argv[1]), "blue kettle on the windowsill")
window = wiring.Window(application, None)
window.open(library)
window.show()
card = importing.list_recordings(library)[0]
window.shell.go(RoomId.FILM_ROOM, Where(cycle=card.cycle_id, recording=card.id))
room = window.findChild(FilmRoom)

def until(done):
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        application.processEvents()
        time.sleep(0.01)

until(lambda: room.stage.player is not None and room.stage.player.settled)
player = room.stage.player
player.play()
until(lambda: player.number > 20)
player.pause()
until(lambda: player.settled)
player.step(-1)
until(lambda: player.settled)
seen = [each.rgb.shape for each in playing.filmstrip(library, card.id)]
print(len(seen) > 1, [name for name in ("cv2", "moviepy") if name in sys.modules])
window._closing = True
window.close()
"""


def test_a_film_is_seen_without_what_its_making_needed(tmp_path: Path) -> None:
    """Opened, played, stepped, with its strip."""
    there = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    folder = str(tmp_path / "library")
    subprocess.run([sys.executable, "-c", _TAKEN_IN, folder], capture_output=True, check=True)
    done = subprocess.run([sys.executable, "-c", _SEEN, folder], capture_output=True, text=True, check=False, env=there)
    assert (done.stdout, done.returncode) == ("True []\n", 0), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="reads what is loaded as Linux tells it")
def test_qts_plugin_is_loaded_before_pyside_would_hold_the_lock_for_it() -> None:
    def found(*, without: bool) -> str:
        code = _LOADED_BY.format(without=without)
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert found(without=False) == "[True]"
    assert found(without=True) == "[False]", "QVideoSink no longer loads it: `app.video.qt.plugin` has nothing to do any more"
