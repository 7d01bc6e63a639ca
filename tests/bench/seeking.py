"""To any picture of a film: how long until the exact one is in hand, as an array, with what others take for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tests.bench import films, held, peers
from tests.bench.measure import Row, Setting, against, late, middle
from tests.bench.numbers import Rgb, number_in
from vig_tool.work import playing

LIMITS = {"OpenCV set + read": 0.5, "moviepy get_frame": 0.25, "plain PyAV": 1.0, "Qt player, paused seek": None}


def run(setting: Setting) -> list[Row]:
    return [row for kind in films.PARTS for row in _rows(kind, setting)]


def _rows(kind: str, setting: Setting) -> list[Row]:
    told = films.film(kind, setting)
    with held.library(setting, f"seeking {kind}") as (lib, cycle_id):
        film = playing.open_film(lib, held.take_in(lib, cycle_id, told.path))
        luck = random.Random(7)
        numbers = luck.sample(range(len(film.index)), 16 if setting.quick else 60)
        stepper = film.stepper()
        ways: dict[str, Callable[[int], Rgb]] = {"": lambda number: stepper.picture(number).rgb}
        opened = [make(told.path, film.index) for make in peers.SEEKERS]
        ways |= {peer.name: peer.picture for peer in opened}
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        wrong = dict.fromkeys(ways, 0)
        for way in ways.values():
            way(3)
        for number in numbers:
            for name, way in ways.items():
                began = time.perf_counter()
                seen = way(number)
                seconds[name].append(time.perf_counter() - began)
                wrong[name] += number_in(seen) != number % told.period
        stepper.close()
        for peer in opened:
            peer.close()
    assert not wrong[""], f"{wrong['']} of {len(numbers)} pictures were not the one asked for"
    rows = []
    for peer_name, most in LIMITS.items():
        for word, figure in (("median", middle), ("p95", late)):
            missed = f" ({wrong[peer_name]} of {len(numbers)} another picture)" if wrong[peer_name] else ""
            work = f"exact random seek, {word}: {films.NAMES[kind]}"
            rows.append(against(work, peer_name + missed, figure(seconds[""]), figure(seconds[peer_name]), most=most))
    return rows
