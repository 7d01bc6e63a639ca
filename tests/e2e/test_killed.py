"""kill -9 at a hundred random points of importing, tagging, clipping and removing: what was confirmed is there, nothing is half there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psutil
import pytest

from tests.e2e.killed_worker import PASSPHRASE
from tests.films import FilmShelf
from vig_tool.media.sample import Recipe
from vig_tool.work import clips, families, importing, keeping, opening, tagging

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and fork are POSIX")

KILLS = 100
ROOT = Path(__file__).resolve().parents[2]
TINY = Recipe(seconds=1, width=64, height=48, rate=10, sound=False)


@dataclass
class Confirmed:
    """What the worker was told is done; `going` may or may not be gone."""

    recordings: set[UUID] = field(default_factory=set)
    moments: dict[UUID, UUID] = field(default_factory=dict)
    clips: dict[UUID, UUID] = field(default_factory=dict)
    going: set[UUID] = field(default_factory=set)
    phases: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def hear(self, lines: list[str]) -> None:
        for line in lines:
            verb, *rest = line.split()
            if verb == "recording":
                self.recordings.add(UUID(rest[0]))
            elif verb == "moment":
                self.moments[UUID(rest[0])] = UUID(rest[1])
            elif verb == "clip":
                self.clips[UUID(rest[0])] = UUID(rest[1])
            elif verb == "removing":
                self.going.add(UUID(rest[0]))
            elif verb == "removed":
                self.drop(UUID(rest[0]))
            elif verb == "refused":
                self.refused.append(line)
        last = lines[-1].split()[0] if lines else "nothing"
        self.phases[last] = self.phases.get(last, 0) + 1

    def drop(self, recording: UUID) -> None:
        self.recordings.discard(recording)
        self.going.discard(recording)
        self.moments = {moment: film for moment, film in self.moments.items() if film != recording}
        self.clips = {clip: film for clip, film in self.clips.items() if film != recording}


@dataclass
class Nursery:
    """The process that forks the workers."""

    process: subprocess.Popen[str]

    def read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.endswith("\n"), "the nursery is gone"
        return line.strip()

    def run_and_kill(self, *, seed: int, real_gate: bool, opened: bool, after_s: float) -> list[str]:
        """What the worker said before it was killed, some time after it started or after it had `opened` the library."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{seed} {int(real_gate)}\n")
        self.process.stdin.flush()
        said: list[str] = []
        wanted = {"worker", "opened"} if opened else {"worker"}
        while not wanted <= {line.split()[0] for line in said}:
            said.append(self.read())
        worker = next(line.split()[1] for line in said if line.startswith("worker "))
        time.sleep(after_s)
        os.kill(int(worker), signal.SIGKILL)
        while (line := self.read()) != "ended":
            said.append(line)
        return [line for line in said if not line.startswith("worker ")]


@contextmanager
def nursery(folder: Path, film: Path, cycle: UUID) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.e2e.killed_worker", str(folder), str(film), str(cycle)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        found = Nursery(process)
        assert found.read() == "ready"
        yield found
        process.kill()


def faults(lib: opening.Library, confirmed: Confirmed, *, thorough: bool) -> list[str]:
    """What of the confirmed is missing, and whatever the check finds."""
    here = {card.id for card in importing.list_recordings(lib)}
    for gone in confirmed.going - here:
        confirmed.drop(gone)
    confirmed.going.clear()
    found = [f"recording {missing} is missing" for missing in confirmed.recordings - here]
    moments = {moment.id for recording in here for moment in tagging.list_moments(lib, recording)}
    found += [f"moment {missing} is missing" for missing in confirmed.moments.keys() - moments]
    cycle = families.find_cycle(lib, "F014", 1)
    chosen = {clip.id for clip in clips.list_clips(lib, cycle)}
    found += [f"clip {missing} is missing" for missing in confirmed.clips.keys() - chosen]
    sealed = [path for path in (lib.folder / "media").rglob("*") if path.is_file()]
    if len(sealed) != len(here):
        found.append(f"{len(sealed)} sealed films for {len(here)} recordings")
    return found + [finding.sentence for finding in keeping.check_library(lib, thorough=thorough)]


@pytest.mark.slow
def test_everything_confirmed_survives_kill_9(tmp_path: Path, films: FilmShelf) -> None:
    folder = tmp_path / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    family = families.add_family(lib, "F014").value
    cycle = families.add_cycle(lib, family.id, question="What helps?").value.id
    lib.close()
    confirmed, chance = Confirmed(), random.Random(random.getrandbits(32))  # the run's own seed is printed by pytest
    ever = 0
    with nursery(folder, films.film(TINY).path, cycle) as workers:
        for number in range(KILLS):
            real_gate, opened = number % 12 == 0, number % 8 != 0
            after_s = chance.uniform(0, 2.0 if real_gate else 0.3)
            said = workers.run_and_kill(seed=chance.getrandbits(30), real_gate=real_gate, opened=opened, after_s=after_s)
            confirmed.hear(said)
            lib = opening.open_library(folder, PASSPHRASE)
            try:
                assert faults(lib, confirmed, thorough=number % 20 == 19) == [], f"after kill {number}"
            finally:
                lib.close()
            ever += len(confirmed.clips)
    assert confirmed.refused == []
    assert ever > KILLS, "too little was ever confirmed to prove anything"
    assert confirmed.phases.get("importing", 0) >= KILLS // 10, confirmed.phases
    assert gates_left() == []


def gates_left() -> list[int]:
    """Processes of ours that outlived the one that started them."""
    time.sleep(0.2)
    found = psutil.process_iter(["cmdline", "ppid"])
    gates = [each for each in found if "vig_tool.media.intake.gate_worker" in (each.info["cmdline"] or [])]
    return [gate.pid for gate in gates if gate.info["ppid"] == 1]


def test_a_missing_confirmed_thing_is_seen(tmp_path: Path) -> None:
    """The control: the comparison above can fail."""
    lib = opening.create_library(tmp_path / "library", PASSPHRASE).library
    try:
        families.add_cycle(lib, families.add_family(lib, "F014").value.id, question="What helps?")
        assert faults(lib, Confirmed(), thorough=True) == []
        lost = Confirmed(recordings={UUID(int=1)}, moments={UUID(int=2): UUID(int=1)}, clips={UUID(int=3): UUID(int=1)})
        assert len(faults(lib, lost, thorough=True)) == 3
        stray = lib.folder / "media" / "ab" / ("ab" * 16)
        stray.parent.mkdir()
        stray.write_bytes(b"half a film")
        assert len(faults(lib, Confirmed(), thorough=True)) == 2
    finally:
        lib.close()
