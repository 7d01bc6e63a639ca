"""Taking a big film in: sealed, digested, indexed and durable, beside copying it, digesting the copy and waiting for the disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.bench import films, held
from tests.bench.measure import Row, Setting, against, alone, timed

BYTES = 2_000_000_000
QUICK_BYTES = 1_000_000_000
ROUNDS = 3


def run(setting: Setting) -> list[Row]:
    told = films.film("h264", setting)
    seconds = told.seconds * (QUICK_BYTES if setting.quick else BYTES) / told.path.stat().st_size
    big = films.film("h264", setting, seconds=seconds)
    size = big.path.stat().st_size
    ours, theirs = [], []
    for turn in range(ROUNDS):
        _warm(big.path)
        theirs.append(timed(lambda turn=turn: _copy(big.path, setting.scratch / f"copy {turn}")))  # type: ignore[misc]
        with held.library(setting, f"intake {turn}") as (lib, cycle_id):
            _warm(big.path)
            ours.append(timed(lambda lib=lib, cycle_id=cycle_id: held.take_in(lib, cycle_id, big.path)))  # type: ignore[misc]
        shutil.rmtree(setting.scratch / f"intake {turn}")
    best, peer = min(ours), min(theirs)
    work = f"import of {size / 1e9:.1f} GB (sealed, digested, indexed, durable)"
    row = against(f"{work}: throughput", "cp + sha256sum + sync", size / best / 1e6, size / peer / 1e6, least=0.7, unit="MB/s")
    return [row, alone(f"{work}: time", best, "s")]


def _warm(path: Path) -> None:
    """Both read what the card's reader has just brought into memory."""
    with path.open("rb") as film:
        while film.read(1 << 24):
            pass


def _copy(path: Path, target: Path) -> None:
    shutil.copyfile(path, target)
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", str(target)], check=True, capture_output=True)
    else:
        with target.open("rb") as film:
            hashlib.file_digest(film, "sha256")
    with target.open("rb+") as film:
        os.fsync(film.fileno())
    target.unlink()
