"""The program starts without reading the source of all it imports."""

from __future__ import annotations

import subprocess
import sys

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
