"""Two groups in one line; where there is no room for both, as with large text, the second goes below the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from app.theme.tokens import Space
from app.widgets.plain import row


class BesideOrBelow(QWidget):
    """The second group keeps to the right while they stand side by side."""

    def __init__(self, first: QLayout, second: QLayout, *, space: int = Space.SMALL) -> None:
        super().__init__()
        self._parts = (_held(first), _held(second, right=True))
        self._line = row(self, *self._parts, space=space)
        self._line.setStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def beside(self) -> bool:
        return self._line.direction() is QBoxLayout.Direction.LeftToRight

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two: it is this that lets a window be smaller than both together."""
        return QSize(max(part.minimumSizeHint().width() for part in self._parts), super().minimumSizeHint().height())

    def _turn(self) -> None:
        needed = sum(part.sizeHint().width() for part in self._parts) + self._line.spacing()
        wanted = QBoxLayout.Direction.LeftToRight if self.width() >= needed else QBoxLayout.Direction.TopToBottom
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # other words, or another size of text
            self._turn()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)


def _held(group: QLayout, *, right: bool = False) -> QWidget:
    held = QWidget()
    row(held, *((None, group) if right else (group, None)), space=0)
    return held
