"""Decodes a film in places, to see whether its pictures are where its packets say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from av.video.frame import VideoFrame

from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex

_AT_START: Final = 8  # pictures that must come out of the first packets as these say
_TABLED: Final = frozenset({"mov", "matroska"})  # they know their packets before the first is read
_LAST: Final = 320  # pictures from the last key picture on, above which the end of other films is not looked at but decoding preferred
_NEAR_US: Final = SECOND // 2

Shown = tuple[int | None, bool]


def agrees(source: Source, facts: FilmFacts, index: FrameIndex, job: Job) -> bool:
    """Whether the pictures are where the packets say: the first ones, and the key pictures before the middle and the end.

    Films that may break off anywhere without a word are decoded to their end from the last key picture.
    """
    n = len(index)
    places = {index.key_before(number): 1 for number in (n // 2, n - 1)} | {0: min(_AT_START, n)}
    if _may_break_off(facts, index):
        last = index.key_before(n - 1)
        if n - last > _LAST:
            return False
        places[last] = n - last
    return all(_agrees_at(source, facts, index, key, wanted, job) for key, wanted in sorted(places.items()))


def _may_break_off(facts: FilmFacts, index: FrameIndex) -> bool:
    """Whether the last packet may be a piece of one. Matroska says how long it is before it is; browsers leave that out."""
    early = not facts.claimed_us or index.end_us + _NEAR_US < facts.claimed_us
    return facts.container not in _TABLED or facts.cut_short or (facts.container == "matroska" and early)


def first_shown(source: Source, facts: FilmFacts, stamps: list[int]) -> int | None:
    """Which of these is the first that decodes."""
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        found = next(film.pictures(), None)
    return stamps.index(found.pts) if found is not None and found.pts in stamps else None


def _agrees_at(source: Source, facts: FilmFacts, index: FrameIndex, key: int, wanted: int, job: Job) -> bool:
    """Whether from this key picture on come the pictures of the index; where `wanted` reaches its end, no others after them."""
    due: list[Shown] = [(int(index.stamps[n]), bool(index.keys[n])) for n in range(key, key + wanted)]
    most = wanted + (key > 0 and key + wanted == len(index))
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        for start in _before(index, key):
            job.check()
            if (not key or film.seek(int(index.stamps[start]))) and _shown_from(film.pictures(), due[0], most) == due:
                return not film.errors
    if not key or facts.container == "mov":
        return False
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        return _shown_from(_read_to(film, due[0], job), due[0], most) == due and not film.errors


def _before(index: FrameIndex, key: int) -> Iterator[int]:
    """Where to jump to for a key picture: to itself; streams, which often land behind it, to earlier ones."""
    yield key
    for back in (1, 3) if key else ():
        for _ in range(back):
            key = index.key_before(max(0, key - 1))
        yield key


def _read_to(film: OpenFilm, first: Shown, job: Job) -> Iterator[VideoFrame]:
    """For films in which one cannot jump: everything before is read, but not decoded."""
    begun = False
    for packet in film.packets():
        job.check()
        begun = begun or packet.pts == first[0]
        if begun:
            yield from film.decode(packet)
    yield from film.decode(None)


def _shown_from(pictures: Iterator[VideoFrame], first: Shown, most: int) -> list[Shown]:
    """The pictures from this one on, at most so many; those before it lean on what was not decoded."""
    seen: list[Shown] = []
    for picture in pictures:
        if seen or picture.pts == first[0]:
            seen.append((picture.pts, bool(picture.key_frame)))
        if len(seen) == most or (not seen and (picture.pts or 0) > (first[0] or 0)):
            break
    return seen
