"""Clips of a cycle: choosing, ordering, trimming; and what leaves as files: clip, still, reel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from vig_tool.jobs import Job
from vig_tool.timing import Instant, Span
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Clip:
    id: UUID
    cycle_id: UUID
    recording_id: UUID
    moment_id: UUID | None
    span: Span
    order: int
    title: str
    caption: str


@dataclass(frozen=True, slots=True)
class Meter:
    """The clips chosen against the programme's limits: a hint, never a block. `words` is what is shown ("2 of 4, 14 s")."""

    clips: int
    clips_limit: int
    total_us: int
    longest_us: int
    clip_limit_us: int
    words: str


@dataclass(frozen=True, slots=True)
class ExportedClip:
    file: Path
    frames: int
    start: Instant
    end: Instant
    checked: bool
    method: str


@dataclass(frozen=True, slots=True)
class ExportedReel:
    file: Path
    frames: int
    duration_us: int
    clips: int


def list_clips(lib: Library, cycle_id: UUID) -> list[Clip]:
    """In order."""
    raise NotImplementedError


def clip(lib: Library, clip_id: UUID) -> Clip:
    raise NotImplementedError


def meter(lib: Library, cycle_id: UUID) -> Meter:
    raise NotImplementedError


def add_clip(lib: Library, recording_id: UUID, *, span: Span, title: str = "") -> Done[Clip]:
    """Snapped up to pictures, at the end of the strip of the recording's cycle."""
    raise NotImplementedError


def clip_from_moment(lib: Library, moment_id: UUID) -> Done[Clip]:
    """Raises Refused for a private moment and where a clip of it is already in the strip."""
    raise NotImplementedError


def change_clip(
    lib: Library, clip_id: UUID, *, span: Span | None = None, title: str | None = None, caption: str | None = None
) -> Done[Clip]:
    raise NotImplementedError


def nudge_clip(lib: Library, clip_id: UUID, *, start_frames: int = 0, end_frames: int = 0) -> Done[Clip]:
    """Moves the ends by whole pictures (negative: earlier). Raises Refused where no picture would be left or the film ends."""
    raise NotImplementedError


def move_clip(lib: Library, clip_id: UUID, *, to: int) -> Done[list[Clip]]:
    """To place `to` (0-based) in its cycle's strip."""
    raise NotImplementedError


def remove_clip(lib: Library, clip_id: UUID) -> Done[list[Clip]]:
    """Out of the strip; the film and the moment stay."""
    raise NotImplementedError


def export_clip(lib: Library, clip_id: UUID, *, out: Path, job: Job | None = None) -> ExportedClip:
    """An MP4 that plays anywhere: exact, upright, without tags, decoded and checked. Raises ExportFailed, NoRoom, Cancelled; leaves
    nothing half-written."""
    raise NotImplementedError


def export_still(lib: Library, recording_id: UUID, *, at: Instant, out: Path) -> Instant:
    """The picture shown at `at` as a PNG without tags; returns that picture's exact time."""
    raise NotImplementedError


def export_reel(lib: Library, cycle_id: UUID, *, out: Path, plain: bool = False, job: Job | None = None) -> ExportedReel:
    """The clips in order with title card (the helping question), captions and fades; `plain` leaves those out. Raises Refused without
    clips."""
    raise NotImplementedError
