"""The pieces inside an H.264 picture: taken apart so that only pictures and the sets they need are passed on, never camera notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_SLICES: Final = (1, 2, 3, 4, 5)
_SEQUENCE_SET, _PICTURE_SET = 7, 8
_START: Final = b"\x00\x00\x00\x01"


class Conflict(Exception):
    """Two different parameter sets want the same number: the pieces cannot stand in one film."""


class ParameterSets:
    """The sets that tell a decoder how to read the slices, by number. They belong in the film's head, each once."""

    def __init__(self) -> None:
        self._sets: dict[tuple[int, int], bytes] = {}

    def take_from_head(self, head: bytes) -> None:
        """Reads them from the head of an MP4 (avcC) or from a stream with start codes. Raises Conflict."""
        if head[:1] != b"\x01":
            for unit in split_at_start_codes(head):
                self.take(unit)
            return
        at = 6
        for mask, counter in ((0x1F, 5), (0xFF, -1)):
            count = head[counter] & mask if counter >= 0 else head[at]
            at += 0 if counter >= 0 else 1
            for _ in range(count):
                size = int.from_bytes(head[at : at + 2], "big")
                self.take(head[at + 2 : at + 2 + size])
                at += 2 + size

    def take(self, unit: bytes) -> None:
        """Keeps a parameter set; anything else is passed over. Raises Conflict."""
        kind = unit[0] & 31 if unit else 0
        if kind not in (_SEQUENCE_SET, _PICTURE_SET):
            return
        number = _first_number(unit[4:12] if kind == _SEQUENCE_SET else unit[1:9])
        tidy = unit.rstrip(b"\x00")
        if self._sets.setdefault((kind, number), tidy) != tidy:
            raise Conflict

    def head(self) -> bytes:
        """All of them with start codes, sequence sets first."""
        return b"".join(_START + unit for _, unit in sorted(self._sets.items()))


def only_pictures(packet: bytes, sets: ParameterSets) -> bytes:
    """A packet of an MP4 (each unit after its length, 4 bytes) as slices with start codes, without notes and fillers.

    Parameter sets go to `sets`. Raises Conflict, or ValueError where the lengths do not add up.
    """
    kept = bytearray()
    for unit in _split_by_length(packet):
        if unit and unit[0] & 31 in _SLICES:
            kept += _START + unit
        else:
            sets.take(unit)
    return bytes(kept)


def split_at_start_codes(stream: bytes) -> Iterator[bytes]:
    for piece in stream.replace(b"\x00\x00\x00\x01", b"\x00\x00\x01").split(b"\x00\x00\x01"):
        if piece:
            yield piece


def _split_by_length(packet: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(packet):
        size = int.from_bytes(packet[at : at + 4], "big")
        if size > len(packet) - at - 4:
            raise ValueError("a unit is longer than its packet")
        yield packet[at + 4 : at + 4 + size]
        at += 4 + size


def _first_number(data: bytes) -> int:
    """The first Exp-Golomb number of some bytes."""
    bits = "".join(f"{byte:08b}" for byte in data.replace(b"\x00\x00\x03", b"\x00\x00"))
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "0", 2) - 1
