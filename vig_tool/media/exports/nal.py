"""The pieces inside an H.264 or HEVC picture: taken apart so that only pictures and their sets are passed on, never camera notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

Codec = Literal["h264", "hevc"]

START: Final = b"\x00\x00\x00\x01"
_SEQUENCE_SET: Final = {"h264": 7, "hevc": 33}
_PICTURE_SET: Final = {"h264": 8, "hevc": 34}
_VIDEO_SET: Final = {"h264": -1, "hevc": 32}
_H264_SLICES: Final = range(1, 6)
_H264_FRESH: Final = 5
_HEVC_SLICES: Final = range(22)
_HEVC_FRESH: Final = range(16, 21)  # BLA and IDR: nothing decoded before is looked at
_HEVC_OPEN: Final = 21  # CRA: pictures that follow it may look back past it
_HEVC_BROKEN: Final = 18  # BLA without leading pictures
_ENDINGS: Final = {"h264": (10, 11), "hevc": (36, 37)}


class Conflict(Exception):
    """Two different parameter sets want the same number: the pieces cannot stand in one film."""


def kind_of(unit: bytes | memoryview, codec: Codec) -> int:
    """What a piece is, as its standard numbers it; -1 for an empty one."""
    if not len(unit):
        return -1
    return (unit[0] >> 1) & 63 if codec == "hevc" else unit[0] & 31


def is_slice(kind: int, codec: Codec) -> bool:
    """Whether a piece is a part of a picture."""
    return kind in (_HEVC_SLICES if codec == "hevc" else _H264_SLICES)


def is_ending(kind: int, codec: Codec) -> bool:
    """Whether a piece says that what follows begins anew."""
    return kind in _ENDINGS[codec]


def begins_afresh(kind: int, codec: Codec) -> bool:
    """Whether a stretch may begin with a picture of such a piece. An H.264 key picture that is not closed may not."""
    return kind == _H264_FRESH if codec == "h264" else kind in _HEVC_FRESH or kind == _HEVC_OPEN


def cut_off(unit: bytes, codec: Codec) -> bytes:
    """A piece of the first picture of a stretch, saying that what it leans on before is not there (HEVC CRA becomes BLA).

    Both kinds of picture are written alike but for this number in the piece's first byte.
    """
    if codec == "hevc" and kind_of(unit, codec) == _HEVC_OPEN:
        return bytes([(unit[0] & 0x81) | (_HEVC_BROKEN << 1)]) + unit[1:]
    return unit


def length_size(head: bytes, codec: Codec) -> int:
    """How many bytes say the length of a piece in packets of a film with this head. Raises ValueError where packets are not built so."""
    place = 21 if codec == "hevc" else 4
    if len(head) <= place + 1 or head[0] != 1:
        raise ValueError("the film's head does not say how its packets are divided")
    return (head[place] & 3) + 1


def units_in(packet: bytes | memoryview, size: int = 4) -> Iterator[memoryview]:
    """The pieces of a packet, each after its length. Raises ValueError where the lengths do not add up."""
    view, at = memoryview(packet), 0
    while at < len(view):
        length = int.from_bytes(view[at : at + size], "big")
        if length > len(view) - at - size:
            raise ValueError("a unit is longer than its packet")
        yield view[at + size : at + size + length]
        at += size + length


class ParameterSets:
    """The sets that tell a decoder how to read the slices, by number. They belong in the film's head, each once."""

    def __init__(self, codec: Codec = "h264") -> None:
        self.codec: Codec = codec
        self._sets: dict[tuple[int, int], bytes] = {}

    def take_from_head(self, head: bytes) -> None:
        """Reads them from the head of an MP4 (avcC, hvcC) or from a stream with start codes. Raises Conflict."""
        units = split_at_start_codes(head) if head[:1] != b"\x01" else _units_in_head(head, self.codec)
        for unit in units:
            self.take(unit)

    def take(self, unit: bytes) -> None:
        """Keeps a parameter set; anything else is passed over. Raises Conflict."""
        kind = kind_of(unit, self.codec)
        if kind not in (_SEQUENCE_SET[self.codec], _PICTURE_SET[self.codec], _VIDEO_SET[self.codec]):
            return
        tidy = unit.rstrip(b"\x00")
        if self._sets.setdefault((kind, self._number(kind, unit)), tidy) != tidy:
            raise Conflict

    def head(self) -> bytes:
        """All of them with start codes, in the order decoders want them."""
        return b"".join(START + unit for _, unit in sorted(self._sets.items()))

    def numbers(self) -> set[int]:
        """Every number that is taken by a set of any kind."""
        return {number for _, number in self._sets}

    def profile_and_level(self) -> tuple[int, int] | None:
        """Of the first H.264 sequence set."""
        found = [unit for (kind, _), unit in sorted(self._sets.items()) if kind == _SEQUENCE_SET["h264"] and len(unit) > 3]
        return (found[0][1], found[0][3]) if found else None

    def _number(self, kind: int, unit: bytes) -> int:
        if self.codec == "h264":
            return first_number(unit[4:12] if kind == _SEQUENCE_SET["h264"] else unit[1:9])
        if kind == _VIDEO_SET["hevc"]:
            return unit[2] >> 4
        if kind == _PICTURE_SET["hevc"]:
            return first_number(unit[2:10])
        bits = bits_of(plain(unit[2:]))
        return exp_golomb(bits, sequence_number_at(bits))[0]


def only_pictures(packet: bytes | memoryview, sets: ParameterSets, codec: Codec = "h264", size: int = 4) -> bytes:
    """A packet of an MP4 (each unit after its length) as slices with start codes, without notes and fillers.

    Parameter sets go to `sets`. Raises Conflict, or ValueError where the lengths do not add up.
    """
    kept = bytearray()
    for unit in units_in(packet, size):
        if is_slice(kind_of(unit, codec), codec):
            kept += START + unit
        else:
            sets.take(bytes(unit))
    return bytes(kept)


def split_at_start_codes(stream: bytes) -> Iterator[bytes]:
    for piece in stream.replace(b"\x00\x00\x00\x01", b"\x00\x00\x01").split(b"\x00\x00\x01"):
        if piece:
            yield piece


def plain(escaped: bytes) -> bytes:
    """A piece's bytes without those that keep start codes from appearing in it."""
    return escaped.replace(b"\x00\x00\x03", b"\x00\x00")


def bits_of(data: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in data)


def exp_golomb(bits: str, at: int) -> tuple[int, int]:
    """The Exp-Golomb number at a place, and where the next one stands."""
    zeros = bits.find("1", at) - at
    if zeros < 0:
        raise ValueError("a number has no end")
    end = at + 2 * zeros + 1
    return int(bits[at + zeros : end], 2) - 1, end


def sequence_number_at(bits: str) -> int:
    """Where the number of an HEVC sequence set stands among its bits: after profile, tier and level of it and of its layers."""
    layers = int(bits[4:7], 2)
    at = 8 + 96 + (16 if layers else 0)
    for layer in range(layers):
        has_profile, has_level = bits[104 + 2 * layer], bits[105 + 2 * layer]
        at += 88 * (has_profile == "1") + 8 * (has_level == "1")
    return at


def first_number(data: bytes) -> int:
    """The first Exp-Golomb number of some bytes."""
    return exp_golomb(bits_of(plain(data)), 0)[0]


def _units_in_head(head: bytes, codec: Codec) -> Iterator[bytes]:
    if codec == "hevc":
        at, arrays = 23, head[22]
        for _ in range(arrays):
            count = int.from_bytes(head[at + 1 : at + 3], "big")
            at += 3
            for _ in range(count):
                size = int.from_bytes(head[at : at + 2], "big")
                yield head[at + 2 : at + 2 + size]
                at += 2 + size
        return
    at = 6
    for mask, counter in ((0x1F, 5), (0xFF, -1)):
        count = head[counter] & mask if counter >= 0 else head[at]
        at += 0 if counter >= 0 else 1
        for _ in range(count):
            size = int.from_bytes(head[at : at + 2], "big")
            yield head[at + 2 : at + 2 + size]
            at += 2 + size
