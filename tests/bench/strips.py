"""What the film room shows under the picture: the filmstrip and the waveform of a film, beside reading the film through once."""

from __future__ import annotations

from pathlib import Path

import cv2

from tests.bench import films, held
from tests.bench.measure import Row, Setting, against, alone, timed
from vig_tool.jobs import Job
from vig_tool.media.derived.filmstrip import make_filmstrip
from vig_tool.media.derived.waveform import make_waveform
from vig_tool.work.films import stored_film

COARSE = 24


def run(setting: Setting) -> list[Row]:
    told = films.film("h264", setting)
    with held.library(setting) as (lib, cycle_id):
        stored = stored_film(lib, held.take_in(lib, cycle_id, told.path))
        coarse = timed(lambda: make_filmstrip(stored.source, stored.facts, stored.index, Job(), count=COARSE))
        dense = timed(lambda: make_filmstrip(stored.source, stored.facts, stored.index, Job()))
        waves = timed(lambda: make_waveform(stored.source, stored.facts, Job()))
    whole = timed(lambda: _read_through(told.path))
    length = f"{told.seconds / 60:g} min 1080p"
    return [
        against(f"filmstrip + waveform of {length}", "one full OpenCV read pass", coarse + dense + waves, whole, most=0.15),
        alone(f"first coarse filmstrip of {length}", coarse, "s", most=3),
        alone(f"dense filmstrip of {length}", dense, "s"),
        alone(f"waveform of {length}", waves, "s"),
    ]


def _read_through(path: Path) -> None:
    film = cv2.VideoCapture(str(path))
    while film.read()[0]:
        pass
    film.release()
