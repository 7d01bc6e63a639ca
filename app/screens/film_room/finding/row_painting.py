"""Paints one row of the list of moments: shapes, name, when; star, private and chosen as signs; the note where there is a second line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.screens.film_room.finding.rows import Heading, Index, Rows
from app.screens.film_room.sheet import length_words
from app.theme.icons import Icon, picture
from app.theme.shapes import paint_shape
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Radius, Role, Size, Space, Text
from vig_tool.work.tagging import Moment

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowPainter(QStyledItemDelegate):
    """`two_lines`: the note stands below. All rows are of one height: thousands of them are laid out at once."""

    two_lines = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = theme_of(_widget(option))
        high = theme.px(Size.TARGET_PRINCIPLE) + theme.px(Space.HAIR) if self.two_lines else theme.px(Size.TARGET)
        return QSize(Size.LANE_LABELS, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        held = model.at(index) if isinstance(model, Rows) else None
        if held is None or not isinstance(model, Rows):
            return
        theme, box = theme_of(_widget(option)), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(Text.SMALL))
        if isinstance(held, Heading):
            self._paint_heading(painter, held, box, theme)
        else:
            _paint_ground(painter, option, box, theme)
            self._paint_moment(painter, model, held, box, theme)
        painter.restore()

    def _paint_heading(self, painter: QPainter, heading: Heading, box: QRect, theme: Theme) -> None:
        gap = theme.px(Space.SMALL)
        painter.setFont(theme.font(Text.SMALL, bold=True))
        painter.setPen(theme.colour(Role.SOFT_INK))
        words = box.adjusted(gap, 0, -gap, -theme.px(Space.HAIR))
        shown = painter.fontMetrics().elidedText(heading.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, shown)
        painter.setPen(theme.colour(Role.LINE))
        painter.drawLine(words.left(), box.bottom(), words.right(), box.bottom())

    def _paint_moment(self, painter: QPainter, model: Rows, moment: Moment, box: QRect, theme: Theme) -> None:
        has_note = self.two_lines and bool(moment.note)
        line = QRect(box)
        if has_note:
            line.setHeight(box.height() // 2 + theme.px(Space.HAIR) // 2)
        mark, gap = theme.px(Size.MARK), theme.px(Space.SMALL)
        left = line.left() + gap
        for principle in list(model.principles_of(moment))[:3]:
            place = QRectF(left, line.center().y() - mark / 2 + 1, mark, mark)
            paint_shape(painter, principle.shape, place, colour=principle.colour, theme=theme, hollow=moment.private)
            left += mark + theme.px(Space.HAIR)
        right = _paint_end(painter, moment, line, theme)
        painter.setPen(theme.colour(Role.INK))
        room = QRect(left + 2, line.top(), right - left - 4, line.height())
        name = f"{model.title_of(moment)}  {length_words(moment.span.length_us)}"
        painter.drawText(room, _LEFT, painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width()))
        if has_note:
            painter.setPen(theme.colour(Role.SOFT_INK))
            below = QRect(room.left(), line.bottom() - 1, box.right() - gap - room.left(), box.bottom() - line.bottom())
            note = " ".join(moment.note.split())
            painter.drawText(below, _LEFT, painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, below.width()))


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, box: QRect, theme: Theme) -> None:
    state = option.state
    if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(Role.ACCENT_SOFT if state & QStyle.StateFlag.State_Selected else Role.SURFACE))
        painter.drawRoundedRect(QRectF(box), Radius.CONTROL, Radius.CONTROL)


def _paint_end(painter: QPainter, moment: Moment, line: QRect, theme: Theme) -> int:
    """When, and the signs before it; where they begin."""
    mark, right = theme.px(Size.MARK), line.right() - theme.px(Space.SMALL)
    painter.setPen(theme.colour(Role.SOFT_INK))
    wide = painter.fontMetrics().horizontalAdvance("00:00.00")
    painter.drawText(QRect(right - wide, line.top(), wide, line.height()), _RIGHT, moment.span.start.text)
    right -= wide + theme.px(Space.SMALL)
    for sign, on, role in (
        (Icon.STARRED, moment.star, Role.WARM),
        (Icon.CLIPS, moment.clip_id is not None, Role.ACCENT),
        (Icon.PRIVATE, moment.private, Role.SOFT_INK),
    ):
        if on:
            right -= mark
            place = QRect(right, line.center().y() - mark // 2 + 1, mark, mark)
            painter.drawPixmap(place, picture(sign, theme, size=Size.MARK, role=role))
            right -= theme.px(Space.HAIR)
    return right


def _widget(option: QStyleOptionViewItem) -> QWidget:
    return option.widget
