"""Goals: set, said in each cycle by parent and guider, celebrated with clips; nothing waits for a button."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.rooms import Desk, Where
from app.screens.goals.room import GoalsRoom
from app.widgets.goal_chart import GoalChart
from tests.gui.desk import Heard
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.errors import Refused
from vig_tool.work import families, goals


@pytest.fixture
def family(desk: Desk) -> UUID:
    page = families.add_family(desk.library, "F014").value
    for question in ("What helps him?", "How do I wait?"):
        families.add_cycle(desk.library, page.id, question=question)
    return page.id


@pytest.fixture
def room(desk: Desk, qtbot: QtBot, family: UUID) -> GoalsRoom:
    made = GoalsRoom(desk)
    qtbot.addWidget(made)
    made.resize(1300, 720)
    made.show()
    made.go.connect(lambda _room, where: made.enter(where))
    made.enter(Where(family=family))
    return made


def _goal(room: GoalsRoom) -> goals.Goal:
    return goals.list_goals(room.desk.library, room.where().family or UUID(int=0))[0]


def test_it_opens_at_the_latest_cycle_and_teaches_the_first_step(room: GoalsRoom) -> None:
    assert room.question.words == "“How do I wait?”"
    assert room.nothing.isVisible()
    assert room.nothing.button is not None
    room.nothing.button.click()
    assert room.form.isVisible()


def test_a_goal_needs_a_family_with_a_cycle(desk: Desk, qtbot: QtBot) -> None:
    room = GoalsRoom(desk)
    qtbot.addWidget(room)
    with pytest.raises(Refused):
        room.enter(Where())
    lonely = families.add_family(desk.library, "F001").value
    with pytest.raises(Refused):
        room.enter(Where(family=lonely.id))


def test_the_three_kinds_of_goal(room: GoalsRoom) -> None:
    room.add_goal("narrative", "A quiet moment every evening.", "")
    room.add_goal("scale", "I wait and see.", "")
    room.form.begin()
    room.add_goal("count", "Say what he does well.", "often")
    assert "number" in room.form.text.line.words
    room.add_goal("count", "Say what he does well.", "5")
    assert [card.goal.kind for card in room.cards] == ["narrative", "scale", "count"]
    assert room.cards[2].goal.target == 5
    assert [card.findChild(GoalChart) is not None for card in room.cards] == [False, True, True]


def test_one_press_keeps_a_rating(room: GoalsRoom) -> None:
    room.add_goal("scale", "I wait and see.", "")
    room.cards[0].scale.buttons[7].click()
    kept = _goal(room).ratings
    assert [(rating.value, rating.by, rating.cycle_number) for rating in kept] == [(7, "parent", 2)]
    room.cards[0].scale.buttons[8].click()
    room.cards[0].by.buttons["guider"].click()
    assert room.cards[0].scale.value is None
    room.cards[0].scale.buttons[6].click()
    assert {(rating.value, rating.by) for rating in _goal(room).ratings} == {(8, "parent"), (6, "guider")}
    assert room.cards[0].by.value == "guider"


def test_counts_go_up_and_down(room: GoalsRoom) -> None:
    room.add_goal("count", "Say what he does well.", "5")
    for _ in range(3):
        room.cards[0].count.more.click()
    room.cards[0].count.less.click()
    assert _goal(room).ratings[0].value == 2


def test_words_and_celebration_are_kept_when_the_room_is_left(room: GoalsRoom, desk: Desk) -> None:
    heard = Heard(desk.notices)
    room.add_goal("narrative", "A quiet moment every evening.", "")
    card = room.cards[0]
    card.text.setFocus()
    QTest.keyClicks(card.text, "Most evenings")
    card.celebration.setFocus()
    QTest.keyClicks(card.celebration, "Three in a row")
    room.leave()
    kept = _goal(room).ratings[0]
    assert (kept.text, kept.celebration) == ("Most evenings", "Three in a row")
    assert any(tone == "good" for tone, _, _ in heard.lines)


def test_a_goal_is_carried_on_corrected_ended_and_removed(room: GoalsRoom, desk: Desk) -> None:
    room.cycles.buttons[next(iter(room.cycles.buttons))].click()
    assert room.question.words == "“What helps him?”"
    room.add_goal("scale", "I wait.", "")
    room.form.begin_correcting(room.cards[0].goal)
    room.form.text.set_text("I wait and see.")
    room.form.done.click()
    room.cycles.buttons[list(room.cycles.buttons)[1]].click()
    assert [card.goal.text for card in room.cards] == ["I wait and see."]
    room.cycles.buttons[next(iter(room.cycles.buttons))].click()
    room.end_goal(room.cards[0].goal.id)
    room.cycles.buttons[list(room.cycles.buttons)[1]].click()
    assert not room.cards
    room.cycles.buttons[next(iter(room.cycles.buttons))].click()
    room.remove_goal(room.cards[0].goal.id)
    assert not room.cards
