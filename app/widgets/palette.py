"""The principle palette: a large button per principle with shape, name and key, in groups that fold; the star; and its menu."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget

from app.theme.icons import Icon
from app.theme.theme import theme_of
from app.theme.tokens import Size, Space
from app.widgets.definition import DefinitionCard
from app.widgets.palette_button import GroupHeading, Principle, PrincipleButton
from app.widgets.plain import IconButton, empty, row

__all__ = ["Principle", "PrincipleButton", "PrinciplePalette"]

_TALLEST = 52
_STAR = Principle("", "Star", "S", "", "", definition="A candidate for the review.")


class PrinciplePalette(QWidget):
    """`pressed(principle id)` and `star_pressed` as soon as a button is down, `released(principle id, "" is the star)` when it is let
    go. The keys themselves are actions of the room: it calls `flash` when one was used."""

    pressed = Signal(str)
    star_pressed = Signal()
    released = Signal(str)
    folded = Signal(str, bool)  # a group's name, whether it is folded now
    recent_first_chosen = Signal(bool)
    scheme_chosen = Signal(str)
    change_asked = Signal(str)  # the principle one stood on, or ""

    def __init__(self, principles: Sequence[Principle] = ()) -> None:
        super().__init__()
        self._principles: tuple[Principle, ...] = ()
        self._recent: list[str] = []
        self._recent_first = False
        self._schemes: tuple[tuple[str, str, bool], ...] = ()
        self._folded: set[str] = set()
        self._room = 0
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Space.HAIR)
        self._grids: dict[str, QGridLayout] = {}
        self.buttons: dict[str, PrincipleButton] = {}
        self.headings: dict[str, GroupHeading] = {}
        self.star = self._button(_STAR)
        self.more = IconButton(Icon.MORE, "Scheme and order of these buttons", on_click=self._open_menu)
        self.show_principles(principles)

    @property
    def order(self) -> tuple[str, ...]:
        """Ids as they stand now."""
        return tuple(self.buttons)

    def show_principles(self, principles: Sequence[Principle]) -> None:
        self._principles = tuple(principles)
        self._lay_out()

    def show_choices(
        self, *, schemes: Sequence[tuple[str, str, bool]], recent_first: bool, recent: Sequence[str], folded: Collection[str]
    ) -> None:
        """`schemes`: id, name, whether it is the one in use here. `recent`: ids, the one used last first."""
        self._schemes = tuple(schemes)
        self._folded = set(folded)
        self._recent, self._recent_first = list(recent), recent_first
        self._lay_out()

    def flash(self, principle_id: str) -> None:
        """Shows which one was just marked; "" is the star. Where those used last come first, it moves up, unless the pointer is here:
        nothing moves from under it."""
        if principle_id and self._recent[:1] != [principle_id]:
            self._recent = [principle_id, *(one for one in self._recent if one != principle_id)]
            if self._recent_first and not self.underMouse() and self._wanted_order() != self.order:
                self._lay_out()
        button = self.buttons.get(principle_id) if principle_id else self.star
        if button is not None:
            button.flash()

    def fit(self, height: int) -> None:
        """How many px there are for it: buttons are as high as that allows, between 32 and 52 px at text size 100 %."""
        if height != self._room:
            self._room = height
            self._place()

    def explain(self, principle_id: str) -> DefinitionCard | None:
        """Opens the definition beside its button."""
        button = self.buttons.get(principle_id) if principle_id else self.star
        if button is None:
            return None
        shown = [self.buttons[one].principle for one in self.order] if principle_id else [_STAR]
        card = DefinitionCard(self, shown, principle_id)
        card.show_beside(button)
        return card

    def menu(self, principle_id: str = "") -> QMenu:
        """What can be chosen here."""
        menu = QMenu(self)
        if principle_id:
            _entry(menu, "What it means (F1)", partial(self.explain, principle_id))
            menu.addSeparator()
        recent = _entry(menu, "Recently used first", lambda: self.recent_first_chosen.emit(not self._recent_first))
        recent.setCheckable(True)
        recent.setChecked(self._recent_first)
        if len(self._schemes) > 1:
            menu.addSection("Tag this film with")
            group = QActionGroup(menu)
            for scheme_id, name, on in self._schemes:
                action = _entry(menu, name, partial(self.scheme_chosen.emit, scheme_id))
                action.setCheckable(True)
                action.setActionGroup(group)
                action.setChecked(on)
        menu.addSeparator()
        _entry(menu, "Change this scheme…", partial(self.change_asked.emit, principle_id))
        return menu

    def _wanted_order(self) -> tuple[str, ...]:
        """Groups stay where they are; what was used last comes first inside its group."""
        places = {one: place for place, one in enumerate(self._recent)} if self._recent_first else {}
        groups = list(dict.fromkeys(one.group for one in self._principles))
        wanted = sorted(self._principles, key=lambda one: (groups.index(one.group), places.get(one.id, len(places))))
        return tuple(one.id for one in wanted)

    def _lay_out(self) -> None:
        focused = next((one for one, button in self.buttons.items() if button.hasFocus()), None)
        known = {one.id: one for one in self._principles}
        empty(self._rows)
        self.buttons = {one: self._button(known[one]) for one in self._wanted_order()}
        self.headings, self._grids = {}, {}
        for one in self.buttons:
            group = known[one].group
            if group not in self._grids:
                self._begin_group(group)
        self.star = self._button(_STAR)
        self.more = IconButton(Icon.MORE, "Scheme and order of these buttons", on_click=self._open_menu)
        last = row(None, self.star, self.more, space=Space.HAIR)
        last.setStretch(0, 1)
        self._rows.addLayout(last)
        self._place()
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _begin_group(self, group: str) -> None:
        if group:
            heading = GroupHeading(group)
            heading.setChecked(group in self._folded)
            heading.toggled.connect(partial(self._fold, group))
            self.headings[group] = heading
            self._rows.addWidget(heading)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.HAIR)
        self._grids[group] = grid
        self._rows.addLayout(grid)

    def _place(self) -> None:
        """One column; two where that saves height and every name stays whole."""
        theme = theme_of(self)
        seen = [button for button in self.buttons.values() if button.principle.group not in self._folded]
        half = (self.width() - Space.HAIR) // 2
        narrow = bool(seen) and all(button.width_needed() <= half for button in seen)
        heads = len(self.headings) * (theme.px(Size.TARGET) + Space.HAIR)
        columns = 2 if narrow and self._high(len(seen) + 1, heads) < Size.TARGET_PRINCIPLE else 1
        high = self._high(-(-len(seen) // columns) + 1, heads)
        places: dict[str, int] = {}
        for button in self.buttons.values():
            group = button.principle.group
            place = places.get(group, 0)
            places[group] = place + 1
            self._grids[group].addWidget(button, place // columns, place % columns)
            button.setVisible(group not in self._folded)
            button.set_height(high)
        self.star.set_height(high)

    def _high(self, rows: int, heads: int) -> int:
        """In px at 100 %."""
        if not self._room:
            return int(Size.TARGET_PRINCIPLE)
        each = (self._room - heads) / rows - Space.HAIR
        return max(int(Size.TARGET), min(_TALLEST, round(each * 100 / theme_of(self).scale)))

    def _fold(self, group: str, on: bool) -> None:  # noqa: FBT001 - the signal's shape
        (self._folded.add if on else self._folded.discard)(group)
        self._place()
        self.folded.emit(group, on)

    def _button(self, principle: Principle) -> PrincipleButton:
        made = PrincipleButton(principle, meaning=None if principle.id else Icon.STARRED)
        made.pressed.connect(partial(self.pressed.emit, principle.id) if principle.id else self.star_pressed)
        made.released.connect(partial(self.released.emit, principle.id))
        made.explained.connect(partial(self.explain, principle.id))
        made.menu_asked.connect(partial(self._show_menu, principle.id))
        return made

    def _open_menu(self) -> None:
        self._show_menu("", self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_menu(self, principle_id: str, where: QPoint) -> None:
        menu = self.menu(principle_id)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._place()


def _entry(menu: QMenu, words: str, do: Callable[[], object]) -> QAction:
    action = menu.addAction(words.replace("&", "&&"))
    action.triggered.connect(lambda _on=False: do())
    return action
