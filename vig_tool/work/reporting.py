"""What the family keeps: the record of strengths."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from vig_tool.jobs import Job
from vig_tool.work.opening import Library


def write_strengths(lib: Library, family_id: UUID, *, out: Path, job: Job | None = None) -> Path:
    """The record of strengths as a PDF: helping questions, stills of the clips shown, the parent's words, goals and celebrations.
    Nothing private."""
    raise NotImplementedError
