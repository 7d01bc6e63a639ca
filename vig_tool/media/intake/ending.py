"""Whether a film's file stops before its own end, as an interrupted copy does. Reads heads of parts only."""

from __future__ import annotations

from typing import BinaryIO, Final

from vig_tool.media.source import Source

_MANY: Final = 500_000  # parts looked through before the question is given up
_STREAM_PACKETS: Final = ((188, 0), (192, 4), (204, 0))  # of a stream: length, and where its mark 0x47 stands
_OF_THE_FILM: Final = frozenset({b"mdat", b"moof", b"moov"})
_SEGMENT: Final = b"\x18\x53\x80\x67"


def is_cut_short(source: Source, family: str) -> bool:
    """`family` as in FilmFacts.container; False where this kind of file does not tell."""
    with source.open() as file:
        if family == "mov":
            return _last_box_is_cut(file, source.size)
        if family == "avi":
            return _pictures_are_cut(file, source.size)
        if family == "mpegts":
            return _last_packet_is_cut(file.read(204 * 4), source.size)
        if family == "matroska":
            return _segment_is_cut(file.read(4096), source.size)
    return False


def _last_box_is_cut(file: BinaryIO, size: int) -> bool:
    place = 0
    for _ in range(_MANY):
        if place + 8 > size:
            return False
        file.seek(place)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8:
            return False  # 0: lasts to the end; else nonsense
        place += length
        if place > size:
            return head[4:8] in _OF_THE_FILM
    return False


def _pictures_are_cut(file: BinaryIO, size: int) -> bool:
    """Of an AVI: the index behind the pictures may be missing, that is no loss."""
    place = 12
    while place + 12 <= size:
        file.seek(place)
        head = file.read(12)
        length = int.from_bytes(head[4:8], "little")
        if head[:4] == b"LIST" and head[8:12] == b"movi":
            return place + 8 + length > size
        place += 8 + length + length % 2
    return False


def _last_packet_is_cut(head: bytes, size: int) -> bool:
    for length, mark in _STREAM_PACKETS:
        if len(head) > 3 * length + mark and all(head[n * length + mark] == 0x47 for n in range(4)):
            return size % length != 0
    return False


def _segment_is_cut(head: bytes, size: int) -> bool:
    place = head.find(_SEGMENT)
    if place < 0 or place + 12 > len(head) or not head[place + 4]:
        return False
    start = place + 4
    width = 9 - head[start].bit_length()
    length = int.from_bytes(head[start : start + width], "big") & ((1 << 7 * width) - 1)
    return length != (1 << 7 * width) - 1 and start + width + length > size
