"""Looks for anything that must not lie on a disk in plain: words, pieces of a film, rows of pictures, whole pictures and films.

Nothing here knows how the library seals: it only reads bytes, as someone with the laptop in hands would.
"""

from __future__ import annotations

import json
import os
import random
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

WINDOW = 64
_BLOCK = 1 << 24
_LONGEST = 1 << 12

# How pictures, films and documents of the kinds we handle begin: none of them may begin anywhere in a sealed place.
_SIGNATURES = {
    "a PNG picture": b"\x89PNG\r\n\x1a\n",
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "an MP4 film": b"ftypisom",
    "a QuickTime film": b"ftypqt  ",
    "an MP4 film (mp42)": b"ftypmp42",
    "a Matroska film": b"\x1a\x45\xdf\xa3\x01\x00",
    "a plain database": b"SQLite format 3\x00",
    "a PDF": b"%PDF-1.",
    "a WAV sound": b"WAVEfmt ",
}


@dataclass(frozen=True, slots=True)
class Needle:
    """Something to look for: its bytes, and what it is in words."""

    what: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Find:
    """Where something lay in plain."""

    what: str
    file: Path


def words(*texts: str) -> list[Needle]:
    """Each text as programs write text: UTF-8 (both ways of composing), UTF-16, JSON escapes, percent signs."""
    needles = []
    for text in texts:
        forms = {text.encode(), unicodedata.normalize("NFD", text).encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
        forms |= {json.dumps(text)[1:-1].encode(), quote(text).encode()}
        needles += [Needle(f"the words “{text}”", form) for form in sorted(forms)]
    return needles


def windows(data: bytes, what: str, *, count: int = 120, seed: int = 5) -> list[Needle]:
    """Random pieces of a film's bytes (64 each), none so plain that other files might hold it by chance."""
    chance = random.Random(seed)
    needles: list[Needle] = []
    for _ in range(count * 20):
        start = chance.randrange(max(1, len(data) - WINDOW))
        piece = data[start : start + WINDOW]
        if len(set(piece)) > WINDOW // 3:
            needles.append(Needle(f"bytes {start} to {start + WINDOW} of {what}", piece))
        if len(needles) == count:
            break
    return needles


def rows(rgb: NDArray[np.uint8], what: str, *, count: int = 40, seed: int = 6) -> list[Needle]:
    """Random stretches of a picture's rows as programs keep pictures in memory and in swap files: RGB, BGR, with alpha, grey."""
    chance = random.Random(seed)
    needles: list[Needle] = []
    for _ in range(count * 20):
        y, x = chance.randrange(rgb.shape[0]), chance.randrange(max(1, rgb.shape[1] - WINDOW))
        piece = rgb[y, x : x + WINDOW]
        if len(np.unique(piece)) < WINDOW // 4:
            continue
        alpha = np.full((len(piece), 1), 255, np.uint8)
        kinds = (piece, piece[:, ::-1], np.hstack([piece, alpha]), np.hstack([piece[:, ::-1], alpha]), piece[:, 1])
        needles += [Needle(f"pixels of {what}, row {y}", np.ascontiguousarray(kind).tobytes()) for kind in kinds]
        if len(needles) >= 5 * count:
            break
    return needles


def signatures() -> list[Needle]:
    return [Needle(what, data) for what, data in _SIGNATURES.items()]


def search(places: Iterable[Path], needles: Sequence[Needle]) -> list[Find]:
    """Everything found in the files below `places` and in their names (also those of folders)."""
    short = [needle for needle in needles if len(needle.data) < 4]
    if short:
        raise ValueError(f"too short to mean anything: {short[0]}")
    finds = []
    for place in places:
        for path in sorted([place, *place.rglob("*")]):
            name = os.fsencode(path.name)
            found = {needle.what for needle in needles if needle.data in name}
            if path.is_file() and not path.is_symlink():
                for block in _blocks(path):
                    found |= {needle.what for needle in needles if needle.what not in found and needle.data in block}
            finds += [Find(what, path) for what in sorted(found)]
    return finds


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in overlapping pieces, so that nothing hides on a border."""
    with path.open("rb") as file:
        tail = b""
        while block := file.read(_BLOCK):
            yield tail + block
            tail = (tail + block)[-_LONGEST:]


def files_below(place: Path) -> set[Path]:
    return {path for path in place.rglob("*") if path.is_file()}
