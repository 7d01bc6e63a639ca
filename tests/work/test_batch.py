"""Several moments changed in one step: each keeps what was not spoken of, and one Undo brings back all."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library import models as rows
from vig_tool.timing import SECOND, Span
from vig_tool.work import clips, families, goals, history, tagging
from vig_tool.work.batch import Alike, change_moments, remove_moments
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment


def mark(lib: Library, recording_id: uuid.UUID, at: int, **more: object) -> Moment:
    return tagging.add_moment(lib, recording_id, span=Span.of_us(at * SECOND, (at + 2) * SECOND), **more).value  # type: ignore[arg-type]


def held(lib: Library, recording_id: uuid.UUID) -> list[Moment]:
    return tagging.list_moments(lib, recording_id)


def test_one_step_for_all(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    ids = [mark(lib, recording_id, at, principles=["turns"], note=f"note {at}").id for at in (1, 5, 9)]
    before = held(lib, recording_id)
    done = change_moments(lib, ids[:2], Alike(add=("play",), actor="child", channel="gaze", star=True))
    assert (done.value, done.label) == (2, "Change 2 moments")
    assert done.changes.ids == set(ids[:2])
    first, second, third = held(lib, recording_id)
    for moment in (first, second):
        assert moment.principles == ("turns", "play")
        assert (moment.actor, moment.channel, moment.star) == ("child", "gaze", True)
    assert (first.note, second.note) == ("note 1", "note 5")
    assert third == before[2]
    assert history.steps(lib, family_id).undo == "Change 2 moments"
    history.undo(lib, family_id)
    assert held(lib, recording_id) == before
    history.redo(lib, family_id)
    assert held(lib, recording_id) == [first, second, third]


def test_what_they_have_already_is_no_step(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    ids = [mark(lib, recording_id, at, principles=["turns"], star=at == 1).id for at in (1, 5)]
    last = history.steps(lib, family_id).undo
    nothing = change_moments(lib, ids, Alike(add=("turns",), take_away=("play",), actor="", no_goal=True))
    assert (nothing.value, nothing.changes.ids) == (0, frozenset())
    assert history.steps(lib, family_id).undo == last
    done = change_moments(lib, ids, Alike(star=True))
    assert (done.value, done.label) == (1, "Change the moment")
    assert done.changes.ids == {ids[1]}


def test_taking_away_and_clearing(lib: Library, recording_id: uuid.UUID) -> None:
    ids = [mark(lib, recording_id, 1, principles=["turns", "play"], actor="child", channel="gaze", star=True).id]
    ids.append(mark(lib, recording_id, 5, principles=["play"], actor="parent").id)
    assert change_moments(lib, ids, Alike(take_away=("play",), actor="", channel="", star=False)).value == 2
    assert [(one.principles, one.actor, one.channel, one.star) for one in held(lib, recording_id)] == [
        (("turns",), None, None, False),
        ((), None, None, False),
    ]


def test_goals(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    goal = goals.add_goal(lib, cycle_id, kind="narrative", text="Wait for him").value.id
    ids = [mark(lib, recording_id, at).id for at in (1, 5)]
    change_moments(lib, ids, Alike(goal_id=goal))
    assert [one.goal_id for one in held(lib, recording_id)] == [goal, goal]
    change_moments(lib, ids[:1], Alike(no_goal=True))
    assert [one.goal_id for one in held(lib, recording_id)] == [None, goal]
    other = families.add_cycle(lib, families.add_family(lib, "F002").value.id, question="And?").value.id
    others_goal = goals.add_goal(lib, other, kind="narrative", text="Theirs").value.id
    with pytest.raises(BadInput, match="another family"):
        change_moments(lib, ids, Alike(goal_id=others_goal))


def test_private_ones_take_their_clips_out(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    ids = [mark(lib, recording_id, at).id for at in (1, 5, 9)]
    for moment_id in ids:
        clips.clip_from_moment(lib, moment_id)
    done = change_moments(lib, ids[:2], Alike(private=True))
    assert done.label == "Change 2 moments and take their clips out"
    assert [clip.moment_id for clip in clips.list_clips(lib, cycle_id)] == [ids[2]]
    assert done.changes.touches("clip")
    assert change_moments(lib, ids[:2], Alike(private=False)).label == "Change 2 moments"
    history.undo(lib, family_id)
    history.undo(lib, family_id)
    assert [clip.moment_id for clip in clips.list_clips(lib, cycle_id)] == ids
    assert not any(one.private for one in held(lib, recording_id))


def test_removing_several(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    ids = [mark(lib, recording_id, at, principles=["turns"]).id for at in (1, 5, 9)]
    with lib.change("moment.changed") as unit:
        unit.session.get_one(rows.Moment, ids[0]).steps = [rows.MomentStep(place=0, at_us=SECOND, actor="child", role="initiative")]
    clips.clip_from_moment(lib, ids[1])
    before = held(lib, recording_id)
    done = remove_moments(lib, ids[:2])
    assert (done.value, done.label) == (2, "Remove 2 moments")
    assert [one.id for one in held(lib, recording_id)] == ids[2:]
    assert len(clips.list_clips(lib, cycle_id)) == 1
    history.undo(lib, family_id)
    assert held(lib, recording_id) == before


def test_what_is_refused_changes_nothing(lib: Library, recording_id: uuid.UUID) -> None:
    other = families.add_cycle(lib, families.add_family(lib, "F002").value.id, question="And?").value.id
    here, there = mark(lib, recording_id, 1), mark(lib, take_in(lib, other, role="review"), 1)
    with pytest.raises(Refused, match="several families"):
        change_moments(lib, [here.id, there.id], Alike(star=True))
    with pytest.raises(Refused, match="several families"):
        remove_moments(lib, [here.id, there.id])
    with pytest.raises(NotThere):
        change_moments(lib, [here.id, uuid.uuid4()], Alike(star=True))
    for alike in (Alike(actor="dog"), Alike(channel="smell"), Alike(add=("kindness",))):
        with pytest.raises(BadInput):
            change_moments(lib, [here.id], alike)
    with pytest.raises(BadInput):
        change_moments(lib, [], Alike(star=True))
    assert held(lib, recording_id) == [here]


def test_very_many(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    with lib.change("moment.added", scope=family_id, label="Many") as unit:
        for n in range(1201):
            unit.session.add(rows.Moment(recording_id=recording_id, start_us=n * 40_000, end_us=(n + 25) * 40_000))
    done = change_moments(lib, [one.id for one in held(lib, recording_id)], Alike(star=True))
    assert done.value == 1201
    assert all(one.star for one in held(lib, recording_id))
