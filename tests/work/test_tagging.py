"""Tagging: the tag is where it was made, says what was meant, and goes away again."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.work.conftest import PICTURES, STEP_US, film_index, take_in
from vig_tool.errors import BadInput, NotThere
from vig_tool.library import models as rows
from vig_tool.programmes import load
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import clips, history, tagging
from vig_tool.work.opening import Library

SPAN = Span.of_us(10 * SECOND, 12 * SECOND)


def test_the_scheme_follows_the_films_role(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    scheme = tagging.scheme_for(lib, recording_id)
    assert [principle.id for principle in scheme.principles] == ["attentive", "following", "turns", "expression", "touch", "play"]
    review_film = take_in(lib, cycle_id, role="review")
    assert tagging.scheme_for(lib, review_film).id != scheme.id


def test_one_tap(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    done = tagging.tag_moment(lib, recording_id, at=Instant(10_010_000), principle="turns")
    lead, lag = next((held.lead_us, held.lag_us) for held in tagging.scheme_for(lib, recording_id).principles if held.id == "turns")
    assert done.value.span == film_index().snap_span(Span.of_us(10_010_000 - lead, 10_010_000 + lag))
    assert done.value.principles == ("turns",)
    assert done.label == "Tag “Taking turns”"
    assert done.changes.kinds == {"moment"}
    assert done.changes.ids == {done.value.id}
    assert history.steps(lib, family_id).undo == done.label
    assert history.undo(lib, family_id).value == done.label
    assert tagging.list_moments(lib, recording_id) == []
    assert history.redo(lib, family_id).changes.ids == {done.value.id}
    assert tagging.list_moments(lib, recording_id) == [done.value]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, PICTURES * STEP_US + 5 * SECOND),
    lead=st.integers(0, 3 * SECOND),
    lag=st.integers(0, 3 * SECOND),
    variable=st.booleans(),
)
def test_the_picture_tapped_at_is_always_inside(at: int, lead: int, lag: int, variable: bool) -> None:
    index = film_index(variable=variable)
    film = tagging._Film(uuid.uuid4(), uuid.uuid4(), index, load("vig"))
    moment: rows.Moment = tagging._around(film, Instant(at), lead_us=lead, lag_us=lag)
    shown = index.shown_at(Instant(at))
    span = Span.of_us(moment.start_us, moment.end_us)
    assert shown in index.numbers(span)
    assert index.snap_span(span) == span
    assert span.end <= index.end


def test_a_tap_at_either_end_stays_inside_the_film(lib: Library, recording_id: uuid.UUID) -> None:
    first = tagging.tag_moment(lib, recording_id, at=Instant(0), principle="play").value
    last = tagging.tag_moment(lib, recording_id, at=Instant(90 * SECOND), principle="play").value
    assert first.span.start.us == 0
    assert last.span.end == film_index().end


def test_unknown_words_are_refused(lib: Library, recording_id: uuid.UUID) -> None:
    with pytest.raises(BadInput, match="no principle “kindness”"):
        tagging.tag_moment(lib, recording_id, at=Instant(0), principle="kindness")
    with pytest.raises(BadInput):
        tagging.add_moment(lib, recording_id, span=SPAN, principles=["attentive", "kindness"])
    for words in ({"actor": "dog"}, {"chain_role": "end"}, {"channel": "smell"}):
        with pytest.raises(BadInput, match="Use one of"):
            tagging.add_moment(lib, recording_id, span=SPAN, **words)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no picture"):
        tagging.add_moment(lib, recording_id, span=Span.of_us(61 * SECOND, 62 * SECOND))
    with pytest.raises(NotThere):
        tagging.add_moment(lib, uuid.uuid4(), span=SPAN)
    assert tagging.list_moments(lib, recording_id) == []


def test_a_whole_moment(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(
        lib,
        recording_id,
        span=Span.of_us(10 * SECOND + 1, 12 * SECOND + 1),
        principles=["turns", "attentive", "turns"],
        actor="both",
        chain_role="initiative",
        channel="gaze",
        note=" she waits ",
        star=True,
        private=True,
    ).value
    assert moment.span == Span.of_us(10 * SECOND + STEP_US, 12 * SECOND + STEP_US)
    assert moment.principles == ("turns", "attentive")
    assert (moment.actor, moment.chain_role, moment.channel, moment.note) == ("both", "initiative", "gaze", "she waits")
    assert moment.star
    assert moment.private


def test_moments_are_listed_by_time(lib: Library, recording_id: uuid.UUID) -> None:
    late = tagging.add_moment(lib, recording_id, span=Span.of_us(20 * SECOND, 21 * SECOND)).value.id
    long = tagging.add_moment(lib, recording_id, span=Span.of_us(5 * SECOND, 9 * SECOND)).value.id
    short = tagging.add_moment(lib, recording_id, span=Span.of_us(5 * SECOND, 6 * SECOND)).value.id
    assert [moment.id for moment in tagging.list_moments(lib, recording_id)] == [short, long, late]


def test_the_star_key(lib: Library, recording_id: uuid.UUID) -> None:
    alone = tagging.star_moment(lib, recording_id, at=Instant(30 * SECOND)).value
    assert (alone.star, alone.principles, alone.span) == (True, (), Span.of_us(28 * SECOND, 31 * SECOND))
    outer = tagging.add_moment(lib, recording_id, span=Span.of_us(5 * SECOND, 9 * SECOND)).value
    inner = tagging.add_moment(lib, recording_id, span=Span.of_us(6 * SECOND, 8 * SECOND)).value
    assert tagging.star_moment(lib, recording_id, at=Instant(7 * SECOND)).value.id == inner.id
    starred = {moment.id for moment in tagging.list_moments(lib, recording_id) if moment.star}
    assert starred == {alone.id, inner.id}
    assert tagging.star_moment(lib, recording_id, at=Instant(8 * SECOND)).value.id == outer.id
    assert not tagging.star_moment(lib, recording_id, at=Instant(8 * SECOND)).changes.ids  # it has its star


def test_changing_a_moment(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    first = tagging.add_moment(lib, recording_id, span=SPAN, principles=["turns"], actor="child", note="waits").value
    tagging.change_moment(lib, first.id, actor="", principles=["play", "turns"])
    done = tagging.change_moment(lib, first.id, span=Span.of_us(3 * SECOND, 4 * SECOND), star=True)
    assert (done.value.actor, done.value.principles, done.value.note) == (None, ("play", "turns"), "waits")
    assert done.value.span == Span.of_us(3 * SECOND, 4 * SECOND)
    assert tagging.change_moment(lib, first.id, note="waits longer").label == "Change the note"
    assert not tagging.change_moment(lib, first.id, note="waits longer").changes.ids
    for _ in range(3):
        history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == [first]


def test_a_moment_made_private_takes_its_clip_out(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment_id = tagging.add_moment(lib, recording_id, span=SPAN).value.id
    clip_id = clips.clip_from_moment(lib, moment_id).value.id
    assert tagging.list_moments(lib, recording_id)[0].clip_id == clip_id
    done = tagging.change_moment(lib, moment_id, private=True)
    assert "clip" in done.label
    assert done.value.clip_id is None
    assert clip_id in done.changes.ids
    assert clips.list_clips(lib, cycle_id) == []
    history.undo(lib, family_id)
    assert [clip.moment_id for clip in clips.list_clips(lib, cycle_id)] == [moment_id]


def test_a_clip_outlives_its_moment(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    moment_id = tagging.add_moment(lib, recording_id, span=SPAN).value.id
    clips.clip_from_moment(lib, moment_id)
    tagging.remove_moment(lib, moment_id)
    assert [clip.moment_id for clip in clips.list_clips(lib, cycle_id)] == [None]
    history.undo(lib, family_id)
    assert [clip.moment_id for clip in clips.list_clips(lib, cycle_id)] == [moment_id]
    with pytest.raises(NotThere):
        tagging.remove_moment(lib, uuid.uuid4())
