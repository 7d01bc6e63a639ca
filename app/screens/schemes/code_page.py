"""One code: what it is called, what it means, its mark, its key, how far a press reaches; retired and brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.screens.schemes.marks import KeyChoice, MarkChoice
from app.screens.schemes.reach import Reach
from app.theme.icons import Icon
from app.theme.theme import theme_of
from app.theme.tokens import Size, Space
from app.widgets.fields import Field, LongField
from app.widgets.plain import Button, Words, column, row
from vig_tool.work.schemes import Principle

_TWO = 2 * int(Size.CARD_WIDTH) + 2 * int(Space.WIDE)


class CodePage(QWidget):
    """`changed(values)`: fields of the code as the user left them. Nothing is saved here."""

    changed = Signal(dict)
    retire_asked = Signal()
    bring_back_asked = Signal()
    move_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Name", example="Taking turns")
        self.short = Field("Short name", hint="Where there is little room.")
        self.group = Field("Group", hint="Codes of one group stand together and fold away. May be empty.")
        self.definition = LongField("What it means", example="What one sees when it happens.", lines=4)
        self.example = LongField("An example", example="A moment as it might be in a film.", lines=3)
        self.mark, self.key, self.reach = MarkChoice(), KeyChoice(), Reach()
        self.used = Words(tone="quiet", wrap=True)
        self.retire = Button("Retire this code", meaning=Icon.PRIVATE, on_click=self.retire_asked.emit)
        self.bring_back = Button("Bring it back", meaning=Icon.AGAIN, on_click=self.bring_back_asked.emit)
        self.earlier = Button("Earlier", kind="plain", tip="Earlier in the palette (Alt+Up)", on_click=lambda: self.move_asked.emit(-1))
        self.later = Button("Later", kind="plain", tip="Later in the palette (Alt+Down)", on_click=lambda: self.move_asked.emit(1))
        words = column(None, self.name, self.short, self.definition, self.example, self.group, None, space=Space.MEDIUM)
        where = row(None, Words("In the palette", tone="heading"), self.earlier, self.later, None, space=Space.HAIR)
        does = row(None, self.retire, self.bring_back, None, space=Space.SMALL)
        looks = column(None, self.mark, self.key, self.reach, where, self.used, does, None, space=Space.MEDIUM)
        self._beside = row(self, words, looks, space=Space.WIDE)
        self._beside.setStretch(0, 3)
        self._beside.setStretch(1, 2)
        for field, edit in self._fields.items():
            edit.changed.connect(lambda field=field: self._edited(field))
        self.mark.changed.connect(lambda colour, shape: self.changed.emit({"colour": colour, "shape": shape}))
        self.key.changed.connect(lambda key: self.changed.emit({"key": key}))
        self.reach.changed.connect(lambda lead, lag: self.changed.emit({"lead_us": lead, "lag_us": lag}))

    @property
    def _fields(self) -> dict[str, Field | LongField]:
        return {
            "name": self.name,
            "short": self.short,
            "group": self.group,
            "definition": self.definition,
            "example": self.example,
        }

    def show_code(self, one: Principle, *, count: int, others: Mapping[str, Sequence[str]], new: bool) -> None:
        """`count`: moments of the library that hold it. `others`: who else has which key. Nothing is told back."""
        for field, edit in self._fields.items():
            text = str(getattr(one, field))
            if field == "short" and one.short == one.name:
                text = ""
            if edit.text.strip() != text.strip():
                edit.blockSignals(True)  # noqa: FBT003 - Qt's own
                edit.set_text(text)
                edit.blockSignals(False)  # noqa: FBT003
        self.short.edit.setPlaceholderText(one.name)
        self.mark.show_mark(one.colour, one.shape)
        self.key.show_key(one.key, others={} if one.retired else others)
        self.reach.show_reach(lead_us=one.lead_us, lag_us=one.lag_us)
        self.used.say(_used_words(count, retired=one.retired, new=new))
        self.retire.setText("Take it away again" if new else "Retire this code")
        self.retire.setVisible(not one.retired)
        self.bring_back.setVisible(one.retired)
        for button in (self.earlier, self.later):
            button.setVisible(not one.retired)

    def complain(self, faults: Mapping[str, str]) -> None:
        """By field; what is not named has nothing wrong."""
        for field, edit in self._fields.items():
            sentence = faults.get(field, "")
            hint = {"short": "Where there is little room.", "group": "Codes of one group stand together and fold away. May be empty."}
            edit.line.say(sentence or hint.get(field, ""))
            edit.line.set_tone("danger" if sentence else "quiet")
            edit.line.setVisible(bool(edit.line.words))
        self.mark.complain(faults.get("colour", faults.get("shape", "")))
        self.reach.complain(faults.get("lead", faults.get("lag", "")))

    def _edited(self, field: str) -> None:
        text = self._fields[field].text.strip()
        if field == "short":
            text = text or self.name.text.strip()
        self.changed.emit({field: text})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room; with large text one below the other."""
        wide = event.size().width() >= theme_of(self).px(_TWO)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)


def _used_words(count: int, *, retired: bool, new: bool) -> str:
    if new:
        return "This code is new."
    held = "No moment holds it." if not count else "One moment holds it." if count == 1 else f"{count:,} moments hold it."
    return f"{held} It is no longer offered; what is marked with it stays." if retired else held
