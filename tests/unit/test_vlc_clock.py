"""What time it is in a film that VLC plays, and where a seek comes down."""

from __future__ import annotations

import numpy as np
import pytest

from app.video.landing import Landing, Verdict
from app.video.vlc.clock import VlcClock, measure_offset
from vig_tool.timing import FrameIndex


def running(*, trusting: bool = True) -> VlcClock:
    clock = VlcClock(trusting=trusting)
    clock.seek(0, 0.0)
    clock.buffered(0.1)
    clock.thaw(0.1)
    return clock


def test_between_two_times_told_it_runs_with_the_clock_on_the_wall() -> None:
    clock = running()
    clock.tell(500_000, 10.0)
    assert clock.displayed(10.25) == 750_000
    clock.tell(760_000, 10.26)
    assert clock.displayed(10.30) == 800_000


def test_a_change_of_rate_counts_from_now() -> None:
    clock = running()
    clock.tell(0, 10.0)
    clock.set_rate(2.0, 10.5)
    assert clock.displayed(11.0) == 1_500_000


def test_pictures_from_before_a_seek_have_no_time() -> None:
    clock = running()
    clock.tell(5_000_000, 10.0)
    clock.seek(1_000_000, 10.1)
    clock.tell(1_000_000, 10.11)  # the echo
    assert clock.displayed(10.12) is None
    clock.buffered(10.2)
    assert clock.displayed(10.3) == pytest.approx(1_084_000, abs=2)
    assert not clock.told
    clock.tell(1_150_000, 10.35)
    assert clock.told


def test_standing_still_it_names_no_picture_and_goes_on_from_there() -> None:
    clock = running()
    clock.tell(2_000_000, 10.0)
    clock.freeze(10.5)
    assert clock.displayed(12.0) is None
    clock.thaw(13.0)
    assert clock.displayed(13.1) == pytest.approx(2_600_000, abs=2)


def test_a_film_whose_times_are_not_believed_is_reckoned_from_where_it_was_sent() -> None:
    clock = running(trusting=False)
    clock.tell(9_000_000, 1.0)
    assert clock.displayed(1.1) == pytest.approx(1_000_000, abs=2)


def test_the_offset_is_the_smallest_over_the_first_pictures() -> None:
    times = np.array([0, 33_000, 83_000, 183_000], np.int64)
    displayed = [10.09, 10.133, 10.185, 10.283]  # the first too soon, the third two milliseconds late
    assert measure_offset(displayed, (10.321, 242_000), times) == pytest.approx(21_000, abs=1000)


def index(count: int = 300, key_every: int = 50) -> FrameIndex:
    numbers = np.arange(count, dtype=np.int64)
    return FrameIndex(numbers * 40_000, numbers * 40, numbers % key_every == 0, count * 40_000)


def aim_of(landing: Landing) -> int | None:
    return landing.aim_us


def test_where_players_seek_well_the_aim_is_the_place() -> None:
    landing = Landing(index(), 120, "mov")
    assert landing.aim_us == 120 * 40_000
    assert not landing.runs_up
    assert [landing.judge(n) for n in (118, 119, 121, 122)] == [Verdict.EARLY, Verdict.EARLY, Verdict.THERE, Verdict.THERE]


def test_where_they_seek_badly_the_aim_goes_back_until_it_is_not_too_late() -> None:
    landing = Landing(index(), 220, "mpegts")
    assert landing.runs_up
    assert landing.aim_us == 200 * 40_000 - 500_000
    assert landing.judge(250) is Verdict.LATE
    assert landing.aim_us == 200 * 40_000 - 2_000_000
    assert [landing.judge(250), landing.judge(250)] == [Verdict.LATE, Verdict.LATE]
    assert aim_of(landing) is None  # from the very beginning
    assert landing.judge(219) is Verdict.EARLY
    assert landing.judge(220) is Verdict.THERE
    assert landing.over
