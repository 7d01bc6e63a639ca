"""How loud the film is: a button that opens a small slider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QSlider, QWidget

from app.theme.icons import Icon
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Space, Text
from app.widgets.dressing import Dressing
from app.widgets.plain import IconButton, Words, row

IDLE_MS = 700
_STEP, _LEAP = 5, 20


_ITS_KEYS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Escape,
)


class _Slider(QSlider):
    def event(self, event: QEvent) -> bool:
        """The room's keys work in a window that belongs to it; these are the slider's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ITS_KEYS:
            event.accept()
            return True
        return super().event(event)


class VolumeSlider(QFrame):
    """Stands over the button until one clicks elsewhere or presses Escape."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(_STEP)
        self.slider.setPageStep(_LEAP)
        self.slider.setAccessibleName("Volume in percent")
        self.words = Words(tone="soft")
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row(self, self.slider, self.words, space=Space.SMALL, margin=Space.SMALL)
        self.slider.valueChanged.connect(lambda value: self.words.say(f"{value} %"))
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.slider.setFixedWidth(theme.px(Space.BROAD) * 4)
        self.words.setMinimumWidth(QFontMetrics(theme.font(Text.BODY)).horizontalAdvance("100 %"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


class Volume(IconButton):
    """`turned(percent)` with every movement; `kept(percent)` when it has come to rest, so that it is written down once."""

    turned = Signal(int)
    kept = Signal(int)

    def __init__(self) -> None:
        super().__init__(Icon.SOUND, "Volume", on_click=self._open)
        self._known, self._there = 0, True
        self.box = VolumeSlider(self)
        self.box.slider.valueChanged.connect(self._turned)
        self.box.closed.connect(self.flush)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(IDLE_MS)
        self._clock.timeout.connect(self.flush)

    def show_volume(self, percent: int) -> None:
        """What is kept already; tells nobody."""
        self.flush()
        self._known = percent
        self.box.slider.setValue(percent)

    def show_sound(self, *, there: bool) -> None:
        """A film without sound has nothing to turn."""
        self._there = there
        self.setEnabled(there)
        self._show_sign()

    def flush(self) -> None:
        """Keeps now what is not kept yet."""
        self._clock.stop()
        percent = self.box.slider.value()
        if percent != self._known:
            self._known = percent
            self.kept.emit(percent)

    def _turned(self, percent: int) -> None:
        self._show_sign()
        if percent != self._known:
            self._clock.start()
            self.turned.emit(percent)

    def _show_sign(self) -> None:
        percent = self.box.slider.value()
        said = f"Volume: {percent} %" if self._there else "This film has no sound"
        self.show_icon(Icon.SOUND if self._there and percent else Icon.SILENT, said)

    def _open(self) -> None:
        """Above the button, its right edge over the button's, inside the window."""
        self.box.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width() - self.box.width(), -self.box.height() - theme_of(self).px(Space.HAIR)))
        self.box.move(corner)
        self.box.show()
        self.box.slider.setFocus()
