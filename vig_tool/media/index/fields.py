"""Which packets of an H.264 stream begin a picture: camcorders store many pictures as two fields, each in a packet of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vig_tool.media.exports.nal import bits_of, exp_golomb, plain, split_at_start_codes

_SEQUENCE_SET: Final = 7
_SLICES: Final = frozenset({1, 5})
_FRESH: Final = 5
_RICH: Final = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})  # profiles that say more about colours
_HEAD: Final = 24  # bytes in which what we need of a slice stands


@dataclass(frozen=True, slots=True)
class _Description:
    """Of a sequence set: bits of a picture's number, whether colours are coded apart, whether there may be fields, how order is told."""

    number_bits: int
    apart: bool
    can_be_fields: bool
    order_kind: int
    order_bits: int


class Fields:
    """Reads whole packets in the order of decoding. Raises ValueError where the head of the film is not understood."""

    def __init__(self, head: bytes) -> None:
        sets = [piece for piece in split_at_start_codes(head) if piece[0] & 31 == _SEQUENCE_SET]
        if not sets:
            raise ValueError("the stream's head holds no description of its pictures")
        said = {_description(piece) for piece in sets}
        if len(said) != 1 and any(one.can_be_fields for one in said):
            raise ValueError("the stream changes within")
        self._said = min(said, key=lambda one: (one.number_bits, one.order_bits))
        self._is_one = len(said) == 1
        self._open: tuple[int, str] | None = None  # the field that waits for its other one: its parity and its picture's number
        self._shown: tuple[int, int] | None = None  # number and place in order of the picture before

    @property
    def can_be_fields(self) -> bool:
        """Whether the film says that there may be any."""
        return self._said.can_be_fields

    def begins(self, packet: bytes) -> bool | None:
        """Whether a picture begins here; False for its second field; None where the packet is not understood."""
        place = packet.find(b"\0\0\1")
        while place >= 0:
            if place + 3 < len(packet) and packet[place + 3] & 31 in _SLICES:
                return self._begins(packet[place + 4 : place + 4 + _HEAD])
            place = packet.find(b"\0\0\1", place + 3)
        return None

    def begins_in(self, units: Iterable[bytes | memoryview]) -> bool | None:
        """The same of a packet already divided; both fields may be in it. None also where more than one picture is."""
        first = (unit for unit in units if len(unit) > 1 and unit[0] & 31 in _SLICES and unit[1] & 0x80)  # with the first block
        told = [self._begins(bytes(unit[1 : 1 + _HEAD])) for unit in first]
        return told[0] if told in ([True], [False], [True, False]) else None

    def rises(self, packet: bytes) -> bool:
        """Whether the picture in this packet is shown after the one before. False also where that is not understood."""
        pieces = [piece for piece in split_at_start_codes(packet) if piece[0] & 31 in _SLICES and len(piece) > 1 and piece[1] & 0x80]
        if len(pieces) != 1 or not packet.startswith((b"\0\0\1", b"\0\0\0\1")) or self._said.can_be_fields or not self._is_one:
            return False
        bits, fresh = bits_of(plain(pieces[0][1 : 1 + _HEAD])), pieces[0][0] & 31 == _FRESH
        try:
            place = self._at_number(bits)
            number, place = int(bits[place : place + self._said.number_bits], 2), place + self._said.number_bits
            if fresh:
                _, place = exp_golomb(bits, place)
            order = int(bits[place : place + self._said.order_bits] or "0", 2)
        except ValueError:
            return False
        before, self._shown = self._shown, (number, order)
        if fresh or before is None:
            return fresh and not number
        return (number - before[0]) % (1 << self._said.number_bits) <= 1 and self._is_later(order - before[1])

    def _is_later(self, by: int) -> bool:
        """Whether a step in the order of showing leads on: of those told in the second way, all do."""
        whole = 1 << self._said.order_bits
        return self._said.order_kind == 2 or (self._said.order_kind == 0 and 0 < by % whole < whole // 2)

    def _at_number(self, bits: str) -> int:
        place = 0
        for _ in range(3):  # first block, kind, number of the picture set
            _, place = exp_golomb(bits, place)
        return place + 2 * self._said.apart

    def _begins(self, slice_head: bytes) -> bool | None:
        if not self._said.can_be_fields:
            return True
        bits = bits_of(plain(slice_head))
        try:
            place = self._at_number(bits)
        except ValueError:
            return None
        after = place + self._said.number_bits
        number, flags = bits[place:after], bits[after : after + 2]
        if len(flags) < 2:
            return None
        if flags[0] == "0":
            self._open = None
            return True
        parity, waiting = int(flags[1]), self._open
        if waiting is not None and waiting[0] != parity and waiting[1] == number:
            self._open = None
            return False
        self._open = (parity, number)
        return True


def _description(piece: bytes) -> _Description:
    bits = bits_of(plain(piece[1:]))
    profile, apart = int(bits[:8], 2), False
    _, place = exp_golomb(bits, 24)
    if profile in _RICH:
        colours, place = exp_golomb(bits, place)
        if colours == 3:
            apart, place = bits[place] == "1", place + 1
        for _ in range(2):  # depths
            _, place = exp_golomb(bits, place)
        place += 1
        has_lists, place = bits[place] == "1", place + 1
        if has_lists:
            place = _after_lists(bits, place, 12 if colours == 3 else 8)
    number_bits, place = exp_golomb(bits, place)
    order, place = exp_golomb(bits, place)
    order_bits = 0
    if order == 0:
        more, place = exp_golomb(bits, place)
        order_bits = more + 4
    elif order == 1:
        place += 1
        for _ in range(2):
            _, place = exp_golomb(bits, place)
        count, place = exp_golomb(bits, place)
        for _ in range(count):
            _, place = exp_golomb(bits, place)
    _, place = exp_golomb(bits, place)
    place += 1
    for _ in range(2):  # width, height
        _, place = exp_golomb(bits, place)
    return _Description(number_bits + 4, apart, bits[place] == "0", order, order_bits)


def _after_lists(bits: str, place: int, count: int) -> int:
    for number in range(count):
        has_list, place = bits[place] == "1", place + 1
        if not has_list:
            continue
        last = following = 8
        for _ in range(16 if number < 6 else 64):
            if following:
                coded, place = exp_golomb(bits, place)
                change = (coded + 1) // 2 if coded % 2 else -(coded // 2)
                following = (last + change) % 256
            last = following or last
    return place
