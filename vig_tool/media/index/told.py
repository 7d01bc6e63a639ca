"""What a packet says of the pictures in it, and the bits it says it with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

Bytes = bytes | memoryview


class Part(Enum):
    """What of a picture a packet holds: one, or its first field; the other field of the one before; one that is never shown."""

    BEGINS = auto()
    GOES_ON = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """`key` as decoding would say it."""

    part: Part
    key: bool


KEY = Told(Part.BEGINS, key=True)
PICTURE = Told(Part.BEGINS, key=False)
GOES_ON = Told(Part.GOES_ON, key=False)
HIDDEN = Told(Part.HIDDEN, key=False)


class Telling(Protocol):
    """Reads a film's packets, each whole, in the order of decoding."""

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:
        """`key` as the container marks it. None where the packet is not understood or not built as it should be."""


class Bits:
    """Takes numbers off some bytes, bit by bit. Raises ValueError where they run out."""

    def __init__(self, data: Bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("the bits ran out")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def flag(self) -> bool:
        return self.take(1) == 1

    def peek(self) -> bool:
        """The next bit, left where it is."""
        if not self._left:
            raise ValueError("the bits ran out")
        return bool(self._value >> (self._left - 1) & 1)
