"""Gives HEVC pictures of our encoder other numbers for their parameter sets, so that they can stand in one film with a camera's.

The encoder always numbers its sets 0, as cameras do. A slice names its picture set right at its beginning; a number from 15 to 30 takes
exactly eight bits more than 0, so that everything after it keeps its place within its byte and nothing else of the slice has to be read.
"""

from __future__ import annotations

import re
from typing import Final

from vig_tool.media.exports.nal import bits_of, exp_golomb, is_slice, kind_of, plain, sequence_number_at

_VIDEO_SET, _SEQUENCE_SET, _PICTURE_SET = 32, 33, 34
_WITH_ONE_MORE: Final = range(16, 24)  # key pictures have one more bit before the number
_CLASH: Final = re.compile(rb"\x00\x00(?=[\x00-\x03])")
PICTURE_NUMBERS: Final = range(15, 31)
SET_NUMBERS: Final = range(16)


class Renumbered:
    """`sets` becomes the number of the video and the sequence set (0 to 15), `picture` that of the picture set (15 to 30)."""

    def __init__(self, *, sets: int, picture: int) -> None:
        if sets not in SET_NUMBERS or picture not in PICTURE_NUMBERS:
            raise ValueError("no such number")
        self._sets, self._picture = sets, picture

    def unit(self, unit: bytes) -> bytes:
        """A piece with its new numbers; pieces that name no set come back as they are. Raises ValueError where its own are not 0."""
        kind = kind_of(unit, "hevc")
        if kind == _VIDEO_SET:
            return unit[:2] + bytes([(self._sets << 4) | (unit[2] & 15)]) + unit[3:]
        if kind == _SEQUENCE_SET:
            bits = bits_of(plain(unit[2:]))
            at = sequence_number_at(bits)
            number, after = exp_golomb(bits, at)
            return unit[:2] + _ended(f"{self._sets:04b}{bits[4:at]}{_golomb(self._sets)}{_body(bits)[after:]}", number)
        if kind == _PICTURE_SET:
            bits = bits_of(plain(unit[2:]))
            number, after = exp_golomb(bits, 0)
            belongs, after = exp_golomb(bits, after)
            return unit[:2] + _ended(f"{_golomb(self._picture)}{_golomb(self._sets)}{_body(bits)[after:]}", number + belongs)
        return self._slice(unit, kind) if is_slice(kind, "hevc") else unit

    def _slice(self, unit: bytes, kind: int) -> bytes:
        body = plain(unit[2:])
        before = 2 if kind in _WITH_ONE_MORE else 1
        first = f"{body[0]:08b}"
        if first[before] != "1":
            raise ValueError("the slice's own number is not 0")
        changed = int(first[:before] + _golomb(self._picture) + first[before + 1 :], 2).to_bytes(2, "big")
        return unit[:2] + _escaped(changed + body[1:])


def _golomb(number: int) -> str:
    bits = f"{number + 1:b}"
    return "0" * (len(bits) - 1) + bits


def _body(bits: str) -> str:
    """Without the one that closes a set and the zeros after it."""
    return bits[: bits.rindex("1")]


def _ended(bits: str, number: int) -> bytes:
    if number:
        raise ValueError("the set's own number is not 0")
    closed = bits + "1"
    closed += "0" * (-len(closed) % 8)
    return _escaped(int(closed, 2).to_bytes(len(closed) // 8, "big"))


def _escaped(data: bytes) -> bytes:
    """With the bytes that keep start codes from appearing."""
    return _CLASH.sub(b"\x00\x00\x03", data)
