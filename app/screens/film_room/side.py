"""The film room's right side: the palette, what is selected, the list of moments, how far one is. Folds away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from app.screens.film_room.finding.finder import Finder, Outcome, PlayAll
from app.screens.film_room.inspector import Inspector
from app.screens.film_room.moment_list import MomentList
from app.screens.film_room.palette_buttons import buttons_of
from app.screens.film_room.sheet import Sheet
from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space
from app.widgets.dressing import Dressing
from app.widgets.one_line import OneLine
from app.widgets.palette import Principle, PrinciplePalette
from app.widgets.plain import Button, IconButton, Line, Words, column, paper, row

_TEACH = (
    "Play the film. When you see something good between them, press the number of what it is, or hold it down as long as it lasts. "
    "S stars it. Afterwards G looks closely at what was starred."
)


class Side(QFrame):
    """`wanted`: palette and inspector are to be seen."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: list[Principle] = []
        self.palette_of_scheme = PrinciplePalette()
        self.inspector = Inspector()
        self.finder = Finder()
        self.outcome = Outcome()
        self.list = MomentList()
        self.play_all = PlayAll()
        self.progress = OneLine(tone="quiet")
        self.find_button = IconButton(Icon.SEARCH, "Find moments (Ctrl+F)", role=Role.SOFT_INK)
        self.look_closely = Button("", meaning=Icon.STARRED, tip="One after the other, again and again: the fine pass (G)")
        self.look_closely.hide()
        self.teach = Words(_TEACH, tone="soft", wrap=True)
        self._upper = _Upper(paper(self.palette_of_scheme, Line(), self.inspector, self.teach, kind="surface"))
        foot = row(None, self.progress, self.find_button, space=Space.HAIR)
        pieces = (self._upper, self.finder, self.outcome, self.list, self.play_all, self.look_closely, foot)
        column(self, *pieces, space=Space.HAIR, margin=Space.MEDIUM).setStretch(3, 1)
        Dressing(self, self._dress)

    def show_sheet(self, sheet: Sheet) -> None:
        buttons = buttons_of(sheet.scheme)
        if buttons != self._buttons:
            self._buttons = buttons
            self.palette_of_scheme.show_principles(buttons)
        self.inspector.show_sheet(sheet)
        self.teach.setVisible(not sheet.moments)
        self.progress.say(sheet.words)

    def show_finder(self, *, on: bool) -> None:
        """In the place of the palette, with a list as high as the side and a line for the notes in it."""
        self._upper.setVisible(not on)
        self.finder.setVisible(on)
        self.play_all.setVisible(on)
        self.find_button.setVisible(not on)
        self.list.show_notes(on=on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The palette may have nearly half of it: what is selected and the list want the rest."""
        super().resizeEvent(event)
        self.palette_of_scheme.fit(event.size().height() * 9 // 20)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.CARD_WIDTH) + theme.px(Space.BROAD))
        self.list.setMinimumHeight(theme.px(Size.TARGET) * 5 // 2)  # the next one shows that there are more


class _Upper(QScrollArea):
    """As high as what is in it; on a small screen or with large letters it scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(Size.CHART_HEIGHT, Size.CHART_HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
