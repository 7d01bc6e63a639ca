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
_SAID_PART = 2
"""The filter goes by pieces that last a fixed part of a second of the rate it is told. Told half of it, it takes pieces half as long (two
periods of a deep voice), and sound strays half as far from its picture and comes sooner."""
_EARLY_US = {"much": 7_500, "slower": 5_000, "faster": 1_500}
"""It says of its blocks that they are from so much earlier in the film than what is heard in them (measured with beeps)."""


class Tempo:
    """ffmpeg's atempo. `rate`: samples a second; `speed`: 0.25 to 4. What comes out lags a little behind what went in."""

    def __init__(self, *, rate: int, speed: float) -> None:
        self._rate, self._said, self._speed = rate, rate // _SAID_PART, speed
        self._graph: Graph | None = None
        self._first_us = 0
        self._given = 0

    @property
    def lag_us(self) -> int:
        """How long, on the wall's clock, what came in waits at most until it can be heard."""
        if self._speed == 1:
            return 0
        return {"much": 220_000, "slower": 80_000, "faster": 45_000}[self._way]

    @property
    def _way(self) -> str:
        return "faster" if self._speed > 1 else "slower" if self._speed >= _SLOWEST_STEP else "much"

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
        frame.sample_rate, frame.pts, frame.time_base = self._said, self._given, Fraction(1, self._said)
        self._given += len(sound)
        self._graph.push(frame)
        while True:
            try:
                out = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            if isinstance(out, av.AudioFrame) and out.pts is not None and out.time_base is not None:
                heard = out.to_ndarray().reshape(-1, 2).astype(np.float32, copy=False)
                film_us = out.pts * out.time_base * self._said / self._rate * SECOND * Fraction(self._speed).limit_denominator(1000)
                yield heard, self._first_us + _EARLY_US[self._way] + round(film_us)

    def _make(self) -> Graph:
        graph = Graph()
        nodes = [graph.add_abuffer(sample_rate=self._said, format="flt", layout="stereo", time_base=Fraction(1, self._said))]
        left = self._speed
        while left != 1:  # one step of it goes down to a half only
            step = max(left, _SLOWEST_STEP)
            nodes.append(graph.add("atempo", f"{step:.6f}"))
            left /= step
        nodes += [graph.add("aformat", "sample_fmts=flt:channel_layouts=stereo"), graph.add("abuffersink")]
        graph.link_nodes(*nodes).configure()
        return graph
