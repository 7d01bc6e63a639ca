"""Key slots: each wraps the library key and its person's private keys under a passphrase (Argon2id) or the recovery code."""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from uuid_utils.compat import uuid7

from vig_tool.errors import BadInput, LibraryRefused, Refused
from vig_tool.vault.people import KEY, PersonKeys


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: Argon2id memory (KiB), passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int


COST = Cost(memory_kib=262_144, passes=3, lanes=4)
"""For new slots: about 0.75 s on a laptop. A slot keeps the cost it was made with."""

MINIMUM = Cost(memory_kib=262_144, passes=3, lanes=4)
"""A slot that asks for less was weakened by somebody, and is refused."""

MAXIMUM = Cost(memory_kib=4_194_304, passes=64, lanes=64)
"""A slot that asks for more would only make the machine stand still."""


_SALT, _NONCE, _TAG = 32, 12, 16


class Kind(StrEnum):
    PASSPHRASE = "passphrase"  # noqa: S105 - the kind of a slot
    RECOVERY = "recovery"


class Role(StrEnum):
    """What the person of a slot does in this library."""

    GUIDER = "guider"
    SUPERVISOR = "supervisor"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a slot guards: the library key (32 bytes) and its person's private keys."""

    library_key: bytes = field(repr=False)
    person_keys: PersonKeys


@dataclass(frozen=True, slots=True)
class Slot:
    """One way into a library, as it stands in the keyring file. All but `wrapped` is bound to it."""

    id: UUID
    kind: Kind
    person: UUID
    role: Role
    cost: Cost | None
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def to_json(self) -> dict[str, Any]:
        return self._plain() | {"wrapped": self.wrapped.hex()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Slot:
        """Raises KeyError, TypeError or ValueError for what is no slot; LibraryRefused for one that was weakened."""
        kind = Kind(data["kind"])
        cost = None
        if kind is Kind.PASSPHRASE:
            asked = data["cost"]
            cost = Cost(int(asked["memory_kib"]), int(asked["passes"]), int(asked["lanes"]))
            refuse_bad_cost(cost)
        slot = cls(
            id=UUID(data["id"]),
            kind=kind,
            person=UUID(data["person"]),
            role=Role(data["role"]),
            cost=cost,
            salt=bytes.fromhex(data["salt"]),
            nonce=bytes.fromhex(data["nonce"]),
            wrapped=bytes.fromhex(data["wrapped"]),
        )
        if (len(slot.salt), len(slot.nonce), len(slot.wrapped)) != (_SALT, _NONCE, 3 * KEY + _TAG):
            raise ValueError("not the lengths of a slot")
        return slot

    def bound(self, library_id: UUID) -> bytes:
        return json.dumps(self._plain() | {"library": str(library_id)}, sort_keys=True, separators=(",", ":")).encode()

    def _plain(self) -> dict[str, Any]:
        cost = self.cost
        return {
            "id": str(self.id),
            "kind": self.kind.value,
            "person": str(self.person),
            "role": self.role.value,
            "cost": None if cost is None else {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes},
            "salt": self.salt.hex(),
            "nonce": self.nonce.hex(),
        }


def passphrase_slot(passphrase: str, guarded: Secrets, *, person: UUID, role: Role, library_id: UUID) -> Slot:
    """A slot that `passphrase` opens. Raises BadInput for an empty one."""
    if not passphrase.strip():
        raise BadInput("The passphrase is empty.", advice="A few words that only you would put together are good.")
    return _fill(Kind.PASSPHRASE, _typed(passphrase), guarded, person=person, role=role, library_id=library_id, cost=COST)


def recovery_slot(code: bytes, guarded: Secrets, *, person: UUID, role: Role, library_id: UUID) -> Slot:
    """A slot that the 20 bytes of a recovery code open."""
    return _fill(Kind.RECOVERY, code, guarded, person=person, role=role, library_id=library_id, cost=None)


def open_with_passphrase(slot: Slot, passphrase: str, *, library_id: UUID) -> Secrets | None:
    """What the slot guards, or None where the passphrase is not its own."""
    return _open(slot, _typed(passphrase), library_id) if slot.kind is Kind.PASSPHRASE else None


def open_with_code(slot: Slot, code: bytes, *, library_id: UUID) -> Secrets | None:
    """What the slot guards, or None where the code is not its own."""
    return _open(slot, code, library_id) if slot.kind is Kind.RECOVERY else None


def refuse_bad_cost(cost: Cost) -> None:
    """Raises LibraryRefused for a slot that guessing would open too cheaply, or that asks for more than a machine has."""
    weak = cost.memory_kib < MINIMUM.memory_kib or cost.passes < MINIMUM.passes or cost.lanes < MINIMUM.lanes
    heavy = cost.memory_kib > MAXIMUM.memory_kib or cost.passes > MAXIMUM.passes or cost.lanes > MAXIMUM.lanes
    if weak or heavy:
        raise LibraryRefused(
            "The lock of this library was changed by somebody, so it is not opened.",
            advice="Use your latest backup, and tell the person responsible for data protection.",
        )


def _fill(kind: Kind, secret: bytes, guarded: Secrets, *, person: UUID, role: Role, library_id: UUID, cost: Cost | None) -> Slot:
    empty = Slot(uuid7(), kind, person, role, cost, secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE), b"")
    plain = guarded.library_key + guarded.person_keys.signing + guarded.person_keys.receiving
    wrapped = AESGCM(_slot_key(empty, secret)).encrypt(empty.nonce, plain, empty.bound(library_id))
    return Slot(empty.id, kind, person, role, cost, empty.salt, empty.nonce, wrapped)


def _open(slot: Slot, secret: bytes, library_id: UUID) -> Secrets | None:
    try:
        plain = AESGCM(_slot_key(slot, secret)).decrypt(slot.nonce, slot.wrapped, slot.bound(library_id))
    except InvalidTag:
        return None
    return Secrets(plain[:KEY], PersonKeys(plain[KEY : 2 * KEY], plain[2 * KEY :]))


def _slot_key(slot: Slot, secret: bytes) -> bytes:
    if slot.cost is not None:
        secret = _argon2(secret, slot.salt, slot.cost)
    info = b"vig-tool slot 1 " + slot.kind.value.encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=slot.salt, info=info).derive(secret)


def _argon2(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    try:
        return hash_secret_raw(
            secret, salt, time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, hash_len=32, type=Type.ID
        )
    except HashingError as trouble:
        raise Refused(
            "There is too little free memory on this computer to open the library.", advice="Close some other programs and try again."
        ) from trouble


def _typed(passphrase: str) -> bytes:
    """One keyboard writes é as one sign, another as two; both are the same passphrase."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
