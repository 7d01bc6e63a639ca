"""Tells of MPEG-1 and MPEG-2 films from DVD and HDV camcorders: a whole picture in each packet, or both its fields."""

from __future__ import annotations

from typing import Final

from vig_tool.media.index.told import KEY, PICTURE, Bytes, Told

_MARK: Final = b"\0\0\1"
_PICTURE: Final = _MARK + b"\0"
_SEQUENCE: Final = _MARK + b"\xb3"
_EXTENSION: Final = _MARK + b"\xb5"
_GROUP: Final = _MARK + b"\xb8"
_END: Final = _MARK + b"\xb7"
_CODING: Final = 8
_WHOLE: Final = 3
_SIZES: Final = 3  # bytes of a description that say width and height
_BROKEN: Final = 0x20
_FIRST_SLICE: Final = _MARK + b"\1"


class Mpeg2:
    """Believes packets of one picture, or of two fields that make one; not single fields, or films that change or were joined within."""

    def __init__(self) -> None:
        self._size = b""
        self._begun = False

    def tell(self, packet: Bytes, *, key: bool) -> Told | None:  # noqa: ARG002 - the picture says it
        data = bytes(packet)
        place = data.find(_PICTURE)
        if place < 0 or place + 6 > len(data) or not data.startswith(_MARK) or not self._goes_on(data, place):
            return None
        kind = data[place + 5] >> 3 & 7
        other = data.find(_PICTURE, place + 4)
        fields = [_structure(data, place, other if other > 0 else len(data))]
        if other > 0:
            fields.append(_structure(data, other, len(data)))
            if data.find(_PICTURE, other + 4) >= 0:
                return None
        if kind not in (1, 2, 3) or sorted(fields) not in ([_WHOLE], [1, 2]) or data.find(_FIRST_SLICE, place) < 0:
            return None
        self._begun = True
        return KEY if kind == 1 else PICTURE

    def _goes_on(self, data: bytes, place: int) -> bool:
        """Whether what stands before the picture goes on with the same film."""
        at = data.find(_SEQUENCE, 0, place)
        if at >= 0:
            size = data[at + 4 : at + 4 + _SIZES]
            self._size = self._size or size
            if size != self._size:
                return False
        at = data.find(_GROUP, 0, place)
        broken = at >= 0 and at + 7 < place and bool(data[at + 7] & _BROKEN)
        return bool(self._size) and not (broken and self._begun) and data.find(_END, 0, place) < 0


def _structure(data: bytes, start: int, end: int) -> int:
    """Of the picture that begins here: 1 upper field, 2 lower field, 3 whole; MPEG-1 knows whole ones only."""
    at = data.find(_EXTENSION, start, end)
    while at >= 0 and at + 7 <= end:
        if data[at + 4] >> 4 == _CODING:
            return data[at + 6] & 3
        at = data.find(_EXTENSION, at + 4, end)
    return _WHOLE
