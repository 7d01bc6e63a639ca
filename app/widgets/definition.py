"""What a principle means, calmly: a small card beside its button, with an example. Escape or F1 puts it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.theme.shapes import paint_shape
from app.theme.theme import theme_of
from app.theme.tokens import Size, Space
from app.widgets.palette_button import Principle
from app.widgets.plain import Words, column, row


class DefinitionCard(QFrame):
    """Of one of `principles`; Up and Down go to the others."""

    def __init__(self, parent: QWidget, principles: Sequence[Principle], principle_id: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._principles = tuple(principles)
        self._place = next((n for n, one in enumerate(self._principles) if one.id == principle_id), 0)
        self._mark = _Mark()
        self.name = Words(tone="lead")
        self.definition = Words(wrap=True)
        self.example = Words(tone="soft", wrap=True)
        self.reach = Words(tone="quiet", wrap=True)
        more = Words("Up and Down: the others. Escape: close.", tone="quiet", wrap=True)
        if len(self._principles) < 2:
            more.hide()
        head = row(None, self._mark, self.name, None, space=Space.SMALL)
        column(self, head, self.definition, self.example, self.reach, more, space=Space.SMALL, margin=Space.LARGE)
        self.setFixedWidth(theme_of(self).px(Size.CARD_WIDTH) + 2 * theme_of(self).px(Space.BROAD))
        self._show_one()

    @property
    def principle(self) -> Principle:
        return self._principles[self._place]

    def show_beside(self, button: QWidget) -> None:
        """Left of it where there is room, else right; always wholly on the screen."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, 0))
        screen = button.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = corner.x() - self.width() - Space.SMALL
        if left < room.left():
            left = corner.x() + button.width() + Space.SMALL
        left = max(room.left(), min(left, room.right() - self.width()))
        self.move(left, max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.show()
        self.setFocus()

    def _show_one(self) -> None:
        one = self.principle
        self._mark.show_mark(one)
        self.name.say(f"{one.name}  ({one.key})" if one.key else one.name)
        self.definition.say(one.definition)
        self.example.say(one.example)
        self.reach.say(one.reach)
        self.reach.setVisible(bool(one.reach))
        self.setAccessibleName(one.name)
        self.setAccessibleDescription(" ".join((one.definition, one.example, one.reach)))
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._place = (self._place + step) % len(self._principles)
            self._show_one()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._principle: Principle | None = None
        side = theme_of(self).px(Size.ICON_LARGE)
        self.setFixedSize(side, side)

    def show_mark(self, principle: Principle) -> None:
        self._principle = principle
        self.setVisible(bool(principle.shape))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._principle is not None:
            painter = QPainter(self)
            paint_shape(painter, self._principle.shape, QRectF(self.rect()), colour=self._principle.colour, theme=theme_of(self))
