"""The sound of a span as a stream of blocks without gaps, and its loudness per millisecond, which exports are checked against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.sounds.sound import pieces
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, Span

RATE: Final = 48_000
CHANNELS: Final = 2
BLOCK: Final = 1024
_PER_MS: Final = RATE // 1000

Block = NDArray[np.float32]


def samples_in(us: int) -> int:
    """Samples from the first picture to a time, halves up."""
    return (2 * us * RATE + SECOND) // (2 * SECOND)


def sound_blocks(source: Source, facts: FilmFacts, span: Span, job: Job) -> Iterator[Block]:
    """The sound of picture time [start, end): float32 (n, 2) blocks of 1024 samples, the last one shorter; silence where there is none."""
    return even_blocks(sound_of(source, facts, span, job))


def sound_of(source: Source, facts: FilmFacts, span: Span, job: Job) -> Iterator[Block]:
    """The same in blocks of any size."""
    at, end = samples_in(span.start.us), samples_in(span.end.us)
    found = pieces(source, facts, rate=RATE, channels=CHANNELS, start_us=span.start.us, job=job)
    try:
        for piece in found:
            if piece.place >= end:
                break
            while at < piece.place:
                quiet = min(piece.place - at, RATE)
                yield np.zeros((quiet, CHANNELS), np.float32)
                at += quiet
            fresh = piece.samples[at - piece.place : end - piece.place]
            if len(fresh):
                yield fresh
                at += len(fresh)
    finally:
        close = getattr(found, "close", None)
        if close is not None:
            close()
    while at < end:
        quiet = min(end - at, RATE)
        yield np.zeros((quiet, CHANNELS), np.float32)
        at += quiet


def even_blocks(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks of any size as blocks of 1024 samples, the last one shorter."""
    kept = np.zeros((0, CHANNELS), np.float32)
    for block in blocks:
        kept = np.concatenate([kept, block])
        while len(kept) >= BLOCK:
            yield kept[:BLOCK]
            kept = kept[BLOCK:]
    if len(kept):
        yield kept


class Loudness:
    """Mean absolute value per millisecond, added up block by block."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._done: list[NDArray[np.float32]] = []

    def add(self, block: Block) -> Block:
        """Notes a block and gives it back."""
        level = np.concatenate([self._rest, np.abs(block.mean(axis=1))])
        whole = len(level) // _PER_MS * _PER_MS
        self._done.append(level[:whole].reshape(-1, _PER_MS).mean(axis=1))
        self._rest = level[whole:]
        return block

    def values(self) -> NDArray[np.float32]:
        return np.concatenate(self._done) if self._done else np.zeros(0, np.float32)
