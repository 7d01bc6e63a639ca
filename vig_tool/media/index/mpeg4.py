"""Tells of MPEG-4 (part 2) and H.263 films, as old phones and pocket cameras made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vig_tool.media.index.told import KEY, PICTURE, Bits, Bytes, Told

_MARK: Final = b"\0\0\1"
_PICTURE: Final = 0xB6
_LAYERS: Final = range(0x20, 0x30)
_HEAD: Final = 64  # bytes in which all we need of a description stands
_START: Final = 24  # bytes in which all we need of a picture stands
_OLD_SIZES: Final = range(1, 6)  # sizes an H.263 picture says by number


@dataclass(frozen=True, slots=True)
class _Layer:
    """How many bits count the parts of a second; whether each picture says of its fields."""

    count_bits: int
    interlaced: bool


class Mpeg4:
    """Believes films without two pictures in a packet, or packets that only say "the same again".

    Pictures out of order only where the container knows when each is shown (`timed`). Raises ValueError where the head of the film is
    not understood.
    """

    def __init__(self, head: bytes, *, timed: bool) -> None:
        self._kinds = 3 if timed else 2
        self._layer: _Layer | None = None
        if head:
            self._take(head)

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        data = bytes(packet)
        try:
            place = self._take(data)
            if place < 0 or data.find(_MARK + bytes([_PICTURE]), place) >= 0:
                return None
            return self._picture(data[place : place + _START])
        except ValueError:
            return None

    def _take(self, data: bytes) -> int:
        """Where what follows the first picture's mark begins; the description before it is taken in. -1 where there is no picture."""
        if not data.startswith(_MARK):
            raise ValueError("the packet begins in the middle")
        place = 0
        while place >= 0 and place + 3 < len(data):
            kind = data[place + 3]
            if kind == _PICTURE:
                return place + 4
            if kind in _LAYERS:
                layer = _layer(data[place + 4 : place + 4 + _HEAD])
                if self._layer not in (None, layer):
                    raise ValueError("the film changes within")
                self._layer = layer
            place = data.find(_MARK, place + 3)
        return -1

    def _picture(self, data: bytes) -> Told | None:
        """One with its bits in order, that is shown, and leans on earlier ones at most."""
        if self._layer is None:
            return None
        bits = Bits(data)
        kind = bits.take(2)
        while bits.flag():  # whole seconds
            pass
        if not bits.flag():
            return None
        bits.take(self._layer.count_bits)
        if not (bits.flag() and bits.flag()) or kind >= self._kinds:
            return None
        bits.take(kind == 1)
        bits.take(3 + 2 * self._layer.interlaced)
        if not bits.take(5) or not all(bits.take(3) for _ in range(kind)):
            return None
        return PICTURE if kind else KEY


def _layer(data: bytes) -> _Layer:
    """Reads a description of the film's pictures; of rare kinds, ValueError."""
    bits, version = Bits(data), 1
    bits.take(9)
    if bits.flag():
        version = bits.take(4)
        bits.take(3)
    if bits.take(4) == 15:
        bits.take(16)
    if bits.flag():
        bits.take(3)
        if bits.flag():
            bits.take(79)
    if bits.take(2) or not bits.flag():
        raise ValueError("pictures are not plain rectangles")
    parts = bits.take(16)
    count_bits = max(1, (parts - 1).bit_length()) if parts else 0
    if not count_bits or not bits.flag():
        raise ValueError("the clock is not said")
    if bits.flag():
        bits.take(count_bits)
    bits.take(29)  # width and height, each between marks
    interlaced = bits.flag()
    bits.take(1)
    if bits.take(1 if version == 1 else 2) or bits.flag():
        raise ValueError("pictures are of a rare kind")
    if bits.flag() and bits.take(2):
        raise ValueError("tables of its own are not read")
    bits.take(version != 1)
    if not bits.flag():
        raise ValueError("pictures say more than we read")  # how hard each is to code
    return _Layer(count_bits, interlaced)


class H263:
    """Believes pictures of the ordinary sizes, each alone in its packet."""

    def __init__(self) -> None:
        self._size = 0

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        if len(packet) < 8:
            return None
        bits = Bits(packet[:8])
        if bits.take(22) != 0x20 or bits.take(8) < 0 or bits.take(2) != 2:
            return None
        bits.take(3)
        size, leans = bits.take(3), bits.flag()
        bits.take(3)
        doubled, fineness = bits.flag(), bits.take(5)
        self._size = self._size or size
        if size not in _OLD_SIZES or size != self._size or doubled or not fineness:
            return None
        return PICTURE if leans else KEY
