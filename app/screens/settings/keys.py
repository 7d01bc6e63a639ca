"""Other keys: for each thing that can be done in a room, the key that is wished. A clash is said in words, and swapped on wish."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout

from app.actions import PLACE_NAMES, Action, Place, actions_of
from app.keys_in_use import Changed, KeysInUse, changed_to, keys_in_use, may_change, swapped, usual, who_has, written
from app.screens.settings.sections import Section
from app.theme.tokens import Space
from app.widgets.chips import Chips
from app.widgets.plain import Button, Words, empty, restyle, row

_ONLY_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
_WAITS = "Press a key…"


class KeyButton(Button):
    """Shows a key; pressed, it waits for another one. Tab and Escape leave it as it is."""

    wished = Signal(str)
    _waiting = False  # asked for while Qt still builds it

    def __init__(self, action: Action, keys: tuple[str, ...]) -> None:
        super().__init__("", on_click=self._wait)
        self._shown = "  or  ".join(written(key) for key in keys)
        self._title = action.title
        self._show()

    def _wait(self) -> None:
        self._waiting = True
        self._show()

    def _stop(self) -> None:
        self._waiting = False
        self._show()

    def _show(self) -> None:
        self.setText(_WAITS if self._waiting else self._shown.replace("&", "&&"))
        self.setAccessibleName(f"{self._title}: {_WAITS if self._waiting else self._shown}")
        self.setProperty("kind", "main" if self._waiting else "")
        restyle(self)

    def event(self, event: QEvent) -> bool:
        if self._waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the key comes here, whatever it means elsewhere
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._waiting:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.key() in _ONLY_MODIFIERS:
            return
        self._stop()
        if event.key() != Qt.Key.Key_Escape:
            self.wished.emit(_text_of(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._waiting:
            self._stop()
        super().focusOutEvent(event)


class Keys(Section):
    """`kept(changed)`: what is to be other than usual from now on."""

    kept = Signal(object)

    def __init__(self, keys: KeysInUse | None = None) -> None:
        self._keys = keys or keys_in_use()
        self.rooms = Chips("Keys of", [(place, PLACE_NAMES[place]) for place in Place if _changeable(place)], columns=2)
        self.line = Words(tone="soft", wrap=True)
        self.swap = Button("Swap them", on_click=self._swap)
        self.leave = Button("Leave as it is", kind="plain", on_click=self._leave)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(Space.HAIR)
        self.all_usual = Button("All as usual", kind="link", on_click=lambda: self.kept.emit({}))
        self.buttons: dict[str, KeyButton] = {}
        self.back: dict[str, Button] = {}
        self._offered: Changed | None = None
        super().__init__(
            "Keys",
            Words("Choose a room, press the button beside what you want to do, then the key you wish for.", tone="soft", wrap=True),
            self.rooms,
            self.line,
            row(None, self.swap, self.leave, None),
            self._grid,
            row(None, self.all_usual, None),
        )
        self.rooms.chosen.connect(self._fill)
        self._keys.changed.connect(self._fill)
        self._leave()
        self._fill()

    def _fill(self, _room: str = "") -> None:
        focused = next((action for action, button in self.buttons.items() if button.hasFocus()), None)
        empty(self._grid)
        self.buttons, self.back = {}, {}
        place = self.rooms.value
        for line, action in enumerate(_changeable(Place(place)) if place else ()):
            button = KeyButton(action, self._keys.of(action))
            button.wished.connect(partial(self._wish, action))
            self._grid.addWidget(Words(action.title, wrap=True), line, 0)
            self._grid.addWidget(button, line, 1)
            self.buttons[action.id] = button
            if action.id in self._keys.other:
                back = Button("As usual", kind="link", on_click=partial(self._put_back, action))
                back.setAccessibleName(f"{action.title}: as usual")
                self._grid.addWidget(back, line, 2)
                self.back[action.id] = back
        self.all_usual.setVisible(bool(self._keys.other))
        if focused in self.buttons:
            self.buttons[focused].setFocus()

    def _wish(self, action: Action, key: str) -> None:
        self._leave()
        holder = who_has(key, action, self._keys.other)
        if holder is None:
            self.kept.emit(changed_to(key, action, self._keys.other))
            return
        self._offered = swapped(key, action, holder, self._keys.other)
        where = PLACE_NAMES[holder.place].lower()
        self.line.say(
            f"{written(key)} already means “{holder.title}” ({where})."
            + ("" if self._offered is not None else " That key cannot be given away: press another one.")
        )
        self.line.show()
        self.swap.setVisible(self._offered is not None)
        self.leave.setVisible(self._offered is not None)

    def _put_back(self, action: Action) -> None:
        self.kept.emit(usual(action, self._keys.other))

    def _swap(self) -> None:
        offered = self._offered
        self._leave()
        if offered is not None:
            self.kept.emit(offered)

    def _leave(self) -> None:
        self._offered = None
        for piece in (self.line, self.swap, self.leave):
            piece.hide()


def _changeable(place: Place) -> tuple[Action, ...]:
    return tuple(action for action in actions_of(place) if may_change(action))


def _text_of(event: QKeyEvent) -> str:
    """"Ctrl+K"; of signs that need Shift on this keyboard ("?") the sign alone."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = event.text()
    if len(sign) == 1 and sign.isprintable() and not sign.isalnum() and sign != " ":
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | int(event.key())).toString()
