"""The palette: what a principle means on F1, groups that fold, what was used last first, a size that follows the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme
from app.theme.tokens import PRINCIPLE_COLOURS, Size
from app.widgets.definition import DefinitionCard
from app.widgets.palette import Principle, PrinciplePalette
from app.widgets.plain import column
from tests.gui.desk import dressed as dressed

Key = Qt.Key


def some(count: int = 6, *, groups: int = 0, name: str = "Taking turns") -> list[Principle]:
    return [
        Principle(
            f"p{n}",
            f"{name} {n}",
            str(n + 1) if n < 9 else "",
            PRINCIPLE_COLOURS[n % 6],
            "circle",
            definition=f"They wait for each other, {n} times.",
            example="She rolls the ball & <waits>.",
            group=f"Group {n % groups}" if groups else "",
            reach="One press marks from 3.0 s before to 2.0 s after.",
        )
        for n in range(count)
    ]


@pytest.fixture
def palette(dressed: QApplication, qtbot: QtBot) -> Iterator[PrinciplePalette]:
    holder = QWidget()
    made = PrinciplePalette()
    column(holder, made, None)
    qtbot.addWidget(holder)
    holder.resize(310, 720)
    holder.show()
    yield made
    holder.close()


def card(palette: PrinciplePalette) -> DefinitionCard | None:
    return next((one for one in palette.findChildren(DefinitionCard) if one.isVisible()), None)


def test_f1_on_a_button_says_what_it_means(palette: PrinciplePalette, qtbot: QtBot) -> None:
    palette.show_principles(some())
    button = palette.buttons["p2"]
    button.setFocus()
    QTest.keyClick(button, Key.Key_F1)
    shown = card(palette)
    assert shown is not None
    assert shown.name.words == "Taking turns 2  (3)"
    assert shown.definition.words == "They wait for each other, 2 times."
    assert shown.example.words == "She rolls the ball & <waits>."
    assert "3.0 s before" in shown.reach.words
    assert shown.accessibleName() == "Taking turns 2"
    QTest.keyClick(shown, Key.Key_Down)
    assert shown.principle.id == "p3"
    QTest.keyClick(shown, Key.Key_Up)
    QTest.keyClick(shown, Key.Key_Escape)
    qtbot.waitUntil(lambda: card(palette) is None)


def test_the_tip_holds_definition_and_example_and_screen_readers_hear_them(palette: PrinciplePalette) -> None:
    palette.show_principles(some())
    button = palette.buttons["p0"]
    assert "They wait for each other" in button.toolTip()
    assert "ball &amp; &lt;waits&gt;" in button.toolTip()
    assert button.accessibleName() == "Taking turns 0, key 1"
    assert "She rolls the ball" in button.accessibleDescription()
    assert palette.star.accessibleName() == "Star, key S"


def test_groups_fold_and_say_so(palette: PrinciplePalette) -> None:
    palette.show_principles(some(6, groups=2))
    assert list(palette.headings) == ["Group 0", "Group 1"]
    assert palette.order == ("p0", "p2", "p4", "p1", "p3", "p5")
    told: list[tuple[str, bool]] = []
    palette.folded.connect(lambda group, on: told.append((group, on)))
    heading = palette.headings["Group 0"]
    heading.setFocus()
    QTest.keyClick(heading, Key.Key_Return)
    assert told == [("Group 0", True)]
    assert [one for one, button in palette.buttons.items() if button.isVisible()] == ["p1", "p3", "p5"]
    assert heading.accessibleName() == "Group 0, folded"
    palette.show_choices(schemes=(), recent_first=False, recent=(), folded=("Group 1",))
    assert [one for one, button in palette.buttons.items() if button.isVisible()] == ["p0", "p2", "p4"]
    assert palette.headings["Group 1"].folded


def test_what_was_used_last_comes_first_if_wished(palette: PrinciplePalette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(palette, "underMouse", lambda: False)
    palette.show_principles(some(4))
    palette.flash("p3")
    assert palette.order == ("p0", "p1", "p2", "p3")
    palette.show_choices(schemes=(), recent_first=True, recent=("p2", "p0"), folded=())
    assert palette.order == ("p2", "p0", "p1", "p3")
    palette.flash("p3")
    assert palette.order == ("p3", "p2", "p0", "p1")
    palette.show_choices(schemes=(), recent_first=False, recent=(), folded=())
    assert palette.order == ("p0", "p1", "p2", "p3")


def test_nothing_moves_from_under_the_pointer(palette: PrinciplePalette, monkeypatch: pytest.MonkeyPatch) -> None:
    palette.show_principles(some(4))
    palette.show_choices(schemes=(), recent_first=True, recent=(), folded=())
    monkeypatch.setattr(palette, "underMouse", lambda: True)
    palette.flash("p3")
    assert palette.order == ("p0", "p1", "p2", "p3")


def test_in_groups_what_was_used_last_is_first_inside_its_group(palette: PrinciplePalette) -> None:
    palette.show_principles(some(4, groups=2))
    palette.show_choices(schemes=(), recent_first=True, recent=("p3", "p2"), folded=())
    assert palette.order == ("p2", "p0", "p3", "p1")


def test_its_size_follows_the_window(palette: PrinciplePalette) -> None:
    palette.show_principles(some(6))
    heights = []
    for room in (360, 700, 200):
        palette.fit(room)
        heights.append(palette.buttons["p0"].sizeHint().height())
    assert heights == [47, 52, Size.TARGET]
    palette.show_principles(some(10))
    palette.fit(360)
    assert palette.buttons["p0"].sizeHint().height() == Size.TARGET
    assert palette.sizeHint().height() <= 11 * (Size.TARGET + 4)


def test_many_short_names_stand_in_two_columns(palette: PrinciplePalette, qtbot: QtBot) -> None:
    palette.show_principles(some(10, name="Gaze"))
    palette.fit(360)
    QApplication.processEvents()
    assert palette.buttons["p0"].y() == palette.buttons["p1"].y()
    assert palette.buttons["p0"].sizeHint().height() >= Size.TARGET_PRINCIPLE
    palette.show_principles(some(10, name="Taking a good many turns"))
    QApplication.processEvents()
    assert palette.buttons["p0"].x() == palette.buttons["p1"].x()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_names_are_never_cut_in_the_usual_width(dressed: QApplication, qtbot: QtBot, scale: int) -> None:
    theme = Theme(scale=scale)
    apply_theme(dressed, theme)
    holder = QWidget()
    palette = PrinciplePalette(some(10, name="Shared play and laug"))
    column(holder, palette, None)
    qtbot.addWidget(holder)
    holder.resize(theme.px(Size.CARD_WIDTH), 700)
    holder.show()
    palette.fit(360)
    QApplication.processEvents()
    for button in palette.buttons.values():
        assert button.width() >= button.width_needed()
        assert button.height() >= theme.px(Size.TARGET)
    apply_theme(dressed, Theme())


def test_the_menu_says_what_can_be_chosen(palette: PrinciplePalette) -> None:
    palette.show_principles(some())
    palette.show_choices(schemes=(("a", "One & two", True), ("b", "Three", False)), recent_first=True, recent=(), folded=())
    told: list[object] = []
    palette.scheme_chosen.connect(told.append)
    palette.recent_first_chosen.connect(told.append)
    palette.change_asked.connect(told.append)
    menu = palette.menu("p1")
    entries = {action.text(): action for action in menu.actions() if action.text()}
    heads = ["What it means (F1)", "Recently used first", "Tag this film with"]
    assert list(entries) == [*heads, "One && two", "Three", "Change this scheme…"]
    assert entries["Recently used first"].isChecked()
    assert entries["One && two"].isChecked()
    entries["Three"].trigger()
    entries["Recently used first"].trigger()
    entries["Change this scheme…"].trigger()
    assert told == ["b", False, "p1"]
    entries["What it means (F1)"].trigger()
    shown = card(palette)
    assert shown is not None
    assert shown.principle.id == "p1"
    shown.close()


def test_what_has_no_key_shows_none(palette: PrinciplePalette) -> None:
    palette.show_principles(some(10))
    assert palette.buttons["p9"].accessibleName() == "Taking turns 9"
