"""The program starts without reading the source of all it imports, and loads what is large while the window can go on."""

from __future__ import annotations

import subprocess
import sys

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


@pytest.mark.skipif(sys.platform != "linux", reason="reads what is loaded as Linux tells it")
def test_qts_plugin_is_loaded_before_pyside_would_hold_the_lock_for_it() -> None:
    def found(*, without: bool) -> str:
        code = _LOADED_BY.format(without=without)
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert found(without=False) == "[True]"
    assert found(without=True) == "[False]", "QVideoSink no longer loads it: `app.video.qt.plugin` has nothing to do any more"
