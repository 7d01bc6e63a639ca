"""Tells of films of JPEG pictures, as pocket cameras made them: one whole picture in each packet."""

from __future__ import annotations

from typing import Final

from vig_tool.media.index.told import KEY, Bytes, Told

_SIZES: Final = frozenset({0xC0, 0xC1})
_TABLES: Final = frozenset({0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)})
_SCAN: Final = 0xDA
_END: Final = b"\xff\xd9"
_RESTARTS: Final = tuple(bytes([0xFF, mark]) for mark in range(0xD0, 0xD8))


class Jpeg:
    """Believes a picture of the film's full size in one scan without a foreign mark inside; halves of pictures are not understood."""

    def __init__(self, width: int, height: int) -> None:
        self._size = height.to_bytes(2, "big") + width.to_bytes(2, "big")

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - each of them is one
        data = bytes(packet)
        if data[:2] != b"\xff\xd8":
            return None
        at, sized = 2, False
        while at + 4 <= len(data) and data[at] == 0xFF:
            mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
            if length < 2:
                return None
            if mark == _SCAN:
                return KEY if sized and self._ends(data, at + 2 + length) else None
            if mark in _SIZES:
                if sized or data[at + 5 : at + 9] != self._size:
                    return None
                sized = True
            elif mark not in _TABLES:
                return None
            at += 2 + length
        return None

    @staticmethod
    def _ends(data: bytes, start: int) -> bool:
        """Whether nothing but a picture follows. Without its end it was cut off."""
        end = data.find(_END, start)
        if end <= start:
            return False
        marks = data.count(b"\xff", start, end) - data.count(b"\xff\0", start, end)
        return not marks or marks == sum(data.count(mark, start, end) for mark in _RESTARTS)
