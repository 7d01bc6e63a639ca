"""Goals: made, carried from cycle to cycle, rated, celebrated, ended."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.timing import SECOND, Span
from vig_tool.work import clips, families, goals, history
from vig_tool.work.opening import Library


@pytest.fixture
def second(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID) -> uuid.UUID:
    return families.add_cycle(lib, family_id, question="And now?").value.id


def test_goals_are_carried(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, second: uuid.UUID) -> None:
    early = goals.add_goal(lib, cycle_id, kind="narrative", text="Wait for him to start").value
    late = goals.add_goal(lib, second, kind="scale", text="Feel calm").value
    assert [goal.id for goal in goals.list_goals(lib, family_id)] == [early.id, late.id]
    assert [goal.id for goal in goals.goals_of_cycle(lib, cycle_id)] == [early.id]
    assert [goal.id for goal in goals.goals_of_cycle(lib, second)] == [early.id, late.id]
    assert goals.end_goal(lib, early.id, cycle_id=cycle_id).value.ended_in == 1
    assert [goal.id for goal in goals.goals_of_cycle(lib, cycle_id)] == [early.id]
    assert [goal.id for goal in goals.goals_of_cycle(lib, second)] == [late.id]
    with pytest.raises(Refused):
        goals.rate_goal(lib, early.id, cycle_id=second, value=None, text="still")
    with pytest.raises(Refused):
        goals.rate_goal(lib, late.id, cycle_id=cycle_id, value=3)
    with pytest.raises(Refused):
        goals.end_goal(lib, late.id, cycle_id=cycle_id)
    history.undo(lib, family_id)
    assert goals.list_goals(lib, family_id)[0].ended_in is None


@pytest.mark.parametrize(
    ("kind", "text", "target"),
    [("count", "Praise her", None), ("count", "Praise her", 0), ("count", "Praise her", 1000), ("scale", "Calm", 5), ("scale", " ", None),
     ("narrative", "Wait", 3), ("wish", "Wait", None)],
)
def test_goals_that_cannot_be_meant(
    lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, kind: str, text: str, target: int | None
) -> None:
    with pytest.raises(BadInput):
        goals.add_goal(lib, cycle_id, kind=kind, text=text, target=target)
    assert goals.list_goals(lib, family_id) == []


def test_rating_and_correcting(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    goal = goals.add_goal(lib, cycle_id, kind="count", text="Praise her", target=5).value
    recording_id = take_in(lib, cycle_id)
    shown = [clips.add_clip(lib, recording_id, span=Span.of_us(n * SECOND, (n + 1) * SECOND)).value.id for n in range(3)]
    goals.rate_goal(lib, goal.id, cycle_id=cycle_id, value=3, by="guider")
    goals.rate_goal(lib, goal.id, cycle_id=cycle_id, value=2)
    done = goals.rate_goal(
        lib, goal.id, cycle_id=cycle_id, value=4, text="nearly", celebration="Four times!", clip_ids=(shown[2], shown[0])
    )
    assert [(held.by, held.value, held.text) for held in done.value.ratings] == [("parent", 4, "nearly"), ("guider", 3, "")]
    assert (done.value.ratings[0].celebration, done.value.ratings[0].clip_ids) == ("Four times!", (shown[2], shown[0]))
    assert done.changes.kinds == {"goal"}
    kept = goals.rate_goal(lib, goal.id, cycle_id=cycle_id, value=6, text="nearly", clip_ids=(shown[0], shown[1])).value.ratings[0]
    assert (kept.value, kept.celebration, kept.clip_ids) == (6, "Four times!", (shown[0], shown[1]))
    gone = goals.rate_goal(lib, goal.id, cycle_id=cycle_id, value=None, text="nearly", celebration="", clip_ids=()).value.ratings[0]
    assert (gone.value, gone.celebration, gone.clip_ids) == (6, "", ())
    history.undo(lib, family_id)
    history.undo(lib, family_id)
    assert goals.list_goals(lib, family_id)[0].ratings == done.value.ratings
    clips.remove_clip(lib, shown[2])
    assert goals.list_goals(lib, family_id)[0].ratings[0].clip_ids == (shown[0],)
    history.undo(lib, family_id)
    assert goals.list_goals(lib, family_id)[0].ratings == done.value.ratings


def test_ratings_that_cannot_be_meant(lib: Library, cycle_id: uuid.UUID) -> None:
    scale = goals.add_goal(lib, cycle_id, kind="scale", text="Calm").value.id
    words = goals.add_goal(lib, cycle_id, kind="narrative", text="Wait").value.id
    wrong = ((scale, 11, "parent"), (scale, -1, "parent"), (scale, None, "parent"), (scale, 5, "uncle"), (words, 5, "parent"))
    for goal_id, value, by in wrong:
        with pytest.raises(BadInput):
            goals.rate_goal(lib, goal_id, cycle_id=cycle_id, value=value, by=by)
    with pytest.raises(NotThere):
        goals.rate_goal(lib, scale, cycle_id=cycle_id, value=5, clip_ids=(uuid.uuid4(),))
    other = families.add_family(lib, "F015").value.id
    elsewhere = families.add_cycle(lib, other, question="Who?").value.id
    with pytest.raises(NotThere):
        goals.rate_goal(lib, scale, cycle_id=elsewhere, value=5)
    assert goals.goals_of_cycle(lib, cycle_id)[0].ratings == ()
    said = goals.rate_goal(lib, words, cycle_id=cycle_id, value=None, text="He starts now").value
    assert [(held.value, held.text) for held in said.ratings] == [(None, "He starts now")]


def test_correcting_and_removing(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    goal = goals.add_goal(lib, cycle_id, kind="count", text="Praise her", target=5).value
    assert goals.correct_goal(lib, goal.id, text="Praise her play", target=6).value.target == 6
    full = goals.rate_goal(lib, goal.id, cycle_id=cycle_id, value=4, celebration="Yes!").value
    calm = goals.add_goal(lib, cycle_id, kind="scale", text="Calm").value
    with pytest.raises(BadInput, match="Only a count goal has a target"):
        goals.correct_goal(lib, calm.id, target=5)
    goals.remove_goal(lib, calm.id)
    goals.remove_goal(lib, goal.id)
    assert goals.list_goals(lib, family_id) == []
    history.undo(lib, family_id)
    assert goals.list_goals(lib, family_id) == [full]
