"""Sound made longer or shorter with its pitch kept, to exactly as many samples as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from typing import Final

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NotYet
from av.filter import Graph

from vig_tool.media.sounds.span_sound import CHANNELS, RATE, Block

_LEAST: Final = 50  # percent that one step of the filter can do
_EARLY_US: Final = 6_000  # of the film, measured
_SAID: Final = RATE // 2
"""The filter goes by pieces that last a fixed part of a second of the rate it is told. Told half of it, it takes pieces half as long (two
periods of a deep voice), and sound strays half as far from its picture."""


def stretched(blocks: Iterable[Block], *, speed: int, length: int) -> Iterator[Block]:
    """Blocks (n, 2) float32 at 48 kHz, played at `speed` percent: `length` samples in all, the rest silence or cut."""
    given = 0
    for block in blocks if speed == 100 else chain((_late(speed),), _slowed(blocks, speed)):
        kept = block[: length - given]
        given += len(kept)
        if len(kept):
            yield kept
        if given >= length:
            break
    while given < length:
        quiet = min(RATE, length - given)
        yield np.zeros((quiet, CHANNELS), np.float32)
        given += quiet


def _late(speed: int) -> Block:
    """Silence by which the filter's sound is put off: it comes early, on average by this, and more with each of its steps."""
    early_us = _EARLY_US if speed >= _LEAST else _EARLY_US * 4 // 3
    return np.zeros((early_us * RATE // (10_000 * speed), CHANNELS), np.float32)


def _slowed(blocks: Iterable[Block], speed: int) -> Iterator[Block]:
    graph = _graph(speed)
    at = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T, np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = _SAID, at, Fraction(1, _SAID)
        at += len(block)
        graph.push(frame)
        yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[Block]:
    while True:
        try:
            frame = graph.pull()
        except (NotYet, EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield np.ascontiguousarray(frame.to_ndarray().T, np.float32)


def _graph(speed: int) -> Graph:
    graph = Graph()
    last = graph.add_abuffer(sample_rate=_SAID, format="fltp", layout="stereo", time_base=Fraction(1, _SAID))
    left = Fraction(speed)
    while left != 100:
        step = max(left, Fraction(_LEAST))
        filtered = graph.add("atempo", f"{float(step) / 100:.6f}")
        last.link_to(filtered)
        last, left = filtered, left / step * 100
    for name, words in (("aformat", "sample_fmts=fltp:channel_layouts=stereo"), ("abuffersink", "")):
        made = graph.add(name, words)
        last.link_to(made)
        last = made
    graph.configure()
    return graph
