"""How the tests of the command line call it: in this process, with what it printed kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.films import SMALL, FilmShelf
from tests.films import films as films
from vig_tool.cli.main import app

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


@pytest.fixture
def case(vig: Vig, films: FilmShelf, tmp_path: Path) -> Case:
    made = Case(vig, tmp_path / "library")
    made.ask("init")
    made.ask("family", "add", "F014")
    made.ask("cycle", "add", "F014", "--question", "What helps him feel close to me?")
    (film,) = made.ask("import", films.film(SMALL).path, "--family", "F014", "--cycle", 1)["recordings"]
    return Case(vig, made.library, film["id"])
