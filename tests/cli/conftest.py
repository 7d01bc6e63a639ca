"""How the tests of the command line call it: in this process, with what it printed kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from typer.testing import CliRunner

from vig_tool.cli.main import app


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
