"""Players that were left: kept until nothing of them reads or decodes any more. The window does not wait for that."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

_BEAT_MS = 30


class Leaving(Protocol):
    @property
    def gone(self) -> bool: ...
    def close(self) -> None: ...
    def deleteLater(self) -> None: ...


class Farewell(QObject):
    """One for all players of a window; `close` waits for those that are left, before the library closes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._leaving: list[Leaving] = []
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._look)

    @property
    def waits(self) -> bool:
        return bool(self._leaving)

    def take(self, player: Leaving) -> None:
        """It has left its film and belongs to this from now on."""
        self._leaving.append(player)
        self._beat.start()

    def close(self) -> None:
        self._beat.stop()
        leaving, self._leaving = self._leaving, []
        for player in leaving:
            player.close()
            player.deleteLater()

    @Slot()
    def _look(self) -> None:
        for player in [player for player in self._leaving if player.gone]:
            self._leaving.remove(player)
            player.close()
            player.deleteLater()
        if not self._leaving:
            self._beat.stop()
