"""The moments as a list: chosen, played and gathered by keys and mouse. What is in it, and in which order, it is told."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from app.screens.film_room.finding.row_painting import RowPainter
from app.screens.film_room.finding.rows import Reads, Row, Rows
from vig_tool.work.tagging import Moment

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ABOUT = (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown)
_PLAY = (Key.Key_Return, Key.Key_Enter)


class MomentList(QListView):
    """chosen(id)           gone to by the arrow keys: its first picture is shown
    play_asked(id)          by a click or Return
    menu_asked(ids, where)  by the right button or the menu key, about all that are gathered (Shift, Ctrl, Ctrl+A)
    remove_asked(ids)       Delete while several are gathered
    left()                  Escape
    """

    chosen = Signal(object)
    play_asked = Signal(object)
    menu_asked = Signal(object, object)
    remove_asked = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(self)
        self._painter = RowPainter(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Moments")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[Row], reads: Reads, *, selected: UUID | None) -> None:
        """What was gathered stays so as long as it is there and `selected` is one of it."""
        gathered, place = self.gathered, self.verticalScrollBar().value()
        self._rows.fill(rows, reads)
        self.verticalScrollBar().setValue(place)
        self._select(selected, keep=gathered if selected in gathered else ())

    def read_anew(self, reads: Reads) -> None:
        self._rows.read_anew(reads)

    def show_notes(self, *, on: bool) -> None:
        """A second line in each row."""
        if self._painter.two_lines != on:
            self._painter.two_lines = on
            self._rows.layoutChanged.emit()

    @property
    def gathered(self) -> tuple[UUID, ...]:
        """The ids of the moments that are selected, in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        held = (self._rows.rows[place] for place in places if place < len(self._rows.rows))
        return tuple(moment.id for moment in held if isinstance(moment, Moment))

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(held for held in self._rows.rows if isinstance(held, Moment))

    def id_at(self, place: int) -> UUID | None:
        moment = self._rows.moment(self._rows.index(place))
        return None if moment is None else moment.id

    def go_in(self) -> None:
        """The keys come here, to the first one where none is selected."""
        gathered = self.gathered
        self.setFocus()
        if not gathered:  # Qt only makes one current
            first = next((n for n, held in enumerate(self._rows.rows) if isinstance(held, Moment)), None)
            if first is not None:
                self._go_to(self._rows.index(first))

    def _select(self, selected: UUID | None, *, keep: Sequence[UUID]) -> None:
        row, model = self._rows.row_of(selected), self.selectionModel()
        if row is None:
            if selected is None:
                model.clear()
            return
        index = self._rows.index(row)
        if keep and set(keep) == set(self.gathered) and self.currentIndex() == index:
            return
        if index != self.currentIndex() or not model.isSelected(index) or len(model.selectedIndexes()) != max(1, len(keep)):
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            for other in keep if len(keep) > 1 else ():
                place = self._rows.row_of(other)
                if place is not None:
                    model.select(self._rows.index(place), QItemSelectionModel.SelectionFlag.Select)
            self.scrollTo(index)

    def _go_to(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        moment = self._rows.moment(index)
        if moment is not None:
            self.chosen.emit(moment.id)

    def event(self, event: QEvent) -> bool:
        """What goes about in the list is the list's, also where the room has a key of the same name."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return (
            (key in _ABOUT and not held & ~(Shift | Ctrl))
            or (key in _PLAY and not held)
            or (key in (Key.Key_Home, Key.Key_End, Key.Key_A) and held == Ctrl)
            or (key == Key.Key_Delete and len(self.gathered) > 1)
            or (key == Key.Key_Escape and (len(self.gathered) > 1 or self._painter.two_lines))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moment = self._rows.moment(self.currentIndex())
        if event.key() in _PLAY and moment is not None:
            self.play_asked.emit(moment.id)
        elif event.key() == Key.Key_Delete and len(self.gathered) > 1:
            self.remove_asked.emit(self.gathered)
        elif event.key() == Key.Key_Escape:
            if len(self.gathered) > 1:
                self._go_to(self.currentIndex())
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
            now = self._rows.moment(self.currentIndex())
            if now is not None and now is not moment and not event.modifiers() & (Shift | Ctrl):
                self.chosen.emit(now.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The inspector makes it shorter just when a moment is selected: that one stays in sight."""
        super().resizeEvent(event)
        if self.selectionModel().isSelected(self.currentIndex()):
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, _typed: str) -> None:
        """Letters are the room's."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moment = self._rows.moment(self.indexAt(event.position().toPoint()))
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & (Shift | Ctrl)
        if plain and moment is not None and self.gathered == (moment.id,):
            self.play_asked.emit(moment.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.visualRect(self.currentIndex()).center() if event.reason() == QContextMenuEvent.Reason.Keyboard else event.pos()
        if self.gathered:
            self.menu_asked.emit(self.gathered, self._globally(at))

    def _globally(self, at: QPoint) -> QPoint:
        return self.viewport().mapToGlobal(at)
