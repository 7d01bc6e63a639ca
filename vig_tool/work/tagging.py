"""Tagging moments of a recording with the principles of the programme's scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vig_tool.timing import Instant, Span
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library

ACTORS = ("child", "parent", "both", "guider")
CHAIN_ROLES = ("initiative", "reception", "response")
CHANNELS = ("gaze", "face", "voice", "touch", "posture", "words", "action")


@dataclass(frozen=True, slots=True)
class Principle:
    """One code of the scheme as the palette shows it. Lead and lag are the µs before and after the tap."""

    id: str
    name: str
    key: str
    colour: str
    shape: str
    definition: str
    example: str
    lead_us: int
    lag_us: int


@dataclass(frozen=True, slots=True)
class Scheme:
    id: str
    name: str
    principles: tuple[Principle, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    id: UUID
    recording_id: UUID
    span: Span
    principles: tuple[str, ...]
    actor: str | None
    chain_role: str | None
    channel: str | None
    note: str
    star: bool
    private: bool
    clip_id: UUID | None


def scheme_for(lib: Library, recording_id: UUID) -> Scheme:
    """The programme's scheme for this recording's role."""
    raise NotImplementedError


def list_moments(lib: Library, recording_id: UUID) -> list[Moment]:
    """By start, then end."""
    raise NotImplementedError


def tag_moment(lib: Library, recording_id: UUID, *, at: Instant, principle: str) -> Done[Moment]:
    """One tap: from `at` less the principle's lead to `at` plus its lag, kept inside the film, snapped to pictures; always holds the
    picture shown at `at`.
    Raises BadInput for an unknown principle."""
    raise NotImplementedError


def star_moment(lib: Library, recording_id: UUID, *, at: Instant) -> Done[Moment]:
    """The star key: stars the moment open at `at` (latest start), or makes a starred moment without a principle (2 s before, 1 s
    after)."""
    raise NotImplementedError


def add_moment(
    lib: Library,
    recording_id: UUID,
    *,
    span: Span,
    principles: Sequence[str] = (),
    actor: str | None = None,
    chain_role: str | None = None,
    channel: str | None = None,
    note: str = "",
    star: bool = False,
    private: bool = False,
) -> Done[Moment]:
    """With a span of one's own, snapped up to pictures. Raises BadInput (unknown word, no picture inside, beyond the film)."""
    raise NotImplementedError


def change_moment(
    lib: Library,
    moment_id: UUID,
    *,
    span: Span | None = None,
    principles: Sequence[str] | None = None,
    actor: str | None = None,
    chain_role: str | None = None,
    channel: str | None = None,
    note: str | None = None,
    star: bool | None = None,
    private: bool | None = None,
) -> Done[Moment]:
    """None leaves as it is; "" clears actor, chain role or channel. A moment made private takes its clip out of the strip (and says so
    in the label)."""
    raise NotImplementedError


def remove_moment(lib: Library, moment_id: UUID) -> Done[None]:
    """A clip made from it stays."""
    raise NotImplementedError
