"""One cycle on the family page: the question, its films, clips, the parent's words, goals, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.screens.families.film_row import FilmRow
from app.screens.families.phrases import date_words, rating_words
from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Card, IconButton, Line, Piece, Words, column, restyle, row
from vig_tool.work.families import CycleCard, GoalMark

NEXT = {
    "film": ("Choose the film…", Icon.CAMERA),
    "moments": ("Look for moments", Icon.FILM_ROOM),
    "clips": ("Choose the clips", Icon.CLIPS),
    "review": ("Prepare the review", Icon.REVIEW),
    "goals": ("Look at the goals", Icon.GOALS),
}
"""The word on the button of each next step; "done" has none."""


@dataclass(frozen=True)
class CycleTells:
    """All that a cycle's column depends on. `others`: ids and numbers of the family's other cycles; `arriving`: films on their way."""

    card: CycleCard
    others: tuple[tuple[UUID, int], ...]
    latest: bool
    arriving: int = 0


class CycleColumn(Card):
    """Films can be dropped on it. `step_chosen` carries the step's name; the page knows where it leads."""

    step_chosen = Signal(object, str)  # CycleCard, step
    correct_asked = Signal(object)  # CycleCard
    films_dropped = Signal(object, object)  # cycle id, tuple of paths

    def __init__(self, tells: CycleTells) -> None:
        super().__init__()
        self.tells = tells
        card = self.card = tells.card
        self.setAcceptDrops(True)
        self.rows = tuple(FilmRow(film, tells.others) for film in card.films)
        self.correct = IconButton(Icon.CORRECT, "Correct the question and the dates", on_click=self._correct)
        self.next = self._next_button(main=tells.latest)
        when = Words(_when(card), tone="quiet")
        if not when.words:
            when.hide()
        pieces: list[Piece] = [
            row(None, Words(f"Cycle {card.number}", tone="soft"), None, self.correct, space=0),
            Words(f"“{card.question}”", tone="lead", wrap=True),
            when,
            *self._film_pieces(tells.arriving),
            *self._talk_pieces(),
            *_goal_pieces(card),
            None,
        ]
        if self.next is not None:
            pieces += [Line(), Words(card.next_words, tone="soft", wrap=True), self.next]
        elif card.next_step == "done":
            pieces += [Line(), Words(card.next_words, tone="soft", wrap=True)]
        column(self, *pieces, space=Space.SMALL, margin=Space.LARGE)
        Dressing(self, self._dress)

    def _film_pieces(self, arriving: int) -> list[Piece]:
        pieces: list[Piece] = [*self.rows]
        if arriving:
            pieces.append(Words("A film is on its way…" if arriving == 1 else f"{arriving} films are on their way…", tone="quiet"))
        if self.rows:
            pieces.append(row(None, Button("Add a film…", kind="link", meaning=Icon.ADD, on_click=self._choose_film), None))
        elif not arriving:
            hint = Card(waiting=True)
            column(hint, Words("Drop the film here", tone="soft", centred=True), margin=Space.WIDE)
            pieces.append(hint)
        return pieces

    def _talk_pieces(self) -> list[Piece]:
        pieces: list[Piece] = []
        if self.card.clips:
            words = f"{self.card.clips} clip{'s' if self.card.clips != 1 else ''} {'shown' if self.card.reviewed_on else 'chosen'}"
            pieces.append(row(None, Button(words, kind="link", meaning=Icon.CLIPS, on_click=self._open_clips), None))
        if self.card.parents_words:
            pieces.append(Words(f"“{self.card.parents_words}”", wrap=True))
        return pieces

    def _next_button(self, *, main: bool) -> Button | None:
        if self.card.next_step not in NEXT:
            return None
        words, meaning = NEXT[self.card.next_step]
        return Button(words, kind="main" if main else "", meaning=meaning, on_click=self._take_step)

    def _take_step(self) -> None:
        self.step_chosen.emit(self.card, self.card.next_step)

    def _choose_film(self) -> None:
        self.step_chosen.emit(self.card, "film")

    def _open_clips(self) -> None:
        self.step_chosen.emit(self.card, "clips")

    def _correct(self) -> None:
        self.correct_asked.emit(self.card)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.CARD_WIDTH))

    def _show_over(self, *, over: bool) -> None:
        self.setProperty("over", over)
        restyle(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._show_over(over=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        files = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self._show_over(over=False)
        self.films_dropped.emit(self.card.id, files)


def _goal_pieces(card: CycleCard) -> list[Piece]:
    if not card.goals:
        return []
    return [int(Space.HAIR), Words("Goals", tone="heading"), *(_goal_line(goal) for goal in card.goals)]


def _goal_line(goal: GoalMark) -> QWidget:
    holder = QWidget()
    text = Words(goal.text, tone="quiet", wrap=True)
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    said = Words(rating_words(goal), tone="quiet")
    said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    row(holder, text, said, space=Space.SMALL).setStretch(0, 1)
    return holder


def _when(card: CycleCard) -> str:
    said = []
    if card.filmed_on:
        said.append(f"filmed {date_words(card.filmed_on)}")
    if card.reviewed_on:
        said.append(f"reviewed {date_words(card.reviewed_on)}")
    return " · ".join(said)
