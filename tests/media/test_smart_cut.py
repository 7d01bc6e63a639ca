"""Copied clips: every picture is the right one over codecs, groups and containers; nothing else is in the bytes; sound stays in place."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from tests.films import InMemory
from vig_tool.jobs import Job
from vig_tool.media.exports import check_cut, cut, pieced
from vig_tool.media.exports.check_cut import Expected
from vig_tool.media.exports.choice import Choice
from vig_tool.media.exports.cut import CutReport, cut_clip
from vig_tool.media.exports.cut_plan import CutPlan, plan_cut
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample import read_barcode
from vig_tool.media.sample.strip import Strip, Tone, write_strip
from vig_tool.timing import FrameIndex, Span

COUNT, RATE, GOP = 168, 24, 24
_X265 = "scenecut=0:log-level=none:pools=none:frame-threads=1"
_WAVERING = tuple(3750 * n + (n * 977 % 1900 if n % 3 else 0) + (11_000 if n > 30 else 0) for n in range(COUNT) if n % 13 != 12)


def strip(codec: str = "libx264", **more: object) -> Strip:
    return Strip(codec=codec, count=COUNT, rate=RATE, gop=GOP, **more)  # type: ignore[arg-type]


KINDS = {
    "h264": strip(),
    "h264-b": strip(b_frames=2),
    "h264-pyramid": strip(b_frames=3, options={"x264-params": "b-pyramid=normal:b-adapt=0:scenecut=0"}),
    "h264-mkv": strip(b_frames=2, format="matroska"),
    "h264-mov-late": strip(b_frames=2, format="mov", first_us=1_500_000),
    "h264-main": strip(b_frames=1, options={"profile": "main"}),
    "h264-baseline": strip(options={"profile": "baseline"}),
    "h264-full-range": strip(b_frames=2, pix_fmt="yuvj420p"),
    "h264-variable": strip(b_frames=2, stamps=_WAVERING, clock=90_000),
    "h264-fragments": strip(b_frames=2, writing={"movflags": "frag_keyframe+delay_moov+default_base_moof"}),
    "h264-slices": strip(b_frames=2, options={"x264-params": "slices=3"}),
    "hevc-closed": strip("libx265", format="mov", b_frames=3, options={"x265-params": f"open-gop=0:keyint=24:min-keyint=24:{_X265}"}),
    "hevc-open": strip(
        "libx265", b_frames=3, options={"x265-params": f"open-gop=1:keyint=24:min-keyint=24:bframe-adaptive=0:b-pyramid=1:{_X265}"}
    ),
    "hevc-open-mkv": strip(
        "libx265", format="matroska", b_frames=2, options={"x265-params": f"open-gop=1:keyint=24:min-keyint=24:{_X265}"}
    ),
}
ENCODED = {
    "h264-open": strip(b_frames=2, options={"x264-params": "open-gop=1:keyint=24:min-keyint=24:scenecut=0", "bf": "2"}),
    "h264-ts": strip(b_frames=2, format="mpegts", sounds=(Tone(codec="mp2"),)),
    "h264-turned": strip(b_frames=2, turn=90, width=180, height=320),
    "h264-mirrored": strip(b_frames=2, turn=180, mirrored=True),
    "h264-stretched": strip(b_frames=2, aspect=Fraction(4, 3)),
}

OPEN_AND_CLOSED = ("h264-pyramid", "h264-variable", "hevc-closed", "hevc-open", "hevc-open-mkv")


@dataclass(frozen=True)
class Ready:
    source: InMemory
    facts: FilmFacts
    index: FrameIndex

    def plan(self, span: Span, choice: Choice = Choice.BEST) -> CutPlan:
        return plan_cut(self.source, self.facts, self.index, span, choice=choice)

    def cut(self, span: Span, target: Path, choice: Choice = Choice.BEST, *, level_sound: bool = False) -> CutReport:
        return cut_clip(self.source, self.facts, self.index, span, target, choice=choice, level_sound=level_sound)

    def span(self, first: int, stop: int) -> Span:
        return Span(self.index.time(first), self.index.time(stop))


def ready(kind: Strip) -> Ready:
    source = InMemory(write_strip(kind))
    facts = probe(source)
    index = make_index(source, facts, Job())
    return Ready(source, complete(facts, index), index)


_made: dict[str, Ready] = {}


def film(name: str) -> Ready:
    if name not in _made:
        _made[name] = ready((KINDS | ENCODED)[name])
    return _made[name]


def shown(path: Path, *, hidden: bool = False) -> tuple[list[int], list[int]]:
    """Numbers and times (µs) of all pictures; with `hidden` also those an edit list hides."""
    with av.open(str(path), container_options={"ignore_editlist": "1"} if hidden else {}) as clip:
        frames = list(clip.decode(video=0))
    base = frames[0].time_base or Fraction(1)
    numbers = [read_barcode(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) for frame in frames]
    return numbers, [round(((frame.pts or 0) - (frames[0].pts or 0)) * base * 1_000_000) for frame in frames]


def exact(at: Ready, span: Span, target: Path, report: CutReport) -> None:
    """The clip is what was meant, as a player shows it and in its bytes."""
    numbers = list(at.index.numbers(span))
    seen, times = shown(target)
    assert seen == numbers
    assert shown(target, hidden=True)[0] == numbers
    meant = at.index.times[numbers] - at.index.times[numbers[0]]
    assert np.abs(np.array(times) - meant).max() <= 24
    assert report.frames == len(numbers)
    assert not report.again  # what copying made passed its check at once
    with av.open(str(target)) as clip:
        assert [stream.type for stream in clip.streams] == ["video", "audio"]
        assert set(clip.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}


@pytest.mark.parametrize(("name", "long"), [*((name, False) for name in KINDS), *((name, True) for name in OPEN_AND_CLOSED)])
def test_every_picture_of_a_copied_clip_is_the_right_one(name: str, long: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`long`: as if it were too long to be decoded once more as a whole."""
    at, luck = film(name), random.Random(name)
    if long:
        monkeypatch.setattr(pieced, "_DECODED", {"h264": 0, "hevc": 0})
    count = len(at.index)
    spans = [(GOP, 4 * GOP), (luck.choice((0, luck.randrange(1, GOP))), count - luck.randrange(5))]
    spans += [(first, first + luck.randrange(3 * GOP, 4 * GOP)) for first in (luck.randrange(1, GOP * 2) for _ in range(2))]
    methods = []
    for first, stop in spans:
        span = at.span(first, stop)
        report = at.cut(span, tmp_path / "clip.mp4")
        exact(at, span, tmp_path / "clip.mp4", report)
        methods.append(report.method)
    assert methods == ["smart"] * len(spans)


@pytest.mark.parametrize("name", ENCODED)
def test_what_cannot_be_copied_is_encoded_and_right(name: str, tmp_path: Path) -> None:
    at, luck = film(name), random.Random(name)
    for _ in range(2):
        first = luck.randrange(1, GOP)
        span = at.span(first, first + luck.randrange(2 * GOP, 4 * GOP))
        report = at.cut(span, tmp_path / "clip.mp4")
        exact(at, span, tmp_path / "clip.mp4", report)
        assert report.method == "encode"


def test_a_plan_says_what_is_copied() -> None:
    at = film("h264-b")
    plan = at.plan(at.span(10, 90))
    assert plan.method == "smart"
    assert plan.copied is not None
    assert plan.head == range(10, 24)
    assert plan.copied.numbers.start == 24
    assert set(plan.copied.order) == set(plan.copied.numbers)
    assert 90 - plan.tail.start <= 3  # only what leans on pictures beyond the end is encoded anew
    assert [*plan.head, *plan.copied.numbers, *plan.tail] == list(range(10, 90))
    assert at.plan(at.span(10, 30)).method == "encode"  # too little to copy
    assert at.plan(at.span(10, 90), Choice.SMALL).method == "encode"


def test_hevc_is_copied_only_for_the_best_quality(tmp_path: Path) -> None:
    at = film("hevc-closed")
    span = at.span(5, 120)
    for choice, codec in ((Choice.PHONE, "h264"), (Choice.SMALL, "h264"), (Choice.BEST, "hevc")):
        report = at.cut(span, tmp_path / "clip.mp4", choice)
        assert report.method == ("smart" if codec == "hevc" else "encode")
        with av.open(str(tmp_path / "clip.mp4"), "r") as clip:
            assert clip.streams.video[0].codec_context.name == codec


def test_an_open_group_at_the_beginning_is_marked_as_cut_off(tmp_path: Path) -> None:
    """Its leading pictures are encoded with the head; what is left says that nothing before it is needed."""
    at = film("hevc-open")
    span = at.span(7, 130)
    plan = at.plan(span)
    assert plan.copied is not None
    at.cut(span, tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4"), "r") as clip:
        assert clip.streams.video[0].codec_context.codec_tag == "hvc1"
        kinds = [bytes(packet)[4] >> 1 & 63 for packet in clip.demux(video=0) if packet.size]
    assert kinds[0] in (19, 20)
    assert kinds[len(plan.head)] == 18
    assert set(kinds[len(plan.head) + 1 :]) & {21}  # inside, groups stay as open as they were


def test_copied_pictures_are_bit_for_bit_those_of_the_film(tmp_path: Path) -> None:
    at = film("h264-pyramid")
    span = at.span(5, 150)
    plan = at.plan(span)
    assert plan.copied is not None
    at.cut(span, tmp_path / "clip.mp4")
    with av.open(at.source.open(), "r") as whole, av.open(str(tmp_path / "clip.mp4"), "r") as clip:
        ours = [bytes(packet) for packet in clip.demux(video=0) if packet.size][len(plan.head) :][: len(plan.copied.order)]
        theirs = {bytes(packet) for packet in whole.demux(video=0) if packet.size}
    assert len(ours) == len(plan.copied.order)
    assert sum(one in theirs for one in ours) >= len(ours) - 1  # the film's very first packet also holds a note, which is left out


@pytest.mark.parametrize("name", ["h264-b", "hevc-closed"])
def test_a_clip_is_decoded_whole_and_only_a_very_long_copy_at_its_joins(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, span = film(name), film(name).span(5, 150)
    looked: list[int] = []
    real = check_cut._look

    def look(frame: VideoFrame, place: int, expected: Expected) -> None:
        looked.append(place)
        real(frame, place, expected)

    monkeypatch.setattr(check_cut, "_look", look)
    assert at.cut(span, tmp_path / "clip.mp4").method == "smart"
    assert looked == list(range(145))
    looked.clear()
    monkeypatch.setattr(pieced, "_DECODED", {"h264": 5_000_000, "hevc": 5_000_000})
    assert at.cut(span, tmp_path / "clip.mp4").method == "smart"
    assert 50 < len(looked) < 120
    assert {0, 144} < set(looked)


def test_a_picture_changed_after_copying_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = film("h264-b")
    real = pieced.sum_of
    monkeypatch.setattr(pieced, "sum_of", lambda units: real(units) ^ 1)
    report = at.cut(at.span(5, 150), tmp_path / "clip.mp4")
    assert report.method == "encode"
    assert report.again
    assert shown(tmp_path / "clip.mp4")[0] == list(range(5, 150))


def test_colours_and_range_of_the_film_are_kept_in_a_copy(tmp_path: Path) -> None:
    at = film("h264-full-range")
    at.cut(at.span(5, 150), tmp_path / "clip.mp4")
    told = []
    for place in (at.source.open(), str(tmp_path / "clip.mp4")):
        with av.open(place, "r") as found:
            told.append({(int(f.color_primaries), int(f.color_trc), int(f.colorspace), int(f.color_range)) for f in found.decode(video=0)})
    assert told[1] == told[0]


def test_a_full_range_film_is_written_with_the_usual_range_for_a_television(tmp_path: Path) -> None:
    at = film("h264-full-range")
    at.cut(at.span(5, 20), tmp_path / "clip.mp4", Choice.PHONE)
    with av.open(str(tmp_path / "clip.mp4"), "r") as clip, av.open(at.source.open(), "r") as whole:
        ours = next(clip.decode(video=0))
        theirs = list(whole.decode(video=0))[5]
        assert ours.format.name == "yuv420p"
        apart = np.abs(ours.to_ndarray(format="rgb24").astype(int) - theirs.to_ndarray(format="rgb24").astype(int))
    assert apart.mean() < 4


@pytest.mark.parametrize("name", ["h264-turned", "h264-mirrored", "h264-stretched"])
def test_pictures_go_straight_to_the_encoder_and_look_as_in_the_film_room(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vig_tool.media.pictures.frames import FrameReader

    at = film(name)
    with FrameReader(at.source, at.facts, at.index) as reader:
        meant = [reader.picture(number).rgb for number in range(5, 15)]

    def never(*_about: object) -> None:
        raise AssertionError("the long way was taken")

    monkeypatch.setattr(cut, "FrameReader", never)
    at.cut(at.span(5, 15), tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4"), "r") as clip:
        for frame, rgb in zip(clip.decode(video=0), meant, strict=True):
            apart = np.abs(frame.to_ndarray(format="rgb24").astype(int) - rgb.astype(int))
            assert apart.mean() < 4


def clicks(path: Path) -> list[float]:
    """When clicks begin, in milliseconds."""
    with av.open(str(path)) as clip:
        pieces = [(round((frame.time or 0) * 48_000), np.abs(frame.to_ndarray()[0])) for frame in clip.decode(audio=0)]
    wave = np.zeros(max(place + len(piece) for place, piece in pieces))
    for place, piece in pieces:
        wave[max(0, place) : place + len(piece)] = piece[max(0, -place) :]
    loud = np.flatnonzero(wave > 0.25)
    return [float(start) / 48 for start in loud[np.flatnonzero(np.diff(loud, prepend=-100_000) > 4800)]]


@pytest.mark.parametrize(("late_us", "container"), [(0, "mp4"), (700_000, "mp4"), (350_000, "mkv"), (0, "mov")])
def test_sound_stays_within_ten_milliseconds_of_its_picture(tmp_path: Path, late_us: int, container: str) -> None:
    from vig_tool.media.sample import Recipe, make_film

    path = tmp_path / f"film.{container}"
    recipe = Recipe(seconds=7, width=320, height=180, gop=20, b_frames=2, clicks=True, late_sound_us=late_us, container=container)
    truth = make_film(path, recipe)
    source = InMemory(path.read_bytes())
    facts = probe(source)
    index = make_index(source, facts, Job())
    at = Ready(source, complete(facts, index), index)
    for first, stop, choice in ((17, 200, Choice.PHONE), (33, 75, Choice.SMALL)):
        span = at.span(first, stop)
        at.cut(span, tmp_path / "clip.mp4", choice)
        heard = clicks(tmp_path / "clip.mp4")
        meant = [(click - span.start.us) / 1000 for click in truth.clicks_us if span.start.us + 20_000 < click < span.end.us - 20_000]
        assert meant
        for click in meant:
            assert min(abs(click - one) for one in heard) < 10
