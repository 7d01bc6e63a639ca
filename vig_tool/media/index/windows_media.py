"""Tells of Windows Media films of the older kinds (WMV 7 and 8), whose pictures are never out of order."""

from __future__ import annotations

from vig_tool.media.index.told import KEY, PICTURE, Bits, Bytes, Told

_HEAD = 64  # bytes: enough for a flag for each row or column of a large picture
_BY_COLUMN = 3


class Wmv1:
    """One picture in each packet."""

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        if len(packet) < 2:
            return None
        bits = Bits(packet[:2])
        kind, fineness = bits.take(2), bits.take(5)
        if kind > 1 or not fineness:
            return None
        return PICTURE if kind else KEY


class Wmv2:
    """One picture in each packet. Where all of it is as before, decoding leaves it out: such films are not believed."""

    def __init__(self, width: int, height: int) -> None:
        self._columns, self._rows = -(-width // 16), -(-height // 16)

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        try:
            bits = Bits(packet[:_HEAD])
            leans = bits.flag()
            bits.take(0 if leans else 7)
            if not bits.take(5):
                return None
            if not leans:
                return KEY
            if bits.peek():
                count = self._columns if bits.take(2) == _BY_COLUMN else self._rows
                if all(bits.flag() for _ in range(count)):
                    return None
        except ValueError:
            return None
        return PICTURE
