"""The design tokens: every colour and size of the program stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache


class Space(IntEnum):
    """Distances in pixels at text size 100 %."""

    HAIR = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    BROAD = 32


class Radius(IntEnum):
    CONTROL = 6
    CARD = 10


class Text(IntEnum):
    """Text sizes in pixels at 100 %. Nothing is written smaller than SMALL."""

    SMALL = 13
    BODY = 15
    LEAD = 18
    TITLE = 24
    REVIEW = 34


class Size(IntEnum):
    """Fixed measures in pixels at 100 %."""

    HAIRLINE = 1
    FOCUS = 2
    ICON = 18
    ICON_LARGE = 24
    TARGET = 32
    TARGET_PRINCIPLE = 44
    TARGET_REVIEW = 64
    RAIL = 64
    HEADER = 48
    MARK = 14
    LANE = 24
    LANE_LABELS = 196
    FILMSTRIP = 44
    WAVEFORM = 36
    RULER = 22
    CARD_WIDTH = 300
    CARD_PICTURE = 124
    CHAIN_PICTURE = 104
    COLUMN = 560
    CHART_HEIGHT = 120
    PICTURE_ICON = 48


LINE_HEIGHT = 1.4
SMALLEST_SCALE, LARGEST_SCALE = 80, 200
"""The user's text size in percent."""


class Role(StrEnum):
    """What a colour is for; the names of `Palette`'s fields."""

    PAPER = "paper"
    SURFACE = "surface"
    SUNK = "sunk"
    LINE = "line"
    INK = "ink"
    SOFT_INK = "soft_ink"
    ACCENT = "accent"
    ACCENT_SOFT = "accent_soft"
    ON_ACCENT = "on_accent"
    WARM = "warm"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as "#rrggbb"."""

    paper: str
    surface: str
    sunk: str
    line: str
    ink: str
    soft_ink: str
    accent: str
    accent_soft: str
    on_accent: str
    warm: str
    danger: str

    def colour(self, role: Role) -> str:
        return str(getattr(self, role.value))


LIGHT = Palette(
    paper="#FAF7F2",
    surface="#FFFFFF",
    sunk="#F1ECE4",
    line="#DDD5C8",
    ink="#23201C",
    soft_ink="#5E574D",
    accent="#14666B",
    accent_soft="#DDEEEE",
    on_accent="#FFFFFF",
    warm="#B7791F",
    danger="#A63A2B",
)
DARK = Palette(
    paper="#17191B",
    surface="#1F2225",
    sunk="#121416",
    line="#33383D",
    ink="#EDEBE7",
    soft_ink="#A9A49B",
    accent="#5FB8BA",
    accent_soft="#1E3A3C",
    on_accent="#121416",
    warm="#E0A84A",
    danger="#E27B6C",
)
AROUND_PICTURE = "#000000"
"""What surrounds a film: nothing on the screen is darker."""

PRINCIPLE_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito's set, told apart by colour-blind eyes; always used together with a shape."""


def luminance(colour: str) -> float:
    """Relative luminance 0..1 of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1..21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, part: float) -> str:
    """`one` with `part` (0..1) of `other` in it."""
    pairs = [(int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


@lru_cache(maxsize=256)
def edge_colour(colour: str, palette: Palette) -> str:
    """The outline of a mark in `colour`: as near to it as stands out from paper and surface by 3 : 1."""
    for step in range(11):
        edge = mixed(colour, palette.ink, step / 10)
        if min(contrast(edge, ground) for ground in (palette.paper, palette.surface, palette.sunk)) >= 3:
            return edge
    return palette.ink
