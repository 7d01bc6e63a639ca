"""One picture back, a hundred times in a row, as a guider does to find where something began."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bench import films, held, peers
from tests.bench.measure import Row, Setting, against, late, middle
from tests.bench.numbers import Rgb, number_in
from vig_tool.work import playing

STEPS = 100
LIMIT = 0.1


def run(setting: Setting) -> list[Row]:
    return [row for kind in films.PARTS for row in _rows(kind, setting)]


def _rows(kind: str, setting: Setting) -> list[Row]:
    told = films.film(kind, setting)
    with held.library(setting, f"stepping {kind}") as (lib, cycle_id):
        film = playing.open_film(lib, held.take_in(lib, cycle_id, told.path))
        start = len(film.index) * 2 // 3
        stepper = film.stepper()
        ours, wrong = _walk(lambda number: stepper.picture(number).rgb, start, told.period)
        stepper.close()
        assert not wrong, f"{wrong} of {STEPS} pictures were not the one before"
        peer = peers.OpenCv(told.path, film.index)
        theirs, _ = _walk(peer.picture, start, told.period)
        peer.close()
    work = f"one frame back, {STEPS} in a row"
    return [
        against(f"{work}, median: {films.NAMES[kind]}", peer.name, middle(ours), middle(theirs), most=LIMIT),
        against(f"{work}, p95: {films.NAMES[kind]}", peer.name, late(ours), late(theirs)),
    ]


def _walk(picture: Callable[[int], Rgb], start: int, period: int) -> tuple[list[float], int]:
    """Seconds for each step, and how many were another picture than the one asked for."""
    picture(start)
    seconds, wrong = [], 0
    for number in range(start - 1, start - 1 - STEPS, -1):
        began = time.perf_counter()
        seen = picture(number)
        seconds.append(time.perf_counter() - began)
        wrong += number_in(seen) != number % period
    return seconds, wrong
