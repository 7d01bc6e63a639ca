"""The keyring file: slots in the open, everything else sealed under the library key; always replaced whole, never written in place."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vig_tool.errors import LibraryRefused
from vig_tool.vault.durable import write_durably
from vig_tool.vault.people import PublicKeys
from vig_tool.vault.slots import Slot

FILE_NAME = "keyring"
FORMAT = 1
_LARGEST = 256 * 1024 * 1024
_MOST_SLOTS = 64
_NO_KEYRING = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What reading something that is no keyring can raise."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film's own secret; with its family's key it makes the key that wraps the film's file key."""

    family: UUID
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What the file holds; a change makes a new one, so that memory never runs ahead of the disk."""

    slots: tuple[Slot, ...]
    people: dict[UUID, PublicKeys]
    families: dict[UUID, bytes] = field(repr=False)
    films: dict[UUID, Film] = field(repr=False)
    slot_digests: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outer:
    """The file before a slot was opened."""

    library_id: UUID
    slots: tuple[Slot, ...]
    nonce: bytes
    sealed: bytes


def derive(key: bytes, salt: UUID, purpose: str) -> bytes:
    """32 bytes for one purpose (HKDF-SHA256), from the library key or a film's secrets."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt.bytes, info=b"vig-tool key 1 " + purpose.encode()).derive(key)


def slot_digests(*slots: Slot) -> dict[str, str]:
    """What the sealed part remembers of slots just made, so that a changed one is noticed before it is needed."""
    return {str(slot.id): sha256(json.dumps(slot.to_json(), sort_keys=True).encode()).hexdigest() for slot in slots}


def write_keyring(path: Path, content: Content, library_key: bytes, *, library_id: UUID) -> None:
    """Seals and replaces the file durably. Raises NoRoom: the old file then still stands.

    `content.slot_digests` goes in as it is: a slot that was damaged must not pass for a good one with the next change.
    """
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(derive(library_key, library_id, "keyring")).encrypt(nonce, _pack(content), _bound(library_id))
    outer = {
        "format": FORMAT,
        "library": str(library_id),
        "slots": [slot.to_json() for slot in content.slots],
        "nonce": nonce.hex(),
        "sealed": sealed.hex(),
    }
    write_durably(path, json.dumps(outer).encode())


def read_outer(path: Path) -> Outer:
    """Raises LibraryRefused: no keyring, an unreadable, damaged, weakened or newer one."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _unreadable()
        data: Any = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise LibraryRefused("There is no library in this folder.", advice="Choose the folder the library was made in.") from None
    except OSError as trouble:
        raise LibraryRefused("The library cannot be read from this place.", advice="Is the disk still connected?") from trouble
    except (ValueError, RecursionError) as trouble:
        raise _unreadable() from trouble
    try:
        version = int(data["format"])
        if version > FORMAT:
            raise LibraryRefused("This library was made by a newer version of VIG Tool.", advice="Open it with that version.")
        if version != FORMAT or not 0 < len(data["slots"]) <= _MOST_SLOTS:
            raise _unreadable()
        held = tuple(Slot.from_json(slot) for slot in data["slots"])
        return Outer(UUID(data["library"]), held, bytes.fromhex(data["nonce"]), bytes.fromhex(data["sealed"]))
    except _NO_KEYRING as trouble:
        raise _unreadable() from trouble


def unseal(outer: Outer, library_key: bytes) -> Content:
    """Raises LibraryRefused where the sealed part is not what was written."""
    try:
        plain = AESGCM(derive(library_key, outer.library_id, "keyring")).decrypt(outer.nonce, outer.sealed, _bound(outer.library_id))
        data = json.loads(plain)
        return Content(
            slots=outer.slots,
            people={UUID(key): PublicKeys(*map(bytes.fromhex, pair)) for key, pair in data["people"].items()},
            families={UUID(key): bytes.fromhex(value) for key, value in data["families"].items()},
            films={UUID(key): Film(UUID(family), bytes.fromhex(secret)) for key, (family, secret) in data["films"].items()},
            slot_digests=dict(data["slots"]),
        )
    except (InvalidTag, *_NO_KEYRING) as trouble:
        raise _unreadable() from trouble


def _bound(library_id: UUID) -> bytes:
    return b"vig-tool keyring %d " % FORMAT + library_id.bytes


def _pack(content: Content) -> bytes:
    return json.dumps(
        {
            "people": {str(key): [keys.signing.hex(), keys.receiving.hex()] for key, keys in content.people.items()},
            "families": {str(key): value.hex() for key, value in content.families.items()},
            "films": {str(key): [str(film.family), film.secret.hex()] for key, film in content.films.items()},
            "slots": content.slot_digests,
        }
    ).encode()


def _unreadable() -> LibraryRefused:
    return LibraryRefused(
        "The keys of this library are damaged, so it cannot be opened.", advice="Put the keyring of your latest backup in its place."
    )
