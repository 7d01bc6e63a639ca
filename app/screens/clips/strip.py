"""The table of clips: large cards in the order of the review, moved by dragging or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QWidget

from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size, Space, Text
from app.widgets.dressing import Dressing
from app.widgets.picture_box import PictureBox
from app.widgets.plain import Card, Words, column, empty, restyle, row
from vig_tool.work.clips import Clip

_MIME = "application/x-vig-clip-place"
_CARD_WIDTH = 206


class ClipCard(Card):
    """Its best picture (usually the first), place, title, length. `pressed(id)`; dragging carries its place only."""

    pressed = Signal(object)
    opened = Signal(object)

    def __init__(self, clip: Clip, place: int, words: str) -> None:
        super().__init__()
        self.clip_id = clip.id
        self._place = place
        self._name = clip.title or f"Clip {place + 1}"
        self._grip = QPoint()
        self.picture = PictureBox(f"Clip {place + 1}, its picture", fixed_width=_CARD_WIDTH)
        self.title = Words(tone="heading")
        self.length = Words(words, tone="quiet")
        self.setAccessibleName(f"Clip {place + 1}: {clip.title or 'without a title'}, {words}")
        self.setToolTip(self._name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head = row(None, Words(str(place + 1), tone="soft"), self.title, None, space=Space.SMALL)
        column(self, self.picture, head, self.length, space=Space.HAIR, margin=Space.SMALL)
        Dressing(self, self._dress)

    def _dress(self, theme: Theme) -> None:
        """No wider than its picture; a long title is cut."""
        self.setFixedWidth(theme.px(_CARD_WIDTH) + 2 * Space.SMALL + 2)
        wide = theme.px(_CARD_WIDTH) - theme.px(Space.MEDIUM) - theme.px(Space.SMALL)
        words = QFontMetrics(theme.font(Text.BODY, bold=True)).elidedText(self._name, Qt.TextElideMode.ElideRight, wide)
        self.title.say(words)

    def show_selected(self, *, on: bool) -> None:
        self.setProperty("selected", on)
        restyle(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self.pressed.emit(self.clip_id)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.opened.emit(self.clip_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._grip).manhattanLength() >= QApplication.startDragDistance()
        if event.buttons() & Qt.MouseButton.LeftButton and far:
            data = QMimeData()
            data.setData(_MIME, str(self._place).encode())
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.setHotSpot(self._grip)
            drag.exec(Qt.DropAction.MoveAction)


class _Table(QWidget):
    """Where cards lie; shows the gap a dragged one would go into."""

    dropped = Signal(int, int)  # from place, to place

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.cards: list[ClipCard] = []
        self._gap = -1
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, Space.HAIR, 0, Space.HAIR)
        self.line.setSpacing(Space.MEDIUM)

    def gap_at(self, x: float) -> int:
        """Before which card something dropped at `x` would go."""
        return sum(card.geometry().center().x() < x for card in self.cards)

    def take(self, source: int, gap: int) -> None:
        to = gap - 1 if gap > source else gap
        if to != source:
            self.dropped.emit(source, to)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._gap = self.gap_at(event.position().x())
        self.update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._gap = -1
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._gap = -1
        self.update()
        event.acceptProposedAction()
        self.take(int(bytes(event.mimeData().data(_MIME).data()).decode()), self.gap_at(event.position().x()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._gap < 0 or not self.cards:
            return
        painter = QPainter(self)
        after = self._gap >= len(self.cards)
        card = self.cards[-1 if after else self._gap].geometry()
        x = card.right() + Space.SMALL if after else card.left() - Space.SMALL
        painter.fillRect(x - 1, card.top(), 3, card.height(), theme_of(self).colour(Role.ACCENT))


class ClipStrip(QScrollArea):
    """`selected(id)`, `opened(id)` (double click: play it), `moved(from, to)`."""

    selected = Signal(object)
    opened = Signal(object)
    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._table = _Table()
        self._table.dropped.connect(self.moved)
        self.setWidget(self._table)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def cards(self) -> tuple[ClipCard, ...]:
        return tuple(self._table.cards)

    def show_clips(self, clips: Sequence[Clip], *, words: Sequence[str], selected: UUID | None) -> None:
        """Cards are made anew; pictures are put in by `show_picture`."""
        images = {card.clip_id: card.picture.image for card in self._table.cards}
        empty(self._table.line)
        self._table.cards = []
        for place, (clip, said) in enumerate(zip(clips, words, strict=True)):
            card = ClipCard(clip, place, said)
            card.picture.show_image(images.get(clip.id))
            card.pressed.connect(self.selected)
            card.opened.connect(self.opened)
            card.show_selected(on=clip.id == selected)
            self._table.cards.append(card)
            self._table.line.addWidget(card)
        self._table.line.addStretch(1)
        self._fit()

    def show_selected(self, clip_id: UUID | None) -> None:
        for card in self._table.cards:
            card.show_selected(on=card.clip_id == clip_id)
            if card.clip_id == clip_id:
                self.ensureWidgetVisible(card)

    def show_picture(self, clip_id: UUID, image: QImage) -> None:
        for card in self._table.cards:
            if card.clip_id == clip_id:
                card.picture.show_image(image)

    def drop(self, source: int, gap: int) -> None:
        """As if card `source` were dropped before card `gap`."""
        self._table.take(source, gap)

    def _fit(self) -> None:
        high = self._table.sizeHint().height() if self._table.cards else theme_of(self).px(Size.CARD_PICTURE)
        self.setFixedHeight(high + self.horizontalScrollBar().sizeHint().height())
