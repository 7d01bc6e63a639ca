"""From a recording's row to its sealed film: what every use case that reads pictures or sound starts from."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vig_tool.library import recordings
from vig_tool.library.models import Recording
from vig_tool.media.facts import FilmFacts
from vig_tool.timing import FrameIndex
from vig_tool.vault.sealed import SealedFile
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class StoredFilm:
    """A recording's sealed film with all that reading it needs."""

    recording_id: UUID
    media_id: UUID
    source: SealedFile
    facts: FilmFacts
    index: FrameIndex


def sealed_source(lib: Library, media_id: UUID) -> SealedFile:
    """The sealed film of a media id. Raises Damaged where its key is gone."""
    return SealedFile(lib.film_path(media_id), media_id=media_id, wrap_key=lib.keyring.film_key(media_id))


def stored_film(lib: Library, recording_id: UUID) -> StoredFilm:
    """Raises NotThere, Damaged."""
    with lib.reading() as session:
        return of_row(lib, recordings.with_index(session, recording_id))


def of_row(lib: Library, row: Recording) -> StoredFilm:
    """From a row loaded with its index."""
    return StoredFilm(
        recording_id=row.id,
        media_id=row.media_id,
        source=sealed_source(lib, row.media_id),
        facts=FilmFacts.from_json(row.facts),
        index=FrameIndex.from_bytes(row.frame_index),
    )
