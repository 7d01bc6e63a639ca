"""The keys as they are pressed now: those of `actions`, but for what the user changed. Whoever shows or binds keys asks here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QKeySequence

from app.actions import ACTIONS, Action, Place, action_named

_PROPERTY = "vig_tool_keys"
Changed = dict[str, tuple[str, ...]]


class KeysInUse(QObject):
    """`changed` is sent when other keys count."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._other: Changed = {}

    @property
    def other(self) -> Changed:
        """What is not as usual."""
        return dict(self._other)

    def of(self, action: Action) -> tuple[str, ...]:
        return self._other.get(action.id, action.keys)

    def use(self, other: Mapping[str, tuple[str, ...]]) -> None:
        """Ids that are not known here (a newer version's) are left alone."""
        known = {action.id for action in ACTIONS}
        fresh = {action: keys for action, keys in other.items() if action in known}
        if fresh != self._other:
            self._other = fresh
            self.changed.emit()


def keys_in_use() -> KeysInUse:
    """The application's."""
    application = QCoreApplication.instance()
    found = None if application is None else application.property(_PROPERTY)
    if isinstance(found, KeysInUse):
        return found
    made = KeysInUse(application)
    if application is not None:
        application.setProperty(_PROPERTY, made)
    return made


def with_key(words: str, action_id: str) -> str:
    """"Star" → "Star (S)", with the key as it is now."""
    keys = keys_in_use().of(action_named(action_id))
    return f"{words} ({written(keys[0])})" if keys else words


def written(key: str) -> str:
    """As people on this system write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def may_change(action: Action) -> bool:
    """Not where each key means something of its own: the numbers of the principles come from the scheme."""
    return bool(action.keys) and not action.each_key


def who_has(key: str, action: Action, other: Mapping[str, tuple[str, ...]]) -> Action | None:
    """What else a key means where `action` works; None where it is free."""
    wanted = QKeySequence(key)
    for one in ACTIONS:
        held = other.get(one.id, one.keys) if one.id != action.id and _meet(one.place, action.place) else ()
        if any(QKeySequence(key) == wanted for key in held):
            return one
    return None


def changed_to(key: str, action: Action, other: Mapping[str, tuple[str, ...]]) -> Changed:
    """With this key for the action alone."""
    return _tidy({**other, action.id: (key,)})


def swapped(key: str, action: Action, holder: Action, other: Mapping[str, tuple[str, ...]]) -> Changed | None:
    """`holder` gives its key and gets the first one that `action` had; None where that is not free there either."""
    before = other.get(action.id, action.keys)[0]
    rest = tuple(held for held in other.get(holder.id, holder.keys) if QKeySequence(held) != QKeySequence(key))
    fresh = _tidy({**other, action.id: (key,), holder.id: (before, *rest)})
    taken = not may_change(holder) or who_has(before, holder, fresh) is not None or who_has(key, action, fresh) is not None
    return None if taken else fresh


def usual(action: Action, other: Mapping[str, tuple[str, ...]]) -> Changed:
    return {one: keys for one, keys in other.items() if one != action.id}


def _tidy(other: Mapping[str, Iterable[str]]) -> Changed:
    """Without what is as usual after all."""
    return {one: tuple(keys) for one, keys in other.items() if tuple(keys) != action_named(one).keys}


def _meet(one: Place, other: Place) -> bool:
    """The time line may have keys of the film room: while it has the focus it comes first."""
    return one is other or Place.ANYWHERE in (one, other)
