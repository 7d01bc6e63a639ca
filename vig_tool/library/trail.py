"""The trail: who opened, changed, exported, erased what. Each entry holds the hash of the one before and is signed by who did it."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from vig_tool.errors import NotThere
from vig_tool.jobs import Job
from vig_tool.library.models import TrailEntry
from vig_tool.library.types import now
from vig_tool.vault.people import verify as verify_signature

_DOMAIN = b"vig-tool trail 1\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORD = re.compile(r"^[a-z0-9][a-z0-9._:-]{0,63}$")
_AT_ONCE = 1000


class Signer(Protocol):
    """What a keyring can do for the trail."""

    @property
    def person_id(self) -> uuid.UUID: ...
    def sign(self, data: bytes) -> bytes: ...
    def public_key(self, person_id: uuid.UUID) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail, to be written down outside the library: a chain alone cannot show that its tail was cut off."""

    seq: int
    hash: bytes


def write_entry(
    session: Session, signer: Signer, library_id: uuid.UUID, *, action: str, object_id: uuid.UUID | None, facts: Mapping[str, object]
) -> TrailEntry:
    """Adds the next entry to the transaction of the change it tells of. `facts` hold ids, numbers and plain words, never content."""
    last = head(session, library_id)
    entry = TrailEntry(
        seq=last.seq + 1,
        at_us=(now() - _EPOCH) // timedelta(microseconds=1),
        actor=signer.person_id,
        action=action,
        object_id=object_id,
        facts=json.dumps(_plain(facts), sort_keys=True, separators=(",", ":")),
        previous=last.hash,
    )
    entry.hash = _hash(entry)
    entry.signature = signer.sign(entry.hash)
    session.add(entry)
    return entry


def head(session: Session, library_id: uuid.UUID) -> Head:
    """The newest entry; for an empty trail, number 0 and a hash that only this library's first entry can follow."""
    row = session.execute(select(TrailEntry.seq, TrailEntry.hash).order_by(TrailEntry.seq.desc()).limit(1)).one_or_none()
    return Head(0, _beginning(library_id)) if row is None else Head(row.seq, row.hash)


def verify(session: Session, signer: Signer, library_id: uuid.UUID, *, job: Job | None = None) -> list[str]:
    """Reads the whole trail again: numbers without gaps, links, hashes, signatures. One sentence per kind of fault; empty when whole."""
    faults: dict[str, None] = {}
    expected, previous = 1, _beginning(library_id)
    keys: dict[uuid.UUID, bytes | None] = {}
    for entry in _entries(session):
        if job:
            job.check()
        if entry.seq != expected:
            faults["Entries are missing from the trail."] = None
        if entry.previous != previous or entry.hash != _hash(entry):
            faults["Entries of the trail were changed after they were written."] = None
        if entry.actor not in keys:
            keys[entry.actor] = _key_of(signer, entry.actor)
        key = keys[entry.actor]
        if key is None or not verify_signature(key, entry.hash, entry.signature):
            faults["Entries of the trail were not written by the person they name."] = None
        expected, previous = entry.seq + 1, entry.hash
    if expected == 1:
        faults["The trail is empty."] = None
    return list(faults)


def facts_of(session: Session, action: str) -> Iterator[dict[str, object]]:
    """What was noted with every entry of this kind, oldest first."""
    for facts in session.scalars(select(TrailEntry.facts).where(TrailEntry.action == action).order_by(TrailEntry.seq)):
        yield dict(json.loads(facts))


def _entries(session: Session) -> Iterator[TrailEntry]:
    after = 0
    while page := session.scalars(select(TrailEntry).where(TrailEntry.seq > after).order_by(TrailEntry.seq).limit(_AT_ONCE)).all():
        yield from page
        after = page[-1].seq
        session.expunge_all()


def _hash(entry: TrailEntry) -> bytes:
    object_id = entry.object_id.hex if entry.object_id else None
    parts = [entry.seq, entry.at_us, entry.actor.hex, entry.action, object_id, entry.facts, entry.previous.hex()]
    return sha256(_DOMAIN + json.dumps(parts, separators=(",", ":")).encode()).digest()


def _beginning(library_id: uuid.UUID) -> bytes:
    return sha256(_DOMAIN + library_id.bytes).digest()


def _key_of(signer: Signer, person_id: uuid.UUID) -> bytes | None:
    try:
        return signer.public_key(person_id)
    except NotThere:
        return None


def _plain(value: object) -> object:
    """Refuses free text: a trail outlives what it speaks of, so no name or note may ever get into it."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if value is None or isinstance(value, int) or (isinstance(value, str) and _WORD.match(value)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    raise ValueError("only ids, numbers and plain words go into the trail")
