"""Sample films for tests, made once for a whole run and found again by their recipe."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from vig_tool.media.sample import Recipe, SampleTruth, make_film
from vig_tool.media.source import PlainFile


@dataclass(frozen=True, slots=True)
class Film:
    """A sample film on disk. Tests only read it; one that must change it copies it first."""

    path: Path
    recipe: Recipe
    truth: SampleTruth

    @property
    def source(self) -> PlainFile:
        return PlainFile(self.path)


class InMemory:
    """A film that is only bytes, read as a sealed one is: through Python objects."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def open(self) -> BytesIO:
        return BytesIO(self.data)


class FilmShelf:
    """Makes each film once and keeps it in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._films: dict[Recipe, Film] = {}

    def film(self, recipe: Recipe) -> Film:
        if recipe not in self._films:
            name = sha256(repr(astuple(recipe)).encode()).hexdigest()[:12]
            path = self._folder / f"{name}.{recipe.container}"
            self._films[recipe] = Film(path, recipe, make_film(path, recipe))
        return self._films[recipe]


SMALL = Recipe(seconds=6, width=320, height=180, barcode=True)
"""The usual test film: 180 numbered pictures; vary it with dataclasses.replace."""


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> FilmShelf:
    """`films.film(recipe)`: made once for the whole run. Imported by the conftest of every folder that needs films."""
    return FilmShelf(tmp_path_factory.mktemp("films"))
