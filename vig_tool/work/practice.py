"""The practice family: a library with a sample film in which everything can be tried, and the main job done without a window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from vig_tool.jobs import Job
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo left in its folder."""

    library: Path
    reel: Path
    reel_frames: int
    reel_duration_us: int
    still: Path
    record: Path
    said: tuple[str, ...]


def make_practice_library(folder: Path, *, job: Job | None = None) -> Library:
    """A new practice library with one family, two cycles, the sample film, some moments, clips, words and goals. Open when returned."""
    raise NotImplementedError


def practice_cycle(lib: Library) -> UUID:
    raise NotImplementedError


def run_demo(folder: Path, *, job: Job | None = None) -> DemoResult:
    """The main job without a window; `folder` receives practice library, reel, still and record. Never asks anything. Raises Refused
    where the library is there already and not a practice one."""
    raise NotImplementedError
