"""kill -9 while a clip is exported, in both ways: whatever has the final name is a whole clip; all that was said to be done is there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from tests.e2e.exporting_worker import FIRST_US, LAST_US
from tests.films import SMALL, FilmShelf
from vig_tool.media.sample import read_barcode

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4
FILM = replace(SMALL, gop=20, b_frames=2)


def _numbers(path: Path) -> list[int]:
    with av.open(str(path)) as clip:
        return [read_barcode(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) for frame in clip.decode(video=0)]


def test_no_half_clip_ever_has_the_final_name(tmp_path: Path, films: FilmShelf) -> None:
    film, folder = films.film(FILM), tmp_path / "out"
    folder.mkdir()
    meant = [number for number, at in enumerate(film.truth.times_us) if FIRST_US <= at < LAST_US]
    chance, said, halves = random.Random(11), [], 0
    for kill in range(KILLS):
        command = [sys.executable, "-m", "tests.e2e.exporting_worker", str(film.path), str(folder), str(kill * 1000 + kill % 2)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            said.append(worker.stdout.readline())  # it writes now
            time.sleep(chance.uniform(0.0, 0.8))
            worker.kill()
            said += worker.stdout.readlines()
        halves += len(list(folder.glob("*.part")))
        for half in folder.glob("*.part"):
            half.unlink()
        done = {line.split()[1] for line in said if line.startswith("done ")}
        there = {path.name.removeprefix("clip ").removesuffix(".mp4") for path in folder.glob("*.mp4")}
        assert done <= there
        for path in folder.glob("*.mp4"):
            assert _numbers(path) == meant, path.name
            path.unlink()
        said = []
    assert halves > 0, "no export was ever hit half way"
