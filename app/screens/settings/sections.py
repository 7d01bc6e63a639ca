"""The sections of the settings: looks, playing, checking, where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from app.theme.icons import Icon
from app.theme.theme import Theme
from app.theme.tokens import Size, Space
from app.widgets.choices import Check, Choice
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Card, Piece, Words, column, row
from vig_tool.work.keeping import Finding
from vig_tool.work.settings import Settings

_MEMORIES = (150, 300, 600, 1200)
_SCALES = (100, 115, 130, 150, 175, 200)


class Section(Card):
    def __init__(self, title: str, *pieces: Piece) -> None:
        super().__init__()
        column(self, Words(title, tone="lead"), *pieces, space=Space.SMALL, margin=Space.LARGE)
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        self.setFixedWidth(theme.px(Size.COLUMN))


class Looks(Section):
    theme_chosen = Signal(str)
    scale_chosen = Signal(int)

    def __init__(self) -> None:
        self.theme = Choice((("automatic", "As the computer has it"), ("light", "Light"), ("dark", "Dark")))
        self.scale = Choice(tuple((str(percent), f"{percent} %") for percent in _SCALES))
        super().__init__(
            "How it looks",
            self.theme,
            Words("Film room and review are always dark: nothing is brighter than the film.", tone="quiet", wrap=True),
            int(Space.SMALL),
            Words("Text size", tone="heading"),
            self.scale,
        )
        self.theme.chosen.connect(self.theme_chosen)
        self.scale.chosen.connect(lambda percent: self.scale_chosen.emit(int(percent)))

    def show_settings(self, settings: Settings) -> None:
        self.theme.set_value(settings.theme)
        self.scale.set_value(str(settings.text_scale))


class Playing(Section):
    engine_chosen = Signal(str)
    memory_chosen = Signal(int)  # MB

    def __init__(self, missing: str | None) -> None:
        """`missing`: why VLC cannot be used on this computer."""
        self.engine = Choice((("automatic", "Automatic"), ("qt", "Built in"), ("vlc", "VLC")))
        self.engine.buttons["vlc"].setEnabled(missing is None)
        self.memory = Choice(tuple((str(megabytes), f"{megabytes} MB") for megabytes in _MEMORIES))
        said = Words(missing or "", tone="quiet", wrap=True)
        if missing is None:
            said.hide()
        super().__init__(
            "Playing films",
            Words("Automatic is right for nearly everyone. A change counts from the next film that is opened.", tone="soft", wrap=True),
            self.engine,
            said,
            int(Space.SMALL),
            Words("Memory for stepping picture by picture", tone="heading"),
            self.memory,
            Words("More means more pictures before and after the one shown are there at once.", tone="quiet", wrap=True),
        )
        self.engine.chosen.connect(self.engine_chosen)
        self.memory.chosen.connect(lambda megabytes: self.memory_chosen.emit(int(megabytes)))

    def show_settings(self, settings: Settings) -> None:
        self.engine.set_value(settings.engine)
        self.memory.set_value(str(settings.stepper_mb))


class Schemes(Section):
    change_asked = Signal()

    def __init__(self) -> None:
        self.change = Button("Change the schemes…", meaning=Icon.CORRECT)
        super().__init__(
            "What you tag with",
            Words("Codes, their keys and marks, how far a press reaches; the limits of a review.", tone="soft", wrap=True),
            row(None, self.change, None),
        )
        self.change.clicked.connect(lambda _on=False: self.change_asked.emit())


class Prepared(Section):
    """What is made of films beside the work, and the room it takes."""

    copies_chosen = Signal(bool)
    throw_away_asked = Signal()

    def __init__(self) -> None:
        self.copies = Check("Make copies that play smoothly")
        self.room = Words(tone="soft", wrap=True)
        self.throw_away = Button("Throw away", meaning=Icon.REMOVE, on_click=self._ask)
        super().__init__(
            "Prepared films",
            self.copies,
            Words(
                "Of films that are heavy to play (4K, many pictures a second, camcorder streams) a small copy is made. "
                "Exact pictures, clips and exports always come from the film itself.",
                tone="quiet",
                wrap=True,
            ),
            int(Space.SMALL),
            self.room,
            row(None, self.throw_away, None),
        )
        self.copies.toggled.connect(self.copies_chosen)
        self.show_bytes(0)

    def show_settings(self, settings: Settings) -> None:
        self.copies.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.copies.setChecked(settings.smooth_copies)
        self.copies.blockSignals(False)  # noqa: FBT003

    def show_bytes(self, used: int) -> None:
        self.throw_away.setEnabled(used > 0)
        megabytes = "less than 1 MB" if used < 1_000_000 else f"{used / 1e6:,.0f} MB"
        self.room.say(
            f"Small pictures and copies for playing: {megabytes}, sealed like the films." if used else "Nothing is prepared just now."
        )

    def _ask(self) -> None:
        self.throw_away.setEnabled(False)
        self.throw_away_asked.emit()


class Checking(Section):
    check_asked = Signal()

    def __init__(self) -> None:
        self.check = Button("Check the library", meaning=Icon.SAVED, on_click=self._ask)
        self.said = Words("Reads every film, the database, the keys and the record of what was done.", tone="soft", wrap=True)
        self.remarks = Words(tone="quiet", wrap=True)
        self.remarks.hide()
        super().__init__("Is everything in order?", self.said, self.remarks, row(None, self.check, None))

    def show_findings(self, findings: Sequence[Finding], remarks: Sequence[str] = ()) -> None:
        """`remarks`: what is worth knowing though nothing is wrong."""
        self.check.setEnabled(True)
        self.remarks.say("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self.said.say("Everything is in order." if not findings else "\n".join(finding.sentence for finding in findings))
        self.said.set_tone("soft" if not findings else "danger")

    def stop(self) -> None:
        self.check.setEnabled(True)

    def _ask(self) -> None:
        self.check.setEnabled(False)
        self.said.set_tone("soft")
        self.said.say("Checking…")
        self.remarks.hide()
        self.check_asked.emit()


class Lies(Section):
    show_asked = Signal()

    def __init__(self, folder: Path, *, practice: bool) -> None:
        about = (
            "This is the practice library: everything in it is made up."
            if practice
            else "Everything is in this one folder, sealed. To take it to another computer, copy the folder while VIG Tool is closed."
        )
        path = Words(str(folder), tone="small", wrap=True)
        show = Button("Show the folder", meaning=Icon.FOLDER)
        super().__init__("Where it lies", Words(about, tone="soft", wrap=True), path, row(None, show, None))
        show.clicked.connect(self.show_asked)
