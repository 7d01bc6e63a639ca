"""Checking a library: database, sealed films, keys, leftovers, trail. Finds and says; repairs nothing."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from vig_tool.errors import Damaged, NotThere
from vig_tool.jobs import Job
from vig_tool.library import schema, trail
from vig_tool.library.library import Library
from vig_tool.library.models import Cycle, Family, Pending, Recording
from vig_tool.vault.sealed import SealedFile

Kind = Literal["database", "film", "key", "leftover", "trail"]
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, as a sentence."""

    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class _Film:
    media_id: uuid.UUID
    digest: str
    size: int
    family_id: uuid.UUID
    name: str


def check(lib: Library, *, thorough: bool = True, job: Job | None = None) -> list[Finding]:
    """Everything that can be checked without changing anything; `thorough` reads every byte of every film. Empty when all is well."""
    job = job or Job()
    job.report(0.0, "Checking the database")
    findings = _database(lib)
    if findings:
        return findings  # what stands in a damaged database cannot be held against the rest
    with lib.reading() as session:
        films = _films(session)
        families = set(session.scalars(select(Family.id)))
        pending = set(session.scalars(select(Pending.media_id)))
        job.report(0.05, "Checking the trail")
        findings += [Finding("trail", sentence) for sentence in trail.verify(session, lib.keyring, lib.id, job=job)]
    findings += _keys(lib, films, families, pending)
    findings += _leftovers(lib, {film.media_id for film in films}, pending)
    for number, film in enumerate(films):
        job.report(0.1 + 0.9 * number / len(films), "Checking the films")
        findings += _film(lib, film, thorough=thorough, job=job)
    job.report(1.0, "Checked")
    return findings


def _database(lib: Library) -> list[Finding]:
    broken = _broken(lib)
    if broken:
        return [Finding("database", "The library's database is damaged. Put your latest backup in its place.")]
    with lib.reading() as session:
        if schema.revision(session.connection()) != schema.head():
            return [Finding("database", "The library's database is not of this version of the program.")]
    return []


def _broken(lib: Library) -> bool:
    try:
        with contextlib.closing(lib.database.fresh()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with contextlib.closing(lib.database.fresh()) as connection:  # the check sees the file as its connection first read it
            return bool(schema.faults(connection))
    except (Damaged, sqlcipher.DatabaseError):
        return True


def _films(session: Session) -> list[_Film]:
    rows = session.execute(
        select(Recording.media_id, Recording.digest, Recording.size, Family.id, Family.code, Cycle.number)
        .join(Cycle, Cycle.id == Recording.cycle_id)
        .join(Family, Family.id == Cycle.family_id)
        .order_by(Family.code, Cycle.number, Recording.id)
    )
    return [
        _Film(media_id, digest, size, family_id, f"A film of {code}, cycle {number},")
        for media_id, digest, size, family_id, code, number in rows
    ]


def _keys(lib: Library, films: list[_Film], families: set[uuid.UUID], pending: set[uuid.UUID]) -> list[Finding]:
    findings = [Finding("key", f"The way in by {kind.value} is damaged. Set it anew.") for kind in lib.keyring.damaged_slots()]
    missing = families - lib.keyring.families()
    if missing:
        findings.append(Finding("key", f"The keys of {len(missing)} of the families are missing, so no film can be added for them."))
    strange = lib.keyring.films() - {film.media_id for film in films} - pending
    if strange:
        findings.append(Finding("key", f"There are {len(strange)} keys of films that are not in the library."))
    return findings


def _leftovers(lib: Library, known: set[uuid.UUID], pending: set[uuid.UUID]) -> list[Finding]:
    findings = []
    if pending:
        findings.append(Finding("leftover", f"{len(pending)} imports or removals are not finished. Open the library again to clear them."))
    for folder, words in ((lib.media_folder, "sealed films"), (lib.derived_folder, "files made from films")):
        strange = [path for path in folder.glob("*/*") if _media_id(path) not in known | pending]
        if strange:
            findings.append(Finding("leftover", f"There are {len(strange)} {words} that belong to no recording."))
    return findings


def _media_id(path: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(path.name[:32])
    except ValueError:
        return None


def _film(lib: Library, film: _Film, *, thorough: bool, job: Job) -> list[Finding]:
    path = lib.film_path(film.media_id)
    if not path.is_file():
        return [Finding("film", f"{film.name} is missing from the library's folder.")]
    try:
        if lib.keyring.family_of(film.media_id) != film.family_id:
            return [Finding("key", f"{film.name} is sealed for another family.")]
        source = SealedFile(path, media_id=film.media_id, wrap_key=lib.keyring.film_key(film.media_id))
        size, digest = source.size, _read(source, job, thorough=thorough) or film.digest
    except NotThere:
        return [Finding("key", f"{film.name} cannot be opened: its key is gone.")]
    except (Damaged, OSError):
        return [Finding("film", f"{film.name} is damaged.")]
    if size != film.size or digest != film.digest:
        return [Finding("film", f"{film.name} is not the film that was taken in.")]
    return []


def _read(source: SealedFile, job: Job, *, thorough: bool) -> str:
    """The digest of every byte, each proven; not thorough: only the first and last are proven, and nothing is given back."""
    digest = sha256()
    with source.open() as reader:
        if not thorough:
            return ""
        while block := reader.read(_CHUNK):
            job.check()
            digest.update(block)
    return digest.hexdigest()
