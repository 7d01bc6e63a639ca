"""Times, spans and the index of pictures."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vig_tool.errors import BadInput, Damaged
from vig_tool.timing import FrameIndex, Instant, Span


def index_of(times: list[int], end_us: int) -> FrameIndex:
    keys = np.zeros(len(times), dtype=np.bool_)
    keys[::5] = True
    return FrameIndex(np.array(times, dtype=np.int64), np.array([t * 3 + 7 for t in times], dtype=np.int64), keys, end_us)


indexes = st.lists(st.integers(1, 2_000_000), min_size=0, max_size=40).map(
    lambda steps: index_of([0, *np.cumsum(steps).tolist()], int(sum(steps)) + 33_333)
)


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("12.48", 12_480_000),
        ("0", 0),
        (".5", 500_000),
        ("00:12:48.400", 768_400_000),
        ("02:14.36", 134_360_000),
        ("1:00:00", 3_600_000_000),
        ("3,25", 3_250_000),
    ],
)
def test_times_are_read_as_seconds_or_as_a_clock(text: str, us: int) -> None:
    assert Instant.parse(text) == Instant(us)


@pytest.mark.parametrize("text", ["", "soon", "-1", "1:75.0", "00:61:00", "1e3", "nan", "12.4.8", "99999999999999999"])
def test_what_is_no_time_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Instant.parse(text)
    assert refused.value.sentence.endswith(".")


@given(st.integers(0, 10**11))
def test_a_printed_time_given_back_is_the_same_instant(us: int) -> None:
    printed = json.dumps(Instant(us).seconds)
    assert Instant.of_seconds(json.loads(printed)) == Instant(us)
    if "e" not in printed:
        assert Instant.parse(printed) == Instant(us)


def test_people_read_minutes_seconds_and_hundredths() -> None:
    assert Instant(768_409_999).text == "12:48.40"
    assert Instant(3_600_000_000 + 61_000_000).text == "1:01:01.00"


def test_a_span_needs_an_end_after_its_start() -> None:
    with pytest.raises(BadInput):
        Span.of_us(5, 5)
    assert Instant(5) in Span.of_us(5, 6)
    assert Instant(6) not in Span.of_us(5, 6)
    assert not Span.of_us(0, 5).overlaps(Span.of_us(5, 6))
    assert Span.of_us(0, 6).overlaps(Span.of_us(5, 6))


@given(indexes, st.integers(0, 80_000_000), st.integers(1, 10_000_000))
def test_snapping_never_changes_which_pictures_a_span_holds(index: FrameIndex, start: int, length: int) -> None:
    wished = Span.of_us(start, start + length)
    held = [int(t) for t in index.times if start <= int(t) < start + length]
    assert [int(index.times[n]) for n in index.numbers(wished)] == held
    if not held:
        with pytest.raises(BadInput):
            index.snap_span(wished)
    else:
        snapped = index.snap_span(wished)
        assert [int(index.times[n]) for n in index.numbers(snapped)] == held
        assert index.snap_span(snapped) == snapped


@given(indexes, st.integers(0, 90_000_000))
def test_the_picture_shown_is_the_last_one_begun(index: FrameIndex, at: int) -> None:
    number = index.shown_at(Instant(at))
    assert index.time(number).us <= at
    assert number == len(index) - 1 or index.time(number + 1).us > at


@given(indexes)
def test_an_index_comes_back_from_its_bytes(index: FrameIndex) -> None:
    again = FrameIndex.from_bytes(index.to_bytes())
    assert np.array_equal(again.times, index.times)
    assert np.array_equal(again.stamps, index.stamps)
    assert np.array_equal(again.keys, index.keys)
    assert again.end_us == index.end_us


def test_damaged_bytes_are_said_to_be_damaged() -> None:
    data = index_of([0, 10, 20], 30).to_bytes()
    for broken in (b"", data[:-3], data[:5] + b"x" + data[6:]):
        with pytest.raises(Damaged):
            FrameIndex.from_bytes(broken)


@pytest.mark.parametrize("times", [[], [1, 2], [0, 5, 5], [0, 9, 4]])
def test_an_index_that_cannot_be_is_a_bug(times: list[int]) -> None:
    with pytest.raises(ValueError, match=r"index|times"):
        index_of(times, 100)


def test_key_before_and_the_kind_of_rate() -> None:
    steady = index_of(list(range(0, 33_333 * 30, 33_333)), 33_333 * 30)
    assert [steady.key_before(n) for n in (0, 4, 5, 29)] == [0, 0, 5, 25]
    assert not steady.is_variable
    uneven = index_of([0, 33_000, 70_000, 140_000, 160_000], 200_000)
    assert uneven.is_variable
    coarse = index_of([0, 62_000, 134_000, 201_000, 268_000], 335_000)  # what a clock of milliseconds makes of fifteen a second
    assert not coarse.is_variable
    times = list(range(0, 33_333 * 120, 33_333))
    assert index_of(times[:60] + times[61:], 33_333 * 120).is_variable  # one picture was left out
    assert index_of([0, 33_000, 2_000_000, 2_033_000], 2_066_000).gaps() == [Span.of_us(33_000, 2_000_000)]


@given(indexes, st.data())
def test_a_span_carried_elsewhere_holds_as_many_pictures_and_stays_in_the_film(index: FrameIndex, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(index) - 1))
    last = data.draw(st.integers(first + 1, len(index)))
    span = Span(index.time(first), index.time(last))
    by_us = data.draw(st.integers(-2 * index.end_us, 2 * index.end_us))
    carried = index.carried(span, by_us)
    assert len(index.numbers(carried)) == last - first
    assert carried == index.snap_span(carried)
    assert carried.end <= index.end
    assert index.carried(span, 0) == span
    wanted = span.start.us + by_us
    free = [int(index.times[n]) for n in range(len(index) - (last - first) + 1)]
    assert abs(carried.start.us - wanted) == min(abs(us - wanted) for us in free)
