"""A job reports and asks whether to stop, through its context alone."""

from __future__ import annotations

import threading

import pytest

from vig_tool.errors import Cancelled
from vig_tool.jobs import HeldJob, Job, Progress


def test_listeners_hear_few_updates_and_always_the_last() -> None:
    heard: list[Progress] = []
    job = Job(heard.append, every_s=1000)
    for n in range(100):
        job.report(n / 100, "Reading")
    job.report(1, "Done")
    assert [p.part for p in heard] == [0.0, 1]


def test_a_cancelled_job_stops_at_its_next_word() -> None:
    job = Job()
    job.check()
    job.cancel()
    with pytest.raises(Cancelled):
        job.report(0.5)
    assert job.cancelled


def test_a_stretch_counts_within_its_parent_and_stops_with_it() -> None:
    heard: list[Progress] = []
    job = Job(heard.append, every_s=0)
    part = job.within(0.5, 0.75)
    part.report(0.5, "Half of the second half's half")
    assert heard[-1].part == pytest.approx(0.625)
    part.cancel()
    assert job.cancelled
    with pytest.raises(Cancelled):
        part.check()


def test_a_held_job_waits_until_it_may_go_on() -> None:
    job, came = HeldJob(), threading.Event()

    def work() -> None:
        job.check()
        came.set()

    job.hold()
    thread = threading.Thread(target=work)
    thread.start()
    assert not came.wait(0.1)
    job.go_on()
    assert came.wait(5)
    thread.join()


def test_a_held_job_can_be_cancelled() -> None:
    job, stopped = HeldJob(), threading.Event()

    def work() -> None:
        with pytest.raises(Cancelled):
            job.within(0, 0.5).report(0.1, "Reading")
        stopped.set()

    job.hold()
    thread = threading.Thread(target=work)
    thread.start()
    job.cancel()
    assert stopped.wait(5)
    thread.join()
    job.hold()
    with pytest.raises(Cancelled):
        job.check()


def test_a_job_says_whether_it_is_held() -> None:
    job = HeldJob()
    said = [Job().held, job.held]
    job.hold()
    said += [job.held, job.within(0, 0.5).held]
    job.go_on()
    assert [*said, job.held] == [False, False, True, True, False]
