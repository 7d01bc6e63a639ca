"""What the film room holds while a long film runs in it."""

from __future__ import annotations

from tests.bench import films, held, screen
from tests.bench.measure import Row, Setting, alone

LONG_SECONDS, QUICK_SECONDS = 40 * 60, 10 * 60


def run(setting: Setting) -> list[Row]:
    minutes = 1 if setting.quick else 60
    seconds = QUICK_SECONDS if setting.quick else LONG_SECONDS
    told = films.film("h264", setting, seconds=seconds)
    with held.library(setting) as (lib, cycle_id):
        recording = held.take_in(lib, cycle_id, told.path)
    seen = screen.played("memory", str(setting.scratch / "library"), str(recording), str(minutes))
    rows = [
        alone(f"memory of the film room with {seconds // 60} min of 1080p, while it runs, at most", max(seen["held"]), "MB", most=500),
        alone(f"memory of the film room with {seconds // 60} min of 1080p, stepping back, at most", seen["stepping"], "MB", most=500),
    ]
    if not setting.quick:
        quarter = len(seen["held"]) // 4
        early, later = max(seen["held"][:quarter]), max(seen["held"][-quarter:])
        rows.append(alone("what it holds in the last quarter of an hour more than in the first", later - early, "MB", most=20))
    return rows
