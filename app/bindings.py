"""Makes the QActions of one place from the data of `actions` and ties them to what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.actions import Action, Place, actions_of
from app.keys_in_use import keys_in_use, written

Handler = Callable[..., object]
"""Called without anything; of an action with `each_key`, with the place of the key (0-based)."""


class ActionSet(QObject):
    """The actions of `place`, working while `host` (or a child) has the focus; those of ANYWHERE work in the whole window.

    `handlers` says what each id does; an action without one is left out. Text fields keep their own keys (letters, Ctrl+Z) first.
    """

    def __init__(self, host: QWidget, place: Place, handlers: Mapping[str, Handler]) -> None:
        super().__init__(host)
        self._made: dict[str, list[QAction]] = {}
        self._data: dict[str, Action] = {}
        unknown = set(handlers) - {action.id for action in actions_of(place)}
        if unknown:
            raise KeyError(f"no such action in {place}: {sorted(unknown)}")
        context = Qt.ShortcutContext.WindowShortcut if place is Place.ANYWHERE else Qt.ShortcutContext.WidgetWithChildrenShortcut
        for data in actions_of(place):
            if data.id in handlers:
                self._data[data.id] = data
                self._made[data.id] = self._make(data, handlers[data.id], host, context)
        keys_in_use().changed.connect(self._take_keys)
        self.allow(frozenset())

    def action(self, action_id: str) -> QAction:
        """The action to put on a button or menu."""
        return self._made[action_id][0]

    def allow(self, words: frozenset[str]) -> None:
        """Enables what the present state allows: each action whose `needs` are all among `words`."""
        for action_id, data in self._data.items():
            for made in self._made[action_id]:
                made.setEnabled(data.needs <= words)

    def rename(self, action_id: str, title: str) -> None:
        """A title that says more just now ("Undo: tag “Attentive”"); empty puts the usual one back."""
        data = self._data[action_id]
        for made in self._made[action_id]:
            made.setText(title or data.title)
            made.setToolTip(_tip(data, title or data.title))

    def _take_keys(self) -> None:
        for action_id, data in self._data.items():
            made = self._made[action_id]
            if not data.each_key:
                said, before = made[0].text(), made[0].shortcuts()
                made[0].setShortcuts([QKeySequence(key) for key in keys_in_use().of(data)])
                if made[0].shortcuts() != before:
                    made[0].setToolTip(_tip(data, said))

    def menu(self, parent: QWidget, *action_ids: str) -> QMenu:
        """A menu of these actions; "-" draws a line."""
        menu = QMenu(parent)
        for action_id in action_ids:
            if action_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(self.action(action_id))
        return menu

    def _make(self, data: Action, handler: Handler, host: QWidget, context: Qt.ShortcutContext) -> list[QAction]:
        used = keys_in_use().of(data)
        groups = [[key] for key in used] if data.each_key else [list(used)]
        made = []
        for place, keys in enumerate(groups):
            action = QAction(data.title, host)
            action.setObjectName(data.id)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(context)
            action.setAutoRepeat(data.repeats)
            action.setToolTip(_tip(data, data.title))
            call = partial(handler, place) if data.each_key else handler
            action.triggered.connect(_without_checked(call))
            host.addAction(action)
            made.append(action)
        return made


def _without_checked(call: Callable[..., object]) -> Callable[[bool], None]:
    """QAction tells whether it is checked; handlers do not want to know."""

    def run(_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's shape
        call()

    return run


def _tip(data: Action, title: str) -> str:
    said = f"{title}. {data.tip}" if data.tip and data.tip != title else title
    keys = ", ".join(written(key) for key in keys_in_use().of(data)[:2])
    return f"{said} ({keys})" if keys and not data.each_key else said
