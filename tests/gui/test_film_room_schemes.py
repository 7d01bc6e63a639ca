"""Schemes in the film room: what is changed is tagged with from then on, and what was marked before stays as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.rooms import RoomId
from app.screens.film_room import FilmRoom
from app.widgets.definition import DefinitionCard
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.in_film_room import go_to, sheet_of
from tests.gui.in_film_room import room as room
from vig_tool.work import palette, schemes, tagging

Key = Qt.Key


def change(work: AtWork, principle_id: str, **values: object) -> None:
    scheme = schemes.scheme_card(work.lib, "contact").scheme
    fresh = tuple(replace(one, **values) if one.id == principle_id else one for one in scheme.principles)  # type: ignore[arg-type]
    work.desk.announcer.announce(schemes.save_scheme(work.lib, replace(scheme, principles=fresh)).changes, None)


def rows(room: FilmRoom) -> list[str]:
    model = room.side.list.model()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_a_changed_scheme_is_shown_at_once_and_what_was_marked_stays(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    go_to(qtbot, room, 5, work)
    QTest.keyClick(room, Key.Key_3)
    change(work, "turns", name="To and fro", short="To and fro", colour="#D55E00", shape="circle")
    assert room.side.palette_of_scheme.buttons["turns"].text() == "To and fro"
    assert rows(room)[0].startswith("Taking turns")
    assert room.side.inspector.name.words.startswith("Taking turns")
    [old] = sheet_of(room).moments
    assert [(one.name, one.colour, one.shape) for one in sheet_of(room).shown(old)] == [("Taking turns", "#009E73", "square")]
    go_to(qtbot, room, 170, work)
    QTest.keyClick(room, Key.Key_3)
    assert [line.split(",")[0] for line in rows(room)] == ["Taking turns", "To and fro"]
    assert [moment.editions for moment in tagging.list_moments(work.lib, work.recording)] == [(0,), (1,)]


def test_another_key_marks_with_it(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    change(work, "play", key="8")
    go_to(qtbot, room, 60, work)
    QTest.keyClick(room, Key.Key_6)
    assert sheet_of(room).moments == ()
    QTest.keyClick(room, Key.Key_8)
    assert [moment.principles for moment in sheet_of(room).moments] == [("play",)]


def test_a_retired_code_leaves_the_palette_and_keeps_its_lane(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    work.desk.announcer.announce(schemes.retire_code(work.lib, "turns").changes, None)
    room.refresh(select=moment.id)
    assert "turns" not in room.side.palette_of_scheme.buttons
    assert [one.id for one in sheet_of(room).principles][-1] == "turns"
    assert "turns" in {lane.id for lane, _ in room.stage.line.rows().lanes}
    assert rows(room)[0].startswith("Taking turns")
    shape = room.side.inspector.shapes["turns"]
    assert shape.isChecked()
    shape.click()
    assert [held.principles for held in sheet_of(room).moments] == [()]


def test_another_scheme_for_this_film(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(60, 120)
    room.refresh(select=moment.id)
    shown = room.side.palette_of_scheme
    entries = {action.text(): action for action in shown.menu().actions()}
    assert entries["Contact principles"].isChecked()
    entries["Six steps"].trigger()
    assert set(shown.buttons) == {one.id for one in schemes.scheme_card(work.lib, "ladder").scheme.principles}
    assert rows(room)[0].startswith("Taking turns")
    assert "Six steps" in work.said.lines[-1]
    assert {action.text() for action in shown.menu().actions() if action.isChecked()} == {"Six steps"}
    go_to(qtbot, room, 150, work)
    QTest.keyClick(room, Key.Key_1)
    assert ("step-attentive",) in [held.principles for held in sheet_of(room).moments]


def test_the_order_wished_is_kept_in_the_library(
    room: FilmRoom, work: AtWork, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.mark(60, 120)
    shown = room.side.palette_of_scheme
    monkeypatch.setattr(shown, "underMouse", lambda: False)
    shown.recent_first_chosen.emit(True)
    assert shown.order[0] == "turns"
    go_to(qtbot, room, 20, work)
    QTest.keyClick(room, Key.Key_5)
    assert shown.order[:2] == ("touch", "turns")
    assert palette.read_palette(work.lib, work.recording).recent == ("touch", "turns")
    shown.recent_first_chosen.emit(False)
    assert shown.order[0] == "attentive"


def test_a_folded_group_is_kept_and_its_keys_work(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    for one in ("attentive", "following"):
        change(work, one, group="Eyes and ears")
    shown = room.side.palette_of_scheme
    shown.headings["Eyes and ears"].click()
    assert not shown.buttons["attentive"].isVisible()
    assert palette.read_palette(work.lib, work.recording).folded == ("Eyes and ears",)
    go_to(qtbot, room, 60, work)
    QTest.keyClick(room, Key.Key_1)
    assert [moment.principles for moment in sheet_of(room).moments] == [("attentive",)]


def test_f1_tells_of_the_button_and_elsewhere_of_the_keys(room: FilmRoom, qtbot: QtBot) -> None:
    button = room.side.palette_of_scheme.buttons["touch"]
    button.setFocus()
    QTest.keyClick(button, Key.Key_F1)
    card = room.findChild(DefinitionCard)
    assert card is not None
    assert "3.0 s before to 2.0 s after" in card.reach.words
    card.close()

def test_the_way_to_change_it(room: FilmRoom, work: AtWork, qtbot: QtBot) -> None:
    went: list[tuple[object, object]] = []
    room.go.connect(lambda to, where: went.append((to, where)))
    room.side.palette_of_scheme.change_asked.emit("turns")
    assert went == [(RoomId.SCHEMES, work.where)]
