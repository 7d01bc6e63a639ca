"""The two passes: taps that extend, keys that were held, ends moved by pictures, the best picture, the goal."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import PICTURES, STEP_US, film_index
from vig_tool.errors import BadInput, Refused
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import clips, families, goals, history, linking, tagging, tapping
from vig_tool.work.opening import Library

AT = Instant(20 * SECOND)


def lag_of(lib: Library, recording_id: uuid.UUID, principle: str) -> int:
    return next(held.lag_us for held in tagging.scheme_for(lib, recording_id).principles if held.id == principle)


def test_a_second_tap_while_it_is_open_extends_it(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    lag = lag_of(lib, recording_id, "turns")
    first = tapping.tap_moment(lib, recording_id, at=AT, principle="turns").value
    inside = tapping.tap_moment(lib, recording_id, at=AT.shifted(lag // 2), principle="turns")
    assert inside.value.id == first.id
    assert inside.value.span == Span(first.span.start, film_index().snap(AT.shifted(lag // 2 + lag)))
    assert inside.label == "Go on with “Taking turns”"
    behind = inside.value.span.end.shifted(lag)
    after = tapping.tap_moment(lib, recording_id, at=behind, principle="turns").value
    assert after.span == Span(first.span.start, film_index().snap(behind.shifted(lag)))
    late = tapping.tap_moment(lib, recording_id, at=after.span.end.shifted(lag + STEP_US), principle="turns").value
    assert late.id != first.id
    for left in (after.span, inside.value.span, first.span):
        history.undo(lib, family_id)
        assert [moment.span for moment in tagging.list_moments(lib, recording_id)] == [left]
    history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == []


def test_another_principle_makes_a_moment_of_its_own(lib: Library, recording_id: uuid.UUID) -> None:
    one = tapping.tap_moment(lib, recording_id, at=AT, principle="turns").value
    other = tapping.tap_moment(lib, recording_id, at=AT, principle="play").value
    assert one.id != other.id
    assert tapping.tap_moment(lib, recording_id, at=AT, principle="turns").value.id == one.id
    with pytest.raises(BadInput, match="no principle “kindness”"):
        tapping.tap_moment(lib, recording_id, at=AT, principle="kindness")


def test_a_tap_never_shortens_nor_leaves_the_film(lib: Library, recording_id: uuid.UUID) -> None:
    long = tagging.add_moment(lib, recording_id, span=Span.of_us(5 * SECOND, 40 * SECOND), principles=["turns"]).value
    done = tapping.tap_moment(lib, recording_id, at=AT, principle="turns")
    assert done.value == long
    assert not done.changes.ids
    tapping.tap_moment(lib, recording_id, at=Instant(59 * SECOND), principle="play")
    last = tapping.tap_moment(lib, recording_id, at=Instant(90 * SECOND), principle="play").value
    assert last.span.end == film_index().end


def test_the_star_goes_on_too(lib: Library, recording_id: uuid.UUID) -> None:
    first = tapping.tap_star(lib, recording_id, at=AT).value
    again = tapping.tap_star(lib, recording_id, at=AT.shifted(SECOND + SECOND // 2)).value
    assert again.id == first.id
    assert again.span == Span(first.span.start, film_index().snap(AT.shifted(2 * SECOND + SECOND // 2)))
    tagged = tagging.add_moment(lib, recording_id, span=Span(AT.shifted(SECOND), AT.shifted(3 * SECOND)), principles=["turns"]).value
    starred = tapping.tap_star(lib, recording_id, at=AT.shifted(2 * SECOND)).value
    assert (starred.id, starred.star, starred.span) == (tagged.id, True, tagged.span)


def test_held_it_is_as_long_as_that(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    tapped = tapping.tap_moment(lib, recording_id, at=AT, principle="turns").value
    held = tapping.mark_exactly(lib, tapped.id, span=Span(AT, AT.shifted(3 * SECOND)))
    assert held.value.span == Span(AT, AT.shifted(3 * SECOND))
    assert history.undo(lib, family_id).value == held.label
    assert tagging.list_moments(lib, recording_id) == [tapped]


def test_ends_moved_by_pictures(lib: Library, recording_id: uuid.UUID) -> None:
    index = film_index()
    moment = tagging.add_moment(lib, recording_id, span=Span(index.time(0), index.time(3))).value
    later = tapping.nudge_moment(lib, moment.id, start_frames=1).value
    assert index.numbers(later.span) == range(1, 3)
    assert index.numbers(tapping.nudge_moment(lib, moment.id, end_frames=-1).value.span) == range(1, 2)
    with pytest.raises(Refused, match="at least one picture"):
        tapping.nudge_moment(lib, moment.id, end_frames=-1)
    tapping.nudge_moment(lib, moment.id, start_frames=-1)
    with pytest.raises(Refused, match="begins here"):
        tapping.nudge_moment(lib, moment.id, start_frames=-1)
    with pytest.raises(Refused, match="ends here"):
        tapping.nudge_moment(lib, moment.id, end_frames=PICTURES)


def test_the_best_picture(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(lib, recording_id, span=Span.of_us(10 * SECOND, 12 * SECOND)).value
    chosen = tagging.set_still(lib, moment.id, Instant(11 * SECOND + 1)).value
    assert chosen.still == Instant(11 * SECOND)
    clip = clips.clip_from_moment(lib, moment.id).value
    assert clip.still == Instant(11 * SECOND)
    assert clips.change_clip(lib, clip.id, span=Span.of_us(10 * SECOND, 11 * SECOND)).value.still is None
    assert tagging.change_moment(lib, moment.id, span=Span.of_us(10 * SECOND, 11 * SECOND)).value.still is None
    history.undo(lib, family_id)
    assert tagging.read_moment(lib, moment.id).still == Instant(11 * SECOND)


def test_the_goal_it_speaks_of(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(lib, recording_id, span=Span.of_us(10 * SECOND, 12 * SECOND)).value
    goal = goals.add_goal(lib, cycle_id, kind="narrative", text="Wait for him").value
    assert linking.link_goal(lib, moment.id, goal.id).value.goal_id == goal.id
    history.undo(lib, family_id)
    assert tagging.read_moment(lib, moment.id).goal_id is None
    history.redo(lib, family_id)
    assert linking.link_goal(lib, moment.id, None).value.goal_id is None
    elsewhere = families.add_cycle(lib, families.add_family(lib, "F099").value.id, question="And now?").value.id
    other = goals.add_goal(lib, elsewhere, kind="narrative", text="Another family’s").value
    with pytest.raises(BadInput, match="another family"):
        linking.link_goal(lib, moment.id, other.id)
