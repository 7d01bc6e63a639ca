"""The moments of the film as a list, in order: shape, name, when; star, private and chosen as signs."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.screens.film_room.sheet import Sheet, length_words
from app.theme.icons import Icon, picture
from app.theme.shapes import paint_shape
from app.theme.theme import theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from vig_tool.work.tagging import Moment

_Index = QModelIndex | QPersistentModelIndex


class _Moments(QAbstractListModel):
    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None

    def fill(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def moment(self, index: _Index) -> Moment | None:
        return self.sheet.moments[index.row()] if self.sheet is not None and index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's shape
        return 0 if self.sheet is None or parent.isValid() else len(self.sheet.moments)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        moment = self.moment(index)
        if moment is None or self.sheet is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            signs = [word for word, on in (("starred", moment.star), ("private", moment.private), ("chosen", moment.clip_id)) if on]
            return ", ".join([self.sheet.title_of(moment), moment.span.start.text, *signs])
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment.note or None
        return None


class _Row(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(Size.LANE_LABELS, theme_of(_widget(option)).px(Size.TARGET))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        moment = model.moment(index) if isinstance(model, _Moments) else None
        if moment is None or not isinstance(model, _Moments) or model.sheet is None:
            return
        theme = theme_of(_widget(option))
        box = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.ACCENT_SOFT if state & QStyle.StateFlag.State_Selected else Role.SURFACE))
            painter.drawRoundedRect(QRectF(box), Radius.CONTROL, Radius.CONTROL)
        left, mark = box.left() + theme.px(Space.SMALL), theme.px(Size.MARK)
        for principle in [model.sheet.named(one) for one in moment.principles][:3]:
            if principle is not None:
                place = QRectF(left, box.center().y() - mark / 2 + 1, mark, mark)
                paint_shape(painter, principle.shape, place, colour=principle.colour, theme=theme, hollow=moment.private)
                left += mark + theme.px(Space.HAIR)
        right = box.right() - theme.px(Space.SMALL)
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(Role.SOFT_INK))
        when = moment.span.start.text
        wide = painter.fontMetrics().horizontalAdvance("00:00.00")
        at = QRect(right - wide, box.top(), wide, box.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        right -= wide + theme.px(Space.SMALL)
        for sign, on, role in (
            (Icon.STARRED, moment.star, Role.WARM),
            (Icon.CLIPS, moment.clip_id is not None, Role.ACCENT),
            (Icon.PRIVATE, moment.private, Role.SOFT_INK),
        ):
            if on:
                right -= mark
                sign_box = QRect(right, box.center().y() - mark // 2 + 1, mark, mark)
                painter.drawPixmap(sign_box, picture(sign, theme, size=Size.MARK, role=role))
                right -= theme.px(Space.HAIR)
        painter.setPen(theme.colour(Role.INK))
        room = QRect(left + 2, box.top(), right - left - 4, box.height())
        name = painter.fontMetrics().elidedText(_name(model.sheet, moment), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()


class MomentList(QListView):
    """`chosen(id)` by mouse; the keys for it are the room's."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._moments = _Moments(self)
        self.setModel(self._moments)
        self.setItemDelegate(_Row(self))
        self.setAccessibleName("Moments")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    def show_sheet(self, sheet: Sheet) -> None:
        before = self._moments.sheet
        place = self.verticalScrollBar().value()
        if before is None or before.moments != sheet.moments or before.scheme != sheet.scheme:
            self._moments.fill(sheet)
            self.verticalScrollBar().setValue(place)
        else:
            self._moments.sheet = sheet
        rows = [n for n, moment in enumerate(sheet.moments) if moment.id == sheet.selected]
        if rows:
            index = self._moments.index(rows[0])
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.clearSelection()

    def id_at(self, place: int) -> UUID | None:
        moment = self._moments.moment(self._moments.index(place))
        return None if moment is None else moment.id

    def _clicked(self, index: QModelIndex) -> None:
        moment = self._moments.moment(index)
        if moment is not None:
            self.chosen.emit(moment.id)


def _name(sheet: Sheet, moment: Moment) -> str:
    return f"{sheet.title_of(moment)}  {length_words(moment.span.length_us)}"


def _widget(option: QStyleOptionViewItem) -> QWidget:
    return option.widget
