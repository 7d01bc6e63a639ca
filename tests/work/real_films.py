"""Real films in a library, for the use cases that look at pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from vig_tool.media.sample import Recipe
from vig_tool.work.importing import RecordingCard, take_in_made
from vig_tool.work.opening import Library

TINY = Recipe(seconds=2, width=160, height=96, rate=10, barcode=True, sound=False)
"""Twenty numbered pictures."""


def put_in(lib: Library, cycle_id: UUID, path: Path, *, name: str = "IMG_0001.MOV") -> RecordingCard:
    """Into the library without the gate's process, to be quick."""
    return take_in_made(lib, io.BytesIO(path.read_bytes()), cycle_id=cycle_id, name=name)


def another(recipe: Recipe, seed: int) -> Recipe:
    """The same film told anew: other bytes."""
    return replace(recipe, seed=seed)


def sealed_films(lib: Library) -> list[Path]:
    return [path for path in lib.media_folder.rglob("*") if path.is_file()]
