"""Icons: one family (Phosphor), always in a token's colour, 18 px in controls and 24 px in the review."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from qtawesome import iconic_font
from qtawesome.iconic_font import IconicFont

from app.theme.theme import Theme
from app.theme.tokens import Role


class Icon(StrEnum):
    """What is meant → how Phosphor calls it."""

    FAMILIES = "ph.users-three"
    FILM_ROOM = "ph.film-strip"
    CLIPS = "ph.scissors"
    REVIEW = "ph.heart"
    GOALS = "ph.target"
    SETTINGS = "ph.gear-six"
    LOCK = "ph.lock-simple"
    KEY = "ph.key"
    SAVED = "ph.check-circle"
    TICK = "ph.check"
    WORKING = "ph.circle-dashed"
    PLAY = "ph.play"
    PAUSE = "ph.pause"
    AGAIN = "ph.arrow-counter-clockwise"
    NEXT = "ph.arrow-right"
    BACK = "ph.arrow-left"
    FRAME_BACK = "ph.caret-left"
    FRAME_ON = "ph.caret-right"
    TO_START = "ph.skip-back"
    TO_END = "ph.skip-forward"
    SLOWER = "ph.gauge"
    STAR = "ph.star"
    STARRED = "ph.star-fill"
    PRIVATE = "ph.eye-slash"
    SEE = "ph.eye"
    ADD = "ph.plus"
    LESS = "ph.minus"
    REMOVE = "ph.trash"
    CLOSE = "ph.x"
    CORRECT = "ph.pencil-simple"
    MORE = "ph.dots-three-bold"
    GRIP = "ph.dots-six-vertical"
    FOLDER = "ph.folder-open"
    NEW_FOLDER = "ph.folder-simple-plus"
    FILM = "ph.film-strip"
    CAMERA = "ph.video-camera"
    STILL = "ph.camera"
    PRACTICE = "ph.flower-lotus"
    HOME = "ph.house-line"
    TROUBLE = "ph.warning-circle"
    NOTE = "ph.notebook"
    WORDS = "ph.chat-circle"
    UNDO = "ph.arrow-u-up-left"
    REDO = "ph.arrow-u-up-right"
    CELEBRATE = "ph.sparkle"
    IDEA = "ph.lightbulb"
    HELP = "ph.question"
    SOUND = "ph.speaker-high"
    SILENT = "ph.speaker-slash"
    EXPORT = "ph.export"
    FOLD = "ph.caret-double-right"
    UNFOLD = "ph.caret-double-left"
    ZOOM_IN = "ph.magnifying-glass-plus"
    ZOOM_OUT = "ph.magnifying-glass-minus"


def icon(meaning: Icon, theme: Theme, *, role: Role = Role.INK, checked_role: Role | None = None) -> QIcon:
    """The icon in the theme's colour; paler when disabled, in `checked_role` when on."""
    options: dict[str, object] = {"color": theme.colour(role), "color_disabled": theme.colour(Role.LINE)}
    if checked_role is not None:
        options["color_on"] = theme.colour(checked_role)
    return QIcon(_phosphor().icon(meaning.value, **options))


@cache
def _phosphor() -> IconicFont:
    """This font alone: asked for an icon in the usual way, qtawesome loads eleven, which takes 12 MB and a tenth of a second."""
    fonts = Path(iconic_font.__file__).parent / "fonts"
    sign, names = next(fonts.glob("phosphor-[0-9]*.ttf")), next(fonts.glob("phosphor-charmap-*.json"))
    return IconicFont(("ph", sign.name, names.name))


def edge_icon(meaning: Icon, theme: Theme, *, role: Role, size: QSize) -> QIcon:
    """The icon at the left of a box of `size` px, so that it begins where the words above and below it begin."""
    made, plain = QIcon(), icon(meaning, theme, role=role)
    looks = f"{meaning} {theme.colour(role).name()} {theme.colour(Role.LINE).name()} {size.width()}x{size.height()}"
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        for ratio in (1, 2):
            known = f"edge icon {looks} {mode.value} {ratio}"
            box = QPixmap()
            if not QPixmapCache.find(known, box):
                box = _edge_box(plain, size, ratio, mode)
                QPixmapCache.insert(known, box)
            made.addPixmap(box, mode)
    return made


def _edge_box(plain: QIcon, size: QSize, ratio: int, mode: QIcon.Mode) -> QPixmap:
    box = QPixmap(size * ratio)
    box.setDevicePixelRatio(ratio)
    box.fill(Qt.GlobalColor.transparent)
    painter = QPainter(box)
    painter.drawPixmap(-1, 0, plain.pixmap(QSize(size.height(), size.height()), ratio, mode))  # the glyphs have air at their left
    painter.end()
    return box


def picture(meaning: Icon, theme: Theme, *, size: int, role: Role = Role.INK) -> QPixmap:
    """One icon as a picture of `size` px (a token)."""
    side = theme.px(size)
    return icon(meaning, theme, role=role).pixmap(side, side)
