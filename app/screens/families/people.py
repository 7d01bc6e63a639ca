"""Who is in the family, and what each has consented to: a tick gives a consent today, taking it away withdraws it today."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from app.screens.families.phrases import date_words
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.choices import Check, Choice
from app.widgets.fields import Field
from app.widgets.plain import Button, Card, IconButton, Words, column, empty, row
from vig_tool.work.families import CONSENT_SCOPES, Consent, FamilyPage, Person

SCOPE_WORDS = {
    "film": "to be filmed",
    "guider": "the guider may view it",
    "supervisor": "supervisor",
    "intervision": "peer group",
    "training": "training event",
    "research": "research",
    "parent_copy": "a copy for the parent",
    "stills": "stills printed",
}
ROLE_WORDS = {"parent": "Parent", "child": "Child", "other": "Other"}


class PeoplePanel(Card):
    """Hidden until asked for. Names stand here and nowhere else in the window."""

    person_added = Signal(str, str)  # role, name
    person_removed = Signal(object)  # person id
    consent_given = Signal(object, str)  # person id, scope
    consent_withdrawn = Signal(object)  # consent id
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[tuple[UUID, str], Check] = {}
        self._shown: tuple[tuple[Person, ...], tuple[Consent, ...]] | None = None
        self.role = Choice(tuple(ROLE_WORDS.items()), "parent")
        self.name = Field("", example="Mother, grandfather, or a first name")
        self.name.title.hide()
        self.name.entered.connect(self._add)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.WIDE)
        self._grid.setVerticalSpacing(0)
        close = IconButton(Icon.CLOSE, "Close the people", on_click=self.put_away)
        head = row(None, Words("People and consents", tone="heading"), None, close, space=0)
        note = Words("Consent is written, dated, and can be withdrawn at any time. A tick counts from today.", tone="quiet", wrap=True)
        add = row(None, self.role, self.name, Button("Add", meaning=Icon.ADD, on_click=self._add), space=Space.SMALL)
        add.setStretch(1, 1)
        add.setAlignment(self.name, Qt.AlignmentFlag.AlignTop)
        column(self, head, note, _beside(self._grid), add, space=Space.SMALL, margin=Space.LARGE)
        self.hide()

    def show_page(self, page: FamilyPage) -> None:
        if self._shown == (page.people, page.consents):
            return
        self._shown = page.people, page.consents
        empty(self._grid)
        self.ticks = {}
        for across, person in enumerate(page.people, start=1):
            self._grid.addLayout(self._person(person), 0, across)
            for down, scope in enumerate(CONSENT_SCOPES, start=1):
                self._grid.addWidget(self._tick(person, scope, page.consents), down, across, Qt.AlignmentFlag.AlignLeft)
        for down, scope in enumerate(CONSENT_SCOPES if page.people else (), start=1):
            self._grid.addWidget(Words(SCOPE_WORDS.get(scope, scope)), down, 0)

    def put_away(self) -> None:
        self.hide()
        self.closed.emit()

    def _person(self, person: Person) -> QHBoxLayout:
        remove = IconButton(Icon.REMOVE, f"Take {person.name} out", on_click=partial(self.person_removed.emit, person.id))
        said = column(None, Words(person.name, tone="heading"), Words(ROLE_WORDS.get(person.role, person.role), tone="quiet"), space=0)
        return row(None, said, remove, None, space=Space.SMALL)

    def _tick(self, person: Person, scope: str, consents: tuple[Consent, ...]) -> Check:
        mine = [consent for consent in consents if consent.person_id == person.id and consent.scope == scope]
        valid = next((consent for consent in mine if consent.withdrawn is None), None)
        tick = Check("" if valid is None else f"since {date_words(valid.given)}", on=valid is not None)
        tick.setAccessibleName(f"{person.name}: {SCOPE_WORDS.get(scope, scope)}")
        withdrawn = [consent.withdrawn for consent in mine if consent.withdrawn is not None]
        if withdrawn and valid is None:
            tick.setToolTip(f"Withdrawn {date_words(max(withdrawn))}")
        if valid is None:
            tick.clicked.connect(lambda _on=False: self.consent_given.emit(person.id, scope))
        else:
            tick.clicked.connect(lambda _on=False, consent_id=valid.id: self.consent_withdrawn.emit(consent_id))
        self.ticks[(person.id, scope)] = tick
        return tick

    def _add(self) -> None:
        if self.name.text.strip():
            self.person_added.emit(self.role.value, self.name.text.strip())
        else:
            self.name.complain("Write who it is.")


def _beside(grid: QGridLayout) -> QHBoxLayout:
    """The grid keeps to the left."""
    return row(None, grid, None)
