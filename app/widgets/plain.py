"""The plain pieces everything is made of: words, buttons, cards, lines, and boxes to put them in."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.theme.icons import Icon, edge_icon, icon
from app.theme.theme import Theme
from app.theme.tokens import LINE_HEIGHT, Role, Size, Space
from app.widgets.dressing import Dressing


class Words(QLabel):
    """Text as it is, never mark-up. `tone` is one of the style sheet's: "", soft, small, quiet, heading, lead, title, review,
    danger, code. `wrap` breaks lines and gives them air."""

    def __init__(self, text: str = "", *, tone: str = "", wrap: bool = False, centred: bool = False) -> None:
        super().__init__()
        self._wrap = wrap
        self._centred = centred
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.RichText if wrap else Qt.TextFormat.PlainText)
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.say(text)

    def say(self, text: str) -> None:
        self.words = text
        if self._wrap:
            align = ' align="center"' if self._centred else ""
            body = html.escape(text).replace("\n", "<br>")
            self.setText(f'<p{align} style="line-height:{LINE_HEIGHT * 100:.0f}%; margin:0px">{body}</p>')
        else:
            self.setText(text)

    def sizeHint(self) -> QSize:
        """As high as the words need at this width: left alone, Qt reckons with a narrow guess and leaves holes."""
        usual = super().sizeHint()
        return QSize(usual.width(), self.heightForWidth(self.width())) if self._wrap else usual

    def minimumSizeHint(self) -> QSize:
        usual = super().minimumSizeHint()
        return QSize(usual.width(), self.heightForWidth(self.width())) if self._wrap else usual

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wrap and event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


_ICON_ROLES = {"main": Role.ON_ACCENT, "plain": Role.ACCENT, "link": Role.ACCENT, "danger": Role.DANGER}


class Button(QPushButton):
    """`kind`: "" (quiet frame), main (the one next step), plain (words only), link (words that
    begin at the edge), danger. Return presses it as Space does."""

    def __init__(
        self, text: str, *, kind: str = "", meaning: Icon | None = None, tip: str = "", on_click: Callable[[], object] | None = None
    ) -> None:
        super().__init__(text.replace("&", "&&"))
        self._meaning = meaning
        if kind:
            self.setProperty("kind", kind)
        if tip:
            self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if on_click is not None:
            self.clicked.connect(_call(on_click))
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        if self._meaning is not None:
            role = _ICON_ROLES.get(str(self.property("kind")), Role.INK)
            # Qt leaves 4 px between icon and words; a wider box for the icon makes it look like one thing beside another.
            size = QSize(theme.px(Size.ICON + Space.HAIR + 2), theme.px(Size.ICON))
            linked = self.property("kind") == "link"
            self.setIcon(edge_icon(self._meaning, theme, role=role, size=size) if linked else icon(self._meaning, theme, role=role))
            self.setIconSize(size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """An icon everybody knows, 32 px at least; the tip says it in words, and so do screen readers."""

    def __init__(self, meaning: Icon, tip: str, *, role: Role = Role.INK, on_click: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._meaning = meaning
        self._role = role
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(_call(on_click))
        self._dressing = Dressing(self, self._dress)

    def show_icon(self, meaning: Icon, tip: str, *, role: Role | None = None) -> None:
        self._meaning = meaning
        self._role = role or self._role
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._dressing.again()

    def _dress(self, theme: Theme) -> None:
        self.setIcon(icon(self._meaning, theme, role=self._role, checked_role=Role.ACCENT))
        self.setIconSize(QSize(theme.px(Size.ICON), theme.px(Size.ICON)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class Card(QFrame):
    """A quiet framed surface. `waiting`: dashed, nothing there yet. Needs a layout: `column` or `row`."""

    def __init__(self, *, waiting: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("waiting", waiting)


class OpeningCard(Card):
    """A card that leads somewhere: by click, Return or Space."""

    spoken = QAccessible.Role.Button
    opened = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("opens", "true")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class Line(QFrame):
    """A hairline."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "line")


Piece = QWidget | QLayout | int | None
Box = TypeVar("Box", bound=QBoxLayout)


def column(holder: QWidget | None, *pieces: Piece, space: int = Space.SMALL, margin: int = 0) -> QVBoxLayout:
    """Pieces from top to bottom: widgets, layouts, a number (a gap in px), None (the stretch)."""
    return _fill(QVBoxLayout(holder) if holder is not None else QVBoxLayout(), pieces, space=space, margin=margin)


def row(holder: QWidget | None, *pieces: Piece, space: int = Space.SMALL, margin: int = 0) -> QHBoxLayout:
    """Pieces from left to right, as `column`."""
    return _fill(QHBoxLayout(holder) if holder is not None else QHBoxLayout(), pieces, space=space, margin=margin)


def paper(*pieces: Piece, kind: str = "paper", space: int = Space.SMALL, margin: int = 0) -> QWidget:
    """A plain widget with a column in it."""
    widget = QWidget()
    widget.setProperty("kind", kind)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column(widget, *pieces, space=space, margin=margin)
    return widget


def put_away(widget: QWidget) -> None:
    """For good. It keeps its parent until Qt deletes it: an orphan could be collected by Python first, and its children twice."""
    widget.hide()
    widget.deleteLater()


def empty(layout: QLayout) -> None:
    """Takes everything out of a layout and away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            put_away(widget)
        elif inner is not None:
            empty(inner)
            inner.deleteLater()


def restyle(widget: QWidget) -> None:
    """Makes the style sheet look again at a widget whose properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _fill(layout: Box, pieces: tuple[Piece, ...], *, space: int, margin: int) -> Box:
    layout.setSpacing(int(space))
    layout.setContentsMargins(int(margin), int(margin), int(margin), int(margin))
    for piece in pieces:
        if piece is None:
            layout.addStretch(1)
        elif isinstance(piece, int):
            layout.addSpacing(int(piece))
        elif isinstance(piece, QLayout):
            layout.addLayout(piece)
        else:
            layout.addWidget(piece)
    return layout


def _call(do: Callable[[], object]) -> Callable[[bool], None]:
    def clicked(_checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's shape
        do()

    return clicked
