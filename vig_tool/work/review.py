"""The shared review: what may be shown to the parent, and what is kept of the talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vig_tool.timing import Span
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library
from vig_tool.work.playing import Film

REFLECTIONS = ("feelings", "thoughts", "wishes", "intentions")


@dataclass(frozen=True, slots=True)
class ShownClip:
    """A clip as the parent sees it: pictures, nothing else. No principle, count, note, code or title is here to be shown."""

    clip_id: UUID
    film: Film
    span: Span


@dataclass(frozen=True, slots=True)
class Show:
    """All that the review window receives: the helping question and the clips chosen for the parent, in order, and where it was left."""

    cycle_id: UUID
    question: str
    clips: tuple[ShownClip, ...]
    resume_at: int


@dataclass(frozen=True, slots=True)
class ClipWords:
    """What was said about one clip: the parent's words, and the guider's reflections by kind."""

    clip_id: UUID
    parents_words: str
    reflections: dict[str, str]


def prepare_show(lib: Library, cycle_id: UUID) -> Show:
    """Only clips of this cycle, none made from a private moment or overlapping one. Raises Refused where no clip is chosen."""
    raise NotImplementedError


def words_of(lib: Library, clip_id: UUID) -> ClipWords:
    raise NotImplementedError


def keep_parents_words(lib: Library, clip_id: UUID, *, text: str) -> Done[ClipWords]:
    raise NotImplementedError


def reflect(lib: Library, clip_id: UUID, *, kind: str, text: str) -> Done[ClipWords]:
    """`kind` is one of REFLECTIONS. Raises BadInput otherwise."""
    raise NotImplementedError


def leave_show(lib: Library, cycle_id: UUID, *, at_clip: int) -> None:
    """Remembers where the review was left, so that coming back resumes there."""
    raise NotImplementedError


def finish_review(lib: Library, cycle_id: UUID, *, on: date) -> Done[None]:
    """Marks the cycle as reviewed."""
    raise NotImplementedError
