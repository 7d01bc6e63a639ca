"""The goals' room: the goals that live in a cycle, each with its way so far and what is said of it now."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.actions import Place
from app.bindings import ActionSet
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.goals.card import Evidence, GoalCard, Rated
from app.screens.goals.forms import GoalForm
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.choices import Choice
from app.widgets.empty import EmptyState
from app.widgets.plain import Button, Words, column, empty, row
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.work import clips, families, goals
from vig_tool.work.changes import Changes

_KINDS = ("goal", "cycle", "family", "clip")


class GoalsRoom(Room):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._where = Where()
        self._page: families.FamilyPage | None = None
        self.cards: tuple[GoalCard, ...] = ()
        self.question = Words(tone="soft", wrap=True)
        self.cycles = Choice(())
        self._cycle_place = QVBoxLayout()
        self.add = Button("Add a goal", meaning=Icon.ADD, on_click=self._begin)
        self.form = GoalForm()
        self.nothing = EmptyState(
            Icon.GOALS, "No goal yet. After the review, parent and guider set one small goal together.", "Set the first goal", self._begin
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.LARGE)
        inside = QWidget()
        head = row(None, Words("Goals", tone="title"), self._cycle_place, None, self.add, space=Space.WIDE)
        column(inside, head, self.question, self.form, self._list, self.nothing, None, space=Space.MEDIUM, margin=Space.WIDE)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column(self, scroll)
        self._actions = ActionSet(self, Place.GOALS, {"goal.add": self._begin})
        self.form.submitted.connect(self.add_goal)
        self.form.corrected.connect(self.correct_goal)
        desk.announcer.changed.connect(self._changed)

    @property
    def title(self) -> str:
        return "Goals"

    def where(self) -> Where:
        return self._where

    def crumbs(self) -> tuple[Crumb, ...]:
        if self._page is None:
            return (Crumb(self.title),)
        home = Where(family=self._page.id)
        number = next((cycle.number for cycle in self._page.cycles if cycle.id == self._where.cycle), 0)
        return (Crumb(self._page.code, RoomId.FAMILIES, home), Crumb(f"Cycle {number}", RoomId.FAMILIES, home), Crumb(self.title))

    def enter(self, where: Where) -> None:
        family = where.family or (families.family_of_cycle(self.desk.library, where.cycle) if where.cycle else None)
        if family is None:
            raise Refused("Goals belong to a family.", advice="Open a family first.")
        page = families.family_page(self.desk.library, family)
        if not page.cycles:
            raise Refused("Goals are made in a cycle.", advice="Begin the first cycle with the helping question.")
        cycle = where.cycle if where.cycle in {one.id for one in page.cycles} else page.cycles[-1].id
        self._where = Where(family=family, cycle=cycle, recording=where.recording)
        self.form.hide()
        self._load()

    def leave(self) -> None:
        for card in self.cards:
            card.flush()
        self.form.hide()

    def add_goal(self, kind: str, text: str, target: str) -> None:
        cycle = self._where.cycle
        if cycle is None:
            return
        if self.carry_out(
            lambda: goals.add_goal(self.desk.library, cycle, kind=kind, text=text, target=_number(target) if kind == "count" else None),
            complain=self.form.text.complain,
        ):
            self.form.hide()
            self._load()

    def correct_goal(self, goal_id: UUID, text: str, target: str) -> None:
        if self.carry_out(
            lambda: goals.correct_goal(self.desk.library, goal_id, text=text, target=_number(target)), complain=self.form.text.complain
        ):
            self.form.hide()
            self._load()

    def rate(self, goal_id: UUID, said: Rated) -> None:
        cycle = self._where.cycle
        if cycle is None:
            return
        before = next((card.goal for card in self.cards if card.goal.id == goal_id), None)
        celebrated = said.celebration and before is not None and all(one.celebration != said.celebration for one in before.ratings)
        if self.carry_out(
            lambda: goals.rate_goal(
                self.desk.library,
                goal_id,
                cycle_id=cycle,
                value=said.value,
                by=said.by,
                text=said.text,
                celebration=said.celebration,
                clip_ids=said.clip_ids,
            )
        ):
            if celebrated:
                self.desk.notices.celebrate("Kept. Something to be glad of.")
            self._refresh(goal_id)

    def _refresh(self, goal_id: UUID) -> None:
        """The card anew, for its chart; where something is being written in it, later."""
        card = next((card for card in self.cards if card.goal.id == goal_id), None)
        if card is None or card.text.hasFocus() or card.celebration.hasFocus():
            return
        focused = next((n for n, button in enumerate(card.scale.buttons) if button.hasFocus()), None)
        self._load()
        fresh = next((card for card in self.cards if card.goal.id == goal_id), None)
        if fresh is not None and focused is not None:
            fresh.scale.buttons[focused].setFocus()

    def end_goal(self, goal_id: UUID) -> None:
        cycle = self._where.cycle
        if cycle is not None and self.carry_out(lambda: goals.end_goal(self.desk.library, goal_id, cycle_id=cycle)):
            self._load()

    def remove_goal(self, goal_id: UUID) -> None:
        if self.carry_out(lambda: goals.remove_goal(self.desk.library, goal_id)):
            self.desk.notices.say("The goal is removed. Undo brings it back.")
            self._load()

    def _load(self) -> None:
        family, cycle_id = self._where.family, self._where.cycle
        if family is None or cycle_id is None:
            return
        for card in self.cards:
            card.flush()
        raters = {card.goal.id: card.by.value for card in self.cards}
        self._page = families.family_page(self.desk.library, family)
        cycle = families.cycle_card(self.desk.library, cycle_id)
        self._show_cycles(self._page, cycle_id)
        self.question.say(f"“{cycle.question}”")
        chosen = clips.list_clips(self.desk.library, cycle_id)
        evidence = [Evidence(clip.id, clip.title or f"Clip {place}") for place, clip in enumerate(chosen, start=1)]
        empty(self._list)
        self.cards = tuple(
            GoalCard(goal, cycle=cycle.number, cycles=len(self._page.cycles), clips=evidence, by=raters.get(goal.id, "parent"))
            for goal in goals.goals_of_cycle(self.desk.library, cycle_id)
        )
        for card in self.cards:
            card.rated.connect(self.rate)
            card.correct_asked.connect(self.form.begin_correcting)
            card.end_asked.connect(self.end_goal)
            card.remove_asked.connect(self.remove_goal)
            self._list.addWidget(card)
        self.nothing.setVisible(not self.cards and self.form.isHidden())
        self.add.setVisible(bool(self.cards))
        self._actions.allow(frozenset({"cycle"}))
        self.crumbs_changed.emit()

    def _show_cycles(self, page: families.FamilyPage, cycle_id: UUID) -> None:
        empty(self._cycle_place)
        self.cycles = Choice(tuple((str(cycle.id), f"Cycle {cycle.number}") for cycle in page.cycles), str(cycle_id))
        self.cycles.chosen.connect(self._choose_cycle)
        self._cycle_place.addWidget(self.cycles)

    def _choose_cycle(self, cycle_id: str) -> None:
        self.go.emit(RoomId.GOALS, Where(family=self._where.family, cycle=UUID(cycle_id)))

    def _begin(self) -> None:
        self.nothing.hide()
        self.form.begin()

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        if not self.isVisible() or initiator is self or not changes.touches(*_KINDS):
            return
        try:
            self._load()
        except NotThere:  # the family or cycle was taken back; the room is entered anew from elsewhere
            self._where = Where()


def _number(text: str) -> int | None:
    """Raises BadInput."""
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise BadInput("How often a day is a whole number.", advice="Write it in figures, for example 5.")
    return int(text)
