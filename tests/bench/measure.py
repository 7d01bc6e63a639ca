"""A line of the bench's table, what it is to reach, and how its numbers are made."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One run of the bench: `quick` takes short films, `cache` keeps films from run to run, `scratch` goes at the end."""

    quick: bool
    cache: Path
    scratch: Path


@dataclass(frozen=True, slots=True)
class Row:
    """What was done and what it is compared with in the same run.

    ratio     ours by the peer's, or what was measured itself where there is no peer; None where it could not be measured
    target    in words ("≤ 0.5 ×"), empty where the figure is only shown; `reached` is None there
    ours, theirs   as printed
    """

    work: str
    peer: str
    ratio: float | None
    target: str = ""
    reached: bool | None = None
    ours: str = ""
    theirs: str = ""

    def to_json(self) -> dict[str, object]:
        return {"work": self.work, "peer": self.peer, "ratio": self.ratio, "target": self.target, "reached": self.reached}


def against(
    work: str, peer: str, ours: float, theirs: float, *, most: float | None = None, least: float | None = None, unit: str = "s"
) -> Row:
    """`ours` and `theirs` in one unit: "s" (shown as ms below one second) or what is printed after the number."""
    ratio = ours / theirs
    target, reached = _judged(ratio, most=most, least=least, unit="×")
    return Row(work, peer, round(ratio, 3), target, reached, shown(ours, unit), shown(theirs, unit))


def alone(work: str, value: float, unit: str, *, most: float | None = None, least: float | None = None, peer: str = "") -> Row:
    """A figure with nothing beside it: its target is in its own unit."""
    target, reached = _judged(value, most=most, least=least, unit=unit)
    return Row(work, peer, round(value, 4), target, reached, shown(value, unit))


def untried(work: str, peer: str, why: str) -> Row:
    """What this machine does not have what it takes for; never counts as reached."""
    return Row(work, peer, None, f"not measured: {why}")


def _judged(value: float, *, most: float | None, least: float | None, unit: str) -> tuple[str, bool | None]:
    if most is not None:
        return f"≤ {most:g} {unit}", value <= most
    if least is not None:
        return f"≥ {least:g} {unit}", value >= least
    return "", None


def shown(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
    return f"{value:.4g} {unit}"


def timed(action: Callable[[], object]) -> float:
    """Seconds by the wall clock."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def middle(seconds: Sequence[float]) -> float:
    return statistics.median(seconds)


def late(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def memory_mb() -> float:
    """What this process holds now, where the system says so; else the most it ever held."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def cpu_seconds() -> float:
    """What this process used so far, all its threads together."""
    return time.process_time()
