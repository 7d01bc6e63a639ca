"""Hours in minutes: 500 openings of films, and half an hour of playback, watched for what grows. By hand: `python -m tests.bench.soak`."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.video.choice import EngineChoice, Engines
from app.video.port import Engine, EngineState
from app.video.vlc.engine import VlcLibrary
from tests.films import SMALL
from tests.gui.playable import CountedSource, Playable, playable
from vig_tool.media.sample import make_film

RATE = 4.0
_KINDS: tuple[dict[str, object], ...] = (
    {},
    {"container": "mkv", "variable_rate": True},
    {"container": "ts", "gop": 30, "b_frames": 2},
    {"codec": "hevc"},
)


def run(minutes: float, *, cycles: int = 500, only: str = "") -> dict[str, object]:
    """`minutes` of film, played at four times its speed in a loop, and `cycles` openings, by each engine: megabytes over time, and what
    was left."""
    _application = QApplication.instance() or QApplication(["soak"])
    library = VlcLibrary("--aout=adummy")
    found: dict[str, object] = {}
    with TemporaryDirectory() as folder:
        films = [_film(Path(folder), number, changes) for number, changes in enumerate(_KINDS)]
        for choice in (EngineChoice.QT, EngineChoice.VLC):
            if only in ("", choice.value):
                make = Engines(choice, vlc=library).candidates()[0]
                found[choice.value] = {"cycles": open_and_close(make, films, cycles), "playback": play_on(make, films[0], minutes)}
    library.close()
    return found


def open_and_close(make: Callable[[], Engine], films: list[Playable], cycles: int) -> dict[str, object]:
    """Each film opened, sought, played for a moment or not at all, now and then replaced by another, closed."""
    chance = random.Random(11)
    engine = make()
    _once(engine, films[0], 300)
    before, rows = _held(), []
    longest, began = 0.0, time.monotonic()
    for cycle in range(cycles):
        _once(engine, chance.choice(films), chance.choice([0, 0, 5, 20, 60, 150]))
        if chance.random() < 0.2:
            engine.open(chance.choice(films))
            engine.play()
        at = time.monotonic()
        engine.close()
        longest = max(longest, time.monotonic() - at)
        if not engine.gone or any(_open_readers(film) for film in films):
            raise AssertionError(f"something is left open after cycle {cycle}")
        if cycle % 25 == 24:
            rows.append(_held()["mb"])
    engine.deleteLater()
    _wait(50)
    return {"before": before, "after": _held(), "mb": rows, "longest_close_s": round(longest, 2), "took_s": round(time.monotonic() - began)}


def play_on(make: Callable[[], Engine], film: Playable, minutes: float) -> dict[str, object]:
    engine = make()
    pictures, loops, failures = 0, 0, list[str]()

    def pictured() -> None:
        nonlocal pictures
        pictures += 1

    def ended() -> None:
        nonlocal loops
        loops += 1
        engine.play()

    engine.pictured.connect(pictured)
    engine.ended.connect(ended)
    engine.failed.connect(failures.append)
    engine.set_rate(RATE)
    engine.open(film)
    engine.play()
    rows, until = [], time.monotonic() + 60 * minutes / RATE
    began = before = _held()
    while time.monotonic() < until and not failures:
        _wait(5000)
        rows.append(_held()["mb"])
        if len(rows) == 6:
            before = _held()
    after = _held()
    engine.close()
    engine.deleteLater()
    ends = {"start": began, "after_half_a_minute": before, "after": after}
    return {**ends, "mb": rows, "pictures": pictures, "loops": loops, "failures": failures}


def _once(engine: Engine, film: Playable, ms: int) -> None:
    engine.open(film)
    engine.seek(film.index.time(len(film.index) // 2))
    engine.play()
    _wait(ms)
    if engine.state is EngineState.FAILED:
        raise AssertionError("a film that plays failed")


def _film(folder: Path, number: int, changes: dict[str, object]) -> Playable:
    recipe = replace(SMALL, **changes)  # type: ignore[arg-type]
    path = folder / f"{number}.{recipe.container}"
    make_film(path, recipe)
    return playable(CountedSource(path.read_bytes()))


def _open_readers(film: Playable) -> int:
    source = film.source
    return source.open_readers if isinstance(source, CountedSource) else 0


def _wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def _held() -> dict[str, int]:
    """What this process has now: megabytes, open files, its own and other threads (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
    return {
        "mb": kilobytes // 1024,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "python_threads": sum(not isinstance(thread, threading._DummyThread) for thread in threading.enumerate()),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="of film, played at four times its speed")
    parser.add_argument("--cycles", type=int, default=500)
    parser.add_argument("--only", choices=["qt", "vlc"], default="")
    given = parser.parse_args()
    json.dump(run(given.minutes, cycles=given.cycles, only=given.only), sys.stdout, indent=1)
