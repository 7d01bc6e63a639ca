"""Makes the frame index out of the pictures that were found: each one's time, from stamps that may be out of order, doubled or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.facts import FilmFacts
from vig_tool.timing import SECOND, FrameIndex

_LAST_AT_MOST_US = 10 * SECOND
_REORDER = 24  # places a picture may stand away from its stamp's place where a container only knows the order of decoding


@dataclass(slots=True)
class Rows:
    """Pictures in the order found: stamp (None: unknown), whether decoding can start there, how long it is shown (0: unknown)."""

    stamps: list[int | None] = field(default_factory=list)
    keys: list[bool] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, stamp: int | None, length: int | None, *, key: bool) -> None:
        self.stamps.append(stamp)
        self.keys.append(key)
        self.lengths.append(length or 0)

    def picked(self, places: Sequence[int]) -> Rows:
        """These pictures, in this order."""
        return Rows([self.stamps[n] for n in places], [self.keys[n] for n in places], [self.lengths[n] for n in places])

    def __len__(self) -> int:
        return len(self.stamps)


def index_of(rows: Rows, facts: FilmFacts) -> FrameIndex:
    """Times from stamps; where two pictures share a stamp or one has none, all stamps are 0: such a film is found by counting."""
    count = len(rows)
    given = [stamp for stamp in rows.stamps if stamp is not None]
    unique = len(given) == count and len(set(given)) == count
    shown = _rising(given, facts) if len(given) == count else _evenly(count, facts)
    times = _strictly(_times(shown - shown[0], facts.tick))
    usual = int(np.median(np.diff(times))) if count > 1 else 0
    last = _round_us(rows.lengths[-1], facts.tick)
    if facts.interlaced and last < usual:
        last = usual  # what was said of its first field only
    if not 0 < last <= _LAST_AT_MOST_US:
        last = usual or SECOND // 25
    stamps = np.array(given if unique else [0] * count, np.int64)
    return FrameIndex(times, stamps, np.array(rows.keys, np.bool_), int(times[-1]) + last)


def _rising(stamps: list[int], facts: FilmFacts) -> NDArray[np.int64]:
    """When the pictures are shown, in stamps, from what decoding gave in the order of showing."""
    given = np.array(stamps, np.int64)
    if len(given) < 2 or bool(np.all(np.diff(given) > 0)):
        return given
    places = np.argsort(np.argsort(given, kind="stable"), kind="stable")
    ordered = np.sort(given)
    if bool(np.all(np.diff(ordered) > 0)) and int(np.max(np.abs(places - np.arange(len(given))))) <= _REORDER:
        return ordered  # AVI and WMV know only the order of decoding: the same times, handed out anew
    steps = np.diff(given)
    forward = steps[steps > 0]
    usual = max(1, int(np.median(forward))) if len(forward) else max(1, int(Fraction(1, 25) / facts.tick))
    wild = (steps <= 0) | (steps > int(10 / facts.tick))
    return np.concatenate([given[:1], given[0] + np.cumsum(np.where(wild, usual, steps))])


def _evenly(count: int, facts: FilmFacts) -> NDArray[np.int64]:
    """For films without stamps: the length the container claims, shared out; 25 a second where it claims none."""
    step_us = facts.claimed_us // count if facts.claimed_us else SECOND // 25
    return np.arange(count, dtype=np.int64) * max(1, round(step_us / (facts.tick * SECOND)))


def _times(stamps: NDArray[np.int64], tick: Fraction) -> NDArray[np.int64]:
    """Microseconds, rounded once; stamps so large that they would overflow go one by one."""
    times = 2 * tick.numerator * SECOND
    if int(stamps.max()) * times < 1 << 62:
        return np.asarray((stamps * times + tick.denominator) // (2 * tick.denominator), np.int64)
    return np.array([_round_us(int(stamp), tick) for stamp in stamps], np.int64)


def _round_us(stamps: int, tick: Fraction) -> int:
    top = stamps * tick.numerator * SECOND
    return (2 * top + tick.denominator) // (2 * tick.denominator)


def _strictly(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Stamps finer than a microsecond may round to the same time: each is moved to at least one after the one before."""
    if bool(np.all(np.diff(times) > 0)):
        return times
    apart = np.arange(len(times))
    return np.maximum.accumulate(times - apart) + apart
