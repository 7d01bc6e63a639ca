"""Icons: one family (Phosphor), always in a token's colour, 18 px in controls and 24 px in the review."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache

from app.theme.glyphs import Glyphs, Inks
from app.theme.theme import Theme
from app.theme.tokens import Role


class Icon(StrEnum):
    """What is meant → how Phosphor calls it."""

    FAMILIES = "users-three"
    FILM_ROOM = "film-strip"
    CLIPS = "scissors"
    REVIEW = "heart"
    GOALS = "target"
    SETTINGS = "gear-six"
    LOCK = "lock-simple"
    KEY = "key"
    SAVED = "check-circle"
    TICK = "check"
    WORKING = "circle-dashed"
    PLAY = "play"
    PAUSE = "pause"
    AGAIN = "arrow-counter-clockwise"
    NEXT = "arrow-right"
    BACK = "arrow-left"
    FRAME_BACK = "caret-left"
    FRAME_ON = "caret-right"
    OPENED = "caret-down"
    TO_START = "skip-back"
    TO_END = "skip-forward"
    SLOWER = "gauge"
    STAR = "star"
    STARRED = "star-fill"
    PRIVATE = "eye-slash"
    SEE = "eye"
    ADD = "plus"
    LESS = "minus"
    REMOVE = "trash"
    CLOSE = "x"
    CORRECT = "pencil-simple"
    MORE = "dots-three-bold"
    GRIP = "dots-six-vertical"
    FOLDER = "folder-open"
    NEW_FOLDER = "folder-simple-plus"
    FILM = "film-strip"
    CAMERA = "video-camera"
    STILL = "camera"
    PRACTICE = "flower-lotus"
    HOME = "house-line"
    TROUBLE = "warning-circle"
    NOTE = "notebook"
    WORDS = "chat-circle"
    UNDO = "arrow-u-up-left"
    REDO = "arrow-u-up-right"
    CELEBRATE = "sparkle"
    IDEA = "lightbulb"
    HELP = "question"
    SOUND = "speaker-high"
    SILENT = "speaker-slash"
    EXPORT = "export"
    FOLD = "caret-double-right"
    UNFOLD = "caret-double-left"
    SEARCH = "magnifying-glass"
    ZOOM_IN = "magnifying-glass-plus"
    ZOOM_OUT = "magnifying-glass-minus"


def icon(meaning: Icon, theme: Theme, *, role: Role = Role.INK, checked_role: Role | None = None) -> QIcon:
    """The icon in the theme's colour; paler when disabled, in `checked_role` when on."""
    usual = theme.colour(role).name()
    checked = usual if checked_role is None else theme.colour(checked_role).name()
    return QIcon(_phosphor().icon(meaning.value, Inks(usual, checked, theme.colour(Role.LINE).name())))


@cache
def _phosphor() -> Glyphs:
    return Glyphs(meaning.value for meaning in Icon)


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
