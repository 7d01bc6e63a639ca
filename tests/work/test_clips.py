"""The clip strip: choosing, ordering, trimming by picture, and the meter."""

from __future__ import annotations

import uuid

import pytest

from tests.work.conftest import STEP_US, film_index
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.timing import SECOND, Span
from vig_tool.work import clips, history, tagging
from vig_tool.work.opening import Library

SPAN = Span.of_us(10 * SECOND, 12 * SECOND)


@pytest.fixture
def three(lib: Library, recording_id: uuid.UUID) -> list[uuid.UUID]:
    return [clips.add_clip(lib, recording_id, span=Span.of_us(n * SECOND, (n + 3) * SECOND), title=f"{n}").value.id for n in (5, 10, 15)]


def order(lib: Library, cycle_id: uuid.UUID) -> list[uuid.UUID]:
    held = clips.list_clips(lib, cycle_id)
    assert [clip.order for clip in held] == list(range(len(held)))
    return [clip.id for clip in held]


def test_choosing(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID, three: list[uuid.UUID]) -> None:
    assert order(lib, cycle_id) == three
    snapped = clips.add_clip(lib, recording_id, span=Span.of_us(1, STEP_US + 1)).value
    assert snapped.span == Span.of_us(STEP_US, 2 * STEP_US)
    assert snapped.order == 3
    with pytest.raises(BadInput):
        clips.add_clip(lib, recording_id, span=Span.of_us(61 * SECOND, 62 * SECOND))
    with pytest.raises(NotThere):
        clips.add_clip(lib, uuid.uuid4(), span=SPAN)
    history.undo(lib, family_id)
    assert order(lib, cycle_id) == three


def test_a_clip_from_a_moment(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tagging.add_moment(lib, recording_id, span=SPAN).value
    clip = clips.clip_from_moment(lib, moment.id).value
    assert (clip.span, clip.moment_id, clip.recording_id) == (SPAN, moment.id, recording_id)
    with pytest.raises(Refused, match="already"):
        clips.clip_from_moment(lib, moment.id)
    hard = tagging.add_moment(lib, recording_id, span=SPAN, private=True).value
    with pytest.raises(Refused, match="private"):
        clips.clip_from_moment(lib, hard.id)


@pytest.mark.parametrize(
    ("which", "to", "wanted"), [(0, 2, [1, 2, 0]), (2, 0, [2, 0, 1]), (1, 99, [0, 2, 1]), (1, -5, [1, 0, 2]), (1, 1, [0, 1, 2])]
)
def test_moving(
    lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, three: list[uuid.UUID], which: int, to: int, wanted: list[int]
) -> None:
    done = clips.move_clip(lib, three[which], to=to)
    assert [clip.id for clip in done.value] == [three[place] for place in wanted] == order(lib, cycle_id)
    if wanted != [0, 1, 2]:
        history.undo(lib, family_id)
    assert order(lib, cycle_id) == three


def test_taking_one_out_and_back(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, three: list[uuid.UUID]) -> None:
    done = clips.remove_clip(lib, three[1])
    assert [clip.id for clip in done.value] == [three[0], three[2]] == order(lib, cycle_id)
    assert clips.clip(lib, three[2]).order == 1
    history.undo(lib, family_id)
    assert order(lib, cycle_id) == three
    with pytest.raises(NotThere):
        clips.remove_clip(lib, uuid.uuid4())


def test_nudging_by_pictures(lib: Library, three: list[uuid.UUID]) -> None:
    nudged = clips.nudge_clip(lib, three[0], start_frames=-2, end_frames=1).value
    assert nudged.span == Span.of_us(5 * SECOND - 2 * STEP_US, 8 * SECOND + STEP_US)
    for far in ({"start_frames": -10_000}, {"end_frames": 10_000}, {"start_frames": 10_000}, {"end_frames": -78}):
        with pytest.raises(Refused):
            clips.nudge_clip(lib, three[0], **far)
    assert clips.clip(lib, three[0]).span == nudged.span
    last = clips.nudge_clip(lib, three[0], end_frames=len(film_index()) - 201).value
    assert last.span.end == film_index().end


def test_changing(lib: Library, family_id: uuid.UUID, three: list[uuid.UUID]) -> None:
    done = clips.change_clip(lib, three[0], title=" You wait ", caption="He looks up")
    assert (done.value.title, done.value.caption) == ("You wait", "He looks up")
    assert clips.change_clip(lib, three[0], title="He answers").label == "Change the clip’s title"
    history.undo(lib, family_id)
    assert clips.clip(lib, three[0]).title == "You wait"


def test_the_meter_is_a_hint(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID, three: list[uuid.UUID]) -> None:
    assert clips.meter(lib, cycle_id).words == "3 of 4, 9 s"
    clips.add_clip(lib, recording_id, span=Span.of_us(0, 12 * SECOND))
    clips.add_clip(lib, recording_id, span=SPAN)
    held = clips.meter(lib, cycle_id)
    assert (held.clips, held.clips_limit) == (5, 4)
    assert (held.total_us, held.longest_us, held.clip_limit_us) == (23 * SECOND, 12 * SECOND, 10 * SECOND)
    assert held.words == "5 of 4, 23 s; the longest is 12 s"
