"""A film's pictures as they are stored, decoded in one go and checked against the index: the short way from a film to an encoder.

No detour over RGB. Where anything is not as the index says, `NotStraight` is raised and the careful reader takes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np
from av.error import FFmpegError
from av.filter import Graph
from av.video.frame import VideoFrame

from vig_tool.jobs import Job
from vig_tool.media.exports.choice import Form
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex

_MATRICES: Final = (1, 2, 5, 6)  # BT.709, not said, BT.601 (both names)
_LIMITED, _FULL = 1, 2
_TURNS: Final = {0: [], 90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"]}


class NotStraight(Exception):
    """This film has to be read with more care."""


class Numbers:
    """Finds a picture's number by its stamp."""

    def __init__(self, index: FrameIndex) -> None:
        self._order = np.argsort(index.stamps, kind="stable")
        self._sorted = index.stamps[self._order]
        self.clear = len(np.unique(self._sorted)) == len(index)
        """Whether every picture has a stamp of its own."""

    def of(self, stamp: int | None) -> int | None:
        if stamp is None:
            return None
        place = int(np.searchsorted(self._sorted, stamp))
        if place == len(self._sorted) or self._sorted[place] != stamp:
            return None
        return int(self._order[place])


def is_straight(facts: FilmFacts, form: Form) -> bool:
    """Whether this film's pictures can be written without looking at them one by one: ordinary brightness, whole pictures, an even size."""
    even = not (facts.coded_width % 2 or facts.coded_height % 2 or form.width % 2 or form.height % 2)
    return even and not facts.hdr and not facts.interlaced and facts.pixel_format.startswith("yuv")


def stored_pictures(source: Source, facts: FilmFacts, index: FrameIndex, numbers: range, job: Job) -> Iterator[tuple[int, VideoFrame]]:
    """Each of the pictures with its number, as it is stored, in the order of showing. Raises NotStraight, Damaged, Cancelled."""
    if not numbers:
        return
    known = Numbers(index)
    if not known.clear:
        raise NotStraight
    key, wanted = index.key_before(numbers.start), numbers.start
    with OpenFilm(source, track=facts.track) as film:
        if key and not film.seek(int(index.stamps[key])):
            raise NotStraight
        sure = not key
        for frame in film.pictures():
            job.check()
            number = known.of(frame.pts)
            if film.errors or (sure and number is None):
                raise NotStraight
            sure = sure or (number is not None and bool(index.keys[number]))
            if not sure or number is None or number < wanted:
                continue
            if number != wanted:
                raise NotStraight
            yield number, frame
            wanted += 1
            if wanted == numbers.stop:
                return
    raise NotStraight


class Fitting:
    """Makes stored pictures of one film ready for the encoder: upright, square, of the form's size, 8-bit 4:2:0 of limited range.

    `colours`: primaries, curve and matrix to be written, as the film has them. Raises NotStraight for colours that need a look.
    """

    def __init__(self, facts: FilmFacts, form: Form, first: VideoFrame) -> None:
        if int(first.colorspace) not in _MATRICES or first.format.is_rgb:
            raise NotStraight
        # As players do: what is high definition means BT.709, what is smaller BT.601.
        usual = 1 if facts.coded_height >= 720 or facts.coded_width >= 1280 else 6
        said = (int(first.color_primaries), int(first.color_trc), int(first.colorspace))
        self.colours = tuple(usual if one in (0, 2) else one for one in said)
        self._shape = (first.width, first.height, first.format.name)
        steps = [*_TURNS[facts.turn], *(["hflip"] if facts.mirrored else [])]
        full = first.format.name.startswith("yuvj") or int(first.color_range) == _FULL
        if full or not (form.fits and facts.is_square):
            ranges = "in_range=full:out_range=limited" if full else "out_range=limited"
            steps.append(f"scale={form.width}:{form.height}:flags=bicubic+accurate_rnd:{ranges}")
        if steps or first.format.name != "yuv420p":
            steps.append("format=yuv420p")
        self._graph = _graph(first, facts.tick, steps) if steps else None

    def ready(self, frame: VideoFrame) -> VideoFrame:
        if (frame.width, frame.height, frame.format.name) != self._shape:
            raise NotStraight
        if self._graph is None:
            return frame
        try:
            self._graph.push(frame)
            made = self._graph.pull()
        except FFmpegError as trouble:
            raise NotStraight from trouble
        if not isinstance(made, VideoFrame):
            raise NotStraight
        return made


def _graph(first: VideoFrame, tick: Fraction, steps: list[str]) -> Graph:
    graph = Graph()
    last = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=tick)
    for step in steps:
        name, _, words = step.partition("=")
        made = graph.add(name, words)
        last.link_to(made)
        last = made
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph
