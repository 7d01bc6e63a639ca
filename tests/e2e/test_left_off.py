"""kill -9 in the film room: the next start leads there with one key, to the same picture, stretch of the time line and moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.left_worker import PICTURE
from tests.films import SMALL, FilmShelf
from vig_tool.timing import Span
from vig_tool.work import families, importing, left_off, opening, tagging

PASSPHRASE = "blue kettle on the windowsill"
ROOT = Path(__file__).resolve().parents[2]
KEPT_AFTER_S = 4
"""The room keeps its place every two seconds; this machine may be busy."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")


def start(folder: Path, what: str, home: Path) -> subprocess.Popen[str]:
    around = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    command = [sys.executable, "-m", "tests.e2e.left_worker", str(folder), what]
    process = subprocess.Popen(
        command, cwd=ROOT, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(f"{PASSPHRASE}\n")
    process.stdin.flush()
    return process


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, process.communicate()
    return line


def test_after_kill_9_the_film_room_is_where_it_was(tmp_path: Path, films: FilmShelf) -> None:
    folder = tmp_path / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    cycle = families.add_cycle(lib, families.add_family(lib, "F014").value.id, question="What helps?").value.id
    [outcome] = importing.import_films(lib, [films.film(SMALL).path], cycle_id=cycle).value
    assert outcome.recording is not None
    moment = tagging.add_moment(lib, outcome.recording.id, span=Span.of_us(1_000_000, 2_000_000), principles=["turns"]).value
    lib.close()

    left = start(folder, "leave", tmp_path)
    there = said(left)
    assert there.split()[0] == str(PICTURE)
    assert there.split()[3] == str(moment.id)
    time.sleep(KEPT_AFTER_S)
    os.kill(left.pid, signal.SIGKILL)
    left.communicate(timeout=20)

    after = start(folder, "look", tmp_path)
    try:
        assert said(after) == there
        _, trouble = after.communicate(timeout=60)
    finally:
        after.kill()
    assert after.returncode == 0, trouble
    assert "Traceback" not in trouble
    lib = opening.open_library(folder, PASSPHRASE)
    try:
        found = left_off.read_left(lib, outcome.recording.id)
    finally:
        lib.close()
    assert found.moment == moment.id
    assert found.stretch is not None
