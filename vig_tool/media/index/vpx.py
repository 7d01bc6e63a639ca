"""Tells of VP8 and VP9 films, as browsers and some phones write them: they hide pictures that only others lean on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vig_tool.media.index.packet_shape import is_wiped
from vig_tool.media.index.told import HIDDEN, KEY, PICTURE, Bits, Bytes, Told

_VP8_MARK: Final = b"\x9d\x01\x2a"
_VP9_MARK: Final = 0x498342
_HEAD: Final = 16


class Vp8:
    """One picture in each packet, shown or hidden."""

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        if len(packet) < 4 or is_wiped(packet):
            return None
        tag = int.from_bytes(packet[:3], "little")
        is_key, version, first_part = not tag & 1, tag >> 1 & 7, tag >> 5
        head = 10 if is_key else 3
        if version > 3 or head + first_part > len(packet) or (is_key and bytes(packet[3:6]) != _VP8_MARK):
            return None
        if not tag >> 4 & 1:
            return HIDDEN
        return KEY if is_key else PICTURE


class Vp9:
    """One picture or several in each packet, of which at most one is shown; or the number of one that is kept, to be shown now."""

    def __init__(self) -> None:
        self._keys: list[bool | None] = [None] * 8  # of the kept pictures

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the pictures say it
        if is_wiped(packet):
            return None
        try:
            told = [self._one(piece) for piece in _pieces(packet)]
        except ValueError:
            return None
        shown = [one for one in told if one is not HIDDEN]
        if len(shown) > 1 or None in shown:
            return None
        return shown[0] if shown else HIDDEN

    def _one(self, piece: Bytes) -> Told | None:
        bits = Bits(piece[:_HEAD])
        if bits.take(2) != 2:
            return None
        profile = bits.take(1) | bits.take(1) << 1
        if profile == 3 and bits.flag():
            return None
        if bits.flag():
            kept = self._keys[bits.take(3)]
            return None if kept is None else KEY if kept else PICTURE
        leans, shown, careful = bits.flag(), bits.flag(), bits.flag()
        if not leans:
            if bits.take(24) != _VP9_MARK:
                return None
            self._keys = [True] * 8
        else:
            alone = not shown and bits.flag()
            bits.take(0 if careful else 2)
            if alone and (profile or bits.take(24) != _VP9_MARK):
                return None
            kept_as = bits.take(8)
            if None in self._keys:
                return None
            self._keys = [False if kept_as >> place & 1 else old for place, old in enumerate(self._keys)]
        return HIDDEN if not shown else PICTURE if leans else KEY


def _pieces(packet: Bytes) -> Iterator[Bytes]:
    """The pictures in a packet. Raises ValueError where their lengths do not add up."""
    if not len(packet):
        raise ValueError("nothing inside")
    mark = packet[-1]
    count, width = (mark & 7) + 1, (mark >> 3 & 3) + 1
    index = 2 + count * width
    if mark & 0xE0 != 0xC0 or len(packet) < index or packet[-index] != mark:
        yield packet
        return
    at, lengths = 0, packet[len(packet) - index + 1 : -1]
    for number in range(count):
        length = int.from_bytes(lengths[number * width : (number + 1) * width], "little")
        if not length or at + length > len(packet) - index:
            raise ValueError("pictures are longer than their packet")
        yield packet[at : at + length]
        at += length
