"""Whether a film's picture can only be understood with Dolby Vision's own data: its colours would be green and purple without."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from av.sidedata.sidedata import SideData, Type
from av.video.frame import VideoFrame

from vig_tool.media.source import Source

_TO_ENTRIES: Final = (b"mdia", b"minf", b"stbl", b"stsd")
_BOXES: Final = frozenset({b"dvcC", b"dvvC", b"dvwC"})
_BEFORE_BOXES: Final = 86  # bytes of a video sample entry before its own boxes
_MAPPINGS: Final = tuple(b"\x41\xe7\x84" + name for name in _BOXES)
_HEAD: Final = 1 << 20
_MOST: Final = 4096


def needs_dolby(source: Source, family: str) -> bool:
    """From what an MP4, MOV or Matroska file says of its tracks; elsewhere only the pictures tell (`picture_needs_dolby`)."""
    with source.open() as file:
        if family == "mov":
            return any(_alone(said) for said in _said_in_boxes(file, source.size))
        if family == "matroska":
            return any(_alone(said) for said in _said_in_matroska(file.read(_HEAD)))
    return False


def picture_needs_dolby(picture: VideoFrame) -> bool:
    """From the data beside a decoded picture: the kind that uses the whole range of values has colours of its own (profile 5)."""
    # Typed as a dictionary of motion vectors upstream; in truth a sequence of all side data.
    for side in cast("list[SideData]", picture.side_data):
        if side.type == Type.DOVI_METADATA:
            return header_needs_dolby(bytes(side))
    return False


def header_needs_dolby(data: bytes) -> bool:
    """FFmpeg's AVDOVIMetadata: the place of the header (size_t), in it vdr_rpu_profile (byte 4) and bl_video_full_range_flag (byte 10)."""
    width = struct.calcsize("N")
    place = int.from_bytes(data[:width], "little")
    return len(data) > place + 10 and place > 0 and data[place + 4] == 0 and data[place + 10] == 1


def _alone(said: bytes) -> bool:
    """Dolby's configuration record: 7 bits of profile after two bytes of version, 4 bits of what the plain picture is compatible with."""
    if len(said) < 5:
        return False
    profile, compatible = said[2] >> 1, said[4] >> 4
    return profile == 5 or (profile >= 8 and compatible == 0)


def _said_in_boxes(file: BinaryIO, size: int) -> Iterator[bytes]:
    for film, film_end in _named(file, 0, size, b"moov"):
        for track, track_end in _named(file, film, film_end, b"trak"):
            places = [(track, track_end)]
            for name in _TO_ENTRIES:
                places = [found for place in places for found in _named(file, *place, name)]
            for entries, entries_end in places:
                for _, entry, entry_end in _boxes(file, entries + 8, entries_end):
                    for name, start, end in _boxes(file, entry + _BEFORE_BOXES - 8, entry_end):
                        if name in _BOXES:
                            file.seek(start)
                            yield file.read(min(end - start, 24))


def _named(file: BinaryIO, start: int, end: int, wanted: bytes) -> list[tuple[int, int]]:
    return [(inside, to) for name, inside, to in _boxes(file, start, end) if name == wanted]


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of one level: (name, where its content starts, where it ends)."""
    for _ in range(_MOST):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        length, inside = int.from_bytes(head[:4], "big"), start + 8
        if length == 1:
            length, inside = int.from_bytes(head[8:16], "big"), start + 16
        length = length or end - start
        if length < 8:
            return
        yield head[4:8], inside, min(start + length, end)
        start += length


def _said_in_matroska(head: bytes) -> Iterator[bytes]:
    for mark in _MAPPINGS:
        place = head.find(mark)
        while place >= 0:
            extra = head.find(b"\x41\xed", max(0, place - 64), place + 64)
            if extra >= 0:
                yield head[extra + 3 : extra + 3 + 24]
            place = head.find(mark, place + 1)
