"""The recovery code: 160 random bits as letters and digits in groups, with a checksum that tells a slip of the pen from a wrong code."""

from __future__ import annotations

import hashlib
import secrets

from vig_tool.errors import BadInput

BITS = 160
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_BODY, _CHECK, _GROUP = 32, 4, 4
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BREAKS = dict.fromkeys(map(ord, " \t\r\n-–—_.·"))


def new_code() -> str:
    """A fresh code, e.g. `7Q4K-…-…` (nine groups of four). It is shown once and kept nowhere."""
    return write_code(secrets.token_bytes(BITS // 8))


def write_code(bits: bytes) -> str:
    """The text of 20 bytes."""
    if len(bits) != BITS // 8:
        raise ValueError("a recovery code has 160 bits")
    letters = _spell(int.from_bytes(bits), _BODY) + _checksum(bits)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def read_code(text: str) -> bytes:
    """The 20 bytes of a code typed by hand; case, spaces, dashes and letters that look alike do not matter. Raises BadInput."""
    letters = text.upper().translate(_BREAKS).translate(_ALIKE)
    if any(letter not in _LETTERS for letter in letters):
        raise BadInput("There is a sign in this recovery code that no code contains.", advice="A code has only digits and capital letters.")
    if len(letters) != _BODY + _CHECK:
        raise BadInput(
            f"This recovery code has {len(letters)} signs; a whole one has {_BODY + _CHECK}.",
            advice="Please compare it with the sheet, group by group.",
        )
    bits = _value(letters[:_BODY]).to_bytes(BITS // 8)
    if letters[_BODY:] != _checksum(bits):
        raise BadInput("This recovery code has a slip in it.", advice="Please compare it with the sheet, group by group.")
    return bits


def _spell(value: int, count: int) -> str:
    return "".join(_LETTERS[value >> (5 * place) & 31] for place in reversed(range(count)))


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << 5 | _LETTERS.index(letter)
    return value


def _checksum(bits: bytes) -> str:
    digest = hashlib.sha256(b"vig-tool recovery code" + bits).digest()
    return _spell(int.from_bytes(digest[:4]) >> 12, _CHECK)
