"""Taking films in, moving them, removing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from vig_tool.jobs import Job
from vig_tool.work.changes import Changes, Done
from vig_tool.work.opening import Library

ROLES = ("interaction", "review", "supervision")


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """One recording. `width` and `height` are upright with square pixels; `rate` is "constant" or "variable"; `said` plain words on
    what it is."""

    id: UUID
    cycle_id: UUID
    family_code: str
    cycle_number: int
    role: str
    original_name: str
    frames: int
    duration_us: int
    width: int
    height: int
    rate: str
    said: tuple[str, ...]
    has_sound: bool
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome for one file of a batch: a recording (`known` where it was there already), or one sentence."""

    file: Path
    recording: RecordingCard | None
    known: bool
    error: str | None


def import_films(
    lib: Library,
    files: Sequence[Path],
    *,
    cycle_id: UUID,
    role: str = "interaction",
    job: Job | None = None,
    on_each: Callable[[Imported], None] | None = None,
) -> Done[list[Imported]]:
    """Gate → read once, digested and sealed in the same pass → index → row, each durable before the next.

    A film that fails does not stop the rest. Cancelling keeps what is already whole, and the film under way leaves nothing behind
    (then raises Cancelled). The same film twice is recognised by its digest: the old recording is returned and said. Originals are
    never touched.
    """
    raise NotImplementedError


def list_recordings(lib: Library, *, cycle_id: UUID | None = None) -> list[RecordingCard]:
    raise NotImplementedError


def recording_card(lib: Library, recording_id: UUID) -> RecordingCard:
    """Raises NotThere."""
    raise NotImplementedError


def move_recording(lib: Library, recording_id: UUID, *, cycle_id: UUID) -> Done[RecordingCard]:
    """To another cycle of the same family; its moments go with it, its clips leave the old cycle's strip and join the new one's end.
    Raises Refused across families."""
    raise NotImplementedError


def change_role(lib: Library, recording_id: UUID, *, role: str) -> Done[RecordingCard]:
    raise NotImplementedError


def remove_recording(lib: Library, recording_id: UUID) -> Changes:
    """Destroys the film's key, then its rows (moments, clips, edits that speak of them), then its files. Cannot be undone."""
    raise NotImplementedError
