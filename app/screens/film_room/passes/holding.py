"""Keys that are down: shortcuts tell of presses only, so while something is held the application's releases are looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

HELD_S = 0.35
"""A key that is down for longer was held, not tapped."""


class Holding(QObject):
    """One thing per name at a time. What was begun ends once: by `end`, by the release of one of its keys, or never (the window was
    left meanwhile)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: dict[str, tuple[frozenset[int], float, Callable[[], object]]] = {}
        self._looking = False

    def begin(self, name: str, do: Callable[[], object], *, keys: Iterable[int] = ()) -> None:
        """`do` is called when it is let go after being held long enough."""
        self._held[name] = (frozenset(keys), time.monotonic(), do)
        self._look()

    def end(self, name: str) -> None:
        """Let go. Nothing happens where it was not begun, or only tapped."""
        _, since, do = self._held.pop(name, (frozenset(), time.monotonic(), _nothing))
        self._look()
        if time.monotonic() - since >= HELD_S:
            do()

    def forget(self) -> None:
        """What is down now was tapped, no more."""
        self._held = {}
        self._look()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            for name in [name for name, (keys, _, _) in self._held.items() if event.key() in keys]:
                self.end(name)
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationStateChange):
            self.forget()
        return False

    def _look(self) -> None:
        application = QCoreApplication.instance()
        if application is not None and self._looking != bool(self._held):
            self._looking = bool(self._held)
            (application.installEventFilter if self._looking else application.removeEventFilter)(self)


def actions_of(host: QWidget, action_id: str) -> list[QAction]:
    """The actions of this id: one, or one for each of its keys."""
    return [action for action in host.actions() if action.objectName() == action_id]


def keys_of(actions: Iterable[QAction]) -> frozenset[int]:
    """Qt's numbers of their keys, whatever is held down with them."""
    return frozenset(_first(sequence) for action in actions for sequence in action.shortcuts() if not sequence.isEmpty())


def _first(sequence: QKeySequence) -> int:
    """Without Ctrl and the like: they may be let go first."""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # PySide's stubs leave this out
    return combination.key()


def _nothing() -> None: ...
