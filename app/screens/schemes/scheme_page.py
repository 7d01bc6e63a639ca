"""The scheme itself: its name, what it is used for, the limits of the review, and how it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.fields import Field, LongField
from app.widgets.number_edit import NumberEdit
from app.widgets.plain import Button, Line, Words, column, empty, row
from vig_tool.timing import SECOND
from vig_tool.work.schemes import ROLES, Edition, Limits, Scheme

ROLE_WORDS = {"interaction": "home films", "review": "films of the review", "supervision": "films of the supervision"}
_SHOWN_EDITIONS = 6


class SchemePage(QWidget):
    """changed(values)           name and about, not saved here
    use_asked(role)           from now on such films are tagged with it; counts at once
    limits_chosen(clips, s)   of the whole programme; counts at once
    edition_asked(number)     as it was then
    """

    changed = Signal(dict)
    use_asked = Signal(str)
    limits_chosen = Signal(int, int)
    edition_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Name of the scheme")
        self.about = LongField("What it is for", lines=2)
        self.used = Words(tone="soft", wrap=True)
        self.uses = {role: Button(f"Use it for {words}", on_click=partial(self.use_asked.emit, role)) for role, words in ROLE_WORDS.items()}
        self.clips = NumberEdit("How many clips a review is meant for", least=1, most=100)
        self.seconds = NumberEdit("How many seconds a clip is meant to last", least=1, most=3600)
        self._editions = QVBoxLayout()
        self._editions.setSpacing(0)
        limits = row(None, Words("At most"), self.clips, Words("clips, each up to"), self.seconds, Words("seconds"), None)
        hint = Words("A hint while clips are chosen, never a block. It counts at once, for every scheme.", tone="quiet", wrap=True)
        uses = column(None, *(row(None, button, None) for button in self.uses.values()), space=Space.HAIR)
        column(
            self, self.name, self.about, Line(),
            Words("What it is used for", tone="heading"), self.used, uses, Line(),
            Words("A review", tone="heading"), limits, hint, Line(),
            Words("How it was before", tone="heading"), self._editions, None,
            space=Space.MEDIUM,
        )  # fmt: skip
        self.name.changed.connect(lambda: self.changed.emit({"name": self.name.text.strip()}))
        self.about.changed.connect(lambda: self.changed.emit({"about": self.about.text}))
        for box in (self.clips, self.seconds):
            box.value_changed.connect(lambda _value: self.limits_chosen.emit(self.clips.value, self.seconds.value))

    def show_scheme(self, scheme: Scheme, *, used_for: Sequence[str], limits: Limits, editions: Sequence[Edition]) -> None:
        """Nothing is told back."""
        for edit, text in ((self.name, scheme.name), (self.about, scheme.about)):
            if edit.text.strip() != text.strip():
                edit.blockSignals(True)  # noqa: FBT003 - Qt's own
                edit.set_text(text)
                edit.blockSignals(False)  # noqa: FBT003
        self.clips.set_value(limits.clips)
        self.seconds.set_value(limits.clip_us // SECOND)
        self.used.say(_used_words(used_for))
        for role in ROLES:
            self.uses[role].setVisible(role not in used_for)
        self._show_editions(editions)

    def complain(self, faults: Mapping[str, str]) -> None:
        for edit, sentence in ((self.name, faults.get("name", "")), (self.about, faults.get("about", ""))):
            edit.line.say(sentence)
            edit.line.set_tone("danger")
            edit.line.setVisible(bool(sentence))

    def _show_editions(self, editions: Sequence[Edition]) -> None:
        """The latest first; the last of them is in force and needs no button."""
        empty(self._editions)
        before = list(reversed(editions))[:_SHOWN_EDITIONS]
        for place, edition in enumerate(before):
            when = "As it came with the program" if edition.since is None else f"Since {edition.since.astimezone():%d %b %Y, %H:%M}"
            words = Words(f"{when} (now)" if place == 0 else when, tone="soft")
            if place == 0:
                self._editions.addWidget(words)
                continue
            again = Button("Take this one again", kind="plain", meaning=Icon.AGAIN)
            again.setAccessibleName(f"Take this one again: {when}")
            again.clicked.connect(lambda _on=False, number=edition.number: self.edition_asked.emit(number))
            self._editions.addLayout(row(None, words, again, None))


def _used_words(used_for: Sequence[str]) -> str:
    if not used_for:
        return "It is not used by itself. In the film room it can be chosen for a single film."
    words = [ROLE_WORDS[role] for role in used_for]
    said = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    return f"Used for {said}. In the film room another one can be chosen for a single film."
