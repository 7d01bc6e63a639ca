"""kill -9 while five keys a second are pressed in the film room: every moment that was seen on the screen is in the library."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest

from tests.e2e.killed_worker import PASSPHRASE
from tests.films import FilmShelf
from vig_tool.media.sample import Recipe
from vig_tool.work import families, importing, keeping, opening, tagging

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")

KILLS = 3
AT_LEAST = 8
ROOT = Path(__file__).resolve().parents[2]
LONG = Recipe(seconds=60, width=64, height=48, rate=10, sound=False)


Ends = dict[UUID, int]
"""The end of each moment, in µs: it only ever moves on."""


def tag_and_be_killed(folder: Path, *, after_s: float) -> Ends:
    """What was painted before the window was killed, some time after `AT_LEAST` presses were."""
    command = [sys.executable, "-m", "tests.e2e.killed_tagging", str(folder)]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as app:
        assert app.stdout is not None
        lines, painted, presses = app.stdout, {}, []

        def listen() -> None:
            for line in lines:
                if line.startswith("painted ") and line.endswith("\n"):
                    _, moment_id, end_us = line.split()
                    painted[UUID(moment_id)] = int(end_us)
                    presses.append(line)

        ear = Thread(target=listen)
        ear.start()
        end = time.monotonic() + 60
        while len(presses) < AT_LEAST and app.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        enough = len(presses)
        time.sleep(after_s)
        app.kill()
        ear.join(timeout=20)
    assert enough >= AT_LEAST, "too little was ever painted to prove anything"
    return painted


def lost(lib: opening.Library, painted: Ends) -> set[UUID]:
    """What is not there, or not as long as it was seen."""
    there = {moment.id: moment.span.end.us for card in importing.list_recordings(lib) for moment in tagging.list_moments(lib, card.id)}
    return {moment_id for moment_id, end_us in painted.items() if there.get(moment_id, -1) < end_us}


@pytest.mark.slow
def test_what_was_painted_survives_kill_9(tmp_path: Path, films: FilmShelf) -> None:
    folder = tmp_path / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    cycle = families.add_cycle(lib, families.add_family(lib, "F014").value.id, question="What helps?").value.id
    assert importing.import_films(lib, [films.film(LONG).path], cycle_id=cycle).value[0].error is None
    lib.close()
    chance = random.Random(random.getrandbits(32))
    ever: Ends = {}
    for _ in range(KILLS):
        ever |= tag_and_be_killed(folder, after_s=chance.uniform(0, 0.6))
        lib = opening.open_library(folder, PASSPHRASE)
        try:
            assert lost(lib, ever) == set()
            more = {UUID(int=1): 1} | {one: end + 1 for one, end in ever.items()}
            assert lost(lib, more) == more.keys(), "the comparison can fail"
            assert keeping.check_library(lib, thorough=False) == []
        finally:
            lib.close()
