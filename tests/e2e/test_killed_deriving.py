"""kill -9 while films are prepared: whole files or none, all of them sealed, nothing beside the library, and it goes on afterwards."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.e2e.killed_worker import PASSPHRASE
from tests.e2e.plain_search import files_below, search, signatures
from tests.films import FilmShelf
from vig_tool.jobs import Job
from vig_tool.media.sample import Recipe
from vig_tool.work import derived, deriving, families, importing, keeping, opening

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")]

KILLS = 25
ROOT = Path(__file__).resolve().parents[2]
STREAM = Recipe(seconds=3, width=160, height=96, rate=25, container="ts", gop=25)


def test_killed_while_preparing_nothing_is_half_there_and_nothing_plain(tmp_path: Path, films: FilmShelf) -> None:
    folder, scratch = tmp_path / "library", tmp_path / "scratch"
    scratch.mkdir()
    lib = opening.create_library(folder, PASSPHRASE).library
    cycle = families.add_cycle(lib, families.add_family(lib, "F014").value.id, question="What helps?").value.id
    for recipe in (STREAM, replace(STREAM, container="mp4")):
        data = io.BytesIO(films.film(recipe).path.read_bytes())
        importing.take_in_made(lib, data, cycle_id=cycle, name="IMG_0001.MOV")
    lib.close()
    chance, seen = random.Random(random.getrandbits(32)), set[str]()
    environment = os.environ | {"TMPDIR": str(scratch), "HOME": str(scratch)}
    command = [sys.executable, "-m", "tests.e2e.killed_deriving", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for number in range(KILLS):
            process.stdin.write("\n")
            process.stdin.flush()
            said: list[str] = []
            while not {"worker", "opened"} <= {line.split()[0] for line in said}:
                said.append(process.stdout.readline())
            time.sleep(chance.uniform(0, 0.8))
            os.kill(int(next(line.split()[1] for line in said if line.startswith("worker"))), signal.SIGKILL)
            while (line := process.stdout.readline()) != "ended\n":
                seen.add(line.split()[-1])
            assert [path for path in scratch.rglob("*") if path.is_file()] == []
            assert search(files_below(folder / "derived"), signatures()) == []
            lib = opening.open_library(folder, PASSPHRASE)
            try:
                deriving.tidy(lib, Job())
                assert unreadable(lib) == [], f"after kill {number}"
            finally:
                lib.close()
        process.kill()
    assert {"strip", "filmstrip", "damage"} <= seen, "too little was ever made to prove anything"
    lib = opening.open_library(folder, PASSPHRASE)
    try:
        assert deriving.make_all(lib) == 0
        assert deriving.missing(lib) == []
        assert keeping.check_library(lib) == []
    finally:
        lib.close()


def unreadable(lib: opening.Library) -> list[str]:
    """Every file read to its last byte."""
    found = []
    for path in lib.derived_folder.rglob("*"):
        if path.is_file():
            media_id, _, kind = path.name.partition("-")
            if path.name.endswith(".new") or derived.read(lib, UUID(media_id), kind) is None:
                found.append(kind)
    return found


