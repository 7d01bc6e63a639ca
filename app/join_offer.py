"""The offer to join films that look like parts of one: their order is shown and can be changed, and nothing is joined unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QWidget

from app.theme.icons import Icon
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Size, Space
from app.widgets.dressing import Dressing
from app.widgets.plain import Button, Words, column, row
from vig_tool.timing import SECOND

_PART = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PartShown:
    """One file of the offer."""

    file: Path
    name: str
    length_us: int


class PartOrder(QListWidget):
    """The parts in order. Dragged with the mouse, or moved with Alt and the arrow keys."""

    reordered = Signal()

    def __init__(self, parts: Sequence[PartShown]) -> None:
        super().__init__()
        self.setAccessibleName("The order of the parts")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for part in parts:
            item = QListWidgetItem()
            item.setData(_PART, part)
            self.addItem(item)
        self.setCurrentRow(0)
        self._number()
        self.model().rowsMoved.connect(self._number)
        Dressing(self, self._dress)

    @property
    def parts(self) -> tuple[PartShown, ...]:
        """As they stand now."""
        return tuple(self.item(place).data(_PART) for place in range(self.count()))

    def move(self, by: int) -> None:  # type: ignore[override]
        """The chosen part earlier (-1) or later (1)."""
        place = self.currentRow()
        if 0 <= place + by < self.count():
            item = self.takeItem(place)
            self.insertItem(place + by, item)
            self.setCurrentItem(item)
            self._number()

    def _number(self) -> None:
        for place, part in enumerate(self.parts):
            item = self.item(place)
            item.setText(f"{place + 1}.   {part.name}   {clock_words(part.length_us)}")
            item.setToolTip(part.name)
        self.reordered.emit()

    def _dress(self, theme: Theme) -> None:
        line = theme.px(Size.TARGET)
        for place in range(self.count()):
            item = self.item(place)
            size = item.sizeHint()
            size.setHeight(line)
            item.setSizeHint(size)
        self.setFixedHeight(line * min(max(2, self.count()), 8) + theme.px(Space.SMALL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move(step)
        else:
            super().keyPressEvent(event)


class JoinOffer(QDialog):
    """`joined` carries the files in the order shown; `kept` that they stay films of their own. Closed without an answer: `rejected`.

    `sure`: joining is recommended and has the focus; else keeping them apart does.
    """

    joined = Signal(object)  # tuple of paths
    kept = Signal()

    def __init__(self, parts: Sequence[PartShown], *, sure: bool, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("One film in parts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        many = len(parts)
        looks = "look like one film" if sure else "may be one film"
        self.sentence = Words(f"These {many} files {looks}.", tone="title", wrap=True)
        self.why = Words(why, tone="soft", wrap=True)
        self.order = PartOrder(parts)
        self.total = Words(f"Together {clock_words(sum(part.length_us for part in parts))}", tone="heading")
        self.earlier = Button("Earlier", kind="plain", tip="Alt and the up key", on_click=self._earlier)
        self.later = Button("Later", kind="plain", tip="Alt and the down key", on_click=self._later)
        advised = " (recommended)"
        self.join = Button(
            f"Join them into one film{advised if sure else ''}", kind="main" if sure else "", meaning=Icon.FILM, on_click=self._join
        )
        self.keep = Button(f"Keep them as {many} films{'' if sure else advised}", kind="" if sure else "main", on_click=self._keep)
        column(
            self,
            self.sentence,
            self.why,
            int(Space.SMALL),
            self.order,
            row(None, self.total, None, self.earlier, self.later),
            Words("Drag a file to another place if the order is not right. The files themselves stay untouched.", tone="quiet", wrap=True),
            int(Space.SMALL),
            row(None, None, *((self.keep, self.join) if sure else (self.join, self.keep))),
            space=Space.SMALL,
            margin=Space.WIDE,
        )
        self.order.setMinimumWidth(theme_of(self).px(Size.COLUMN))
        (self.join if sure else self.keep).setFocus()

    def _earlier(self) -> None:
        self.order.move(-1)

    def _later(self) -> None:
        self.order.move(1)

    def _join(self) -> None:
        self.joined.emit(tuple(part.file for part in self.order.parts))
        self.accept()

    def _keep(self) -> None:
        self.kept.emit()
        self.accept()


def clock_words(us: int) -> str:
    """"8:51", "1:02:03"."""
    minutes, seconds = divmod(round(us / SECOND), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
