"""Where the film room was left: found again, quietly kept, and never a reason to fail."""

from __future__ import annotations

import uuid

from tests.work.conftest import take_in
from vig_tool.library import models as rows
from vig_tool.library import recordings
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import families, history, importing, left_off, tagging
from vig_tool.work.left_off import Left
from vig_tool.work.opening import Library

SOMEWHERE = Left(
    at=Instant(12 * SECOND + 40_000), stretch=Span.of_us(10 * SECOND, 14 * SECOND), moment=uuid.uuid4(), fine=True, rate=150
)


def written(lib: Library) -> tuple[int, int]:
    """How many entries the trail and the history have."""
    with lib.reading() as session:
        return session.query(rows.TrailEntry).count(), session.query(rows.Edit).count()


def test_what_was_left_is_found_again_and_leaves_no_trace(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    assert left_off.read_left(lib, recording_id) == Left()
    tagging.tag_moment(lib, recording_id, at=Instant(0), principle="turns")
    before, step = written(lib), history.steps(lib, family_id)
    for place in (Left(at=Instant(5)), SOMEWHERE):
        left_off.keep_left(lib, recording_id, place)
        assert left_off.read_left(lib, recording_id) == place
    assert written(lib) == before
    assert history.steps(lib, family_id) == step
    history.undo(lib, family_id)
    assert left_off.read_left(lib, recording_id) == SOMEWHERE


def test_the_film_left_last(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    assert left_off.last_left(lib) is None
    other_cycle = families.add_cycle(lib, family_id, question="And now?").value.id
    other = take_in(lib, other_cycle)
    left_off.keep_left(lib, recording_id, Left())
    left_off.keep_left(lib, other, Left())
    found = left_off.last_left(lib)
    assert found is not None
    assert (found.family_id, found.cycle_id, found.recording_id) == (family_id, other_cycle, other)
    here = left_off.last_left(lib, cycle_id=cycle_id)
    assert here is not None
    assert here.recording_id == recording_id


def test_nonsense_is_the_beginning_and_a_film_that_is_gone_is_let_be(lib: Library, recording_id: uuid.UUID) -> None:
    for nonsense in ({"at_us": -1}, {"stretch": [5]}, {"moment": "no id"}, {"rate": "fast"}):
        with lib.aside() as session:
            recordings.set_left(session, recording_id, nonsense)
        assert left_off.read_left(lib, recording_id) == Left()
    importing.remove_recording(lib, recording_id)
    left_off.keep_left(lib, recording_id, SOMEWHERE)
