"""Tells of AV1 films: each packet holds what belongs to one moment, of which one picture is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vig_tool.media.index.packet_shape import is_wiped
from vig_tool.media.index.told import KEY, PICTURE, Bits, Bytes, Told

_DESCRIPTION: Final = 1
_MOMENT: Final = 2
_HEADS: Final = frozenset({3, 6})  # a picture's head alone, or with the picture
_KNOWN: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 15})


class Av1:
    """Believes packets that their pieces fill exactly, with one picture shown, and films without hidden key pictures."""

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the pieces say it
        if is_wiped(packet):
            return None
        shown: list[Told] = []
        try:
            for number, (kind, piece) in enumerate(_pieces(packet)):
                if kind not in _KNOWN or (kind == _MOMENT and number):
                    return None
                if kind == _DESCRIPTION and Bits(piece[:1]).take(5) & 1:
                    return None  # a still photo
                if kind in _HEADS:
                    bits = Bits(piece[:1])
                    if bits.flag():
                        shown.append(PICTURE)
                        continue
                    how, is_shown = bits.take(2), bits.flag()
                    if not how and not is_shown:
                        return None
                    if is_shown:
                        shown.append(PICTURE if how else KEY)
        except ValueError:
            return None
        return shown[0] if len(shown) == 1 else None


def _pieces(packet: Bytes) -> Iterator[tuple[int, Bytes]]:
    """Kind and content of each piece. Raises ValueError where they do not fill the packet, or belong to layers."""
    at, end = 0, len(packet)
    while at < end:
        head = packet[at]
        extended, sized = head >> 2 & 1, head >> 1 & 1
        if head & 0x81 or (extended and (at + 1 >= end or packet[at + 1] >> 3 & 3)):
            raise ValueError("not a piece, or of a layer")
        at += 1 + extended
        length, at = _length(packet, at) if sized else (end - at, at)
        if at + length > end:
            raise ValueError("a piece is longer than its packet")
        yield head >> 3 & 15, packet[at : at + length]
        at += length


def _length(packet: Bytes, at: int) -> tuple[int, int]:
    """A length in groups of seven bits, the lowest first, and where what it counts begins."""
    value = 0
    for place in range(8):
        if at + place >= len(packet):
            break
        value |= (packet[at + place] & 0x7F) << 7 * place
        if not packet[at + place] & 0x80:
            return value, at + place + 1
    raise ValueError("a length has no end")
