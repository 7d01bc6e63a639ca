"""What the pages that work on one clip's picture have in common: the stage, its keys, and the way back to the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.rooms import Desk
from app.screens.clips.stage import ClipStage
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.plain import Button, Words, row
from vig_tool.errors import UserError
from vig_tool.work.clips import Clip


class ClipPage(QWidget):
    """`closed()`: back to the table of clips. `changed(done)`: something was kept. `draws`: what the stage's drawing is called."""

    closed = Signal()
    changed = Signal(object)

    def __init__(self, desk: Desk, make_player: Callable[[], Player], *, title: str, draws: str) -> None:
        super().__init__()
        self._desk = desk
        self._clip: Clip | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage = ClipStage(make_player, draws=draws)
        self.stage.troubled.connect(lambda sentence: desk.notices.trouble(UserError(sentence)))
        self.title = Words(title, tone="title")
        self.done = Button("Back to the clips", meaning=Icon.BACK, tip="Escape", on_click=self.leave_page)

    def head(self) -> QHBoxLayout:
        return row(None, self.title, None, self.done, space=Space.SMALL)

    def leave_page(self) -> None:
        self.close_page()
        self.closed.emit()

    def close_page(self) -> None:
        """Nothing plays and nothing runs any more."""
        self.stage.close_film()
        self._clip = None

    def keys(self) -> dict[int, Callable[[], object]]:
        return {
            Qt.Key.Key_Space: self.stage.toggle,
            Qt.Key.Key_Comma: lambda: self.stage.step(-1),
            Qt.Key.Key_Period: lambda: self.stage.step(1),
            Qt.Key.Key_Home: lambda: self.stage.seek(0),
            Qt.Key.Key_End: lambda: self.stage.seek(1 << 40),
            Qt.Key.Key_Escape: self.leave_page,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do = self.keys().get(event.key())
        if do is None:
            super().keyPressEvent(event)
        else:
            do()
