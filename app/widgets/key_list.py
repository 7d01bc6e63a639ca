"""The key list behind `?`: made from the same data as the actions, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from app.actions import PLACE_NAMES, Action, Place, actions_of
from app.keys_in_use import keys_in_use, written
from app.theme.tokens import Size, Space
from app.widgets.plain import Words, column


class KeyList(QDialog):
    """A window of its own that may stay open beside the work; the present room comes first."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        beside = [Place.TIME_LINE] if place is Place.FILM_ROOM else []
        places = [place, *beside, Place.ANYWHERE] if place is not Place.ANYWHERE else [Place.ANYWHERE]
        inside = QWidget()
        inside.setProperty("kind", "paper")
        pieces: list[QWidget | QGridLayout | int | None] = []
        for shown in places:
            pieces += [Words(PLACE_NAMES[shown], tone="lead"), _rows(actions_of(shown)), int(Space.LARGE)]
        column(inside, *pieces, None, space=Space.SMALL, margin=Space.WIDE)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column(self, scroll)
        self.resize(Size.COLUMN + Size.RAIL, Size.COLUMN)


def key_words(action: Action) -> str:
    """How the keys are written for people: "Ctrl+Z", "1 – 9", "Space"."""
    if action.each_key:
        return f"{action.keys[0]} – {action.keys[-1]}"
    words = [written(key) for key in keys_in_use().of(action)]
    return "  or  ".join({",": "comma", ".": "full stop"}.get(word, word) for word in words)


def _rows(actions: Sequence[Action]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.WIDE)
    grid.setVerticalSpacing(Space.HAIR)
    grid.setColumnMinimumWidth(0, Size.LANE_LABELS)
    grid.setColumnStretch(1, 1)
    for line, action in enumerate(action for action in actions if action.keys):
        grid.addWidget(Words(key_words(action), tone="heading"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Words(f"{action.title}. {action.tip}" if action.tip else action.title, wrap=True), line, 1)
    return grid
