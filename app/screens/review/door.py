"""What stands at the door of the review: the question, the chosen pictures in order, one big button; afterwards what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.theme.icons import Icon
from app.theme.tokens import Size, Space
from app.widgets.picture_box import PictureBox
from app.widgets.plain import Button, Card, Words, column, empty, row
from app.widgets.show import Kept
from vig_tool.timing import Span

_PICTURE_WIDTH = 240


@dataclass(frozen=True, slots=True)
class DoorState:
    """`spans` and `said` go together, one for each clip in order; `resume_at` is where the review was left (0: at the beginning)."""

    question: str
    spans: tuple[Span, ...]
    said: tuple[Kept, ...]
    resume_at: int
    reviewed_on: date | None


class Door(QScrollArea):
    begin_asked = Signal()
    clips_asked = Signal()
    goals_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: tuple[PictureBox, ...] = ()
        self.question = Words(tone="title", wrap=True, centred=True)
        self.line = Words(tone="soft", wrap=True, centred=True)
        self.begin = Button("Begin the review", kind="main", meaning=Icon.PLAY, on_click=self.begin_asked.emit)
        self.choose = Button("Choose clips", kind="main", meaning=Icon.CLIPS, on_click=self.clips_asked.emit)
        self.goals = Button("Set the goals", meaning=Icon.GOALS, on_click=self.goals_asked.emit)
        self._row = QHBoxLayout()
        self._row.setSpacing(Space.LARGE)
        self._words = QVBoxLayout()
        self._words.setSpacing(Space.MEDIUM)
        inside = QWidget()
        inside.setProperty("kind", "paper")
        foot = row(None, None, self.goals, self.begin, self.choose, None, space=Space.LARGE)
        column(
            inside,
            None,
            self.question,
            int(Space.SMALL),
            row(None, None, self._row, None),
            self.line,
            int(Space.SMALL),
            foot,
            int(Space.LARGE),
            self._words,
            None,
            space=Space.MEDIUM,
            margin=Space.BROAD,
        )
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for button in (self.begin, self.choose, self.goals):
            button.setProperty("grade", "large")

    def show_state(self, state: DoorState) -> None:
        self.question.say(f"“{state.question}”")
        empty(self._row)
        self.boxes = tuple(PictureBox(f"Clip {place + 1}", fixed_width=_PICTURE_WIDTH) for place in range(len(state.spans)))
        for box in self.boxes:
            self._row.addWidget(box)
        self.line.say(_line(state))
        self.begin.setVisible(bool(state.spans))
        self.choose.setVisible(not state.spans)
        self.goals.setVisible(state.reviewed_on is not None)
        self.begin.setText("Show it again" if state.reviewed_on else "Go on with the review" if state.resume_at else "Begin the review")
        self._show_words(state)

    def show_picture(self, place: int, image: QImage) -> None:
        if place < len(self.boxes):
            self.boxes[place].show_image(image)

    def _show_words(self, state: DoorState) -> None:
        empty(self._words)
        for place, kept in enumerate(state.said):
            pieces: list[Words] = []
            if kept.parents_words:
                pieces.append(Words(f"“{kept.parents_words}”", tone="lead", wrap=True))
            pieces += [Words(f"{kind.capitalize()}: {text}", tone="soft", wrap=True) for kind, text in kept.reflections.items() if text]
            if pieces:
                card = Card()
                line = row(card, Words(f"Clip {place + 1}", tone="quiet"), column(None, *pieces, space=Space.HAIR), space=Space.LARGE)
                line.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
                line.setStretch(1, 1)
                self._words.addWidget(row_of(card))


def row_of(card: QWidget) -> QWidget:
    """The card in the middle, as wide as a column of text should be."""
    holder = QWidget()
    card.setMinimumWidth(Size.COLUMN)
    card.setMaximumWidth(Size.COLUMN + Size.CARD_WIDTH)
    line = row(holder, None, card, None)
    line.setStretch(1, 2)
    line.setStretch(0, 1)
    line.setStretch(2, 1)
    return holder


def _line(state: DoorState) -> str:
    if not state.spans:
        return "No clip is chosen yet. In the film room, press C on a moment worth showing."
    if state.reviewed_on is not None:
        return f"Looked at together on {state.reviewed_on.day} {state.reviewed_on:%B %Y}."
    clips = "this clip" if len(state.spans) == 1 else f"these {len(state.spans)} clips"
    return f"The parent sees {clips} and the question. Nothing else of the film, no mark, no note."
