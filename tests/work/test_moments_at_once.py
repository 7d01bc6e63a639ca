"""Moments moved together: on pictures, with the steps of their chains, taken back by one Undo."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import STEP_US, film_index, take_in
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import chains, clips, families, history, tagging
from vig_tool.work.moments_at_once import move_moments
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

INDEX = film_index()


def mark(lib: Library, recording_id: uuid.UUID, at: int) -> Moment:
    return tagging.add_moment(lib, recording_id, span=Span.of_us(at * SECOND, (at + 2) * SECOND), principles=["turns"], note=f"{at}").value


def held(lib: Library, recording_id: uuid.UUID) -> list[Moment]:
    return tagging.list_moments(lib, recording_id)


def later(moment: Moment, by_us: int) -> Span:
    return INDEX.carried(moment.span, by_us)


def test_several_move_in_one_step(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    one, two, three = (mark(lib, recording_id, at) for at in (1, 5, 9))
    before = held(lib, recording_id)
    done = move_moments(lib, {one.id: later(one, SECOND), two.id: later(two, SECOND), three.id: three.span})
    assert (done.value, done.label) == (2, "Move 2 moments")
    assert {one.id, two.id} <= done.changes.ids
    assert done.changes.touches("moment")
    after = held(lib, recording_id)
    assert [moment.span.start.us for moment in after] == [2 * SECOND, 6 * SECOND, 9 * SECOND]
    assert [(moment.principles, moment.note) for moment in after] == [(moment.principles, moment.note) for moment in before]
    assert history.steps(lib, family_id).undo == "Move 2 moments"
    history.undo(lib, family_id)
    assert held(lib, recording_id) == before
    history.redo(lib, family_id)
    assert held(lib, recording_id) == after


def test_a_move_to_where_they_are_is_none(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    one = mark(lib, recording_id, 1)
    steps = history.steps(lib, family_id)
    assert move_moments(lib, {one.id: one.span}).value == 0
    assert history.steps(lib, family_id) == steps


def test_ends_come_to_lie_on_pictures(lib: Library, recording_id: uuid.UUID) -> None:
    one = mark(lib, recording_id, 1)
    move_moments(lib, {one.id: Span.of_us(3 * SECOND + 1, 4 * SECOND + 1)})
    assert held(lib, recording_id)[0].span == Span.of_us(3 * SECOND + STEP_US, 4 * SECOND + STEP_US)
    with pytest.raises(BadInput):
        move_moments(lib, {one.id: Span.of_us(INDEX.end_us + 1, INDEX.end_us + 2)})


def test_a_chain_keeps_its_distances(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    chain = chains.begin_chain(lib, recording_id, at=Instant(10 * SECOND)).value
    chain = chains.add_step(lib, chain.id, at=Instant(12 * SECOND)).value
    assert len(chain.steps) == 2
    before = held(lib, recording_id)
    move_moments(lib, {chain.id: later(chain, 3 * SECOND)})
    [moved] = held(lib, recording_id)
    assert [step.at.us for step in moved.steps] == [step.at.us + 3 * SECOND for step in chain.steps]
    assert [(step.actor, step.role) for step in moved.steps] == [(step.actor, step.role) for step in chain.steps]
    history.undo(lib, family_id)
    assert held(lib, recording_id) == before


def test_the_best_picture_goes_when_it_is_no_longer_inside_and_a_clip_stays(lib: Library, recording_id: uuid.UUID) -> None:
    one = mark(lib, recording_id, 4)
    tagging.set_still(lib, one.id, Instant(5 * SECOND))
    clip = clips.clip_from_moment(lib, one.id).value
    move_moments(lib, {one.id: later(one, SECOND // 2)})
    assert held(lib, recording_id)[0].still == Instant(5 * SECOND)
    move_moments(lib, {one.id: later(one, 20 * SECOND)})
    [moved] = held(lib, recording_id)
    assert moved.still is None
    assert moved.clip_id == clip.id
    assert clips.clip(lib, clip.id).span == one.span


def test_what_cannot_be_moved_moves_nothing(lib: Library, recording_id: uuid.UUID) -> None:
    one = mark(lib, recording_id, 1)
    other_family = families.add_family(lib, "F015").value.id
    other_film = take_in(lib, families.add_cycle(lib, other_family, question="How do we play?").value.id)
    stranger = mark(lib, other_film, 1)
    before = held(lib, recording_id)
    with pytest.raises(Refused):
        move_moments(lib, {one.id: later(one, SECOND), stranger.id: later(stranger, SECOND)})
    with pytest.raises(NotThere):
        move_moments(lib, {one.id: later(one, SECOND), uuid.uuid4(): one.span})
    with pytest.raises(BadInput):
        move_moments(lib, {})
    assert held(lib, recording_id) == before
