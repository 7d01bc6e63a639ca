"""Icons drawn from Phosphor's letters, with the font that qtawesome brings and just as it would draw them.

qtawesome itself is not loaded: with it all of Qt is made known to Python a second time, which takes 15 MB and a tenth of a second.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_SHARE: Final = 0.875  # of the icon's height: letters have some air around them


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours: usually, when checked (or pointed at, where that differs), and when disabled."""

    usual: str
    checked: str
    disabled: str


class Glyphs:
    """Those of Phosphor's icons that are asked for, by the names it gives them; of its six thousand no more is kept. Needs an application.

    Raises KeyError where it has none of that name.
    """

    def __init__(self, names: Iterable[str]) -> None:
        fonts = _fonts()
        codes = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
        self._signs = {name: chr(int(codes[name], 16)) for name in names}
        font = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-[0-9]*.ttf"))))
        self._family = QFontDatabase.applicationFontFamilies(font)[0]
        self._made: dict[tuple[str, Inks], QIcon] = {}

    def icon(self, name: str, inks: Inks) -> QIcon:
        """The same one each time."""
        key = (name, inks)
        if key not in self._made:
            self._made[key] = QIcon(_Engine(self._signs[name], self._family, inks))
        return self._made[key]


class _Engine(QIconEngine):
    def __init__(self, sign: str, family: str, inks: Inks) -> None:
        super().__init__()
        self._sign, self._family, self._inks = sign, family, inks

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        painter.setPen(QColor(self._ink(mode, state)))
        font = QFont()
        font.setFamily(self._family)
        font.setPixelSize(max(1, round(_SHARE * rect.height())))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._sign)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode is QIcon.Mode.Disabled:
            return self._inks.disabled
        return self._inks.usual if state is QIcon.State.Off and mode is QIcon.Mode.Normal else self._inks.checked


def _fonts() -> Path:
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome, which brings the icons' font")
    return Path(found.origin).with_name("fonts")
