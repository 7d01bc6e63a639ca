"""Plays from the clips room: one clip in its place, or all of them full screen."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rooms import Desk
from app.theme.theme import theme_of
from app.video.player import Player
from app.widgets.show import ReelWindow
from vig_tool.errors import UserError
from vig_tool.work import covering, review
from vig_tool.work.clips import Clip


class ClipPlayer(QWidget):
    """One clip, where its two ends stand otherwise. `ended` when it is over or stopped."""

    ended = Signal()

    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__()
        self._desk = desk
        self._make_player = make_player
        self._player: Player | None = None
        self.setProperty("kind", "film")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)

    @property
    def playing_clip(self) -> bool:
        return self._player is not None

    def play(self, clip: Clip) -> None:
        self.stop()
        try:
            film = covering.film_of_clip(self._desk.library, clip.id)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
            self.ended.emit()
            return
        self._player = self._make_player()
        self._player.finished.connect(self.stop)
        self._player.failed.connect(self._failed)
        self._inside.addWidget(self._player.view)
        self._player.play_sequence([(film, clip.span)])

    def stop(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            self._inside.removeWidget(player.view)
            player.see_off()
            player.view.deleteLater()
            self.ended.emit()

    def _failed(self, sentence: str) -> None:
        self._desk.notices.trouble(UserError(sentence))
        self.stop()


class ReelPlayer(QObject):
    """All clips, full screen, just as they would be shown. `window` while it is open."""

    def __init__(self, desk: Desk, make_player: Callable[[], Player], room: QWidget) -> None:
        super().__init__(room)
        self._desk = desk
        self._make_player = make_player
        self._room = room
        self._player: Player | None = None
        self.window: ReelWindow | None = None

    def play(self, cycle_id: UUID) -> None:
        if self.window is not None:
            return
        try:
            show = review.prepare_show(self._desk.library, cycle_id)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
            return
        self._player = self._make_player()
        self.window = ReelWindow(show, self._player, theme_of(self._room))
        self.window.closed.connect(self._closed)
        self.window.troubled.connect(self._troubled)
        self.window.setGeometry(self._room.screen().geometry())
        self.window.showFullScreen()
        self.window.activateWindow()

    def stop(self) -> None:
        if self.window is not None:
            self.window.close()

    def _troubled(self, sentence: str) -> None:
        self._desk.notices.trouble(UserError(sentence))

    def _closed(self) -> None:
        player, self._player = self._player, None
        window, self.window = self.window, None
        if player is not None:
            player.see_off()
        if window is not None:
            window.deleteLater()
            self._room.window().activateWindow()
