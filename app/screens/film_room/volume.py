"""How the film is heard: a button that opens a small card, and keeps what was chosen there once the hand has come to rest."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal

from app.screens.film_room.sound_box import SoundBox
from app.theme.icons import Icon
from app.theme.theme import theme_of
from app.theme.tokens import Space
from app.widgets.plain import IconButton
from vig_tool.work.listening import Listening

IDLE_MS = 700


class Volume(IconButton):
    """`turned(listening)` with every movement; `kept(listening)` when it has come to rest, so that it is written down once."""

    turned = Signal(object)
    kept = Signal(object)

    def __init__(self) -> None:
        super().__init__(Icon.SOUND, "Volume", on_click=self._open)
        self._known, self._there = Listening(), True
        self.box = SoundBox(self)
        self.box.changed.connect(self._turned)
        self.box.closed.connect(self.flush)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(IDLE_MS)
        self._clock.timeout.connect(self.flush)

    def show_listening(self, listening: Listening) -> None:
        """What is kept already; tells nobody."""
        self.flush()
        self._known = listening
        self.box.show_listening(listening)
        self._show_sign()

    def show_sound(self, *, there: bool) -> None:
        """A film without sound has nothing to turn."""
        self._there = there
        self.setEnabled(there)
        self._show_sign()

    def flush(self) -> None:
        """Keeps now what is not kept yet."""
        self._clock.stop()
        listening = self.box.listening
        if listening != self._known:
            self._known = listening
            self.kept.emit(listening)

    def _turned(self, listening: Listening) -> None:
        self._show_sign()
        if listening != self._known:
            self._clock.start()
        else:
            self._clock.stop()
        self.turned.emit(listening)

    def _show_sign(self) -> None:
        percent = self.box.listening.volume
        said = f"Volume: {percent} %" if self._there else "This film has no sound"
        self.show_icon(Icon.SOUND if self._there and percent else Icon.SILENT, said)

    def _open(self) -> None:
        """Above the button, its right edge over the button's, inside the window."""
        self.box.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - self.box.width(), -self.box.height() - theme_of(self).px(Space.HAIR)))
        self.box.move(corner)
        self.box.show()
        self.box.slider.setFocus()
