"""What it costs to play a sealed film, beside the same engine on the plain file: CPU seconds for a second of film."""

from __future__ import annotations

from tests.bench import films, held, screen
from tests.bench.measure import Row, Setting, against

ENGINES = ("qt", "vlc")
SECONDS, QUICK_SECONDS = 10, 5


def run(setting: Setting) -> list[Row]:
    told = films.film("h264", setting)
    with held.library(setting) as (lib, cycle_id):
        recording = held.take_in(lib, cycle_id, told.path)
    rows, seconds = [], str(QUICK_SECONDS if setting.quick else SECONDS)
    for engine in ENGINES:
        used = screen.played("burden", str(setting.scratch / "library"), str(recording), engine, seconds, str(told.path))
        work = f"playback CPU of a sealed film, {engine}"
        rows.append(against(work, "the same engine on the plain file", used["sealed"], used["plain"], most=1.15, unit="s/s"))
    return rows
