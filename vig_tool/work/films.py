"""From a recording's row to what use cases work with: its card, and its sealed film for those who read pictures or sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vig_tool.library import recordings
from vig_tool.library.models import Recording
from vig_tool.media.facts import FilmFacts
from vig_tool.timing import FrameIndex
from vig_tool.vault.sealed import SealedFile
from vig_tool.work.opening import Library


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
