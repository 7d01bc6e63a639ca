"""The menu of what can be done to all moments that are gathered in the list, and doing it: one step each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.screens.film_room.finding.search import ACTOR_WORDS
from app.screens.film_room.part import Whole
from vig_tool.work import batch, goals
from vig_tool.work.batch import Alike
from vig_tool.work.changes import Done
from vig_tool.work.tagging import ACTORS, CHANNELS, Moment, Scheme

_SHORT = 48


class Gathered:
    """`changed` is called after each step that changed something."""

    def __init__(self, room: Whole, changed: Callable[[], object]) -> None:
        self._room = room
        self._changed = changed

    def show_menu(self, moments: Sequence[Moment], scheme: Scheme, at: QPoint) -> None:
        menu = self.menu(moments, scheme)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu(self, moments: Sequence[Moment], scheme: Scheme) -> QMenu:
        """Ticked is what all of them have already; choosing it again takes it away."""
        ids = [moment.id for moment in moments]
        menu = QMenu(self._room.host)
        title = menu.addAction("This moment" if len(moments) == 1 else f"These {len(moments)} moments")
        title.setEnabled(False)
        menu.addSeparator()
        held = menu.addMenu("Principle")
        for one in scheme.principles:
            on = all(one.id in moment.principles for moment in moments)
            self._offer(held, one.name, ids, Alike(take_away=(one.id,)) if on else Alike(add=(one.id,)), on=on)
        self._words(menu.addMenu("Who"), ids, ACTOR_WORDS, moments, actor=True)
        self._words(menu.addMenu("Seen in"), ids, {word: word.capitalize() for word in CHANNELS}, moments, actor=False)
        self._goals(menu, ids, moments)
        menu.addSeparator()
        starred = all(moment.star for moment in moments)
        self._offer(menu, "Star", ids, Alike(star=not starred), on=starred)
        private = all(moment.private for moment in moments)
        self._offer(menu, "Private: never shown to the parent", ids, Alike(private=not private), on=private)
        menu.addSeparator()
        menu.addAction("Remove").triggered.connect(lambda: self.remove(ids))
        return menu

    def remove(self, ids: Sequence[UUID]) -> None:
        many = "The moment is removed." if len(ids) == 1 else f"{len(ids)} moments are removed."
        if self._do(lambda: batch.remove_moments(self._room.desk.library, ids)):
            self._room.desk.notices.offer(many, "Undo", self._room.undo)

    def change(self, ids: Sequence[UUID], alike: Alike) -> None:
        self._do(lambda: batch.change_moments(self._room.desk.library, ids, alike))

    def _words(self, menu: QMenu, ids: Sequence[UUID], options: dict[str, str], moments: Sequence[Moment], *, actor: bool) -> None:
        for word in ACTORS if actor else CHANNELS:
            on = all((moment.actor if actor else moment.channel) == word for moment in moments)
            kept = "" if on else word
            self._offer(menu, options[word], ids, Alike(actor=kept) if actor else Alike(channel=kept), on=on)

    def _goals(self, menu: QMenu, ids: Sequence[UUID], moments: Sequence[Moment]) -> None:
        family = self._room.where().family
        known = [] if family is None else goals.list_goals(self._room.desk.library, family)
        if not known:
            return
        inside = menu.addMenu("Goal")
        for goal in known:
            on = all(moment.goal_id == goal.id for moment in moments)
            self._offer(inside, _short(goal.text), ids, Alike(no_goal=True) if on else Alike(goal_id=goal.id), on=on)

    def _offer(self, menu: QMenu, words: str, ids: Sequence[UUID], alike: Alike, *, on: bool) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda: self.change(ids, alike))

    def _do(self, use: Callable[[], Done[int]]) -> bool:
        room = self._room
        if room.marking.done(use) is None:
            return False
        room.refresh(select=None if room.sheet is None else room.sheet.selected)
        self._changed()
        return True


def _short(text: str) -> str:
    plain = " ".join(text.split()).replace("&", "&&")
    return plain if len(plain) <= _SHORT else f"{plain[: _SHORT - 1]}…"
