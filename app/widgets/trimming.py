"""The two ends of a moment or a clip: its first and its last picture, exactly, each moved picture by picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.one_line import OneLine
from app.widgets.picture_box import PictureBox
from app.widgets.plain import IconButton, Words, column, row
from vig_tool.timing import Span


class End(QWidget):
    """One end. `nudged(-1 or +1)`."""

    nudged = Signal(int)

    def __init__(self, title: str, *, earlier: str, later: str) -> None:
        super().__init__()
        self.picture = PictureBox(title)
        self.time = OneLine(tone="soft")
        self.earlier = IconButton(Icon.FRAME_BACK, earlier, on_click=lambda: self.nudged.emit(-1))
        self.later = IconButton(Icon.FRAME_ON, later, on_click=lambda: self.nudged.emit(1))
        for button in (self.earlier, self.later):
            button.setAutoRepeat(True)
        said = row(None, Words(title, tone="heading"), self.time, space=Space.SMALL)
        head = BesideOrBelow(said, row(None, self.earlier, self.later, space=Space.SMALL))
        column(self, head, self.picture, space=Space.HAIR).setStretch(1, 1)


@dataclass(frozen=True, slots=True)
class EndKeys:
    """The keys that move the ends, as they are told."""

    start_back: str = "comma"
    start_on: str = "full stop"
    end_back: str = "Ctrl+comma"
    end_on: str = "Ctrl+full stop"


class Trimming(QWidget):
    """`start_nudged` and `end_nudged` carry -1 (one picture earlier) or +1. `titles`: what stands over the two."""

    start_nudged = Signal(int)
    end_nudged = Signal(int)

    def __init__(self, keys: EndKeys = EndKeys(), *, titles: tuple[str, str] = ("First picture", "Last picture")) -> None:
        super().__init__()
        earlier, later = f"Start one frame earlier ({keys.start_back})", f"Start one frame later ({keys.start_on})"
        self.first = End(titles[0], earlier=earlier, later=later)
        earlier, later = f"End one frame earlier ({keys.end_back})", f"End one frame later ({keys.end_on})"
        self.last = End(titles[1], earlier=earlier, later=later)
        self.first.nudged.connect(self.start_nudged)
        self.last.nudged.connect(self.end_nudged)
        row(self, self.first, self.last, space=Space.LARGE)

    def show_span(self, span: Span) -> None:
        self.first.time.say(span.start.text)
        self.last.time.say(f"until {span.end.text}")

    def show_pictures(self, first: QImage | None, last: QImage | None) -> None:
        self.first.picture.show_image(first)
        self.last.picture.show_image(last)
