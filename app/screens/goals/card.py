"""One goal: how it went from cycle to cycle, and where it stands in this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.screens.goals.forms import KIND_WORDS
from app.screens.goals.measure import CountPicker, ScalePicker
from app.theme.icons import Icon
from app.theme.tokens import Size, Space
from app.widgets.choices import Check, Choice
from app.widgets.draft import DraftEdit
from app.widgets.goal_chart import GoalChart, Point
from app.widgets.plain import Card, IconButton, Piece, Words, column, row
from vig_tool.work.goals import Goal, Rating

_SCALE_TOP = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clip of this cycle that can be pointed at."""

    clip_id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as it stands on the card."""

    value: int | None
    by: str
    text: str
    celebration: str
    clip_ids: tuple[UUID, ...]


class GoalCard(Card):
    """`rated` is sent as soon as something is said; nothing waits for a button."""

    rated = Signal(object, object)  # goal id, Rated
    correct_asked = Signal(object)  # Goal
    end_asked = Signal(object)  # goal id
    remove_asked = Signal(object)  # goal id

    def __init__(self, goal: Goal, *, cycle: int, cycles: int, clips: Sequence[Evidence], by: str = "parent") -> None:
        super().__init__()
        self.goal = goal
        self._cycle = cycle
        self.more = IconButton(Icon.MORE, "More about this goal", on_click=self._show_menu)
        self.by = Choice((("parent", "The parent says"), ("guider", "I say")), by)
        self.by.chosen.connect(lambda _by: self.show_rating())
        self.scale = ScalePicker()
        self.count = CountPicker()
        self.scale.chosen.connect(self._tell)
        self.count.chosen.connect(self._tell)
        for kind, picker in (("scale", self.scale), ("count", self.count)):
            if goal.kind != kind:
                picker.hide()
        self.text = DraftEdit("In words", example="In words", lines=2)
        self.celebration = DraftEdit("Celebration", example="What went well? What do we celebrate?", lines=2)
        self.text.kept.connect(self._tell)
        self.celebration.kept.connect(self._tell)
        self.evidence = {clip.clip_id: Check(clip.words) for clip in clips}
        for check in self.evidence.values():
            check.clicked.connect(self._tell)
        column(self, self._head(), self._body(cycles), space=Space.MEDIUM, margin=Space.LARGE)
        self.show_rating()

    def show_rating(self) -> None:
        """What is kept for this cycle and rater."""
        kept = self._kept(self.by.value)
        value = None if kept is None else kept.value
        self.scale.set_value(value)
        self.count.set_value(value)
        self.text.show_text("" if kept is None else kept.text)
        self.celebration.show_text("" if kept is None else kept.celebration)
        for clip_id, check in self.evidence.items():
            check.setChecked(kept is not None and clip_id in kept.clip_ids)

    def flush(self) -> None:
        """Keeps half-written words now."""
        self.text.flush()
        self.celebration.flush()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Correct the words…", partial(self.correct_asked.emit, self.goal))
        if self.goal.ended_in is None:
            menu.addAction("Reached, or let go: carry it no further", partial(self.end_asked.emit, self.goal.id))
        menu.addSeparator()
        menu.addAction("Remove this goal", partial(self.remove_asked.emit, self.goal.id))
        return menu

    def _head(self) -> QWidget:
        head = QWidget()
        row(head, Words(self.goal.text, tone="lead", wrap=True), self.more, space=Space.MEDIUM).setStretch(0, 1)
        return head

    def _body(self, cycles: int) -> QWidget:
        body = QWidget()
        left = column(None, *self._history(cycles), None, space=Space.SMALL)
        pieces: list[Piece] = [
            Words(f"In cycle {self._cycle}", tone="heading"),
            self.by,
            self.scale,
            self.count,
            self.text,
            self.celebration,
        ]
        if self.evidence:
            pieces += [Words("Clips that show it", tone="quiet"), *self.evidence.values()]
        right = column(None, *pieces, None, space=Space.SMALL)
        beside = row(body, left, right, space=Space.BROAD)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        return body

    def _history(self, cycles: int) -> list[Piece]:
        pieces: list[Piece] = [Words(_about(self.goal), tone="quiet")]
        points = [
            Point(rating.cycle_number, rating.value, rating.by, celebrated=bool(rating.celebration))
            for rating in self.goal.ratings
            if rating.value is not None
        ]
        if self.goal.kind != "narrative":
            highest = max((point.value for point in points), default=0)
            top = _SCALE_TOP if self.goal.kind == "scale" else max(highest, self.goal.target or 0, 1)
            chart = GoalChart(points, cycles=cycles, top=top, target=self.goal.target)
            chart.setMinimumWidth(Size.CARD_WIDTH)
            pieces.append(chart)
            if any(point.by == "guider" for point in points):
                pieces.append(Words("● the parent   ■ you", tone="quiet"))
        pieces += [
            Words(f"Cycle {rating.cycle_number}: {said}", tone="small", wrap=True)
            for rating in self.goal.ratings
            if rating.cycle_number != self._cycle and (said := " · ".join(part for part in (rating.text, rating.celebration) if part))
        ]
        return pieces

    def _kept(self, by: str) -> Rating | None:
        return next((rating for rating in self.goal.ratings if rating.cycle_number == self._cycle and rating.by == by), None)

    def _tell(self, _what: object = None) -> None:
        value = {"scale": self.scale.value, "count": self.count.value}.get(self.goal.kind)
        chosen = tuple(clip_id for clip_id, check in self.evidence.items() if check.isChecked())
        said = Rated(value, self.by.value, self.text.text.strip(), self.celebration.text.strip(), chosen)
        self.rated.emit(self.goal.id, said)

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def _about(goal: Goal) -> str:
    said = [KIND_WORDS[goal.kind]]
    if goal.target is not None:
        said.append(f"aim: {goal.target} a day")
    said.append(f"since cycle {goal.made_in}")
    if goal.ended_in is not None:
        said.append(f"until cycle {goal.ended_in}")
    return " · ".join(said)
