"""A person's own keys: Ed25519 to sign with, X25519 to receive sealed packages. The private parts lie only in that person's slots."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

KEY = 32
"""Bytes of each key, private or public."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of a person: raw Ed25519 and X25519 public keys (32 bytes each)."""

    signing: bytes
    receiving: bytes


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The private parts (32 bytes each). Never shown, so never in a repr."""

    signing: bytes = field(repr=False)
    receiving: bytes = field(repr=False)

    @classmethod
    def new(cls) -> PersonKeys:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(data)

    def public(self) -> PublicKeys:
        return PublicKeys(
            Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw(),
            X25519PrivateKey.from_private_bytes(self.receiving).public_key().public_bytes_raw(),
        )


def verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of the holder of the Ed25519 key `public` under `data`. Never raises for bad keys or signatures."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
