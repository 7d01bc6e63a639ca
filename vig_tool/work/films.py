"""From a recording's row to what use cases work with: its card, and its sealed film for those who read pictures or sound."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from vig_tool.errors import BadInput
from vig_tool.library import recordings
from vig_tool.library.models import Recording
from vig_tool.media.facts import FilmFacts
from vig_tool.timing import SECOND, FrameIndex, Span
from vig_tool.vault.sealed import SealedFile
from vig_tool.work import derived
from vig_tool.work.opening import Library

DAMAGE = "damage"
"""The kind of sealed file that says where a film cannot be read."""

_TOLD = 4


@dataclass(frozen=True, slots=True)
class RecordingCard:
    """One recording. `width` and `height` are upright with square pixels; `rate` is "constant" or "variable"; `said` is what the
    film is, in plain words."""

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
class StoredFilm:
    """A recording's sealed film with all that reading it needs."""

    recording_id: UUID
    media_id: UUID
    source: SealedFile
    facts: FilmFacts
    index: FrameIndex


def card_of(placed: recordings.Placed) -> RecordingCard:
    row, cycle, family = placed
    facts = FilmFacts.from_json(row.facts)
    return RecordingCard(
        id=row.id,
        cycle_id=cycle.id,
        family_code=family.code,
        cycle_number=cycle.number,
        role=row.role,
        original_name=row.original_name,
        frames=facts.frames,
        duration_us=facts.duration_us,
        width=facts.width,
        height=facts.height,
        rate="variable" if facts.variable_rate else "constant",
        said=tuple(row.said),
        has_sound=facts.sound is not None,
        imported_at=row.imported_at,
    )


def card_in(lib: Library, placed: recordings.Placed) -> RecordingCard:
    """The card with what was found in the film since it was taken in."""
    card = card_of(placed)
    spans = damage_of(lib, placed[0].media_id)
    return replace(card, said=(*card.said, damage_sentence(spans))) if spans else card


def damage_of(lib: Library, media_id: UUID) -> tuple[Span, ...]:
    """The stretches in which pictures cannot be read, in order; none as long as nobody has looked."""
    data = derived.read(lib, media_id, DAMAGE)
    if data is None:
        return ()
    try:
        return tuple(Span.of_us(start, end) for start, end in json.loads(data))
    except (ValueError, TypeError, BadInput):
        derived.drop(lib, media_id, DAMAGE)
        return ()


def damage_bytes(spans: Iterable[Span]) -> bytes:
    """What `damage_of` reads."""
    return json.dumps([[span.start.us, span.end.us] for span in spans]).encode()


def damage_sentence(spans: tuple[Span, ...]) -> str:
    """For the film's card and the time line."""
    told = ", ".join(f"{_clock(span.start.us // SECOND)}–{_clock(-(-span.end.us // SECOND))}" for span in spans[:_TOLD])
    return f"Damaged in places: {told}{' and more' if len(spans) > _TOLD else ''}."


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def sealed_source(lib: Library, media_id: UUID) -> SealedFile:
    """The sealed film of a media id. Raises NotThere where its key is gone."""
    return SealedFile(lib.film_path(media_id), media_id=media_id, wrap_key=lib.keyring.film_key(media_id))


def stored_film(lib: Library, recording_id: UUID) -> StoredFilm:
    """Raises NotThere, Damaged."""
    with lib.reading() as session:
        return of_row(lib, recordings.get(session, recording_id))


def of_row(lib: Library, row: Recording) -> StoredFilm:
    """From a row whose session is still open."""
    return StoredFilm(
        recording_id=row.id,
        media_id=row.media_id,
        source=sealed_source(lib, row.media_id),
        facts=FilmFacts.from_json(row.facts),
        index=lib.indexes.of(row),
    )
