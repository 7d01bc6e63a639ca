"""Recognises by its first bytes what is not a film, so that the refusal can say what it is instead."""

from __future__ import annotations

from typing import BinaryIO

from vig_tool.errors import FilmRefused

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_SOUNDS = (b"ID3", b"fLaC", b"#!AMR", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"MThd")
_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"SQLite format 3", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")
_OTHER_FILMS = (b"FLV", b".RMF", b"FWS", b"CWS", b"\x06\x0e\x2b\x34")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"jp2 ")
AGAIN = "Copy it once more from the camera or phone and import that."
_ORDINARY = "Save it as an ordinary MP4 on the phone or computer it came from, and import that."
_BOXES = 4096  # boxes looked through before the search for a film's table of contents is given up


def refuse_other_kinds(head: bytes) -> None:
    """Raises FilmRefused where the first bytes (some thousand) belong to something that is not a film."""
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _brand(head) in _PICTURE_BRANDS:
        raise FilmRefused("This is a photo, not a film; there is no film inside it either.", advice="Choose a film.")
    if head.startswith(_SOUNDS) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE"):
        raise FilmRefused("This file has sound but no picture.", advice="Choose the film it belongs to.")
    if head.startswith(_OTHER_FILMS):
        raise FilmRefused("Films of this kind cannot be read.", advice=_ORDINARY)
    if head.startswith(_DOCUMENTS):
        raise FilmRefused("This is a document or an archive, not a film.", advice="Choose a film; unpack it first if it is inside.")
    if _is_text(head):
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
        if start.startswith((b"#EXTM3U", b"<MPD", b"ffconcat", b"v=0")) or b"<MPD" in head:
            raise FilmRefused("This file only points to a film somewhere else.", advice="Choose the film itself.")
        raise FilmRefused("This is a text file, not a film.", advice="Choose a film.")


def refuse_unfinished(film: BinaryIO, size: int) -> None:
    """For a file that did not open: raises FilmRefused where it is an MP4 or MOV whose table of contents is missing."""
    place, found = 0, set[bytes]()
    for _ in range(_BOXES):
        film.seek(place)
        head = film.read(16)
        if len(head) < 8:
            break
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1 and len(head) == 16:
            length = int.from_bytes(head[8:16], "big")
        if not all(32 <= byte < 127 for byte in name):
            break
        found.add(name)
        if 0 < length < 8:
            return  # damaged in between: what comes after it is unknown, the table of contents may well be there
        if length == 0 or place + length > size:
            break  # the last one: it lasts to the end, or was cut short
        place += length
    if found & {b"ftyp", b"mdat", b"wide"} and b"moov" not in found:
        raise FilmRefused("This film was never finished by the camera, or only part of it was copied.", advice=AGAIN)


def _brand(head: bytes) -> bytes:
    return head[8:12] if head[4:8] == b"ftyp" else b""


def _is_text(head: bytes) -> bool:
    """UTF-8 or UTF-16 without control characters."""
    if not head:
        return False
    for coding in ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        try:
            text = head[: len(head) - len(head) % 2].decode(coding)
        except UnicodeDecodeError as trouble:
            if len(head) - trouble.start > 3:
                return False
            text = head[: trouble.start].decode(coding)
        return all(letter.isprintable() or letter in "\t\r\n\f\ufeff" for letter in text)
    return False
