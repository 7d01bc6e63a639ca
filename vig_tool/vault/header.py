"""The first bytes of a sealed file: what it is, whose it is, its wrapped key, and a proof that none of this was changed.

    magic 8 | version 2 | algorithm 2 | flags 4 | chunk size 4 | media id 16 | family id 16
    nonce 12 | wrapped file key 48 | salt 32 | proof 32

Numbers are big-endian. The file key is wrapped with everything before it (and the kind of content) bound to it; the proof is an
HMAC-SHA256 over everything before, under a key made from the file key. The chunks are bound to the proof.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vig_tool.errors import Damaged

MAGIC = b"VIGSEAL\x00"
VERSION = 1
AES_256_GCM_STREAM = 1
NO_FLAGS = 0
CHUNK = 1 << 17
"""Plain bytes in every chunk but the last."""

_FIXED = struct.Struct(">8sHHII16s16s")
_NONCE, _WRAPPED, _SALT, _PROOF = 12, 48, 32, 32
_PREFIX = 7
SIZE = _FIXED.size + _NONCE + _WRAPPED + _SALT + _PROOF


@dataclass(frozen=True, slots=True)
class ChunkKeys:
    """What the chunks of one file are sealed with: key (32 bytes), nonce prefix (7), and the proof they are bound to (32)."""

    key: bytes = field(repr=False)
    prefix: bytes
    proof: bytes

    def nonce(self, number: int, last: bool) -> bytes:  # noqa: FBT001 - the two parts of a STREAM nonce
        return self.prefix + struct.pack(">IB", number, last)


def new_header(*, media_id: UUID, family_id: UUID, wrap_key: bytes, kind: str) -> tuple[bytes, ChunkKeys]:
    """A header with a fresh file key, `SIZE` bytes, and the keys for its chunks."""
    fixed = _FIXED.pack(MAGIC, VERSION, AES_256_GCM_STREAM, NO_FLAGS, CHUNK, media_id.bytes, family_id.bytes)
    file_key, nonce, salt = secrets.token_bytes(32), secrets.token_bytes(_NONCE), secrets.token_bytes(_SALT)
    wrapped = AESGCM(wrap_key).encrypt(nonce, file_key, fixed + kind.encode())
    front = fixed + nonce + wrapped + salt
    proof_key, chunk_key, prefix = _keys(file_key, salt)
    proof = _hmac(proof_key, front).finalize()
    return front + proof, ChunkKeys(chunk_key, prefix, proof)


def read_header(data: bytes, *, media_id: UUID, wrap_key: bytes, kind: str) -> ChunkKeys:
    """The keys for the chunks of a file whose first `SIZE` bytes are `data`.

    Raises Damaged: not a sealed file, sealed in an unknown way, another film's file, or changed.
    """
    if len(data) != SIZE or not data.startswith(MAGIC):
        raise Damaged("This is not a sealed file, or its beginning is lost.", advice="Put the file of your latest backup in its place.")
    fixed = data[: _FIXED.size]
    _, version, algorithm, flags, chunk, media, _family = _FIXED.unpack(fixed)
    if (version, algorithm, flags, chunk) != (VERSION, AES_256_GCM_STREAM, NO_FLAGS, CHUNK):
        raise Damaged("This file was sealed in a way this version of VIG Tool does not know, or it was changed.")
    if media != media_id.bytes:
        raise Damaged("This file belongs to another film.", advice="Somebody changed files of the library. Nothing was shown.")
    nonce, wrapped, salt, proof = _cut(data[_FIXED.size :], _NONCE, _WRAPPED, _SALT, _PROOF)
    try:
        file_key = AESGCM(wrap_key).decrypt(nonce, wrapped, fixed + kind.encode())
        proof_key, chunk_key, prefix = _keys(file_key, salt)
        _hmac(proof_key, data[:-_PROOF]).verify(proof)
    except (InvalidTag, InvalidSignature):
        raise Damaged(
            "The beginning of this sealed file was changed or damaged.", advice="Put the file of your latest backup in its place."
        ) from None
    return ChunkKeys(chunk_key, prefix, proof)


def _keys(file_key: bytes, salt: bytes) -> tuple[bytes, bytes, bytes]:
    made = HKDF(algorithm=hashes.SHA256(), length=64 + _PREFIX, salt=salt, info=b"vig-tool sealed file 1").derive(file_key)
    return made[:32], made[32:64], made[64:]


def _hmac(key: bytes, data: bytes) -> HMAC:
    mac = HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac


def _cut(data: bytes, *lengths: int) -> tuple[bytes, ...]:
    parts, at = [], 0
    for length in lengths:
        parts.append(data[at : at + length])
        at += length
    return tuple(parts)
