"""A line of the bench's table, and how its numbers are made."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`seconds` of what was measured; `peer_seconds` of what it is compared with, measured in the same run."""

    what: str
    seconds: Sequence[float]
    peer: str = ""
    peer_seconds: Sequence[float] = ()

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def median(self) -> str:
        return f"{statistics.median(self.seconds) * 1000:.1f} ms"

    @property
    def late(self) -> str:
        ordered = sorted(self.seconds)
        return f"{ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))] * 1000:.1f} ms"

    @property
    def ratio(self) -> str:
        if not self.peer_seconds:
            return ""
        return f"{statistics.median(self.seconds) / statistics.median(self.peer_seconds):.2f}"


def timed(action: Callable[[], object]) -> float:
    """Seconds by the wall clock."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began
