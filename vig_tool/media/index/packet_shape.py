"""Whether a packet is built like a picture, without decoding it: one of H.264 or HEVC in MP4, MOV or Matroska; and whether it was wiped."""

from __future__ import annotations

from typing import Final

from vig_tool.media.index.told import Bytes

_SLICE_KINDS: Final = {"h264": frozenset(range(1, 6)), "hevc": frozenset(range(32))}
_ZEROS: Final = bytes(64)


def is_wiped(packet: Bytes) -> bool:
    """Whether a long run of zeros stands inside: packed pictures hardly ever have one, wiped places on a card do."""
    return bytes(packet).rstrip(b"\0").find(_ZEROS) >= 0


class PacketShape:
    """Knows from the film's head how its packets are divided; films divided in another way are believed.

    A packet is whole where its pieces fill it exactly, none has the bit set that is always clear, one of them is part of a picture, and
    nothing inside is wiped. Other damage inside a piece is not seen: only decoding shows that.
    """

    def __init__(self, codec: str, head: bytes | None) -> None:
        self._kinds = _SLICE_KINDS.get(codec)
        self._hevc = codec == "hevc"
        self._length = 0
        if head and head[0] == 1 and self._kinds is not None and len(head) > (21 if self._hevc else 4):
            self._length = (head[21 if self._hevc else 4] & 3) + 1

    def is_whole(self, packet: Bytes) -> bool:
        if not self._length or self._kinds is None:
            return True
        view = memoryview(packet)
        at, end, has_picture = 0, len(view), False
        while at < end:
            size = int.from_bytes(view[at : at + self._length], "big")
            at += self._length
            if not size or at + size > end or view[at] & 0x80:
                return False
            kind = (view[at] >> 1) & 0x3F if self._hevc else view[at] & 0x1F
            has_picture = has_picture or kind in self._kinds
            at += size
        return has_picture and not is_wiped(packet)
