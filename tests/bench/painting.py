"""Whether a film runs smoothly in the film room on a small laptop without a graphics card: pictures painted by those due."""

from __future__ import annotations

from tests.bench import films, held, screen
from tests.bench.measure import Row, Setting, alone

ENGINES = ("qt", "vlc")
SECONDS, QUICK_SECONDS = 20, 10


def run(setting: Setting) -> list[Row]:
    told = films.film("h264", setting)
    rows, seconds = [], str(QUICK_SECONDS if setting.quick else SECONDS)
    with held.library(setting) as (lib, cycle_id):
        recording = held.take_in(lib, cycle_id, told.path)
    for engine in ENGINES:
        seen = screen.played("painting", str(setting.scratch / "library"), str(recording), engine, seconds)
        work = f"1080p30 in the film room at 1366×768, no graphics card, {engine}: painted in time"
        rows.append(alone(work, 100 * seen["in_time"] / seen["due"], "%", least=98))
        rows.append(alone(work.replace("painted in time", "painted"), 100 * seen["painted"] / seen["due"], "%"))
    return rows
