"""An export stops soon wherever it is: it asks often enough, in every way of writing, and leaves nothing."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.films import SMALL, FilmShelf
from tests.media.test_cut import Ready, ready
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job
from vig_tool.media.exports.choice import Choice
from vig_tool.media.exports.cut import CutReport, cut_clip
from vig_tool.timing import Span

COPIED = replace(SMALL, gop=20, b_frames=2, width=640, height=360)
HEVC = replace(COPIED, codec="hevc", container="mov")
ODD = replace(SMALL, codec="hevc", width=321, height=181)
WAYS = {
    "smart": (COPIED, Choice.PHONE, False),
    "smart-hevc": (HEVC, Choice.BEST, True),
    "straight": (HEVC, Choice.PHONE, False),
    "smaller-level": (COPIED, Choice.SMALL, True),
    "looked-at": (ODD, Choice.PHONE, True),
}
SPAN = Span.of_us(400_000, 5_600_000)


class Counting(Job):
    """Notes how much the processor did from one question to the next, in seconds: that does not depend on what else the machine does."""

    def __init__(self, *, stop_after: int = 10**9) -> None:
        super().__init__()
        self.asked, self.longest, self._left, self._last = 0, 0.0, stop_after, time.process_time()

    def check(self) -> None:
        now = time.process_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.asked += 1
        if self.asked >= self._left:
            self.cancel()
        super().check()


def _cut(at: Ready, way: str, target: Path, job: Job) -> CutReport:
    _, choice, level = WAYS[way]
    return cut_clip(at.film.source, at.facts, at.index, SPAN, target, job, choice=choice, level_sound=level)


@pytest.mark.parametrize("way", WAYS)
def test_it_asks_often_and_stops_wherever_it_is_asked_to(films: FilmShelf, tmp_path: Path, way: str) -> None:
    at, job = ready(films, WAYS[way][0]), Counting()
    report = _cut(at, way, tmp_path / "clip.mp4", job)
    assert report.method == ("smart" if way.startswith("smart") else "encode")
    assert not report.again
    assert job.longest < 0.3
    assert job.asked > 2 * report.frames  # at least once a picture while writing and while checking
    (tmp_path / "clip.mp4").unlink()
    luck = random.Random(way)
    for stop in (1, job.asked, *(luck.randrange(2, job.asked) for _ in range(4))):
        with pytest.raises(Cancelled):
            _cut(at, way, tmp_path / "clip.mp4", Counting(stop_after=stop))
        assert list(tmp_path.iterdir()) == []
        assert not [thread for thread in threading.enumerate() if "export" in thread.name]


def test_from_another_thread_it_ends_in_a_moment(films: FilmShelf, tmp_path: Path) -> None:
    at, luck = ready(films, COPIED), random.Random(7)
    for way in ("smart", "smaller-level"):
        for _ in range(3):
            job, when = Job(), [0.0]

            def stop(job: Job = job, when: list[float] = when) -> None:
                when[0] = time.monotonic()
                job.cancel()

            timer = threading.Timer(luck.uniform(0.02, 0.3), stop)
            timer.start()
            try:
                _cut(at, way, tmp_path / "clip.mp4", job)
            except Cancelled:
                # 300 ms are promised; a machine that does much else may take longer to come round.
                assert time.monotonic() - when[0] < 3.0
                assert list(tmp_path.iterdir()) == []
            finally:
                timer.join()
                (tmp_path / "clip.mp4").unlink(missing_ok=True)
