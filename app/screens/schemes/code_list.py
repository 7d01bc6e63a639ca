"""The codes of a scheme as a calm list: the scheme itself, its codes in order, and those that are retired."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.theme.icons import Icon, icon
from app.theme.shapes import shape_picture
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Role, Size
from app.widgets.dressing import Dressing
from vig_tool.work.schemes import Principle, Scheme

THE_SCHEME = ""
"""Chosen where it is about the scheme itself."""
_ID = Qt.ItemDataRole.UserRole


class CodeList(QListWidget):
    """`chosen(id)`: THE_SCHEME or a code's."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._scheme: Scheme | None = None
        self.setAccessibleName("Codes of the scheme")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentItemChanged.connect(self._changed)
        self._dressing = Dressing(self, self._dress)

    @property
    def ids(self) -> tuple[str, ...]:
        """As they stand, without the scheme itself."""
        found = (self.item(place).data(_ID) for place in range(self.count()))
        return tuple(one for one in found if one)

    def show_scheme(self, scheme: Scheme, *, select: str) -> None:
        """Without sending `chosen`."""
        self._scheme = scheme
        place = self.verticalScrollBar().value()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.clear()
        self._add(THE_SCHEME, "This scheme", None)
        for one in scheme.principles:
            self._add(one.id, f"{one.name or 'A new code'}   {one.key}".rstrip(), one)
        for one in scheme.retired:
            self._add(one.id, f"{one.name} (retired)", one)
        for number in range(self.count()):
            if self.item(number).data(_ID) == select:
                self.setCurrentRow(number)
        self.blockSignals(False)  # noqa: FBT003
        self.verticalScrollBar().setValue(place)

    def _add(self, which: str, words: str, one: Principle | None) -> None:
        theme = theme_of(self)
        item = QListWidgetItem(words)
        item.setData(_ID, which)
        item.setToolTip(one.definition if one is not None else "Its name, what it is used for, the limits of the review")
        if one is None:
            item.setIcon(icon(Icon.SETTINGS, theme, role=Role.SOFT_INK))
        else:
            mark = shape_picture(one.shape, size=theme.px(Size.ICON), colour=one.colour, theme=theme, ratio=self.devicePixelRatioF())
            signed = QIcon(mark)
            signed.addPixmap(mark, QIcon.Mode.Selected)  # else Qt washes the colour out
            item.setIcon(signed)
            if one.retired:
                item.setForeground(theme.colour(Role.SOFT_INK))
            said = f"{one.name or 'A new code'}, " + ("retired" if one.retired else f"key {one.key}" if one.key else "no key")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setSizeHint(QSize(0, theme.px(Size.TARGET_PRINCIPLE)))
        self.addItem(item)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ID))

    def _dress(self, theme: Theme) -> None:
        self.setIconSize(QSize(theme.px(Size.ICON), theme.px(Size.ICON)))
        self.setFixedWidth(theme.px(Size.CARD_WIDTH))
        if self._scheme is not None:
            now = self.currentItem()
            self.show_scheme(self._scheme, select=THE_SCHEME if now is None else now.data(_ID))
