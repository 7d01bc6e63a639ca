"""Which packets of an H.264 stream begin a picture: camcorders store many pictures as two fields, each in a packet of its own."""

from __future__ import annotations

from typing import Final

from vig_tool.media.exports.nal import bits_of, exp_golomb, plain, split_at_start_codes

_SEQUENCE_SET: Final = 7
_SLICES: Final = frozenset({1, 5})
_RICH: Final = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})  # profiles that say more about colours
_HEAD: Final = 24  # bytes in which what we need of a slice stands


class Fields:
    """Reads whole packets in the order of decoding. Raises ValueError where the head of the film is not understood."""

    def __init__(self, head: bytes) -> None:
        sets = [piece for piece in split_at_start_codes(head) if piece[0] & 31 == _SEQUENCE_SET]
        if not sets:
            raise ValueError("the stream's head holds no description of its pictures")
        said = {_description(piece) for piece in sets}
        if len(said) != 1:
            raise ValueError("the stream changes within")
        self._number_bits, self._apart, self._can_be_fields = said.pop()
        self._open: tuple[int, str] | None = None  # the field that waits for its other one: its parity and its picture's number

    def begins(self, packet: bytes) -> bool | None:
        """Whether a picture begins here; False for its second field; None where the packet is not understood."""
        place = packet.find(b"\0\0\1")
        while place >= 0:
            if place + 3 < len(packet) and packet[place + 3] & 31 in _SLICES:
                return self._begins(packet[place + 4 : place + 4 + _HEAD])
            place = packet.find(b"\0\0\1", place + 3)
        return None

    def _begins(self, slice_head: bytes) -> bool | None:
        if not self._can_be_fields:
            return True
        bits = bits_of(plain(slice_head))
        try:
            place = 0
            for _ in range(3):  # first block, kind, number of the picture set
                _, place = exp_golomb(bits, place)
        except ValueError:
            return None
        place += 2 * self._apart
        number, flags = bits[place : place + self._number_bits], bits[place + self._number_bits : place + self._number_bits + 2]
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


def _description(piece: bytes) -> tuple[int, bool, bool]:
    """Of a sequence set: bits of a picture's number, whether colours are coded apart, whether there may be fields."""
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
    if order == 0:
        _, place = exp_golomb(bits, place)
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
    return number_bits + 4, apart, bits[place] == "0"


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
