"""A desk over a fresh library, as wiring gives it to the rooms, and the application in its clothes. Test modules import what they use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.announce import Announcer
from app.notices import Notices
from app.rooms import Desk
from app.tasks import Tasks
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from vig_tool.work import opening

PASSPHRASE = "blue kettle morning train"


class Heard:
    """What the notices said, newest last."""

    def __init__(self, notices: Notices) -> None:
        self.lines: list[tuple[str, str, str]] = []
        notices.said.connect(self._hear)

    def _hear(self, tone: str, sentence: str, advice: str) -> None:
        self.lines.append((tone, sentence, advice))

    @property
    def words(self) -> str:
        return " ".join(f"{sentence} {advice}" for _, sentence, advice in self.lines)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    apply_theme(qapp, Theme())
    return qapp


@pytest.fixture
def desk(dressed: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """Closed, and every task joined, when the test ends."""
    library = opening.create_library(tmp_path / "library", PASSPHRASE).library
    made = Desk(library=library, tasks=Tasks(), notices=Notices(), announcer=Announcer())
    made.tasks.troubled.connect(made.notices.trouble)
    yield made
    made.tasks.close()
    library.close()
