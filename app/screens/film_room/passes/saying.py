"""Words about a moment by the keys that tag otherwise: who acts, then the place in the chain, then where it is seen; one press each."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from app.screens.film_room.part import Whole
from app.screens.film_room.passes.holding import actions_of


class Saying:
    """The keys stand on the words of one row at a time, in the inspector; what was said leads to the next row."""

    def __init__(self, room: Whole) -> None:
        self._room = room
        self._row = 0

    def begin(self) -> None:
        """Another moment: from the first row."""
        self._row = 0

    def show(self) -> None:
        """The row that is next; what cannot be said of this film has no key."""
        self._room.side.inspector.show_keys(self._row, self._keys())

    def close(self) -> None:
        self._row = 0
        self._room.side.inspector.show_keys(None, ())

    def turn(self) -> None:
        """The next row, without saying anything."""
        self._row = (self._row + 1) % len(self._room.side.inspector.rows)
        self._room.side.inspector.show_keys(self._row, self._keys())

    def say(self, place: int) -> None:
        """The word this key (0-based) stands on; the one that is said already is taken back."""
        room = self._room
        moment = None if room.sheet is None else room.sheet.moment
        values = room.side.inspector.rows[self._row].shown
        if moment is None or place >= len(values):
            return
        said = (moment.actor, moment.chain_role, moment.channel)[self._row]
        word = "" if said == values[place] else values[place]
        say = (room.marking.say_who, room.marking.say_turn, room.marking.say_channel)[self._row]
        if say(moment, word) is not None:
            if word:
                self._row = min(self._row + 1, len(room.side.inspector.rows) - 1)
            room.refresh(select=moment.id)

    def _keys(self) -> list[str]:
        """As they are written on the keyboard."""
        native = QKeySequence.SequenceFormat.NativeText
        return [action.shortcut().toString(native) for action in actions_of(self._room.host, "moment.tag")]
