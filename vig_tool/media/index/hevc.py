"""Tells of HEVC films: one picture in each packet, either after start codes (streams) or each piece after its length."""

from __future__ import annotations

import re
from typing import Final

from vig_tool.media.index.packet_shape import PacketShape
from vig_tool.media.index.told import KEY, PICTURE, Bytes, Told

_PIECE: Final = re.compile(rb"\x00\x00\x01([\s\S])([\s\S])([\s\S])")
_STARTS: Final = (b"\0\0\0", b"\0\0\1")
_PICTURES: Final = range(32)
_KEYS: Final = range(16, 24)
_JOINED: Final = frozenset({16, 17, 18, 36, 37})  # where what was before no longer counts


class HevcUnits:
    """Believes whole packets, and what the container says of key pictures."""

    def __init__(self, head: bytes | None) -> None:
        self._shape = PacketShape("hevc", head)

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:
        if not self._shape.is_whole(packet):
            return None
        return KEY if key else PICTURE


class HevcStream:
    """Believes packets in which one picture begins, in films that are not joined within."""

    def __init__(self) -> None:
        self._begun = False

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        if bytes(packet[:3]) not in _STARTS:
            return None
        found: int | None = None
        for piece in _PIECE.finditer(packet):
            first, second, third = (part[0] for part in piece.groups())
            kind = first >> 1 & 63
            if first & 0x80 or not second & 7 or (kind in _JOINED and self._begun):
                return None
            if kind not in _PICTURES:
                continue
            if first & 1 or second >> 3 or bool(third & 0x80) is (found is not None):
                return None
            found = kind if found is None else found
        if found is None:
            return None
        self._begun = True
        return KEY if found in _KEYS else PICTURE
