"""The keys a user changed, kept in the library: of each action that has others than usual, which."""

from __future__ import annotations

from collections.abc import Mapping

from vig_tool.errors import BadInput
from vig_tool.library import settings as kept
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

_KEY = "keys"
_MOST_KEYS, _LONGEST = 4, 40


def read_keys(lib: Library) -> dict[str, tuple[str, ...]]:
    """Of each action changed, by its id, its keys as text ("Ctrl+K"). What cannot be read is as usual."""
    with lib.reading() as session:
        held = kept.read(session, _KEY)
    return {action: tuple(keys) for action, keys in held.items() if isinstance(keys, list) and _sound(action, keys)}


def keep_keys(lib: Library, changed: Mapping[str, tuple[str, ...]]) -> Done[dict[str, tuple[str, ...]]]:
    """Exactly these are other than usual; none: all as usual. Raises BadInput where they are no keys."""
    fresh = {action: tuple(keys) for action, keys in changed.items()}
    for action, keys in fresh.items():
        if not _sound(action, list(keys)):
            raise BadInput("That cannot be a key.", advice="Press another one.")
    if fresh == read_keys(lib):
        return Done(fresh, Changes())
    with lib.change("settings.changed") as unit:
        kept.write(unit.session, _KEY, {action: list(keys) for action, keys in fresh.items()})
    return Done(fresh, Changes(frozenset({"setting"})))


def _sound(action: str, keys: list[object]) -> bool:
    return bool(action) and 0 < len(keys) <= _MOST_KEYS and all(isinstance(key, str) and 0 < len(key) <= _LONGEST for key in keys)
