"""Rail and header: what stands around every room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.rooms import Crumb, RoomId
from app.theme.icons import Icon, icon, picture
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, IconButton, Words, column, empty, row
from app.widgets.preparing import PreparingSign

_WORDS = {
    RoomId.FAMILIES: ("Families", Icon.FAMILIES),
    RoomId.FILM_ROOM: ("Film\nroom", Icon.FILM_ROOM),
    RoomId.CLIPS: ("Clips", Icon.CLIPS),
    RoomId.REVIEW: ("Review", Icon.REVIEW),
    RoomId.GOALS: ("Goals", Icon.GOALS),
    RoomId.SETTINGS: ("Settings", Icon.SETTINGS),
}


class RailButton(QToolButton):
    """An icon with its word below, 56 px square at least."""

    def __init__(self, room: RoomId) -> None:
        super().__init__()
        words, self._meaning = _WORDS[room]
        self.setProperty("kind", "rail")
        self.setText(words)
        self.setAccessibleName(words.replace("\n", " "))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.setIcon(icon(self._meaning, theme, role=Role.SOFT_INK, checked_role=Role.ACCENT))
        self.setIconSize(QSize(theme.px(Size.ICON_LARGE), theme.px(Size.ICON_LARGE)))


class Rail(QFrame):
    """The rooms that work; settings at the foot."""

    chosen = Signal(object)  # RoomId

    def __init__(self, rooms: Sequence[RoomId]) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.buttons = {room: RailButton(room) for room in rooms}
        upper = [button for room, button in self.buttons.items() if room is not RoomId.SETTINGS]
        lower = [button for room, button in self.buttons.items() if room is RoomId.SETTINGS]
        inside = column(self, *upper, None, *lower, space=Space.HAIR)
        inside.setContentsMargins(Space.HAIR - 1, Space.SMALL, Space.HAIR - 1, Space.SMALL)
        for room, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, room=room: self._choose(room))
        Dressing(self, self._dress)

    def _choose(self, room: RoomId) -> None:
        self.chosen.emit(room)

    def show_current(self, room: RoomId) -> None:
        """A room that is entered from another has no button: that one's stays."""
        if room in self.buttons:
            self.buttons[room].setChecked(True)

    def allow(self, rooms: set[RoomId]) -> None:
        for room, button in self.buttons.items():
            button.setEnabled(room in rooms)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.RAIL))


class Header(QFrame):
    """Where one is, whether all is saved, undo and redo, the key list, the lock."""

    crumb_chosen = Signal(object)  # Crumb
    lock_asked = Signal()
    keys_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "header")
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(0)
        self.preparing = PreparingSign()
        self._sign = QLabel()
        self._sign_words = Words(tone="quiet")
        self._working: tuple[str, ...] = ()
        self.undo = IconButton(Icon.UNDO, "Undo")
        self.redo = IconButton(Icon.REDO, "Redo")
        self.keys = IconButton(Icon.HELP, "All keys of this room (?)", on_click=self.keys_asked.emit)
        self.lock = Button("Lock", kind="plain", meaning=Icon.LOCK, tip="Cover everything and ask for the passphrase (Ctrl+L)")
        self.lock.clicked.connect(self.lock_asked)
        self._steps: tuple[QAction, QAction] | None = None
        self.undo.clicked.connect(lambda: self._step(0))
        self.redo.clicked.connect(lambda: self._step(1))
        sign = row(None, self._sign, self._sign_words, space=Space.HAIR)
        signs = row(None, self.preparing, sign, space=Space.MEDIUM)
        line = row(self, self._crumbs, None, signs, int(Space.MEDIUM), self.undo, self.redo, self.keys, self.lock, space=Space.HAIR)
        line.setContentsMargins(Space.WIDE, 0, Space.MEDIUM, 0)
        self._dressing = Dressing(self, self._dress)

    def show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        empty(self._crumbs)
        for place, crumb in enumerate(crumbs):
            if place:
                self._crumbs.addWidget(Words("  ▸  ", tone="quiet"))
            self._crumbs.addWidget(self._crumb(crumb, last=place == len(crumbs) - 1))

    def show_steps(self, undo: QAction, redo: QAction) -> None:
        self._steps = (undo, redo)
        for button, action in ((self.undo, undo), (self.redo, redo)):
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())

    def show_working(self, titles: tuple[str, ...]) -> None:
        """What runs; nothing: everything is saved."""
        self._working = titles
        self._dressing.again()

    def _step(self, which: int) -> None:
        if self._steps is not None:
            self._steps[which].trigger()

    def _crumb(self, crumb: Crumb, *, last: bool) -> QWidget:
        if last or crumb.room is None:
            return Words(crumb.words, tone="heading" if last else "soft")
        button = Button(crumb.words, kind="link")
        button.clicked.connect(lambda: self.crumb_chosen.emit(crumb))
        return button

    def _dress(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(Size.HEADER))
        meaning, role = (Icon.WORKING, Role.SOFT_INK) if self._working else (Icon.SAVED, Role.ACCENT)
        self._sign.setPixmap(picture(meaning, theme, size=Size.ICON, role=role))
        self._sign_words.say("working…" if self._working else "saved")
        self._sign_words.setToolTip("\n".join(self._working) if self._working else "Everything up to your last action is saved")
