"""Interlaced pictures are shown and exported without a comb, at the moment of their first field, and still parts keep their detail."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from av.filter import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.media.index.indexing import make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.deinterlace import Deinterlacer
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample.strip import Strip, draw, write_strip
from vig_tool.media.source import PlainFile

Grey = NDArray[np.uint8]
HEIGHT, WIDTH = 240, 320


def _room(bar: int) -> Grey:
    """Still fine detail, and a bright bar with its left edge at `bar`."""
    picture = np.full((HEIGHT, WIDTH), 70, np.uint8)
    for place in range(10, 120, 6):
        cv2.line(picture, (5, place), (150, place + 40), 190, 1)  # thin, slanted
    cv2.putText(picture, "a still word", (10, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 220, 1)
    picture[30:32, 160:300] = 230
    picture[60:220, bar : bar + 30] = 200
    return picture


def _interlaced(first: Grey, second: Grey, *, upper_first: bool, kind: str = "yuv420p") -> VideoFrame:
    woven = first.copy()
    woven[1 if upper_first else 0 :: 2] = second[1 if upper_first else 0 :: 2]
    yuv = np.vstack([woven, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
    frame = VideoFrame.from_ndarray(yuv, format="yuv420p").reformat(format=kind)
    graph = Graph()
    came = graph.add_buffer(width=WIDTH, height=HEIGHT, format=frame.format, time_base=Fraction(1, 25))
    graph.link_nodes(came, graph.add("setfield", "tff" if upper_first else "bff"), graph.add("buffersink")).configure()
    graph.vpush(frame)
    return graph.vpull()


def _grey(frame: VideoFrame) -> Grey:
    return np.asarray(frame.reformat(format="gray").to_ndarray(), np.uint8)


def _comb(picture: Grey) -> float:
    """How many pixels stand out from the lines above and below, line after line, as a comb does and a still picture hardly does."""
    lines = picture.astype(np.int16)
    step = np.diff(lines, axis=0)
    teeth = (step[:-2] * step[1:-1] < 0) & (step[1:-1] * step[2:] < 0) & (np.abs(step[:-2]) > 20) & (np.abs(step[1:-1]) > 20)
    return float(np.mean(teeth[:, 155:] & (np.abs(step[2:, 155:]) > 20)))


@pytest.mark.parametrize("upper_first", [True, False])
@pytest.mark.parametrize("moved", [2, 7, 19])
def test_no_comb_is_left_and_still_parts_are_as_they_were(moved: int, *, upper_first: bool) -> None:
    first, second = _room(180), _room(180 + moved)
    frame = _interlaced(first, second, upper_first=upper_first)
    made = _grey(Deinterlacer().whole(frame))
    assert _comb(_grey(frame)) > 0.005
    assert _comb(made) == 0
    assert np.array_equal(made[:, :150], _grey(frame)[:, :150])  # every still line, not only every second one
    wrong = np.abs(made.astype(int) - _grey(_interlaced(first, first, upper_first=upper_first)).astype(int))
    assert np.mean(wrong[58:222, 155:] > 12) < 0.01  # the bar stands where it was when the first field was filmed


def test_a_still_picture_is_not_touched() -> None:
    room = _room(200)
    frame = _interlaced(room, room, upper_first=True)
    assert np.array_equal(_grey(Deinterlacer().whole(frame)), _grey(frame))


def test_a_picture_that_is_not_interlaced_is_given_back() -> None:
    frame = VideoFrame(64, 48, "yuv420p")
    assert Deinterlacer().whole(frame) is frame


def test_other_kinds_of_pixels_lose_their_comb_too() -> None:
    frame = _interlaced(_room(180), _room(187), upper_first=True, kind="yuv422p10le")
    assert _comb(_grey(Deinterlacer().whole(frame))) == 0


def test_what_came_before_has_no_say() -> None:
    """One picture, the same whether others were made whole before it or not."""
    frames = [_interlaced(_room(100 + 9 * n), _room(104 + 9 * n), upper_first=n % 2 == 0) for n in range(5)]
    busy = Deinterlacer()
    after_others = [_grey(busy.whole(frame)) for frame in frames]
    for frame, made in zip(frames, after_others, strict=True):
        assert np.array_equal(_grey(Deinterlacer().whole(frame)), made)


@pytest.mark.parametrize("fields", ["tt", "bb"])
@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_the_exact_picture_of_an_interlaced_film_is_whole(tmp_path: Path, codec: str, fields: str) -> None:
    strip = Strip(codec=codec, format="mpegts", rate=25, count=12, gop=6, b_frames=2, fields=fields, width=640, height=360, sounds=())
    path = tmp_path / "film.mts"
    path.write_bytes(write_strip(strip))
    source = PlainFile(path)
    facts = probe(source)
    index = make_index(source, facts)
    assert facts.interlaced
    with FrameReader(source, facts, index) as reader:
        shown = [reader.picture(number).rgb.copy() for number in range(len(index))]
        for number in (7, 2, 11, 5):
            assert np.array_equal(reader.picture(number).rgb, shown[number])
    for rgb, drawn in zip(shown, draw(replace(strip, fields="")), strict=True):
        assert cv2.PSNR(rgb, drawn) > 28
