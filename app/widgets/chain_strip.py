"""A turn chain under the film: its steps as small pictures with arrows between them, and what can be done with the one chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QImage, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QWidget

from app.theme.icons import Icon
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Space
from app.widgets.chain_step import NextStep, ShownStep, StepCard
from app.widgets.chips import Chips
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, IconButton, column, row

_FEW = 3
"""So many pictures have their place before the words of one of them."""


@dataclass(frozen=True, slots=True)
class StripKeys:
    """The keys that do what the strip's buttons do, as they are shown."""

    next: str = ""
    who: str = ""
    what: str = ""
    end: str = ""
    choose: str = ""


class ChainStrip(QFrame):
    """Shows what it is told and asks by signals. The current step is the one the words on the right are of.

    step_chosen(place), step_removed(place)    0-based
    next_asked                                 another step at the picture shown
    who_chosen(word), what_chosen(word)        of the current step; "" takes the word back
    choose_pressed, print_pressed, end_pressed
    """

    step_chosen = Signal(int)
    step_removed = Signal(int)
    next_asked = Signal()
    who_chosen = Signal(str)
    what_chosen = Signal(str)
    choose_pressed = Signal()
    print_pressed = Signal()
    end_pressed = Signal()

    def __init__(self, *, who: Sequence[tuple[str, str]], what: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Chain of turns")
        self.cards: list[StepCard] = []
        self.current = 0
        self._keys = StripKeys()
        self.next = NextStep()
        self.next.clicked.connect(self._ask_next)
        self._inside = QWidget()
        self._line = row(self._inside, self.next, None, space=Space.HAIR)
        self._area = _Area(self._inside)
        self.who = Chips("Who acts in this step", who)
        self.what = Chips("What this step is", what)
        self.who.chosen.connect(self.who_chosen)
        self.what.chosen.connect(self.what_chosen)
        self.remove = IconButton(Icon.REMOVE, "Remove this step", on_click=self._remove_current)
        self._words = QWidget()
        inside = column(self._words, row(None, self.who, None, self.remove, space=0), self.what, space=0)
        inside.setAlignment(self.what, Qt.AlignmentFlag.AlignLeft)
        self.choose = Button("Choose for the review", kind="plain", meaning=Icon.CLIPS, on_click=self.choose_pressed.emit)
        self.print = Button("Print as a strip…", kind="plain", meaning=Icon.EXPORT, on_click=self.print_pressed.emit)
        self.end = IconButton(Icon.CLOSE, "End the chain", on_click=self.end_pressed.emit)
        self.more = IconButton(Icon.MORE, "More for this chain", on_click=self._offer_more)
        self._spread = QWidget()
        row(self._spread, column(None, self.choose, self.print, space=0), space=0)
        ends = column(None, self.end, self.more, None, space=0)
        line = row(self, self._area, int(Space.SMALL), self._words, self._spread, ends, space=Space.HAIR)
        line.setContentsMargins(Space.SMALL, Space.HAIR, Space.HAIR, Space.HAIR)
        line.setStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        Dressing(self, self._dress)

    def show_keys(self, keys: StripKeys) -> None:
        self._keys = keys
        self.next.show_key(keys.next)
        self.who.setToolTip(_with_key("Who acts in this step", keys.who))
        self.what.setToolTip(_with_key("What this step is", keys.what))
        self.end.show_icon(Icon.CLOSE, _with_key("End the chain", keys.end))

    def show_steps(self, steps: Sequence[ShownStep], *, current: int, who: str, what: str, following: str) -> None:
        """`who` and `what` of the current step; `following`: the words of the step that usually comes next. Pictures stay where steps
        stay: `show_picture` brings others."""
        self.current = current
        self._set_count(len(steps))
        for place, (card, step) in enumerate(zip(self.cards, steps, strict=True)):
            card.show_step(step, place=place, count=len(steps), current=place == current)
        self.who.set_value(who)
        self.what.set_value(what)
        self.next.show_words(following)
        self._fit()
        if self.cards:
            beside = (self.cards[max(0, current - 1)], (*self.cards, self.next)[current + 1])
            self._area.reveal(*beside, self.cards[current])

    def show_picture(self, place: int, image: QImage) -> None:
        if 0 <= place < len(self.cards):
            self.cards[place].show_image(image)

    def show_choice(self, *, chosen: bool, private: bool) -> None:
        """Whether it is in the review already, or must not be."""
        self.choose.setEnabled(not chosen and not private)
        self.choose.setText("In the review" if chosen else "Choose for the review")
        usual = "" if chosen else _with_key("Make a clip of this chain", self._keys.choose)
        self.choose.setToolTip("A private moment cannot be shown" if private else usual)
        self.print.setEnabled(not private)
        self.print.setToolTip("A private moment cannot leave the library" if private else "Its pictures on one page, as a PDF")

    def focus_step(self, place: int) -> None:
        if self.cards:
            self.cards[min(max(place, 0), len(self.cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_count(self, count: int) -> None:
        """Cards are kept, so that focus and pictures stay where they are."""
        had_focus = any(card.hasFocus() for card in self.cards[count:])
        while len(self.cards) > count:
            card = self.cards.pop()
            self._line.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < count:
            card, place = StepCard(), len(self.cards)
            card.clicked.connect(lambda _on=False, place=place: self.step_chosen.emit(place))
            card.moved.connect(lambda by, place=place: self._move(place, by))
            card.removed.connect(lambda place=place: self.step_removed.emit(place))
            card.menu_asked.connect(lambda where, place=place: self._offer_for(place, where))
            self._line.insertWidget(place, card)
            self.cards.append(card)
        in_order: list[QWidget] = [self._area, *self.cards, self.next]
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before, after)
        if had_focus:
            self.focus_step(count - 1)

    def _ask_next(self) -> None:
        self.next_asked.emit()

    def _move(self, place: int, by: int) -> None:
        to = min(max(place + by, 0), len(self.cards) - 1)
        self.focus_step(to)
        self.step_chosen.emit(to)

    def _remove_current(self) -> None:
        self.step_removed.emit(self.current)

    def _offer_for(self, place: int, where: QPoint) -> None:
        """What can be done with one step."""
        if place != self.current:
            self.step_chosen.emit(place)
        menu = QMenu(self)
        self._add_words(menu)
        self._open(menu, where)

    def _offer_more(self) -> None:
        """What has no button of its own just now."""
        menu = QMenu(self)
        if self._words.isHidden():
            self._add_words(menu)
            menu.addSeparator()
        for button, pressed in ((self.choose, self.choose_pressed), (self.print, self.print_pressed)):
            self._add(menu, button.text(), pressed.emit, enabled=button.isEnabled())
        self._open(menu, self.more.mapToGlobal(QPoint(0, 0)) - QPoint(0, menu.sizeHint().height()))

    def _add_words(self, menu: QMenu) -> None:
        for chips, chosen in ((self.who, self.who_chosen), (self.what, self.what_chosen)):
            for value, chip in chips.chips.items():
                if not chip.isHidden():
                    action = self._add(menu, chip.text(), partial(chosen.emit, value))
                    action.setCheckable(True)
                    action.setChecked(value == chips.value)
            menu.addSeparator()
        self._add(menu, "Remove this step", self._remove_current)

    def _add(self, menu: QMenu, words: str, do: Callable[[], object], *, enabled: bool = True) -> QAction:
        action = menu.addAction(words)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _on=False: do())
        return action

    def _open(self, menu: QMenu, where: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _fit(self) -> None:
        """Pictures come first: where they need the place, the two buttons go into the menu; with large letters the words do as well."""
        gap = theme_of(self).px(Space.WIDE)
        pictures = sum(card.sizeHint().width() + Space.HAIR for card in (*self.cards, self.next))
        words = max(self.who.sizeHint().width() + self.remove.sizeHint().width(), self.what.sizeHint().width())
        left = self.width() - self.end.sizeHint().width() - gap
        spread = pictures + words + self._spread.sizeHint().width() <= left
        few = min(pictures, _FEW * (self.next.sizeHint().width() + Space.HAIR))
        self._spread.setVisible(spread)
        self.more.setVisible(not spread)
        self._words.setVisible(few + words <= left)

    def _dress(self, _theme: Theme) -> None:
        self._area.setFixedHeight(self.next.sizeHint().height())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _with_key(words: str, key: str) -> str:
    return f"{words} ({key})" if key else words


class _Area(QScrollArea):
    """As high as what is in it; the wheel moves it sideways."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._revealed: tuple[QWidget, ...] = ()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.horizontalScrollBar().rangeChanged.connect(self._reveal)

    def reveal(self, *cards: QWidget) -> None:
        """As many as there is room for, the last ones first; also when there is more or less beside them afterwards."""
        self._revealed = cards
        self._reveal()

    def _reveal(self) -> None:
        for card in self._revealed:
            self.ensureWidgetVisible(card, Space.SMALL, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()))
        event.accept()
