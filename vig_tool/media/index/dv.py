"""Tells of DV films from tape cameras: one picture in each packet, all of one length."""

from __future__ import annotations

from typing import Final

from vig_tool.media.index.told import KEY, Bytes, Told

_BLOCK: Final = 80
_BLOCKS: Final = 150
_LENGTHS: Final = frozenset({120_000, 144_000, 240_000, 288_000})  # the two countries' kinds, and both at twice the rate
_KIND_AT: Final = 5 * _BLOCK + 48 + 3  # where the first video note says how pictures are stored


class Tape:
    """Believes packets as long as the first, with each run of blocks headed as it must be, and of the first one's kind."""

    def __init__(self) -> None:
        self._first: tuple[int, int, int] | None = None

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - each of them is one
        size = len(packet)
        if size not in _LENGTHS or any(packet[at] >> 5 for at in range(0, size, _BLOCK * _BLOCKS)):
            return None
        kind = (size, packet[3] & 0x80, packet[_KIND_AT] & 0x1F)
        self._first = self._first or kind
        return KEY if kind == self._first else None
