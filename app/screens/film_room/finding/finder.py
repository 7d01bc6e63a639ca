"""The finder above the list: words to look for, shapes to leave all others out, how far to look, and what it comes to in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from app.screens.film_room.finding.search import ACTOR_WORDS, REACH_TIPS, REACH_WORDS, SORT_WORDS, Reach, Search
from app.theme.icons import Icon
from app.theme.tokens import Role, Space
from app.widgets.chips import Chips
from app.widgets.choices import Check
from app.widgets.one_line import OneLine
from app.widgets.plain import Button, IconButton, column, empty, row
from app.widgets.shape_button import ShapeButton
from vig_tool.work.finding import Sort
from vig_tool.work.tagging import ACTORS, CHANNELS, Principle

_BESIDE = 6
"""So many shapes stand in one line, beside the signs."""

_MINE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class FindField(QLineEdit):
    """down: into the list; entered: play the first one; escaped: out of it"""

    down = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find in notes and principles")
        self.setAccessibleName("Find in notes and principles")

    def event(self, event: QEvent) -> bool:
        """The room's keys of the same names wait."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _MINE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        elif event.key() != Qt.Key.Key_Up:
            super().keyPressEvent(event)


class Finder(QWidget):
    """`searched(Search)`: something else is wanted. `put_away`: the palette may come back."""

    searched = Signal(object)
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = Search()
        self._principles: Sequence[Principle] = ()
        self._goals: Mapping[UUID, str] = {}
        self.shapes: dict[str, ShapeButton] = {}
        self.field = FindField()
        close = IconButton(Icon.CLOSE, "Back to the palette (Escape)", on_click=self.put_away.emit)
        self.reach = Chips("How far to look", [(one.value, word) for one, word in REACH_WORDS.items()])
        for one, tip in REACH_TIPS.items():
            self.reach.chips[one.value].setToolTip(tip)
        self._shapes = QGridLayout()
        self._shapes.setSpacing(0)
        self.star = IconButton(Icon.STAR, "Only starred ones", role=Role.SOFT_INK, on_click=self._turn_star)
        self.clip = IconButton(Icon.CLIPS, "Only those chosen for the review", role=Role.SOFT_INK, on_click=self._turn_clip)
        for button in (self.star, self.clip):
            button.setCheckable(True)
        self.more = IconButton(Icon.MORE, "Who, where it is seen, goal, order", on_click=self._show_menu)
        column(
            self,
            row(None, self.field, close, space=Space.HAIR),
            self.reach,
            row(None, self._shapes, None, self.star, self.clip, self.more, space=0),
            space=Space.HAIR,
        )
        self.field.textChanged.connect(lambda text: self._want(text=text))
        self.field.escaped.connect(self.put_away)
        self.reach.chosen.connect(lambda word: self._set(replace(self.search, reach=Reach(word or Reach.FILM))))
        self._show()
        self.hide()

    def show_principles(self, principles: Sequence[Principle], goals: Mapping[UUID, str]) -> None:
        """Those one may look for here, and the goals of this family."""
        self._goals = goals
        if principles == self._principles:
            return
        self._principles = principles
        empty(self._shapes)
        self.shapes = {}
        for place, principle in enumerate(principles):
            shape = ShapeButton(principle.name, colour=principle.colour, shape=principle.shape)
            shape.clicked.connect(lambda _on=False, which=principle.id: self._set(self.search.turned(which)))
            self.shapes[principle.id] = shape
            self._shapes.addWidget(shape, place // _BESIDE, place % _BESIDE)
        self._show()

    def show_search(self, search: Search) -> None:
        """Without sending `searched`."""
        self.search = search
        self._show()

    def open(self) -> None:
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def menu(self) -> QMenu:
        """Who, where it is seen, goal, private, order."""
        menu, wanted = QMenu(self), self.search.wanted
        if len(wanted.principles) > 1:
            self._tick(menu, "Only with all of these principles", lambda on: self._want(all_of_them=on), on=wanted.all_of_them)
        self._tick(menu, "Without private ones", lambda on: self._want(private=not on), on=not wanted.private)
        self._one_of(menu.addMenu("Who"), [(word, ACTOR_WORDS[word]) for word in ACTORS], wanted.actor, "actor")
        self._one_of(menu.addMenu("Seen in"), [(word, word.capitalize()) for word in CHANNELS], wanted.channel, "channel")
        if self._goals:
            self._one_of(menu.addMenu("Goal"), [(goal, _short(text)) for goal, text in self._goals.items()], wanted.goal_id, "goal_id")
        menu.addSeparator()
        group = QActionGroup(menu)
        for sort, words in SORT_WORDS.items():
            group.addAction(self._tick(menu, words, partial(self._order, sort), on=sort is self.search.sort))
        return menu

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _tick(self, menu: QMenu, words: str, do: Callable[[bool], object], *, on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda: do(action.isChecked()))
        return action

    def _one_of(self, menu: QMenu, options: list[tuple[str, str]] | list[tuple[UUID, str]], held: object, name: str) -> None:
        for value, words in options:
            self._tick(menu, words, partial(self._want_one, name, value), on=value == held)

    def _want_one(self, name: str, value: str | UUID, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._want(**{name: value if on else None})

    def _order(self, sort: Sort, _on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._set(replace(self.search, sort=sort))

    def _turn_star(self) -> None:
        self._want(star=True if self.star.isChecked() else None)

    def _turn_clip(self) -> None:
        self._want(clip=True if self.clip.isChecked() else None)

    def _want(self, **changes: object) -> None:
        self._set(replace(self.search, wanted=replace(self.search.wanted, **changes)))  # type: ignore[arg-type]

    def _set(self, search: Search) -> None:
        if search != self.search:
            self.search = search
            self._show()
            self.searched.emit(search)
        else:
            self._show()

    def _show(self) -> None:
        wanted = self.search.wanted
        for principle, shape in self.shapes.items():
            shape.setChecked(principle in wanted.principles)
        self.star.setChecked(bool(wanted.star))
        self.star.show_icon(Icon.STARRED if wanted.star else Icon.STAR, "Only starred ones")
        self.clip.setChecked(bool(wanted.clip))
        self.reach.set_value(self.search.reach.value)
        if self.field.text() != wanted.text:
            self.field.setText(wanted.text)


class Outcome(QWidget):
    """Above the list while something is looked for: what, and how many there are."""

    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = OneLine(tone="quiet")
        self.all = Button("Show all", kind="link", on_click=self.all_asked.emit)
        row(self, self.words, self.all, space=Space.SMALL).setStretch(0, 1)
        self.hide()

    def tell(self, search: Search, *, words: str, count: int, of: int | None) -> None:
        """`of`: how many there are without leaving any out, where that is known."""
        many = (str(count) if of is None or of == count else f"{count} of {of}") if count else "None"
        order = SORT_WORDS[search.sort].lower() if search.sort is not Sort.TIME else ""
        self.words.say(" · ".join(filter(None, (many, words, order))))
        self.all.setVisible(search.filters)


class PlayAll(QWidget):
    """Below the list: plays what it holds, one after the other. Private ones only where that is ticked."""

    asked = Signal()
    private_turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = Button("Play all", kind="main", meaning=Icon.PLAY, tip="One after the other (Shift+Space)", on_click=self.asked.emit)
        self.private = Check("Private too")
        self.private.toggled.connect(self.private_turned)
        row(self, self.button, self.private, space=Space.SMALL).setStretch(0, 1)
        self.hide()

    def tell(self, count: int, *, private: int) -> None:
        """`count` would be played; `private` of those found are private."""
        self.button.setText(f"Play all {count}" if count > 1 else "Play it" if count else "Play all")
        self.button.setEnabled(count > 0)
        self.private.setVisible(private > 0)


def _short(text: str) -> str:
    plain = " ".join(text.split()).replace("&", "&&")
    return plain if len(plain) <= 48 else f"{plain[:47]}…"
