"""How one film is looked at: its view with camera and hand, turn and light, the bar and the sign in its corners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.rooms import Desk
from app.screens.film_room.looking.bar import LookBar, LookSign
from app.screens.film_room.looking.light_box import LightBox
from app.timers import one_shot
from app.video.camera import Camera
from app.video.hand import Hand
from app.video.light import lamp_for
from app.video.looking import Look
from app.video.view import VideoView
from vig_tool.errors import UserError
from vig_tool.work import looking
from vig_tool.work.looking import Seeing

_IDLE_MS = 700


class Eye(QObject):
    """From a film being opened to its being put away. What belongs to the recording is kept with it once the hand rests.

    changed   something the sign tells of
    """

    changed = Signal()

    def __init__(self, desk: Desk, recording_id: UUID, view: VideoView, actions: Callable[[], Mapping[str, QAction]]) -> None:
        super().__init__(view)
        self._desk, self._recording = desk, recording_id
        self._kept = self._seeing = looking.read_seeing(desk.library, recording_id)
        self.view = view
        self.camera = Camera(view)
        self.hand = Hand(view, self.camera)
        self.bar = LookBar(view, actions)
        self.sign = LookSign(view)
        self.light = LightBox(view)
        self.light.show_light(self._seeing.brightness, self._seeing.contrast)
        self.light.changed.connect(self._lit)
        self.light.closed.connect(self.flush)
        self.camera.moved.connect(self.changed)
        self._rests = one_shot(self, _IDLE_MS, self.flush)
        self._show()

    @property
    def seeing(self) -> Seeing:
        return self._seeing

    def turn(self, by: int) -> None:
        """Clockwise degrees; the whole picture is shown."""
        self._change(replace(self._seeing, turn=(self._seeing.turn + by) % 360))
        self.flush()

    def close(self) -> None:
        self.light.hide()
        self.flush()

    def flush(self) -> None:
        """Keeps now what is not kept yet."""
        self._rests.stop()
        if self._seeing == self._kept:
            return
        self._kept = self._seeing
        try:
            done = looking.keep_seeing(self._desk.library, self._recording, self._seeing)
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
        else:
            self._desk.announcer.announce(done.changes, self)

    def _lit(self, brightness: int, contrast: int) -> None:
        self._change(replace(self._seeing, brightness=brightness, contrast=contrast))
        self._rests.start()

    def _change(self, seeing: Seeing) -> None:
        self._seeing = seeing
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        seeing = self._seeing
        if self.view.look.turn != seeing.turn:
            self.camera.jump(Look(turn=seeing.turn))
        self.view.set_lamp(lamp_for(seeing.brightness, seeing.contrast))
