"""What the list of moments holds: moments, and between those of several films the words that say where they are from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vig_tool.work.tagging import Moment, Principle

Index = QModelIndex | QPersistentModelIndex

_FEW = 60
"""So many rows changed are taken out and put in; more, and everything is laid out anew."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Family, cycle and film of the moments below it."""

    words: str


Row = Moment | Heading


@dataclass(frozen=True, slots=True)
class Reads:
    """How a moment reads: its title, and the principles whose shapes stand before it."""

    title: Callable[[Moment], str]
    principles: Callable[[Moment], Sequence[Principle]]


class Rows(QAbstractListModel):
    """Moments that are the very same objects as before keep their rows, so that marking one among thousands costs one row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._reads = Reads(lambda _moment: "", lambda _moment: ())

    def fill(self, rows: Sequence[Row], reads: Reads) -> None:
        before, after = self.rows, tuple(rows)
        self._reads = reads
        first = _alike(before, after)
        room = min(len(before), len(after)) - first
        last = min(_alike(before[::-1], after[::-1]), room)
        gone, come = len(before) - first - last, len(after) - first - last
        if gone == come == 0:
            return
        if gone == come and all(_same_thing(one, other) for one, other in zip(before[first : first + gone], after[first:], strict=False)):
            self.rows = after
            self.dataChanged.emit(self.index(first), self.index(first + gone - 1))
        elif max(gone, come) > _FEW:
            self.beginResetModel()
            self.rows = after
            self.endResetModel()
        else:
            if gone:
                self.beginRemoveRows(QModelIndex(), first, first + gone - 1)
                self.rows = before[:first] + before[first + gone :]
                self.endRemoveRows()
            if come:
                self.beginInsertRows(QModelIndex(), first, first + come - 1)
                self.rows = after
                self.endInsertRows()

    def read_anew(self, reads: Reads) -> None:
        """The same moments, with other names or shapes."""
        self._reads = reads
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def at(self, index: Index) -> Row | None:
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def moment(self, index: Index) -> Moment | None:
        held = self.at(index)
        return held if isinstance(held, Moment) else None

    def title_of(self, moment: Moment) -> str:
        return self._reads.title(moment)

    def principles_of(self, moment: Moment) -> Sequence[Principle]:
        return self._reads.principles(moment)

    def row_of(self, moment_id: UUID | None) -> int | None:
        if moment_id is None:
            return None
        wanted = moment_id.int  # ids compared as what they are take long
        return next((n for n, held in enumerate(self.rows) if isinstance(held, Moment) and held.id.int == wanted), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's shape
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual if self.moment(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        held = self.at(index)
        if isinstance(held, Heading):
            return held.words if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        if held is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            signs = (("starred", held.star), ("private", held.private), ("chosen", held.clip_id is not None))
            return ", ".join([self.title_of(held), held.span.start.text, *(word for word, on in signs if on)])
        if role == Qt.ItemDataRole.ToolTipRole:
            return held.note or None
        return None


def _alike(before: Sequence[Row], after: Sequence[Row]) -> int:
    """How many at the beginning are the same objects."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one is not other and not (isinstance(one, Heading) and one == other):
            break
        count += 1
    return count


def _same_thing(one: Row, other: Row) -> bool:
    return one.id == other.id if isinstance(one, Moment) and isinstance(other, Moment) else one == other
