"""Both themes can be read, marks stand out, and everything grows with the user's text size."""

from __future__ import annotations

import itertools
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.theme import tokens
from app.theme.icons import Icon, icon
from app.theme.shapes import SHAPES, shape_path, usual_look
from app.theme.stylesheet import apply_theme, style_sheet
from app.theme.theme import Theme, theme_of
from app.theme.tokens import DARK, LIGHT, PRINCIPLE_COLOURS, Palette, Role, Text, contrast, edge_colour
from app.widgets.plain import Button
from tests.gui.desk import dressed as dressed

GROUNDS = (Role.PAPER, Role.SURFACE, Role.SUNK)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", [Role.INK, Role.SOFT_INK, Role.ACCENT, Role.DANGER])
def test_text_can_be_read_on_every_ground(palette: Palette, ground: Role, text: Role) -> None:
    assert contrast(palette.colour(text), palette.colour(ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_on_accents_can_be_read(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.ink, palette.accent_soft) >= 4.5
    assert contrast(palette.accent, palette.accent_soft) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("colour", PRINCIPLE_COLOURS)
def test_marks_stand_out_by_their_edge(palette: Palette, colour: str) -> None:
    edge = edge_colour(colour, palette)
    assert all(contrast(edge, palette.colour(ground)) >= 3 for ground in GROUNDS)


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_shapes_differ_from_each_other() -> None:
    box = QRectF(0, 0, 14, 14)
    for one, other in itertools.combinations(SHAPES, 2):
        assert shape_path(one, box) != shape_path(other, box)
    assert len({usual_look(place) for place in range(6)}) == 6


def test_sizes_grow_with_the_text_size_and_stay_readable() -> None:
    assert Theme(scale=150).px(Text.BODY) == round(15 * 1.5)
    assert Theme(scale=80).text_px(Text.SMALL) == 13
    assert "font-size: 22px" in style_sheet(Theme(scale=150)) or "font-size: 23px" in style_sheet(Theme(scale=150))


def test_a_dark_room_stands_in_a_light_window(dressed: QApplication) -> None:
    window = QWidget()
    room = QWidget(window)
    inside = QLabel("moment", room)
    apply_theme(room, Theme().darkened)
    assert theme_of(inside).dark
    assert not theme_of(window).dark
    assert room.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.paper


@pytest.mark.parametrize("meaning", list(Icon))
def test_every_icon_exists(qapp: QApplication, meaning: Icon) -> None:
    assert not icon(meaning, Theme()).pixmap(24, 24).isNull()


def test_icons_are_drawn_as_their_font_s_own_library_draws_them(qapp: QApplication) -> None:
    from qtawesome.iconic_font import IconicFont

    theme, modes, states = Theme(), list(QIcon.Mode), list(QIcon.State)
    fonts = Path(find_spec("qtawesome").origin or "").with_name("fonts")  # type: ignore[union-attr]
    peer = IconicFont(("ph", next(fonts.glob("phosphor-[0-9]*.ttf")).name, next(fonts.glob("phosphor-charmap-*.json")).name))
    for meaning, checked in itertools.product((Icon.PLAY, Icon.STARRED, Icon.MORE), (None, Role.ACCENT)):
        colours = {"color": theme.colour(Role.INK), "color_disabled": theme.colour(Role.LINE)}
        on = {} if checked is None else {"color_on": theme.colour(checked)}
        one, other = icon(meaning, theme, checked_role=checked), peer.icon(f"ph.{meaning.value}", **colours, **on)
        for mode, state, side, ratio in itertools.product(modes, states, (18, 24, 31), (1, 2)):
            size = QSize(side, side)
            assert one.pixmap(size, ratio, mode, state).toImage() == other.pixmap(size, ratio, mode, state).toImage()


def test_buttons_are_large_enough_to_hit(dressed: QApplication) -> None:
    button = Button("Lock")
    button.ensurePolished()
    assert button.sizeHint().height() >= 32


def test_colours_stand_only_among_the_tokens() -> None:
    app = Path(tokens.__file__).parent.parent
    with_colours = [path.name for path in app.rglob("*.py") if re.search(r"[\"']#[0-9A-Fa-f]{3,8}[\"']", path.read_text(encoding="utf-8"))]
    assert with_colours == ["tokens.py"]
