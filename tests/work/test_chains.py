"""Turn chains: each step has its picture, comes in its place, says who and what, and goes away again."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import STEP_US, film_index, take_in
from vig_tool.errors import BadInput, NotThere
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import chains, clips, history, tagging
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment, Step


def seconds(number: float) -> Instant:
    return Instant.of_seconds(number)


def said(moment: Moment) -> list[str]:
    return [chains.step_words(step.actor, step.role) for step in moment.steps]


def chain_of(lib: Library, recording_id: uuid.UUID, *at: float) -> Moment:
    moment = chains.begin_chain(lib, recording_id, at=seconds(at[0])).value
    for number in at[1:]:
        moment = chains.add_step(lib, moment.id, at=seconds(number)).value
    return moment


def test_a_chain_begins_with_its_first_picture(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    done = chains.begin_chain(lib, recording_id, at=Instant(10_010_000))
    moment = done.value
    assert moment.steps == (Step(Instant(10_000_000), "child", "initiative"),)
    assert moment.span == Span(seconds(8), seconds(11))
    assert moment.principles == ("turns",)
    assert not moment.star
    assert done.label == "Begin a chain: child begins"
    assert done.changes.ids == {moment.id}
    assert tagging.list_moments(lib, recording_id) == [moment]
    history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == []
    history.redo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == [moment]


def test_turns_follow_each_other_as_they_usually_do(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 10.4, 11, 12, 12.5, 13, 14)
    assert said(moment) == [
        "child begins",
        "parent takes it in",
        "parent answers",
        "child takes it in",
        "child answers",
        "parent takes it in",
        "parent answers",
    ]
    assert moment.span == Span(seconds(8), seconds(15))
    assert all(step.at in moment.span for step in moment.steps)


def test_the_next_step_follows_what_was_said_of_the_one_before(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10)
    chains.change_step(lib, moment.id, 0, actor="parent")
    assert said(chains.add_step(lib, moment.id, at=seconds(11)).value) == ["parent begins", "child takes it in"]
    chains.change_step(lib, moment.id, 1, actor="both", role="response")
    assert said(chains.add_step(lib, moment.id, at=seconds(12)).value)[1:] == ["both answer", "both take it in"]
    chains.change_step(lib, moment.id, 2, actor="", role="")
    last = chains.add_step(lib, moment.id, at=seconds(13)).value
    assert said(last)[2:] == ["somebody acts", "somebody takes it in"]
    assert last.steps[2].actor is None


def test_in_a_review_film_parent_and_guider_take_turns(lib: Library, cycle_id: uuid.UUID) -> None:
    review_film = take_in(lib, cycle_id, role="review")
    moment = chain_of(lib, review_film, 10, 11, 12, 13)
    assert said(moment) == ["parent begins", "guider takes it in", "guider answers", "parent takes it in"]
    assert moment.principles == ("guider-turns",)


def test_a_scheme_without_turns_gives_a_chain_without_a_principle() -> None:
    assert chains.turns_among(["attentive", "step-turns"]) == "step-turns"
    assert chains.turns_among(["turns"]) == "turns"
    assert chains.turns_among(["attentive", "returns"]) is None


def test_a_step_said_outright(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10)
    done = chains.add_step(lib, moment.id, at=seconds(11), actor="both", role="response")
    assert done.label == "Add a step: both answer"
    assert done.value.steps[1] == Step(seconds(11), "both", "response")
    assert history.steps(lib, family_id).undo == done.label


def test_steps_stand_in_the_order_of_time_on_pictures(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 14)
    between = chains.add_step(lib, moment.id, at=Instant(12 * SECOND + STEP_US + 7)).value
    assert [step.at.us for step in between.steps] == [10 * SECOND, 12 * SECOND + STEP_US, 14 * SECOND]
    assert between.steps[1].role == "reception"
    earlier = chains.add_step(lib, moment.id, at=seconds(5)).value
    assert earlier.steps[0] == Step(seconds(5), "child", "initiative")
    assert earlier.span == Span(seconds(3), seconds(15))


def test_ends_that_were_put_somewhere_move_only_for_pictures_beyond_them(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(lib, recording_id, span=Span(seconds(10), seconds(20))).value
    for at in (19.9, 10, 12):
        assert chains.add_step(lib, moment.id, at=seconds(at)).value.span == moment.span
    assert chains.add_step(lib, moment.id, at=seconds(20)).value.span == Span(seconds(10), seconds(21))
    assert chains.add_step(lib, moment.id, at=seconds(20.4)).value.span == Span(seconds(10), Instant(21_400_000))
    tagging.change_moment(lib, moment.id, span=Span(seconds(10), seconds(20.6)))
    assert chains.add_step(lib, moment.id, at=seconds(20.5)).value.span == Span(seconds(10), Instant(20_600_000))
    assert chains.add_step(lib, moment.id, at=seconds(9.96)).value.span == Span(Instant(7_960_000), Instant(20_600_000))


def test_a_step_moves_to_another_picture_and_the_moment_grows(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 11, 12)
    done = chains.change_step(lib, moment.id, 0, at=seconds(20.01))
    assert done.label == "Move the step"
    assert [step.at for step in done.value.steps] == [seconds(11), seconds(12), seconds(20)]
    assert done.value.steps[2].role == "initiative"
    assert done.value.span == Span(seconds(8), seconds(21))
    history.undo(lib, family_id)
    assert tagging.read_moment(lib, moment.id) == moment


def test_each_step_has_a_picture_of_its_own(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 11)
    with pytest.raises(BadInput, match="a step of the chain already"):
        chains.add_step(lib, moment.id, at=Instant(10 * SECOND + STEP_US - 1))
    with pytest.raises(BadInput, match="at this picture already"):
        chains.change_step(lib, moment.id, 0, at=seconds(11))
    assert chains.change_step(lib, moment.id, 0, at=seconds(10), actor="parent").value.steps[0].actor == "parent"
    assert len(tagging.read_moment(lib, moment.id).steps) == 2


def test_the_first_and_the_last_picture_of_the_film(lib: Library, recording_id: uuid.UUID) -> None:
    index = film_index()
    moment = chain_of(lib, recording_id, 0)
    assert moment.span == Span(Instant(0), seconds(1))
    last = chains.add_step(lib, moment.id, at=index.end.shifted(-1)).value
    assert last.steps[-1].at == index.time(len(index) - 1)
    assert last.span == index.whole
    with pytest.raises(BadInput, match=r"The film ends at 01:00\.00"):
        chains.begin_chain(lib, recording_id, at=index.end)
    with pytest.raises(BadInput, match=r"The film ends at 01:00\.00"):
        chains.add_step(lib, moment.id, at=index.end)


def test_unknown_words_and_steps_are_refused(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10)
    with pytest.raises(BadInput, match="“dog” is no actor"):
        chains.add_step(lib, moment.id, at=seconds(11), actor="dog")
    with pytest.raises(BadInput, match="“end” is no step of a chain"):
        chains.change_step(lib, moment.id, 0, role="end")
    for place in (1, -1):
        with pytest.raises(NotThere, match="no longer part of the chain"):
            chains.remove_step(lib, moment.id, place)
    with pytest.raises(NotThere):
        chains.begin_chain(lib, uuid.uuid4(), at=seconds(1))
    with pytest.raises(NotThere):
        chains.add_step(lib, uuid.uuid4(), at=seconds(1))
    assert tagging.read_moment(lib, moment.id) == moment


def test_the_last_step_removed_leaves_the_moment(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 11)
    tagging.change_moment(lib, moment.id, note="he waits", star=True)
    before = tagging.read_moment(lib, moment.id)
    one = chains.remove_step(lib, moment.id, 0)
    assert one.label == "Remove the step: child begins"
    assert said(one.value) == ["parent takes it in"]
    none = chains.remove_step(lib, moment.id, 0).value
    assert none.steps == ()
    assert (none.span, none.note, none.star, none.principles) == (before.span, "he waits", True, ("turns",))
    history.undo(lib, family_id)
    history.undo(lib, family_id)
    assert tagging.read_moment(lib, moment.id) == before


def test_any_moment_may_be_given_its_steps(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(lib, recording_id, span=Span(seconds(10), seconds(20)), principles=("attentive",)).value
    stepped = chains.add_step(lib, moment.id, at=seconds(15)).value
    assert (stepped.span, stepped.principles, said(stepped)) == (moment.span, ("attentive",), ["child begins"])


def test_a_chain_becomes_a_clip_that_holds_every_step(lib: Library, recording_id: uuid.UUID) -> None:
    moment = chain_of(lib, recording_id, 10, 12, 13)
    clip = clips.clip_from_moment(lib, moment.id).value
    assert all(step.at in clip.span for step in moment.steps)
    assert clip.title == clip.caption == ""  # nothing of the chain reaches what the parent sees
