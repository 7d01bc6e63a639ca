"""What the film room, the clips room and the review know as plain data."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.screens.clips.table import Table
from app.screens.film_room.sheet import Sheet, length_words
from app.screens.film_room.speed import faster, rate_words, slower
from app.widgets.show.story import Page, Story
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work.clips import Clip, Meter
from vig_tool.work.importing import RecordingCard
from vig_tool.work.tagging import Moment, Principle, Scheme

TURNS = Principle("turns", "Taking turns", "3", "#009E73", "square", "", "", 2 * SECOND, SECOND)


def moment(start: int, end: int, **more: object) -> Moment:
    plain = Moment(uuid4(), uuid4(), Span.of_us(start * SECOND, end * SECOND), ("turns",), None, None, None, "", False, False, None)
    return replace(plain, **more)  # type: ignore[arg-type]


def sheet(*moments: Moment) -> Sheet:
    card = RecordingCard.__new__(RecordingCard)  # nothing of it is asked here
    return Sheet(card, Scheme("contact", "Contact principles", (TURNS,))).filled(moments, clips=0)


def test_how_far_one_is_in_words() -> None:
    assert sheet().words == "Nothing marked yet"
    marked = sheet(moment(1, 2), moment(3, 4, star=True))
    assert marked.words == "2 marked, 1 starred"
    assert marked.filled(marked.moments, clips=1).words == "2 marked, 1 starred, 1 clip"


def test_before_and_after() -> None:
    first, second, third = moment(1, 2), moment(5, 6), moment(9, 10)
    room = sheet(third, first, second)
    assert room.moments == (first, second, third)
    assert room.after(Instant(0)) == first
    assert room.before(Instant(7 * SECOND)) == second
    assert room.selecting(second.id).after(Instant(0)) == third
    assert room.selecting(first.id).before(Instant(9 * SECOND)) is None
    assert room.selecting(third.id).after(Instant(0)) is None


def test_what_is_gone_is_not_selected() -> None:
    first, second = moment(1, 2), moment(5, 6)
    room = sheet(first, second).selecting(second.id)
    assert room.allows == {"moment"}
    assert room.filled([first], clips=0).moment is None
    assert room.filled([first], clips=0).allows == set()


def test_a_changed_moment_takes_its_place() -> None:
    first, second = moment(1, 2), moment(5, 6)
    moved = replace(first, span=Span.of_us(7 * SECOND, 8 * SECOND), star=True)
    room = sheet(first, second).keeping(moved)
    assert room.moments == (second, moved)
    assert room.moment == moved
    assert room.to_star(Instant(7 * SECOND)) == moved
    assert room.to_star(Instant(9 * SECOND)) is None


def test_titles_and_lengths() -> None:
    room = sheet()
    assert room.title_of(moment(1, 2)) == "Taking turns"
    assert room.title_of(moment(1, 2, principles=(), star=True)) == "Starred"
    assert [length_words(us) for us in (2_400_000, 59_960_000, 80 * SECOND, 120 * SECOND)] == ["2.4 s", "1 min", "1 min 20 s", "2 min"]


def test_rates() -> None:
    assert faster(4.0, playing=False) == 1.0
    assert [faster(rate, playing=True) for rate in (0.25, 1.0, 1.5, 4.0)] == [0.5, 1.5, 2.0, 4.0]
    assert slower(1.0, playing=False) == 0.5
    assert [slower(rate, playing=True) for rate in (0.25, 1.0, 4.0)] == [0.25, 0.75, 2.0]
    assert rate_words(1.0) == "1×"
    assert rate_words(0.5) == "0.5×"


def clip(place: int, seconds: float = 3) -> Clip:
    return Clip(
        id=UUID(int=place),
        cycle_id=uuid4(),
        recording_id=uuid4(),
        moment_id=None,
        span=Span.of_us(0, round(seconds * SECOND)),
        order=place,
        title="",
        caption="",
        speed=100,
        hold=None,
        covers=0,
        looked_through=True,
        dress="",
    )


METER = Meter(2, 4, 6 * SECOND, 3 * SECOND, 10 * SECOND, "2 of 4, 6 s")


def test_the_neighbour_of_a_clip_taken_out_is_selected() -> None:
    clips = tuple(clip(place) for place in range(3))
    table = Table((), METER).filled(clips, METER)
    assert table.clip == clips[0]
    table = table.selecting(clips[2].id).filled(clips[:2], METER)
    assert table.clip == clips[1]
    assert table.filled((), METER).allows == set()
    assert table.selecting(uuid4()).clip == clips[1]


def test_a_long_clip_is_only_said() -> None:
    table = Table((), METER)
    assert table.words_of(clip(0, 3)) == "3.0 s"
    assert table.words_of(clip(0, 12.5)) == "12.5 s, longer than 10 s"


def test_the_review_goes_from_the_question_to_what_is_next() -> None:
    story = Story.begun(2, resume_at=0)
    pages = [(story.page, story.clip)]
    for _ in range(5):
        story = story.next()
        pages.append((story.page, story.clip))
    assert pages == [(Page.QUESTION, 0), (Page.CLIP, 0), (Page.BETWEEN, 1), (Page.CLIP, 1), (Page.END, 1), (Page.END, 1)]


def test_the_review_goes_back() -> None:
    story = Story(count=2, page=Page.END, clip=1)
    story = story.previous()
    assert (story.page, story.clip) == (Page.CLIP, 1)
    story = story.previous()
    assert (story.page, story.clip) == (Page.CLIP, 0)
    assert story.previous().page is Page.QUESTION
    assert Story(count=2, page=Page.BETWEEN, clip=1).previous() == Story(count=2, page=Page.CLIP, clip=0)


@pytest.mark.parametrize(
    ("left", "page", "clip_shown"), [(0, Page.QUESTION, 0), (1, Page.CLIP, 1), (7, Page.CLIP, 2), (-1, Page.QUESTION, 0)]
)
def test_coming_back(left: int, page: Page, clip_shown: int) -> None:
    story = Story.begun(3, resume_at=left)
    assert (story.page, story.clip) == (page, clip_shown)
    assert story.resume_at == clip_shown


def test_slower_and_back() -> None:
    story = Story.begun(1, resume_at=0).turned_slower()
    assert story.rate == 0.5
    assert story.again().rate == 0.5
    assert story.turned_slower().rate == 1.0
