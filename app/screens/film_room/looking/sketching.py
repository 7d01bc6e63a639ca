"""Drawing on the stopped picture: the surface over the view, and below it one line of what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame

from app.theme.icons import Icon
from app.theme.theme import theme_of
from app.theme.tokens import Space
from app.video.view import VideoView
from app.widgets.choices import Choice
from app.widgets.drawing import DrawingSurface
from app.widgets.plain import Button, IconButton, Words, put_away, row


class Sketch(QObject):
    """From `begin` to `close`. `ended`: the one who draws is done."""

    ended = Signal()

    def __init__(self, view: VideoView, name: str, *, hint: str, shapes: Sequence[tuple[str, str]]) -> None:
        """`shapes`: what can be drawn, each with its word; the first is on."""
        super().__init__(view)
        self._view = view
        self.surface = DrawingSurface(view, name, shape=shapes[0][0])
        self.surface.ended.connect(self.ended)
        self.surface.changed.connect(self._show)
        self.card = QFrame(view)
        self.card.setProperty("kind", "card")
        self.shapes = Choice(list(shapes), shapes[0][0])
        self.shapes.setVisible(len(shapes) > 1)
        self.shapes.chosen.connect(self._choose)
        self.hint = Words(hint, tone="small")
        self.keep = Button("Keep", kind="main", tip="Keep it (Enter)", on_click=self.surface.keep)
        self.away = Button("Take it away", kind="plain", meaning=Icon.REMOVE, tip="Take it away (Delete)", on_click=self.surface.take_away)
        self.done = IconButton(Icon.CLOSE, "End drawing (Escape)", on_click=self.ended.emit)
        line = row(self.card, self.shapes, self.hint, self.keep, self.away, self.done, space=Space.SMALL)
        line.setContentsMargins(Space.MEDIUM, Space.HAIR, Space.HAIR, Space.HAIR)
        view.installEventFilter(self)

    def begin(self) -> None:
        self.surface.show()
        self.card.show()
        self._show()
        self.surface.setFocus()

    def close(self) -> None:
        """The view is free again."""
        self._view.removeEventFilter(self)
        for part in (self.surface, self.card):
            put_away(part)
        self.deleteLater()

    def turn_shape(self) -> None:
        """To the next kind."""
        kinds = list(self.shapes.buttons)
        self._choose(kinds[(kinds.index(self.surface.shape) + 1) % len(kinds)])

    def _choose(self, shape: str) -> None:
        self.shapes.set_value(shape)
        self.surface.draw_shape(shape)
        self.surface.setFocus()

    def _show(self) -> None:
        surface = self.surface
        self.keep.setVisible(surface.draft is not None)
        self.away.setVisible(surface.draft is not None or surface.chosen is not None)
        self._place()

    def _place(self) -> None:
        """Below, in the middle."""
        gap = theme_of(self.card).px(Space.SMALL)
        self.hint.setVisible(self.surface.draft is None)
        self.card.adjustSize()
        if self.card.width() > self._view.width() - 2 * gap:  # large letters in a small window
            self.hint.hide()
            self.card.adjustSize()
        self.card.move((self._view.width() - self.card.width()) // 2, self._view.height() - self.card.height() - gap)
        self.card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
