"""The thread for calls that may hang."""

from __future__ import annotations

import threading

import pytest

from app.video.worker import Worker


def test_jobs_are_done_in_order_and_the_thread_is_joined() -> None:
    worker, done = Worker("test"), list[int]()
    for number in range(5):
        worker.post(lambda number=number: done.append(number))  # type: ignore[misc]
    assert worker.close(patience_s=5)
    assert done == [0, 1, 2, 3, 4]


def test_a_bug_in_one_job_is_told_and_the_next_is_still_done(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    worker, done = Worker("test"), list[int]()
    worker.post(lambda: done.append(1 // 0))
    worker.post(lambda: done.append(1))
    assert worker.close(patience_s=5)
    assert done == [1]
    assert len(told) == 1


def test_one_that_hangs_is_not_waited_for_long() -> None:
    worker, go_on = Worker("test"), threading.Event()

    def hang() -> None:
        go_on.wait(10)

    worker.post(hang)
    assert not worker.close(patience_s=0.1)
    go_on.set()
    assert worker.close(patience_s=5)
