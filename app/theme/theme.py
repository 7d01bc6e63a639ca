"""One theme: a palette and the user's text size; where a widget finds the one it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from app.theme.tokens import DARK, LARGEST_SCALE, LIGHT, SMALLEST_SCALE, Palette, Role, Text

_PROPERTY = "vig_theme"


@dataclass(frozen=True, slots=True)
class Theme:
    """`scale` is the user's text size in percent; every measure grows with it."""

    dark: bool = False
    scale: int = 100

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def darkened(self) -> Theme:
        """The same text size on dark ground, for film room and review."""
        return Theme(dark=True, scale=self.scale)

    def colour(self, role: Role) -> QColor:
        return QColor(self.palette.colour(role))

    def px(self, size: int) -> int:
        """A token of space, text or size in device-independent pixels. Hairlines stay thin."""
        if size <= 2:
            return int(size)
        return round(size * min(max(self.scale, SMALLEST_SCALE), LARGEST_SCALE) / 100)

    def text_px(self, size: Text) -> int:
        """A text size; never below the smallest that can be read."""
        return max(self.px(size), int(Text.SMALL))

    def font(self, size: Text, *, bold: bool = False) -> QFont:
        """The system's font in one of the five sizes, with figures of equal width."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPixelSize(self.text_px(size))
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font


def theme_of(widget: QWidget) -> Theme:
    """The theme of the nearest parent that has one, else the application's."""
    around: QObject | None = widget
    while around is not None:
        found = around.property(_PROPERTY)
        if isinstance(found, Theme):
            return found
        around = around.parent()
    application = QApplication.instance()
    found = None if application is None else application.property(_PROPERTY)
    return found if isinstance(found, Theme) else Theme()


def remember_theme(holder: QObject, theme: Theme) -> None:
    holder.setProperty(_PROPERTY, theme)
