"""One family: its cycles side by side, and what can be put right."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.screens.families.cycle import CycleColumn, CycleTells
from app.screens.families.film_row import FilmRow
from app.screens.families.forms import CorrectCycle, CorrectFamily, NextCycle
from app.screens.families.original import OriginalPanel
from app.screens.families.people import PeoplePanel
from app.screens.families.phrases import date_words
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.confirm import ConfirmLine
from app.widgets.plain import Button, IconButton, Words, column, put_away, row
from vig_tool.work.families import FamilyPage, FilmCard


class FamilyView(QWidget):
    """Shows a `FamilyPage`; every wish leaves as a signal."""

    step_chosen = Signal(object, str)  # CycleCard, step
    film_opened = Signal(object)  # recording id
    role_chosen = Signal(object, str)
    move_chosen = Signal(object, object)
    original_asked = Signal(object)  # recording id
    removal_confirmed = Signal(object)  # recording id
    films_dropped = Signal(object, object)  # cycle id, paths
    question_asked = Signal(str)  # of a new cycle
    strengths_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page: FamilyPage | None = None
        self.code = Words(tone="title")
        self.about = Words(tone="soft")
        self.correct = IconButton(Icon.CORRECT, "Correct the code and the date", on_click=self._correct_family)
        self.people = PeoplePanel()
        self.people_shown = Button("People", meaning=Icon.FAMILIES, tip="Who they are, and their consents", on_click=self._turn_people)
        self.strengths = Button(
            "Record of strengths…", meaning=Icon.EXPORT, tip="What the family keeps, as a PDF", on_click=self.strengths_asked.emit
        )
        self.add_cycle = Button("Cycle", meaning=Icon.ADD, tip="Begin the next cycle", on_click=self.begin_cycle)
        self.family_form, self.cycle_form = CorrectFamily(), CorrectCycle()
        self.original = OriginalPanel()
        self.confirm = ConfirmLine()
        self._above = (self.family_form, self.cycle_form, self.people, self.original, self.confirm)
        self.columns: tuple[CycleColumn, ...] = ()
        self.next_cycle: NextCycle | None = None
        self._cycles = QHBoxLayout()
        self._cycles.setSpacing(Space.LARGE)
        self._cycles.setContentsMargins(Space.WIDE, 0, Space.WIDE, Space.WIDE)
        self._cycles.addStretch(1)
        side_by_side = QWidget()
        side_by_side.setLayout(self._cycles)
        self._scroll = QScrollArea()
        self._scroll.setWidget(side_by_side)
        self._scroll.setWidgetResizable(True)
        who = row(None, self.code, self.about, self.correct, space=Space.MEDIUM)
        head = BesideOrBelow(who, row(None, self.people_shown, self.strengths, self.add_cycle, space=Space.MEDIUM))
        above = column(None, head, *self._above, space=Space.MEDIUM)
        above.setContentsMargins(Space.WIDE, Space.LARGE, Space.WIDE, 0)
        column(self, above, self._scroll, space=Space.LARGE).setStretch(1, 1)

    def show_page(self, page: FamilyPage, arriving: Mapping[UUID, int]) -> None:
        """`arriving`: how many films are on their way into which cycle. What is the same as before stays as it is."""
        before = self._page
        if before is not None and before.id != page.id:
            self.put_forms_away()
        self._page = page
        self.people.show_page(page)
        self.code.say(page.code)
        self.about.say(f"{page.programme}  ·  started {date_words(page.started)}")
        self.strengths.setVisible(any(cycle.clips for cycle in page.cycles))
        self.add_cycle.setVisible(bool(page.cycles))
        self._show_cycles(page, arriving)
        if self.next_cycle is None or before is None or (before.id, len(before.cycles)) != (page.id, len(page.cycles)):
            self._show_next(page, draft=self.next_cycle.question.text if self.next_cycle and before and before.id == page.id else "")

    def _show_cycles(self, page: FamilyPage, arriving: Mapping[UUID, int]) -> None:
        before = {shown.tells: shown for shown in self.columns}
        told = tuple(
            CycleTells(
                card,
                others=tuple((other.id, other.number) for other in page.cycles if other.id != card.id),
                latest=place == len(page.cycles) - 1,
                arriving=arriving.get(card.id, 0),
            )
            for place, card in enumerate(page.cycles)
        )
        self.columns = tuple(before.get(tells) or self._listen(CycleColumn(tells)) for tells in told)
        for gone in before.values():
            if gone not in self.columns:
                self._cycles.removeWidget(gone)
                put_away(gone)
        for place, shown in enumerate(self.columns):
            if self._cycles.indexOf(shown) != place:
                self._cycles.insertWidget(place, shown)

    def _show_next(self, page: FamilyPage, *, draft: str) -> None:
        if self.next_cycle is not None:
            self._cycles.removeWidget(self.next_cycle)
            put_away(self.next_cycle)
        self.next_cycle = NextCycle(len(page.cycles) + 1)
        self.next_cycle.question.set_text(draft)
        self.next_cycle.submitted.connect(self.question_asked)
        self._cycles.insertWidget(len(self.columns), self.next_cycle, 0, Qt.AlignmentFlag.AlignTop)

    def begin_cycle(self) -> None:
        if self.next_cycle is not None:
            self._scroll.ensureWidgetVisible(self.next_cycle)
            self.next_cycle.question.setFocus()

    @property
    def has_form(self) -> bool:
        """Whether something stands above the cycles that Escape puts away first."""
        return not all(part.isHidden() for part in self._above)

    def put_forms_away(self) -> None:
        self.original.put_away()
        for part in self._above:
            part.hide()

    def _listen(self, shown: CycleColumn) -> CycleColumn:
        shown.step_chosen.connect(self.step_chosen)
        shown.correct_asked.connect(self._correct_cycle)
        shown.films_dropped.connect(self.films_dropped)
        for film in shown.rows:
            self._listen_to_film(film)
        return shown

    def _listen_to_film(self, film: FilmRow) -> None:
        film.opened.connect(self.film_opened)
        film.role_chosen.connect(self.role_chosen)
        film.move_chosen.connect(self.move_chosen)
        film.original_asked.connect(self._ask_original)
        film.remove_asked.connect(self._ask_removal)

    def _ask_removal(self, film: FilmCard) -> None:
        self.put_forms_away()
        loss = ", with its moments, their clips and what was said about them" if film.moments else ""
        self.confirm.ask(
            f"Remove this film for good{loss}? Its key is destroyed; nobody can bring it back. Your original file is not touched.",
            yes="Remove the film",
            do=lambda: self.removal_confirmed.emit(film.id),
        )

    def _ask_original(self, recording_id: UUID) -> None:
        self.put_forms_away()
        self.original.wanted = recording_id
        self.original_asked.emit(recording_id)

    def _turn_people(self) -> None:
        hidden = self.people.isHidden()
        self.put_forms_away()
        self.people.setVisible(hidden)

    def _correct_family(self) -> None:
        if self._page is not None:
            self.put_forms_away()
            self.family_form.begin(self._page)

    def _correct_cycle(self, card: object) -> None:
        self.put_forms_away()
        for cycle in self._page.cycles if self._page is not None else ():
            if cycle == card:
                self.cycle_form.begin(cycle)
