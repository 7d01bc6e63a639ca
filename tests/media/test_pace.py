"""A clip's own pace: slower or faster with kept pitch, standing on a picture, near to a face; exact to the picture and the sample."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from tests.media.test_reel import CLICKS, clip
from vig_tool.errors import BadInput, Cancelled
from vig_tool.jobs import Job, Progress
from vig_tool.media.covering.covers import Box, Cover, Mark
from vig_tool.media.pictures.ahead import ahead
from vig_tool.media.pictures.planes import BT709, Converter, Laid, parts
from vig_tool.media.reels.canvas import Canvas
from vig_tool.media.reels.pace import Hold, Pace
from vig_tool.media.reels.reel import ReelPlan, make_reel
from vig_tool.media.sample import read_barcode
from vig_tool.media.sounds.slow import stretched
from vig_tool.timing import FrameIndex, Instant, Span

Rgb = NDArray[np.uint8]


def pictures(path: Path) -> list[Rgb]:
    with av.open(str(path)) as film:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video=0)]


def wave(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as film:
        return np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])


def pitch(sound: NDArray[np.float32]) -> float:
    strength = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(strength) * 48_000 / len(sound))


def tone(seconds: float, hertz: float = 440.0) -> Iterator[NDArray[np.float32]]:
    whole = np.sin(2 * np.pi * hertz * np.arange(round(seconds * 48_000)) / 48_000).astype(np.float32) * 0.5
    for first in range(0, len(whole), 1000):
        yield np.stack([whole[first : first + 1000]] * 2, axis=1)


@pytest.mark.parametrize("speed", [25, 50, 75, 90, 150, 400])
def test_sound_keeps_its_pitch_and_has_the_length_asked_for(speed: int) -> None:
    length = 2 * 48_000 * 100 // speed
    made = np.concatenate(list(stretched(tone(2.0), speed=speed, length=length)))
    assert made.shape == (length, 2)
    middle = made[length // 4 : length * 3 // 4, 0]
    assert pitch(middle) == pytest.approx(440, abs=4)
    assert float(np.abs(middle).max()) > 0.3
    assert float(np.abs(made[-length // 8 :, 0]).max()) > 0.3, "the end is missing"


def test_sound_too_short_is_filled_with_silence() -> None:
    made = np.concatenate(list(stretched(tone(0.5), speed=100, length=48_000)))
    assert len(made) == 48_000
    assert not made[24_000:].any()


def index_of(count: int, step_us: int = 40_000) -> FrameIndex:
    times = np.arange(count, dtype=np.int64) * step_us
    return FrameIndex(times, times, np.ones(count, np.bool_), count * step_us)


def test_half_speed_shows_every_picture_twice_as_long() -> None:
    index = index_of(50)
    pace = Pace(index, Span.of_us(400_000, 1_200_000), speed=50)
    assert pace.length_us == 1_600_000
    assert [pace.at(us)[0] for us in (0, 79_999, 80_000, 1_599_999, 9_999_999)] == [10, 10, 11, 29, 29]


def test_a_held_picture_stands_between_what_is_before_and_after() -> None:
    index = index_of(50)
    hold = Hold(Instant(830_000), 2_000_000, near=Box(0.4, 0.4, 0.2, 0.2))
    pace = Pace(index, Span.of_us(400_000, 1_200_000), hold=hold)
    assert pace.length_us == 2_800_000
    assert [pace.at(us) for us in (0, 399_999)] == [(10, 0.0), (19, 0.0)]
    assert {pace.at(us)[0] for us in range(400_000, 2_400_000, 50_000)} == {20}
    near = [pace.at(us)[1] for us in range(400_000, 2_400_001, 50_000)]
    assert near[0] == near[-1] == 0.0
    assert max(near) == 1.0
    assert all(abs(a - b) < 0.2 for a, b in pairwise(near)), "the view jumps"
    assert [pace.at(us)[0] for us in (2_400_000, 2_440_000, 2_799_999)] == [20, 21, 29]
    assert [(s.span is None, s.length_us) for s in pace.stretches] == [(False, 400_000), (True, 2_000_000), (False, 400_000)]


def test_held_at_its_first_picture_or_alone_or_outside() -> None:
    index, span = index_of(50), Span.of_us(400_000, 1_200_000)
    first = Pace(index, span, hold=Hold(Instant(400_000), 500_000))
    assert [first.at(us)[0] for us in (0, 499_999, 500_000, 540_000)] == [10, 10, 10, 11]
    alone = Pace(index, span, hold=Hold(Instant(600_000), 3_000_000, alone=True))
    assert alone.length_us == 3_000_000
    assert {alone.at(us)[0] for us in range(0, 3_000_000, 100_000)} == {15}
    assert Pace(index, span, hold=Hold(Instant(1_200_000), 3_000_000)).length_us == 800_000
    with pytest.raises(BadInput):
        Hold(Instant(0), 100)
    with pytest.raises(BadInput):
        Pace(index, span, speed=5)


def test_slow_motion_in_a_reel(films: FilmShelf, tmp_path: Path) -> None:
    slow = replace(clip(films, CLICKS, 700_000, 1_700_000), speed=50)
    report = make_reel(ReelPlan(None, (slow,), fade_us=0), tmp_path / "reel.mp4")
    assert report.frames == 60
    assert [read_barcode(picture) for picture in pictures(tmp_path / "reel.mp4")] == [n for n in range(21, 51) for _ in range(2)]
    loud = np.flatnonzero(np.abs(wave(tmp_path / "reel.mp4")) > 0.2)
    assert loud[0] / 48 == pytest.approx(600, abs=30)  # the click of second 1, twice as far from the start


def test_a_held_face_comes_near_and_is_silent(films: FilmShelf, tmp_path: Path) -> None:
    box = Box(0.55, 0.45, 0.2, 0.25)
    held = replace(clip(films, SMALL, 1_000_000, 2_000_000), hold=Hold(Instant(1_500_000), 1_500_000, near=box))
    make_reel(ReelPlan(None, (held,), fade_us=0), tmp_path / "reel.mp4")
    seen = pictures(tmp_path / "reel.mp4")
    assert len(seen) == 30 + 45
    assert [read_barcode(picture) for picture in [*seen[:15], *seen[60:]]] == list(range(30, 60))
    whole, near = seen[14].astype(int), seen[37].astype(int)
    # At its nearest the middle of the view is the middle of the box: the same colours, larger.
    place = whole[81:135, 176:240]
    there = np.asarray(cv2.resize(place.astype(np.uint8), (64 * 2, 54 * 2)), np.int64)
    best = cv2.matchTemplate(near.astype(np.uint8), there.astype(np.uint8), cv2.TM_CCOEFF_NORMED)
    wide = cv2.matchTemplate(whole.astype(np.uint8), there.astype(np.uint8), cv2.TM_CCOEFF_NORMED)
    assert best.max() > wide.max() + 0.1
    sound = np.abs(wave(tmp_path / "reel.mp4"))
    assert float(sound[round(0.7 * 48_000) : round(1.8 * 48_000)].max()) < 0.01
    assert float(sound[: 24_000].max()) > 0.02


def test_a_still_alone(films: FilmShelf, tmp_path: Path) -> None:
    still = replace(clip(films, SMALL, 1_000_000, 2_000_000), hold=Hold(Instant(1_500_000), 1_000_000, alone=True))
    assert make_reel(ReelPlan(None, (still,), fade_us=0), tmp_path / "reel.mp4").frames == 30
    assert {read_barcode(picture) for picture in pictures(tmp_path / "reel.mp4")} == {45}


def test_what_is_covered_is_covered_in_every_picture_of_a_reel(films: FilmShelf, tmp_path: Path) -> None:
    cover = Cover("a", (Mark(Instant(1_000_000), Box(0.3, 0.4, 0.2, 0.3)),), round=False)
    bare = clip(films, SMALL, 1_000_000, 1_500_000)
    covered = replace(bare, covers=(cover,), hold=Hold(Instant(1_300_000), 1_000_000, near=Box(0.3, 0.4, 0.2, 0.3)))
    make_reel(ReelPlan(None, (covered,), fade_us=0), tmp_path / "reel.mp4")
    make_reel(ReelPlan(None, (covered,)).plain(), tmp_path / "plain.mp4")
    seen = pictures(tmp_path / "reel.mp4")
    assert len(seen) == 45
    for picture in seen[:9] + seen[-6:] + pictures(tmp_path / "plain.mp4"):
        fine = cv2.Laplacian(cv2.GaussianBlur(cv2.cvtColor(picture[74:124, 98:158], cv2.COLOR_RGB2GRAY), (3, 3), 0), cv2.CV_64F)
        assert np.abs(fine).max() < 14
        assert picture.std() > 20
    fine = cv2.Laplacian(cv2.cvtColor(seen[24][60:120, 120:200], cv2.COLOR_RGB2GRAY), cv2.CV_64F)
    assert np.abs(fine).max() < 14, "near to what is covered it is still covered"


class Stopper:
    """Cancels its job from another thread's place once it is so far, and remembers when."""

    def __init__(self, part: float) -> None:
        self.asked = 0.0
        self._part = part
        self.job = Job(self._hear, every_s=0)

    def _hear(self, progress: Progress) -> None:
        if not self.asked and (progress.part or 0) >= self._part:
            self.asked = time.monotonic()
            self.job.cancel()


def test_cancelling_is_heard_at_once_wherever_the_reel_is(films: FilmShelf, tmp_path: Path) -> None:
    plan = ReelPlan("Why?", (clip(films, CLICKS, 0, 5_000_000), replace(clip(films, SMALL, 0, 2_000_000), speed=50)), title_us=500_000)
    waits = []
    for part in (0.0, 0.2, 0.5, 0.84, 0.9, 0.97):
        stopper = Stopper(part)
        with pytest.raises(Cancelled):
            make_reel(plan, tmp_path / "reel.mp4", stopper.job)
        waits.append(time.monotonic() - stopper.asked)
        assert not list(tmp_path.iterdir())
    assert sorted(waits)[-2] < 0.3, waits


def test_planes_and_back() -> None:
    luck = np.random.default_rng(2)
    rgb = np.asarray(cv2.resize(luck.integers(0, 255, (9, 16, 3), np.uint8), (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)
    for colours in (BT709, (5, 6, 6)):
        converter = Converter(colours)
        plain = converter.plain((23, 25, 27), width=320, height=180)
        drawn = converter.planes(np.full((180, 320, 3), (23, 25, 27), np.uint8))
        assert np.abs(plain.astype(int) - drawn).max() <= 1
        bright, blue, red = parts(converter.planes(rgb))
        assert (bright.shape, blue.shape, red.shape) == ((180, 320), (90, 160), (90, 160))


def test_something_laid_over_a_picture() -> None:
    converter = Converter(BT709)
    planes = converter.planes(np.full((180, 320, 3), 200, np.uint8))
    before = planes.copy()
    strip = np.zeros((21, 41, 4), np.uint8)
    strip[..., 3] = 255
    Laid(strip, left=31, top=51, converter=converter).on(planes)
    bright, _, _ = parts(planes)
    assert np.all(bright[51:70, 32:70] <= 18)
    assert np.array_equal(parts(before)[0][:48], bright[:48])


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1280, 720)])
def test_the_view_moves_without_a_jump_and_stays_in_the_picture(size: tuple[int, int]) -> None:
    canvas = Canvas(640, 360, SMALL.rate)  # type: ignore[arg-type]
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    rgb = np.stack([x * 255 // size[0], y * 255 // size[1], np.full_like(x, 128)], axis=2).astype(np.uint8)
    box = Box(0.6, 0.1, 0.1, 0.1)
    assert np.abs(canvas.near(rgb, box, 0.0).astype(int) - canvas.fit(rgb)).max() <= 3
    steps = [canvas.near(rgb, box, part / 20).astype(int) for part in range(21)]
    assert max(np.abs(one - other).mean() for one, other in pairwise(steps)) < 25
    middle = canvas.near(rgb, box, 1.0)[180, 320]
    if size[0] > size[1]:
        assert middle[0] == pytest.approx(0.65 * 255, abs=12)


def test_reading_ahead_passes_on_everything_and_stops() -> None:
    assert list(ahead(range(20), most=3)) == list(range(20))

    def breaking() -> Iterator[int]:
        yield 1
        raise BadInput("planted")

    found = ahead(breaking(), most=3)
    assert next(found) == 1
    with pytest.raises(BadInput):
        next(found)
    closed: list[int] = []

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 0
        finally:
            closed.append(1)

    found = ahead(endless(), most=2)
    next(found)
    found.close()
    assert closed == [1]
