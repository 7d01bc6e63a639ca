"""Says once, to everybody, what a use case changed; each screen decides alone whether to reload."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from vig_tool.work.changes import Changes, Done


class Announcer(QObject):
    """`changed(Changes, initiator)`: the initiator is the object that acted, so that it need not reload what it knows already."""

    changed = Signal(object, object)

    def announce(self, changes: Changes, initiator: QObject | None = None) -> None:
        if changes.kinds:
            self.changed.emit(changes, initiator)

    def announce_done(self, done: Done[object], initiator: QObject | None = None) -> None:
        self.announce(done.changes, initiator)
