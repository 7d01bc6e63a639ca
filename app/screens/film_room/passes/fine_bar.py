"""What the fine pass shows under the film: which starred moment it is, its two ends and its best picture, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from app.actions import action_named
from app.theme.icons import Icon
from app.theme.tokens import Size, Space
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.one_line import OneLine
from app.widgets.picture_box import PictureBox
from app.widgets.plain import Button, IconButton, Words, column, row
from app.widgets.trimming import EndKeys, Trimming
from vig_tool.timing import Instant

_OF_WINDOW = 0.22
"""How high the pictures may become."""


def key_of(action_id: str) -> str:
    """The first key, as it is told."""
    return action_named(action_id).keys[0]


class BestPicture(QWidget):
    """Which picture says it best. `asked()`: the one that is shown now shall be it."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picture = PictureBox("Best picture")
        self.time = OneLine(tone="soft")
        self.take = IconButton(Icon.STILL, f"Take the picture shown now ({key_of('still.keep')})", on_click=self.asked.emit)
        said = row(None, Words("Best", tone="heading"), self.time, space=Space.SMALL)
        head = BesideOrBelow(said, row(None, self.take))
        column(self, None, head, self.picture, space=Space.HAIR)

    def show_time(self, still: Instant | None) -> None:
        self.time.say(f"press {key_of('still.keep')} on it" if still is None else still.text)


class FineBar(QFrame):
    """Everything here is also done by keys; the words about the moment stand in the inspector beside it."""

    previous_asked = Signal()
    next_asked = Signal()
    leave_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "tray")
        self.setAccessibleName("Fine pass")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.place = Words(tone="heading")
        self.about = OneLine(tone="soft")
        self.before = IconButton(
            Icon.BACK, f"The starred moment before ({key_of('fine.previous')})", on_click=self.previous_asked.emit
        )
        self.next = Button("Next", kind="main", on_click=self.next_asked.emit)
        self.leave = Button("Leave", kind="plain", tip="Back to watching (Escape)", on_click=self.leave_asked.emit)
        keys = EndKeys(*(key_of(f"fine.{end}") for end in ("start_back", "start_on", "end_back", "end_on")))
        self.ends = Trimming(keys, titles=("First", "Last"))
        self.best = BestPicture()
        head = row(None, self.place, self.about, self.leave, self.before, self.next, space=Space.SMALL)
        head.setStretch(1, 1)
        below = row(None, self.ends, self.best, space=Space.LARGE)
        below.setStretch(0, 2)
        below.setStretch(1, 1)
        column(self, head, below, space=Space.SMALL, margin=Space.SMALL)
        self.boxes = (self.ends.first.picture, self.ends.last.picture, self.best.picture)

    def show_moment(self, place: str, about: str, *, first: Instant, last: Instant, over: bool) -> None:
        """`place`: "3 of 7 starred". `first`, `last`: the times of these two pictures. `over`: after this moment there is no other."""
        self.place.say(place)
        self.about.say(about)
        self.ends.first.time.say(first.text)
        self.ends.last.time.say(last.text)
        key = key_of("fine.next")
        self.next.setText(f"Done ({key})" if over else f"Next ({key})")
        self.next.setToolTip("That was the last one" if over else "The next starred moment, again and again")

    def show_ends(self, first: QImage | None, last: QImage | None) -> None:
        self.ends.show_pictures(first, last)

    def show_best(self, still: Instant | None, image: QImage | None) -> None:
        self.best.show_time(still)
        self.best.picture.show_image(image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As large as the width allows, without taking too much of the film's room."""
        super().resizeEvent(event)
        wide = self.width() // len(self.boxes) * 9 // 16
        high = max(Size.CARD_PICTURE, min(wide, int(self.window().height() * _OF_WINDOW)))
        for box in self.boxes:
            if box.height() != high:
                box.setFixedHeight(high)
