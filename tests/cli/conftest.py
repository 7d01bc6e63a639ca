"""How the tests of the command line call it: in this process, with what it printed kept apart."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.films import SMALL, FilmShelf
from tests.films import films as films
from vig_tool.cli.main import app
from vig_tool.work import families, importing, opening

PASSPHRASE = "words only for this test"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call gave back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Vig = Callable[..., Answer]


@pytest.fixture
def vig(monkeypatch: pytest.MonkeyPatch) -> Vig:
    """Calls `vig-tool` with words; `typed` is what stands on stdin."""
    for name in ("VIG_LIBRARY", "VIG_PASSPHRASE", "VIG_NEW_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def call(*words: object, typed: str = "", **variables: str) -> Answer:
        result = CliRunner().invoke(app, [str(word) for word in words], input=typed, env=variables, prog_name="vig-tool")
        return Answer(result.exit_code, result.stdout, result.stderr)

    return call


@dataclass(frozen=True, slots=True)
class Case:
    """A library with family F014, its first cycle and one film, and the command line to work with it."""

    vig: Vig
    library: Path
    recording: str = ""

    def call(self, *words: object, typed: str = "") -> Answer:
        """For people."""
        return self.vig("--library", self.library, *words, typed=typed, VIG_PASSPHRASE=PASSPHRASE)

    def ask(self, *words: object) -> Any:
        """For machines: the document of a command that must succeed."""
        answer = self.vig("--library", self.library, "--json", *words, VIG_PASSPHRASE=PASSPHRASE)
        assert answer.code == 0, answer.err
        return answer.document

    def refused(self, *words: object) -> str:
        """The sentence of a command that must be refused."""
        answer = self.vig("--library", self.library, "--json", *words, VIG_PASSPHRASE=PASSPHRASE)
        assert answer.code == 1
        assert answer.document == {"error": answer.err.strip().splitlines()[-1]}
        return answer.err


@pytest.fixture(scope="session")
def made_library(films: FilmShelf, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Made once; every test works with a copy."""
    folder = tmp_path_factory.mktemp("made") / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    try:
        family = families.add_family(lib, "F014").value
        cycle = families.add_cycle(lib, family.id, question="What helps him feel close to me?").value
        film = importing.import_films(lib, [films.film(SMALL).path], cycle_id=cycle.id).value[0].recording
        assert film is not None
    finally:
        lib.close()
    return folder, str(film.id)


@pytest.fixture
def case(vig: Vig, made_library: tuple[Path, str], tmp_path: Path) -> Case:
    folder, recording = made_library
    shutil.copytree(folder, tmp_path / "library")
    return Case(vig, tmp_path / "library", recording)
