"""Opens the window in which found moments play one after the other, and takes it and its player away again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.rooms import Desk
from app.screens.film_room.finding.films_ahead import FilmsAhead
from app.screens.film_room.finding.queue import Queue
from app.screens.film_room.finding.window import MomentsWindow
from app.theme.theme import theme_of
from app.video.player import Player
from vig_tool.work.finding import Found


class OneAfterTheOther(QObject):
    """`window` while it is open. `open_asked(Found)`: that one is wanted in the film room."""

    open_asked = Signal(object)

    def __init__(self, desk: Desk, make_player: Callable[[], Player], room: QWidget) -> None:
        super().__init__(room)
        self._desk = desk
        self._make_player = make_player
        self._room = room
        self._player: Player | None = None
        self._films: FilmsAhead | None = None
        self.window: MomentsWindow | None = None

    def play(self, found: Sequence[Found]) -> None:
        if self.window is not None or not found:
            return
        self._player, self._films = self._make_player(), FilmsAhead(self._desk, self)
        self.window = MomentsWindow(Queue.of(found), self._player, self._films, theme_of(self._room))
        self.window.closed.connect(self._closed)
        self.window.open_asked.connect(self.open_asked)
        self.window.setGeometry(self._room.screen().geometry())
        self.window.showFullScreen()
        self.window.activateWindow()
        self.window.setFocus()
        self.window.begin()

    def stop(self) -> None:
        if self.window is not None:
            self.window.close()

    def _closed(self) -> None:
        player, self._player = self._player, None
        window, self.window = self.window, None
        films, self._films = self._films, None
        if player is not None:
            player.see_off()
        if films is not None:
            films.deleteLater()
        if window is not None:
            window.deleteLater()
            self._room.window().activateWindow()
            self._room.setFocus()
