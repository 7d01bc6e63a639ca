"""One film on a cycle's card: opens the film room; what else can be done with it is in its menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.screens.families.phrases import film_words, marked_words
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.plain import Button, IconButton, Words, column, row
from vig_tool.work.families import FilmCard

_ROLES_SAID = {
    "interaction": "This is the film of the visit",
    "review": "This is the film of the review",
    "supervision": "This is the film of supervision",
}


class FilmRow(QWidget):
    opened = Signal(object)  # recording id
    role_chosen = Signal(object, str)  # recording id, role
    move_chosen = Signal(object, object)  # recording id, cycle id
    original_asked = Signal(object)  # recording id
    remove_asked = Signal(object)  # FilmCard

    def __init__(self, film: FilmCard, others: Sequence[tuple[UUID, int]]) -> None:
        """others   ids and numbers of the cycles it could be moved to"""
        super().__init__()
        self.film = film
        self._others = others
        self.open = Button(film_words(film), kind="link", meaning=Icon.FILM, tip="Open it in the film room", on_click=self._open)
        self.more = IconButton(Icon.MORE, "More about this film", on_click=self._show_menu)
        marked = Words(marked_words(film), tone="quiet")
        if not marked.words:
            marked.hide()
        marked.setContentsMargins(Space.WIDE + Space.HAIR + 2, 0, 0, 0)
        self.early = Words(film.early, tone="quiet", wrap=True)
        self.early.setVisible(bool(film.early))
        self.early.setContentsMargins(Space.WIDE + Space.HAIR + 2, 0, 0, 0)
        column(self, row(None, self.open, None, self.more, space=0), marked, self.early, space=0)

    def menu(self) -> QMenu:
        """What can be done with the film."""
        menu = QMenu(self)
        menu.addAction("Open in the film room", self._open)
        menu.addSeparator()
        for role, words in _ROLES_SAID.items():
            if role != self.film.role:
                menu.addAction(words, partial(self.role_chosen.emit, self.film.id, role))
        for cycle_id, number in self._others:
            menu.addAction(f"Move to cycle {number}", partial(self.move_chosen.emit, self.film.id, cycle_id))
        menu.addSeparator()
        menu.addAction("What the camera wrote", partial(self.original_asked.emit, self.film.id))
        menu.addSeparator()
        menu.addAction("Remove this film…", self._remove)
        return menu

    def _open(self) -> None:
        self.opened.emit(self.film.id)

    def _remove(self) -> None:
        self.remove_asked.emit(self.film)

    def _show_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
