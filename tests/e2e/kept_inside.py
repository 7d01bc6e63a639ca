"""Everything a library keeps inside, as things to look for outside of it; and a scratch home in which nothing of it may turn up."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.plain_search import Needle, rows, windows, words
from vig_tool.work import clips, families, goals, importing, playing, review, tagging
from vig_tool.work.opening import Library

_SHORTEST = 6  # a shorter word could stand anywhere by chance
_PLACES = {
    "HOME": "home",
    "TMPDIR": "temp",
    "TEMP": "temp",
    "TMP": "temp",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_RUNTIME_DIR": "run",
    "APPDATA": "home/AppData/Roaming",
    "LOCALAPPDATA": "home/AppData/Local",
    "USERPROFILE": "home",
}


@dataclass(frozen=True, slots=True)
class Scratch:
    """A home, a temp and a run folder of their own, and the environment that points a program to them."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """Makes the folders (private) and returns the variables of a process that may leave things there."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "VIG_", "PYTEST"))}
        for name in set(_PLACES.values()):
            (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        return {**kept, **{variable: str(self.folder / name) for variable, name in _PLACES.items()}}

    @property
    def places(self) -> list[Path]:
        return [self.folder / name for name in ("home", "temp", "run")]


def texts_in(lib: Library) -> set[str]:
    """Every word about a family that was ever written into the library, and the original names of its films."""
    found: set[str] = set()
    for card in families.list_families(lib):
        page = families.family_page(lib, card.id)
        found |= {page.code, *(person.name for person in page.people)}
        for cycle in page.cycles:
            found |= {cycle.question, cycle.parents_words}
            for clip in clips.list_clips(lib, cycle.id):
                said = review.words_of(lib, clip.id)
                found |= {clip.title, clip.caption, said.parents_words, *said.reflections.values()}
        for goal in goals.list_goals(lib, card.id):
            found |= {goal.text, *(rating.text for rating in goal.ratings), *(rating.celebration for rating in goal.ratings)}
    for film in importing.list_recordings(lib):
        found |= {film.original_name, *(moment.note for moment in tagging.list_moments(lib, film.id))}
    return {text for text in found if len(text) >= _SHORTEST}


def needles_in(lib: Library) -> list[Needle]:
    """Words, pieces of every film as it was before it was sealed, and rows of some of its pictures."""
    needles = words(*sorted(texts_in(lib)))
    for film in importing.list_recordings(lib):
        needles += windows(film_bytes(lib, film), film.original_name, count=60)
        stepper = playing.open_film(lib, film.id).stepper()
        for number in range(0, film.frames, max(1, film.frames // 4)):
            needles += rows(stepper.picture(number).rgb, f"picture {number} of {film.original_name}", count=6)
        stepper.close()
    return needles


def film_bytes(lib: Library, film: importing.RecordingCard) -> bytes:
    with playing.open_film(lib, film.id).source.open() as reader:
        return reader.read()
