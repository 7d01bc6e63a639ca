"""The shared review: what may be shown, what was said, where it was left."""

from __future__ import annotations

import uuid
from dataclasses import fields
from datetime import date

import pytest

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, Refused
from vig_tool.timing import SECOND, Span
from vig_tool.work import clips, families, history, review, tagging
from vig_tool.work.opening import Library


def choose(lib: Library, recording_id: uuid.UUID, start: int, end: int) -> uuid.UUID:
    return clips.add_clip(lib, recording_id, span=Span.of_us(start * SECOND, end * SECOND), title="kept from the parent").value.id


def test_what_is_shown(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    with pytest.raises(Refused, match="No clip"):
        review.prepare_show(lib, cycle_id)
    second = take_in(lib, cycle_id)
    ids = [choose(lib, recording_id, 5, 8), choose(lib, second, 5, 8), choose(lib, recording_id, 20, 24)]
    show = review.prepare_show(lib, cycle_id)
    assert show.question == "What helps him feel close to me?"
    assert [shown.clip_id for shown in show.clips] == ids
    assert [shown.film.recording_id for shown in show.clips] == [recording_id, second, recording_id]
    assert show.clips[0].film is show.clips[2].film
    assert [field.name for field in fields(show.clips[0])] == ["clip_id", "film", "span"]


def test_nothing_private_is_shown(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    touching = choose(lib, recording_id, 5, 8)
    choose(lib, recording_id, 7, 11)
    choose(lib, recording_id, 9, 10)
    elsewhere = choose(lib, take_in(lib, cycle_id), 8, 10)
    tagging.add_moment(lib, recording_id, span=Span.of_us(8 * SECOND, 10 * SECOND), private=True)
    assert [shown.clip_id for shown in review.prepare_show(lib, cycle_id).clips] == [touching, elsewhere]


def test_only_this_cycles_clips(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    choose(lib, recording_id, 5, 8)
    other = families.add_cycle(lib, family_id, question="And now?").value.id
    with pytest.raises(Refused):
        review.prepare_show(lib, other)


def test_words_and_reflections(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    clip_id = choose(lib, recording_id, 5, 8)
    empty = review.words_of(lib, clip_id)
    assert (empty.parents_words, empty.reflections) == ("", dict.fromkeys(review.REFLECTIONS, ""))
    review.keep_parents_words(lib, clip_id, text="I saw him look up.")
    review.keep_parents_words(lib, clip_id, text=" I saw him look up at me. ")
    review.reflect(lib, clip_id, kind="feelings", text="proud")
    done = review.reflect(lib, clip_id, kind="wishes", text="more of it")
    assert done.value.parents_words == "I saw him look up at me."
    assert done.value.reflections == {"feelings": "proud", "thoughts": "", "wishes": "more of it", "intentions": ""}
    assert done.changes.kinds == {"review"}
    assert review.reflect(lib, clip_id, kind="wishes", text="").value.reflections["wishes"] == ""
    with pytest.raises(BadInput):
        review.reflect(lib, clip_id, kind="doubts", text="?")
    for _ in range(4):
        history.undo(lib, family_id)
    assert review.words_of(lib, clip_id).parents_words == "I saw him look up."
    assert not any(review.words_of(lib, clip_id).reflections.values())


def test_leaving_and_coming_back(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    ids = [choose(lib, recording_id, n, n + 1) for n in (5, 10, 15)]
    assert review.prepare_show(lib, cycle_id).resume_at == 0
    review.keep_parents_words(lib, ids[0], text="Oh!")
    review.leave_show(lib, cycle_id, at_clip=1)
    assert review.prepare_show(lib, cycle_id).resume_at == 1
    clips.move_clip(lib, ids[1], to=2)
    assert review.prepare_show(lib, cycle_id).resume_at == 2  # the clip, not the place
    history.undo(lib, family_id)
    history.undo(lib, family_id)  # having left in between does not stand in the way
    assert review.words_of(lib, ids[0]).parents_words == ""
    review.leave_show(lib, cycle_id, at_clip=1)
    clips.remove_clip(lib, ids[1])
    assert review.prepare_show(lib, cycle_id).resume_at == 0
    review.leave_show(lib, cycle_id, at_clip=99)
    assert review.prepare_show(lib, cycle_id).resume_at == 0


def test_finishing(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    choose(lib, recording_id, 5, 8)
    done = review.finish_review(lib, cycle_id, on=date(2025, 4, 2))
    assert done.changes.touches("cycle")
    assert families.cycle_card(lib, cycle_id).reviewed_on == date(2025, 4, 2)
    history.undo(lib, family_id)
    assert families.cycle_card(lib, cycle_id).reviewed_on is None
