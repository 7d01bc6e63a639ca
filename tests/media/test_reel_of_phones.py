"""Four turns of two phones in one reel, with a bright one and a fast one among them: every clip upright, fitted, in time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.reels.canvas import Canvas, canvas_for
from vig_tool.media.reels.reel import ReelClip, ReelPlan, make_reel
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.media.sample.variants import make_variant
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import SECOND, Span

Rgb = NDArray[np.uint8]


def phones(*, short: int, long: int) -> tuple[Recipe, ...]:
    """One phone that writes MOV with tags and a rate that varies, one that writes MP4; both held in every way there is."""
    made = []
    for turn in (0, 90, 180, 270):
        width, height = (short, long) if turn in (90, 270) else (long, short)
        held = replace(SMALL, seconds=3, turn=turn, width=width, height=height, gop=30)
        made.append(replace(held, container="mov", variable_rate=True, gps=True, codec="hevc" if turn == 90 else "h264", seed=2))
        made.append(replace(held, container="mp4", rate=50 if turn == 180 else 30, sound=turn != 270, b_frames=2))
    return tuple(made)


def clip_of(source: Source, span: Span = Span.of_us(SECOND, 3 * SECOND // 2)) -> ReelClip:  # noqa: B008 - frozen
    facts = probe(source)
    index = make_index(source, facts)
    return ReelClip(source, complete(facts, index), index, span)


def pictures(path: Path) -> list[Rgb]:
    with av.open(str(path)) as film:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video=0)]


def inner(picture: Rgb, facts: FilmFacts, canvas: Canvas) -> Rgb:
    """The clip's own picture within the canvas."""
    scale = min(canvas.width / facts.width, canvas.height / facts.height)
    wide, high = round(facts.width * scale), round(facts.height * scale)
    left, top = (canvas.width - wide) // 2, (canvas.height - high) // 2
    return picture[top : top + high, left : left + wide]


@pytest.fixture
def clips(films: FilmShelf) -> list[ReelClip]:
    return [clip_of(films.film(recipe).source) for recipe in phones(short=180, long=320)]


def test_four_turns_of_two_phones_are_all_upright_and_in_time(clips: list[ReelClip], tmp_path: Path) -> None:
    report = make_reel(ReelPlan(None, tuple(clips), fade_us=0), tmp_path / "reel.mp4")
    canvas = canvas_for([(clip.facts, clip.index) for clip in clips])
    assert canvas == Canvas(320, 180, Fraction(30))
    seen = pictures(tmp_path / "reel.mp4")
    assert report.frames == len(seen)
    frame = 0
    for clip in clips:
        span = clip.index.snap_span(clip.span)
        inside = set(clip.index.numbers(span))
        shown = []
        for place in range(canvas.frames(span.length_us)):
            at = span.start.shifted(canvas.time_us(place))
            # Along its top edge a picture carries its number: read only where it stands upright.
            number = read_barcode(np.ascontiguousarray(inner(seen[frame + place], clip.facts, canvas)))
            assert abs(number - clip.index.shown_at(at)) <= 1, "not the picture of this time"
            shown.append(number)
        frame += len(shown)
        assert shown == sorted(shown)
        assert set(shown) <= inside
        assert shown[0] == min(inside)
    assert frame == len(seen)
    assert b"51.5237" not in (tmp_path / "reel.mp4").read_bytes()


def test_a_bright_film_looks_like_the_others(clips: list[ReelClip], tmp_path: Path) -> None:
    bright = clip_of(PlainFile(make_variant("bright-hlg", tmp_path)), Span.of_us(0, SECOND // 2))
    assert bright.facts.hdr
    mixed = (clips[0], bright)
    make_reel(ReelPlan(None, mixed, fade_us=0), tmp_path / "reel.mp4")
    canvas = canvas_for([(clip.facts, clip.index) for clip in mixed])
    from vig_tool.media.pictures.frames import FrameReader

    with FrameReader(bright.source, bright.facts, bright.index) as reader:
        truth = canvas.fit(reader.picture(0).rgb).astype(int)
    first = canvas.frames(clips[0].index.snap_span(clips[0].span).length_us)
    shown = pictures(tmp_path / "reel.mp4")[first].astype(int)
    assert np.abs(shown - truth).mean() < 6
    with av.open(str(tmp_path / "reel.mp4")) as film:
        assert film.streams.video[0].pix_fmt == "yuv420p"
        assert int(film.streams.video[0].codec_context.color_trc) in (1, 6)
