"""An open library with a real film in it, and the desk a room works at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from app.announce import Announcer
from app.notices import Notices
from app.rooms import Desk, Where
from app.tasks import Tasks
from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from tests.films import SMALL, FilmShelf
from vig_tool.timing import FrameIndex, Instant, Span
from vig_tool.work import families, importing, opening, playing, tagging
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

PASSPHRASE = "blue kettle on the windowsill"
QUESTION = "What helps him feel close to me?"


@dataclass
class Said:
    """What the rooms said, in order."""

    lines: list[str] = field(default_factory=list)
    offers: list[tuple[str, str, Callable[[], object]]] = field(default_factory=list)

    def line(self, _tone: str, sentence: str, _advice: str) -> None:
        self.lines.append(sentence)

    def offer(self, sentence: str, button: str, do: Callable[[], object]) -> None:
        self.offers.append((sentence, button, do))


@dataclass
class AtWork:
    """One family, one cycle, the small numbered film (6 s, 30 pictures a second)."""

    desk: Desk
    said: Said
    family: UUID
    cycle: UUID
    recording: UUID
    index: FrameIndex

    @property
    def lib(self) -> Library:
        return self.desk.library

    @property
    def where(self) -> Where:
        return Where(family=self.family, cycle=self.cycle, recording=self.recording)

    def mark(self, first: int, last: int, **more: object) -> Moment:
        """A moment of the pictures `first` up to but not including `last`."""
        span = Span(self.index.time(first), self.index.time(last))
        return tagging.add_moment(self.lib, self.recording, span=span, principles=("turns",), **more).value  # type: ignore[arg-type]

    def time(self, number: int) -> Instant:
        return self.index.time(number)


@pytest.fixture(scope="session")
def filled_library(tmp_path_factory: pytest.TempPathFactory, films: FilmShelf, quick_keys: None) -> Path:
    """Made once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("filled") / "library"
    lib = opening.create_library(folder, PASSPHRASE).library
    family = families.add_family(lib, "F014").value.id
    cycle = families.add_cycle(lib, family, question=QUESTION).value.id
    [outcome] = importing.import_films(lib, [films.film(SMALL).path], cycle_id=cycle).value
    assert outcome.error is None
    lib.close()
    return folder


@pytest.fixture
def work(tmp_path: Path, filled_library: Path, dressed: QApplication) -> Iterator[AtWork]:
    folder = tmp_path / "library"
    shutil.copytree(filled_library, folder)
    lib = opening.open_library(folder, PASSPHRASE)
    tasks, notices, said = Tasks(), Notices(), Said()
    tasks.troubled.connect(notices.trouble)
    notices.said.connect(said.line)
    notices.offered.connect(said.offer)
    family = families.find_family(lib, "F014")
    cycle = families.find_cycle(lib, "F014", 1)
    recording = importing.list_recordings(lib, cycle_id=cycle)[0].id
    yield AtWork(
        desk=Desk(library=lib, tasks=tasks, notices=notices, announcer=Announcer()),
        said=said,
        family=family,
        cycle=cycle,
        recording=recording,
        index=playing.open_film(lib, recording).index,
    )
    tasks.close()
    lib.close()


@pytest.fixture
def players() -> Callable[[], Player]:
    """Gives a player each time; the room it is given to closes it."""
    engines = Engines(EngineChoice.QT)
    return lambda: Player(engines)
