"""The film room's right side: the palette, what is selected, the list of moments, how far one is. Folds away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from app.screens.film_room.inspector import Inspector
from app.screens.film_room.moment_list import MomentList
from app.screens.film_room.sheet import Sheet
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.palette import Principle, PrinciplePalette
from app.widgets.plain import Line, Words, column

_TEACH = "Play the film. When you see something good between them, press the number of what it is. A second press of S stars it."


class Side(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scheme = ""
        self.palette_of_scheme = PrinciplePalette()
        self.inspector = Inspector()
        self.list = MomentList()
        self.progress = Words(tone="quiet")
        self.teach = Words(_TEACH, tone="soft", wrap=True)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.inspector)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._whole = column(
            self, self.palette_of_scheme, Line(), self._scroll, self.teach, self.list, self.progress, space=Space.SMALL, margin=Space.MEDIUM
        )
        self._whole.setStretch(4, 1)
        self._scroll.hide()
        self.inspector.resized.connect(self._settle)
        self.list.setMinimumHeight(0)
        Dressing(self, self._dress)

    def show_sheet(self, sheet: Sheet) -> None:
        if sheet.scheme.id != self._scheme:
            self._scheme = sheet.scheme.id
            self.palette_of_scheme.show_principles(
                [
                    Principle(one.id, one.name, one.key, one.colour, one.shape, tip=f"{one.definition}\n{one.example}".strip())
                    for one in sheet.scheme.principles
                ]
            )
        self.inspector.show_sheet(sheet)
        self._scroll.setVisible(sheet.moment is not None)
        self.teach.setVisible(not sheet.moments)
        self.list.setVisible(bool(sheet.moments))
        self.list.show_sheet(sheet)
        self.progress.say(sheet.words)
        self._settle()

    def _settle(self) -> None:
        """The inspector gets the height it needs as long as the list keeps a row; then it scrolls."""
        self.inspector.ensurePolished()
        wanted = self.inspector.sizeHint().height() + 2
        self._scroll.setMaximumHeight(wanted)
        self._scroll.setMinimumHeight(min(wanted, Size.CHART_HEIGHT))

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.CARD_WIDTH) + theme.px(Space.BROAD))
