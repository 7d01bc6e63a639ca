"""The small bar in the picture's corner, there while the pointer moves: nearer, farther, and a menu of all that can be done with the
picture; and the sign that says how it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from app.theme.icons import Icon
from app.theme.theme import theme_of
from app.theme.tokens import Space
from app.timers import one_shot
from app.video.view import VideoView
from app.widgets.plain import Button, IconButton, Words, row

_STAYS_MS = 2500
_COMES = frozenset({QEvent.Type.MouseMove, QEvent.Type.Enter, QEvent.Type.HoverMove})
_MENU = (
    ("look.nearer", "look.farther", "look.whole", "look.follow"),
    ("look.turn", "look.light"),
    ("play.loop",),
    ("draw.begin", "still.keep", "still.export"),
    ("compare.open",),
)


class LookBar(QFrame):
    """In the upper right corner of its view; never takes a key's focus away by coming or going."""

    def __init__(self, view: VideoView, actions: Callable[[], Mapping[str, QAction]]) -> None:
        """`actions`: those of the room by their ids, asked for when the menu is opened."""
        super().__init__(view)
        self.setProperty("kind", "card")
        self._view, self._actions = view, actions
        self.farther = IconButton(Icon.ZOOM_OUT, "Farther (Alt+Z)", on_click=lambda: self._do("look.farther"))
        self.nearer = IconButton(Icon.ZOOM_IN, "Nearer (Z)", on_click=lambda: self._do("look.nearer"))
        self.more = Button("Look", kind="plain", tip="Near, turned, lighter, again and again, drawings, side by side", on_click=self._open)
        row(self, self.farther, self.nearer, self.more, space=0).setContentsMargins(0, 0, 0, 0)
        self._menu: QMenu | None = None
        self._gone = one_shot(self, _STAYS_MS, self._go)
        view.setMouseTracking(True)
        view.installEventFilter(self)
        for part in (self.farther, self.nearer, self.more):
            part.installEventFilter(self)
        self.hide()

    def come(self) -> None:
        """For a while, or as long as it is in use."""
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._gone.start()

    def _place(self) -> None:
        gap = theme_of(self).px(Space.SMALL)
        self.move(self._view.width() - self.width() - gap, gap)

    def _go(self) -> None:
        in_use = self.underMouse() or self._menu is not None or any(part.hasFocus() for part in (self.farther, self.nearer, self.more))
        if in_use:
            self._gone.start()
        else:
            self.hide()

    def _do(self, action_id: str) -> None:
        action = self._actions().get(action_id)
        if action is not None:
            action.trigger()

    def _open(self) -> None:
        menu, there = QMenu(self), self._actions()
        for group in _MENU:
            known = [there[one] for one in group if one in there]
            menu.addActions(known)
            if known and group is not _MENU[-1]:
                menu.addSeparator()
        self._menu = menu
        menu.aboutToHide.connect(self._closed)
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height())))

    def _closed(self) -> None:
        menu, self._menu = self._menu, None
        if menu is not None:
            QTimer.singleShot(0, menu, menu.deleteLater)
        self._gone.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self._place()
        elif (watched is self._view and event.type() in _COMES) or event.type() == QEvent.Type.FocusIn:
            self.come()
        return super().eventFilter(watched, event)


class LookSign(QFrame):
    """In the upper left corner, only while the picture is not seen as it was filmed."""

    def __init__(self, view: VideoView) -> None:
        super().__init__(view)
        self.setProperty("kind", "card")
        self.words = Words(tone="small")
        row(self, self.words).setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        self.hide()

    def say(self, *parts: str) -> None:
        said = " · ".join(part for part in parts if part)
        if said != self.words.words:
            self.words.say(said)
            gap = theme_of(self).px(Space.SMALL)
            self.adjustSize()
            self.move(gap, gap)
        self.setVisible(bool(said))


def by_ids(host: QWidget) -> dict[str, QAction]:
    """The room's actions by what they are called in `app.actions`."""
    return {action.objectName(): action for action in host.actions()}
