"""Keeps a widget in its theme: calls back when it is first shown and whenever theme or text size change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.theme.theme import Theme, theme_of

_WHEN = frozenset({QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.ParentChange, QEvent.Type.Show})


class Dressing(QObject):
    """Watches `widget` and calls `dress(theme)` at once and after each change of its theme."""

    def __init__(self, widget: QWidget, dress: Callable[[Theme], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._dress = dress
        self._worn: Theme | None = None
        widget.installEventFilter(self)
        self._look()

    def again(self) -> None:
        """What the widget shows has changed, not the theme."""
        self._dress(theme_of(self._widget))

    def _look(self) -> None:
        theme = theme_of(self._widget)
        if theme != self._worn:
            self._worn = theme
            self._dress(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WHEN:
            self._look()
        return super().eventFilter(watched, event)
