"""The start page: what is next, then the families as quiet cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.screens.families.cycle import NEXT
from app.screens.families.forms import NewFamily
from app.screens.families.phrases import date_words
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.empty import EmptyState
from app.widgets.plain import Button, Card, Line, OpeningCard, Piece, Words, column, empty, row
from vig_tool.work.families import FamilyCard

_ACROSS = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """One line under "What is next"."""

    family_id: UUID
    cycle_id: UUID
    code: str
    number: int
    step: str
    words: str


class StartPage(QWidget):
    family_chosen = Signal(object)  # family id
    step_chosen = Signal(object)  # NextStep

    def __init__(self) -> None:
        super().__init__()
        self.form = NewFamily()
        self.nothing = EmptyState(
            Icon.FAMILIES, "No family yet. A family is known by a code; names stay inside the library.", "Add a family", self.begin_family
        )
        self.cards: tuple[OpeningCard, ...] = ()
        self.add = Button("Add a family", meaning=Icon.ADD, on_click=self.begin_family)
        self._next = QVBoxLayout()
        self._next_words = Words("What is next", tone="title")
        self._next_card = Card()
        self._next = column(self._next_card, space=0, margin=Space.SMALL)
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.LARGE)
        for across in range(_ACROSS):
            self._grid.setColumnStretch(across, 1)
        self._heading = row(None, Words("Families", tone="title"), None, self.add)
        inside = QWidget()
        column(
            inside,
            self._next_words,
            self._next_card,
            int(Space.LARGE),
            self._heading,
            self.form,
            self._grid,
            self.nothing,
            None,
            space=Space.MEDIUM,
            margin=Space.WIDE,
        )
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column(self, scroll)

    def show_families(self, cards: Sequence[FamilyCard], steps: Sequence[NextStep]) -> None:
        empty(self._next)
        for place, step in enumerate(steps):
            if place:
                self._next.addWidget(Line())
            self._next.addWidget(self._step_line(step, main=place == 0))
        self._next_words.setVisible(bool(steps))
        self._next_card.setVisible(bool(steps))
        empty(self._grid)
        self.cards = tuple(self._family_card(card) for card in cards)
        for place, shown in enumerate(self.cards):
            self._grid.addWidget(shown, place // _ACROSS, place % _ACROSS)
        self.nothing.setVisible(not cards)
        self.add.setVisible(bool(cards))

    def begin_family(self) -> None:
        self.nothing.hide()
        self.form.begin()

    def _step_line(self, step: NextStep, *, main: bool) -> QWidget:
        word, meaning = NEXT[step.step]
        button = Button(word, kind="main" if main else "", meaning=meaning)
        button.clicked.connect(lambda: self.step_chosen.emit(step))
        line = QWidget()
        code = Words(step.code, tone="heading")
        words = row(line, code, Words(f"Cycle {step.number}", tone="soft"), Words(step.words), None, button, space=Space.LARGE)
        words.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        return line

    def _family_card(self, card: FamilyCard) -> OpeningCard:
        shown = OpeningCard(f"Family {card.code}")
        cycles = f"cycle {card.cycles}" if card.cycles else "new"
        pieces: list[Piece] = [
            row(None, Words(card.code, tone="lead"), None, Words(f"{cycles} · since {date_words(card.started)}", tone="quiet")),
        ]
        if card.question:
            pieces.append(Words(f"“{card.question}”", wrap=True))
        pieces += [None, Words(card.state, tone="soft", wrap=True)]
        column(shown, *pieces, space=Space.SMALL, margin=Space.LARGE)
        shown.opened.connect(lambda: self.family_chosen.emit(card.id))
        return shown
