"""After the whole loop in a window (library, film, tags, clips, reel, review, goal) nothing of it lies in plain anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.kept_inside import Scratch, needles_in, texts_in
from tests.e2e.plain_search import files_below, search, signatures
from tests.gui.test_whole_loop import PASSPHRASE, WORDS
from vig_tool.work import opening

ROOT = Path(__file__).resolve().parents[2]
LOOP = "tests/gui/test_whole_loop.py::test_from_a_new_library_to_a_goal"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_whole_loop_leaves_nothing_in_plain(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "scratch")
    environment = {**scratch.environment(), "QT_QPA_PLATFORM": "offscreen"}
    base = tmp_path / "work"
    words = [sys.executable, "-m", "pytest", LOOP, "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--basetemp", str(base)]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    [library] = {found.resolve() for found in base.glob("*/library")}  # pytest leaves a link beside it
    lib = opening.open_library(library, PASSPHRASE)
    try:
        assert {"What helps him feel close to me?", WORDS, "Looking up"} <= texts_in(lib)
        needles = needles_in(lib)
    finally:
        lib.close()
    assert search([library, *scratch.places], [*needles, *signatures()]) == []
    assert not files_below(scratch.folder / "temp")
