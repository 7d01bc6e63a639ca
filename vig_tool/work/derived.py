"""The sealed files made from films (filmstrips, waveforms, copies to play). Each may be thrown away at any time and is made again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from vig_tool.errors import Damaged, NoRoom, NotThere
from vig_tool.jobs import Job
from vig_tool.vault.durable import NEW
from vig_tool.vault.sealed import SealedFile, seal
from vig_tool.work.opening import Library


def is_there(lib: Library, media_id: UUID, kind: str) -> bool:
    """Whether such a file lies there; only reading proves it."""
    return lib.derived_path(media_id, kind).exists()


def source_of(lib: Library, media_id: UUID, kind: str) -> SealedFile:
    """As a source, for what is too large to read at once. Raises NotThere where the film's key is gone."""
    return SealedFile(lib.derived_path(media_id, kind), media_id=media_id, wrap_key=lib.keyring.derived_key(media_id), kind=kind)


def read(lib: Library, media_id: UUID, kind: str) -> bytes | None:
    """None where it was not made yet, or cannot be read any more: then it is gone, and will be made again."""
    if not is_there(lib, media_id, kind):
        return None
    try:
        return source_of(lib, media_id, kind).read_bytes()
    except Damaged:
        drop(lib, media_id, kind)
        return None


def keep(lib: Library, media_id: UUID, kind: str, data: bytes | BinaryIO, *, job: Job | None = None) -> None:
    """Seals it in one pass; whole or not at all. Raises NoRoom, Cancelled, NotThere where the film was removed meanwhile."""
    path, keyring = lib.derived_path(media_id, kind), lib.keyring
    reader = io.BytesIO(data) if isinstance(data, bytes) else data
    try:
        seal(
            reader,
            path,
            media_id=media_id,
            family_id=keyring.family_of(media_id),
            wrap_key=keyring.derived_key(media_id),
            kind=kind,
            job=job,
        )
    except NoRoom:
        keyring.family_of(media_id)  # a removal takes what is half written: that is no full disk
        raise
    try:
        keyring.family_of(media_id)
    except NotThere:
        drop(lib, media_id, kind)
        raise


def drop(lib: Library, media_id: UUID, kind: str) -> None:
    _unlink(lib.derived_path(media_id, kind))


def drop_all(lib: Library, media_id: UUID, beginning: str) -> None:
    """All kinds that begin so."""
    for path in list(lib.derived_path(media_id, "").parent.glob(f"{media_id.hex}-{beginning}*")):
        _unlink(path)


def prove(lib: Library, media_id: UUID, kind: str) -> bool:
    """Looks at its first and last bytes, and drops it where they are not what was written."""
    try:
        source_of(lib, media_id, kind).reader().close()
    except Damaged:
        drop(lib, media_id, kind)
        return False
    return True


def tidy(lib: Library, known: frozenset[UUID], *, job: Job) -> None:
    """At the start of the work: what a killed program left half written goes, what belongs to no film, and what cannot be read."""
    for path in list(lib.derived_folder.glob("*/*")):
        job.check()
        media_id, _, kind = path.name.partition("-")
        owner = _id_of(media_id)
        if owner is None:
            continue  # nothing of ours
        if path.name.endswith(NEW) or owner not in known:
            _unlink(path)
        else:
            prove(lib, owner, kind)


def throw_away(lib: Library, media_id: UUID | None = None) -> int:
    """Everything made from a film, or from all; gives the bytes that became free. What is being written just now is left alone."""
    freed = 0
    for path in _files(lib, media_id):
        size = _size(path)
        freed += size if _unlink(path) else 0
    return freed


def used_bytes(lib: Library, media_id: UUID | None = None) -> int:
    """How much room they take on the disk."""
    return sum(_size(path) for path in _files(lib, media_id))


def _files(lib: Library, media_id: UUID | None) -> Iterator[Path]:
    pattern = "*/*-*" if media_id is None else f"{media_id.hex[-2:]}/{media_id.hex}-*"
    return (path for path in list(lib.derived_folder.glob(pattern)) if not path.name.endswith(NEW))


def _unlink(path: Path) -> bool:
    """False where it is held open elsewhere (on Windows): then it goes another time."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
