"""Plays sound faster or slower with its pitch kept, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from vig_tool.media.sounds.louder import Sound
from vig_tool.timing import SECOND

_SLOWEST_STEP = 0.5
_EARLY_US = 15_000
"""atempo says of its blocks that they are from so much earlier in the film than what is heard in them (measured with clicks)."""


class Tempo:
    """ffmpeg's atempo. `rate`: samples a second; `speed`: 0.25 to 4. What comes out lags a little behind what went in."""

    def __init__(self, *, rate: int, speed: float) -> None:
        self._rate, self._speed = rate, speed
        self._graph: Graph | None = None
        self._first_us = 0
        self._given = 0

    @property
    def lag_us(self) -> int:
        """How long, on the wall's clock, what came in waits at most until it can be heard."""
        if self._speed == 1:
            return 0
        return 60_000 if self._speed > 1 else 110_000 if self._speed >= _SLOWEST_STEP else 290_000

    def forget(self) -> None:
        """After a seek: what comes next does not belong to what came before."""
        self._graph = None

    def take(self, sound: Sound, us: int) -> Iterator[tuple[Sound, int]]:
        """What can be heard by now of a block that begins `us` into the film: blocks of the new length, each with where it begins."""
        if self._speed == 1:
            yield sound, us
            return
        if self._graph is None:
            self._graph, self._first_us, self._given = self._make(), us, 0
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.reshape(1, -1)), format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._given, Fraction(1, self._rate)
        self._given += len(sound)
        self._graph.push(frame)
        while True:
            try:
                out = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            if isinstance(out, av.AudioFrame) and out.pts is not None and out.time_base is not None:
                heard = out.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False)
                film_us = out.pts * out.time_base * SECOND * Fraction(self._speed).limit_denominator(1000)
                yield heard, self._first_us + _EARLY_US + round(film_us)

    def _make(self) -> Graph:
        graph = Graph()
        nodes = [graph.add_abuffer(sample_rate=self._rate, format="flt", layout="stereo", time_base=Fraction(1, self._rate))]
        left = self._speed
        while left != 1:  # one step of it goes down to a half only
            step = max(left, _SLOWEST_STEP)
            nodes.append(graph.add("atempo", f"{step:.6f}"))
            left /= step
        nodes += [graph.add("aformat", "sample_fmts=flt:channel_layouts=stereo"), graph.add("abuffersink")]
        graph.link_nodes(*nodes).configure()
        return graph
