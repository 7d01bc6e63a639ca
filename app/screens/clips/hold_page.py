"""Holds a picture of a clip: it stands for some seconds in the saved film while the view comes near to a face; or alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.rooms import Desk
from app.screens.clips.stage import ClipStage
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.choices import Check, Choice
from app.widgets.plain import Button, Words, column, row
from vig_tool.errors import UserError
from vig_tool.timing import SECOND, Instant
from vig_tool.work import clips, covering
from vig_tool.work.clips import Clip
from vig_tool.work.covering import Box

_HINT = "Stop on the picture that should stand. Drag a box round a face, if the view should come near to it."
_LONG: Final = (("2", "2 s"), ("3", "3 s"), ("5", "5 s"))


class HoldPage(QWidget):
    """`closed()`: back to the table of clips. `changed(done)`: a picture is held."""

    closed = Signal()
    changed = Signal(object)

    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__()
        self._desk = desk
        self._clip: Clip | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage = ClipStage(make_player, draws="Picture to draw a box on")
        self.stage.troubled.connect(lambda sentence: desk.notices.trouble(UserError(sentence)))
        self.seconds = Choice(_LONG, "3")
        self.alone = Check("Only this picture, instead of the clip")
        self.box = Button("Draw a box", meaning=Icon.ADD, tip="Puts a box into the picture, to be moved by arrow keys")
        self.box.clicked.connect(self._begin)
        self.hold = Button("Hold this picture", kind="main", meaning=Icon.STILL, on_click=self.keep)
        self.done = Button("Back to the clips", meaning=Icon.BACK, tip="Escape", on_click=self.leave_page)
        head = row(None, Words("Hold a picture", tone="title"), None, self.done, space=Space.SMALL)
        below = row(
            None, self.stage.transport(), None, self.box, int(Space.SMALL), self.alone, int(Space.SMALL), self.seconds, self.hold,
            space=Space.SMALL,
        )  # fmt: skip
        inside = column(self, head, Words(_HINT, tone="soft", wrap=True), self.stage, below, space=Space.SMALL, margin=Space.LARGE)
        inside.setStretch(2, 1)

    def open(self, clip: Clip) -> None:
        """Raises NotThere, Damaged."""
        self._clip = clip
        hold = clip.hold
        self.stage.open(covering.film_of_clip(self._desk.library, clip.id), clip.span, at=hold.at if hold is not None else None)
        self.alone.setChecked(hold is not None and hold.alone)
        self.seconds.set_value(str(hold.for_us // SECOND) if hold is not None else "3")
        if self.stage.draw is not None:
            self.stage.draw.draw_round(on=False)
            self.stage.draw.set_draft(hold.near.parts if hold is not None and hold.near is not None else None)
        self.setFocus()

    def keep(self) -> None:
        clip, at, draw = self._clip, self.stage.at, self.stage.draw
        if clip is None or at is None:
            return
        drawn = draw.draft if draw is not None else None
        try:
            done = self._held(clip, at, None if drawn is None else Box.drawn(*drawn))
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
        else:
            self.changed.emit(done)
            self.leave_page()

    def leave_page(self) -> None:
        self.close_page()
        self.closed.emit()

    def close_page(self) -> None:
        self.stage.close_film()
        self._clip = None

    def _held(self, clip: Clip, at: Instant, near: Box | None) -> object:
        seconds = int(self.seconds.value or 3)
        return clips.hold_picture(
            self._desk.library, clip.id, at=at, for_us=seconds * SECOND, near=near, alone=self.alone.isChecked()
        )

    def _begin(self) -> None:
        if self.stage.draw is not None:
            self.stage.draw.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: self.stage.toggle,
            Qt.Key.Key_Comma: lambda: self.stage.step(-1),
            Qt.Key.Key_Period: lambda: self.stage.step(1),
            Qt.Key.Key_Return: self.keep,
            Qt.Key.Key_Escape: self.leave_page,
        }
        do = keys.get(event.key())
        if do is None:
            super().keyPressEvent(event)
        else:
            do()
