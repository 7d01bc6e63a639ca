"""Whether the time said is that of the picture shown: numbers drawn into the film are read off the screen."""

from __future__ import annotations

import shutil

from tests.bench import films, held, screen
from tests.bench.measure import Row, Setting, alone, untried

ENGINES = ("qt", "vlc")
SECONDS = 24
QUICK_SECONDS = 12


def run(setting: Setting) -> list[Row]:
    rows, seconds = [], QUICK_SECONDS if setting.quick else SECONDS
    for kind in ("h264", "vfr"):
        told = films.film(kind, setting)
        with held.library(setting, kind) as (lib, cycle_id):
            recording = str(held.take_in(lib, cycle_id, told.path))
        folder = str(setting.scratch / kind)
        for engine in ENGINES:
            seen = screen.played("stamps", folder, recording, engine, str(seconds), str(told.period))
            rows += _rows(f"{engine}: {films.NAMES[kind]}", seen, running=1, stopped=0)
    peer = "get_time() of VLC in a native window"
    told = films.film("h264", setting)
    if shutil.which("Xvfb") is None:
        return [*rows, untried("stamp error", peer, "needs Xvfb")]
    seen = screen.played("native", str(setting.scratch / "h264"), _recording(setting), str(seconds), str(told.period), str(told.path))
    if not seen["playing"]:
        return [*rows, untried("stamp error", peer, "no picture of its window could be read")]
    return [*rows, *_rows(peer, seen)]


def _recording(setting: Setting) -> str:
    from vig_tool.work import importing, opening

    lib = opening.open_library(setting.scratch / "h264", held.PASSPHRASE)
    try:
        return str(importing.list_recordings(lib)[0].id)
    finally:
        lib.close()


def _rows(what: str, seen: dict[str, list[int]], *, running: int | None = None, stopped: int | None = None) -> list[Row]:
    worst = {state: max((abs(error) for error in errors), default=0) for state, errors in seen.items()}
    return [
        alone(f"stamp error playing, worst of {len(seen['playing'])}, {what}", worst["playing"], "frames", most=running),
        alone(f"stamp error paused, worst of {len(seen['paused'])}, {what}", worst["paused"], "frames", most=stopped),
    ]
