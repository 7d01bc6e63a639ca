"""Which pictures no other picture leans on, read from a packet's head: they can be left out on the way to a later one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from av.packet import Packet

_LENGTHS: Final = {"h264": 4, "hevc": 21}  # where a head says how many bytes a piece's length takes
_START: Final = b"\x00\x00\x01"


class Spare:
    """For one film: `codec` and `head` as the container gives them. Films it does not know have no spare pictures.

    H.264 says it with each piece; HEVC only of pictures in the same layer of time, so one counts as spare in the highest layer alone.
    """

    def __init__(self, codec: str, head: bytes | None) -> None:
        self._known = codec in _LENGTHS and bool(head)
        self._hevc = codec == "hevc"
        self._length = self._layers = 0
        if not self._known or head is None:
            return
        place = _LENGTHS[codec]
        if head[0] == 1 and len(head) > place:
            self._length = (head[place] & 3) + 1
            self._layers = (head[21] >> 3) & 7 if self._hevc else 1
        elif head[:3] == b"\x00\x00\x01" or head[:4] == b"\x00\x00\x00\x01":
            self._layers = _layers_in(head) if self._hevc else 1
        self._known = self._layers > 0

    def is_spare(self, packet: Packet[Any]) -> bool:
        """True only where every piece of a picture in this packet says so."""
        if not self._known:
            return False
        found = False
        for first, second in self._heads(packet):
            if self._hevc:
                kind = (first >> 1) & 0x3F
                if kind >= 32:
                    continue
                if kind >= 16 or kind % 2 or (second & 7) < self._layers:
                    return False
            else:
                if not 1 <= first & 0x1F <= 5:
                    continue
                if first & 0x60:
                    return False
            found = True
        return found

    def _heads(self, packet: Packet[Any]) -> Iterator[tuple[int, int]]:
        """The first two bytes of each piece."""
        data = bytes(packet)
        at, end = 0, len(data)
        if self._length:
            while at + self._length + 1 < end:
                size = int.from_bytes(data[at : at + self._length], "big")
                at += self._length
                yield data[at], data[at + 1]
                at += max(1, size)
            return
        at = data.find(_START)
        while 0 <= at < end - 4:
            yield data[at + 3], data[at + 4]
            at = data.find(_START, at + 3)


def _layers_in(head: bytes) -> int:
    """Layers of time that a head with start codes announces; 0 where it says nothing."""
    at = head.find(_START)
    while 0 <= at < len(head) - 7:
        if (head[at + 3] >> 1) & 0x3F == 32:
            return ((head[at + 6] >> 1) & 7) + 1
        at = head.find(_START, at + 3)
    return 0
