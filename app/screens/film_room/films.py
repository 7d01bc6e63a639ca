"""Which film of the cycle is shown; only there where the cycle has more than one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.screens.film_room.transport import whole_seconds
from app.theme.tokens import Space
from app.widgets.chips import Chips
from app.widgets.plain import empty, row
from vig_tool.work.importing import RecordingCard

_ROLES = {"interaction": "Film", "review": "Film of the review", "supervision": "Film of the supervision"}


class FilmChoice(QWidget):
    chosen = Signal(object)  # UUID

    def __init__(self) -> None:
        super().__init__()
        self._chips: Chips | None = None
        self._shown = ""
        self._line = row(self)
        self._line.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, 0)
        self.hide()

    def show_films(self, films: Sequence[RecordingCard], shown: UUID | None) -> None:
        empty(self._line)
        options = [(str(film.id), words) for film, words in zip(films, told_apart(films), strict=True)]
        self._chips = Chips("Film", options, columns=len(options) + 1)
        self._shown = str(shown or "")
        self._chips.set_value(self._shown)
        self._chips.chosen.connect(self._choose)
        self._line.addWidget(self._chips)
        self._line.addStretch(1)
        self.setVisible(len(films) > 1)

    def _choose(self, film: str) -> None:
        """Pressing the one that is shown changes nothing."""
        if self._chips is not None:
            if film and film != self._shown:
                self._shown = film
                self.chosen.emit(UUID(film))
            self._chips.set_value(self._shown)


def told_apart(films: Sequence[RecordingCard]) -> list[str]:
    """What each film is called beside the others: numbered in the order they came where there are several of a kind."""
    several = Counter(film.role for film in films)
    came = sorted(films, key=lambda film: (film.imported_at, film.id))
    words = []
    for film in films:
        place = [other.id for other in came if other.role == film.role].index(film.id) + 1
        number = f" {place}" if several[film.role] > 1 else ""
        words.append(f"{_ROLES[film.role]}{number} · {whole_seconds(film.duration_us)}")
    return words
