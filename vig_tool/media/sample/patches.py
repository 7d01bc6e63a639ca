"""Changes a finished film's bytes: what no muxer writes, but cameras, phones, cards and interrupted copies leave behind."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from typing import Final

import av
from av.packet import Packet
from av.stream import Stream

_PARENTS: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts")
_VIDEO_ENTRY: Final = 86  # bytes of a video sample entry before its own boxes


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of an MP4 at one level: (name, start, end)."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        length = int.from_bytes(data[start : start + 4], "big")
        if length == 1:
            length = int.from_bytes(data[start + 8 : start + 16], "big")
        length = length or end - start
        yield data[start + 4 : start + 8], start, min(start + length, end)
        start += max(8, length)


def box(data: bytes, *names: bytes) -> tuple[int, int]:
    """Start and end of the first box along these names, from the outside in. Raises KeyError."""
    start, end = 0, len(data)
    for depth, name in enumerate(names):
        inside = start + 8 if depth else 0
        start, end = next(((at, to) for found, at, to in boxes(data, inside, end) if found == name), (-1, -1))
        if start < 0:
            raise KeyError(name)
    return start, end


_TO_ENTRIES: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")


def with_colour_box(data: bytes, *, name: bytes, content: bytes) -> bytes:
    """An MP4 whose table of contents stands last, with a box added to the description of its pictures."""
    table, _ = box(data, *_TO_ENTRIES)
    entry = table + 16
    entry_end = entry + int.from_bytes(data[entry : entry + 4], "big")
    added = struct.pack(">I4s", 8 + len(content), name) + content
    grown = bytearray(data)
    places = [box(data, *_TO_ENTRIES[: depth + 1])[0] for depth in range(len(_TO_ENTRIES))]
    for place in (*places, entry):
        struct.pack_into(">I", grown, place, int.from_bytes(grown[place : place + 4], "big") + len(added))
    grown[entry_end:entry_end] = added
    return bytes(grown)


def dolby_box(*, profile: int, compatible: int) -> bytes:
    """What a `dvcC` or `dvvC` box holds: version 1.0, level 3, enhancement data in the pictures, no second layer."""
    return bytes([1, 0, profile << 1 | 0, 3 << 3 | 0b101, compatible << 4]) + bytes(19)


def with_first_shown(data: bytes, *, ticks: int, movie_ticks: int) -> bytes:
    """An MP4 whose edit list begins `ticks` (of the track's clock) later, and is `movie_ticks` (of the film's) shorter."""
    start, _ = box(data, b"moov", b"trak", b"edts", b"elst")
    changed = bytearray(data)
    length, place = struct.unpack_from(">Ii", changed, start + 16)
    struct.pack_into(">Ii", changed, start + 16, length - movie_ticks, place + ticks)
    return bytes(changed)


def moov_first(data: bytes) -> bytes:
    """An MP4 with its table of contents before its pictures, as films from the web have it."""
    table, table_end = box(data, b"moov")
    pictures, _ = box(data, b"mdat")
    shift = table_end - table
    if table < pictures:
        return data
    moov = bytearray(data[table:table_end])
    for place in _offsets(bytes(moov)):
        struct.pack_into(">I", moov, place, int.from_bytes(moov[place : place + 4], "big") + shift)
    return data[:pictures] + bytes(moov) + data[pictures:table] + data[table_end:]


def _offsets(moov: bytes) -> Iterator[int]:
    def within(start: int, end: int) -> Iterator[int]:
        for name, at, to in boxes(moov, start, end):
            if name in _PARENTS:
                yield from within(at + 8, to)
            elif name == b"stco":
                count = int.from_bytes(moov[at + 12 : at + 16], "big")
                yield from range(at + 16, at + 16 + 4 * count, 4)

    return within(0, len(moov))


def without_cues(data: bytes) -> bytes:
    """A Matroska film whose table for seeking is empty room, and that does not say where it would be."""
    changed = bytearray(data)
    for place in (data.find(b"\x11\x4d\x9b\x74"), data.rfind(b"\x1c\x53\xbb\x6b")):  # SeekHead, Cues
        if place < 0:
            continue
        length, width = _matroska_length(data, place + 4)
        whole = 4 + width + length
        changed[place : place + whole] = b"\xec\x01" + (whole - 9).to_bytes(7, "big") + bytes(whole - 9)
    return bytes(changed)


def with_duration(data: bytes, *, seconds: float) -> bytes:
    """A Matroska film that claims another length."""
    place = data.find(b"\x44\x89\x88")
    return data[: place + 3] + struct.pack(">d", seconds * 1000) + data[place + 11 :]


def _matroska_length(data: bytes, place: int) -> tuple[int, int]:
    width = 9 - data[place].bit_length()
    value = int.from_bytes(data[place : place + width], "big") & ((1 << 7 * width) - 1)
    return value, width


def without_index(data: bytes) -> bytes:
    """An AVI without its index, as a camera leaves it that ran out of power."""
    return data[: data.rfind(b"idx1")]


def with_wrong_index(data: bytes) -> bytes:
    """An AVI whose index points beside the pictures."""
    place = data.rfind(b"idx1")
    changed = bytearray(data)
    count = int.from_bytes(data[place + 4 : place + 8], "little") // 16
    for entry in range(place + 8, place + 8 + 16 * count, 16):
        struct.pack_into("<I", changed, entry + 8, int.from_bytes(data[entry + 8 : entry + 12], "little") + 3331)
    return bytes(changed)


def cut(data: bytes, part: float) -> bytes:
    """What an interrupted copy holds."""
    return data[: int(len(data) * part)]


def with_damage(data: bytes, numbers: range) -> bytes:
    """The film with the packets of these pictures (counted in the order of decoding) overwritten, as a bad place on a card does."""
    changed = bytearray(data)
    with av.open(io.BytesIO(data), "r") as film:
        places = [(packet.pos, packet.size) for packet in film.demux(video=0) if packet.size]
    for place, size in (places[number] for number in numbers):
        if place is not None:
            changed[place : place + size] = bytes((place + at) * 167 % 251 for at in range(size))
    return bytes(changed)


def repacked(data: bytes, *, format: str, keep: Callable[[int, Packet[Stream]], bool]) -> bytes:  # noqa: A002 - the muxer's own word
    """The film's packets in another file, those pictures left out for which `keep(number in the order of decoding, packet)` is false."""
    made = io.BytesIO()
    with av.open(io.BytesIO(data), "r") as film, av.open(made, "w", format=format) as target:
        streams = {stream.index: target.add_stream_from_template(stream) for stream in film.streams}
        number = -1
        for packet in film.demux():
            if packet.dts is None:
                continue
            if packet.stream.type == "video":
                number += 1
                if not keep(number, packet):
                    continue
            packet.stream = streams[packet.stream.index]
            target.mux_one(packet)
    return made.getvalue()


def google_motion_photo(photo: bytes, film: bytes) -> bytes:
    """A JPEG whose description says how long the film at its end is."""
    said = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:Container="http://ns.google.com/photos/1.0/container/" '
        'xmlns:Item="http://ns.google.com/photos/1.0/container/item/" GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1">'
        '<Container:Directory><rdf:Seq><rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/></rdf:li><rdf:li>'
        f'<Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="{len(film)}"/></rdf:li></rdf:Seq>'
        "</Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    body = b"http://ns.adobe.com/xap/1.0/\0" + said.encode()
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + photo[2:] + film


def samsung_motion_photo(photo: bytes, film: bytes) -> bytes:
    """A JPEG, a film behind a mark, and a directory at the end that points back to it."""
    block = b"\x00\x00\x30\x0a" + struct.pack("<I", 16) + b"MotionPhoto_Data" + film
    directory = b"SEFH" + struct.pack("<II", 107, 1) + b"\x00\x00\x30\x0a" + struct.pack("<II", len(block), len(block))
    return photo + block + directory + struct.pack("<I", len(directory)) + b"SEFT"


def heic_motion_photo(film: bytes) -> bytes:
    """A HEIC (its picture left out) with its film in a box of its own, as newer phones write it."""
    head = struct.pack(">I4s", 24, b"ftyp") + b"heic\0\0\0\0mif1heic"
    meta = struct.pack(">I4sI", 12, b"meta", 0)
    return head + meta + struct.pack(">I4s", 8 + len(film), b"mpvd") + film
