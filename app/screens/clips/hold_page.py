"""Holds a picture of a clip: it stands for some seconds in the saved film while the view comes near to a face; or alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt

from app.rooms import Desk
from app.screens.clips.clip_page import ClipPage
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.video.player import Player
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.choices import Check, Choice
from app.widgets.plain import Button, Words, column, row
from vig_tool.errors import UserError
from vig_tool.timing import SECOND, Instant
from vig_tool.work import clips, covering
from vig_tool.work.clips import Clip
from vig_tool.work.covering import Box

_HINT = "Stop on the picture that should stand. Drag a box round a face, if the view should come near to it."
_LONG: Final = (("2", "2 s"), ("3", "3 s"), ("5", "5 s"))


class HoldPage(ClipPage):
    def __init__(self, desk: Desk, make_player: Callable[[], Player]) -> None:
        super().__init__(desk, make_player, title="Hold a picture", draws="Picture to draw a box on")
        self.seconds = Choice(_LONG, "3")
        self.alone = Check("Only this picture, instead of the clip")
        self.box = Button("Draw a box", meaning=Icon.ADD, tip="Puts a box into the picture, to be moved by arrow keys")
        self.box.clicked.connect(self._begin)
        self.hold = Button("Hold this picture", kind="main", meaning=Icon.STILL, on_click=self.keep)
        how = row(None, self.alone, int(Space.SMALL), Words("Stands for", tone="soft"), self.seconds, self.hold, space=Space.SMALL)
        below = BesideOrBelow(row(None, self.stage.transport(), int(Space.SMALL), self.box), how)
        inside = column(self, self.head(), Words(_HINT, tone="soft", wrap=True), self.stage, below, space=Space.SMALL, margin=Space.LARGE)
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

    def _held(self, clip: Clip, at: Instant, near: Box | None) -> object:
        seconds = int(self.seconds.value or 3)
        return clips.hold_picture(
            self._desk.library, clip.id, at=at, for_us=seconds * SECOND, near=near, alone=self.alone.isChecked()
        )

    def _begin(self) -> None:
        if self.stage.draw is not None:
            self.stage.draw.begin()

    def keys(self) -> dict[int, Callable[[], object]]:
        return {**super().keys(), Qt.Key.Key_Return: self.keep}
