"""Recognises films that a camera cut into parts: by their names, by the limits cameras cut at, by their clocks, by their pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from vig_tool.errors import FilmRefused, UserError
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.intake import gate
from vig_tool.media.intake.joining import Part, alike
from vig_tool.media.intake.seams import find_seam
from vig_tool.media.opened import OpenContainer
from vig_tool.media.source import PlainFile
from vig_tool.timing import SECOND

_LIMITS = (range(1_940_000_000, (2 << 30) + (8 << 20)), range(3_880_000_000, (4 << 30) + (16 << 20)))
"""Bytes: 2 and 4 GB, as cards and cameras count them; most cut somewhat before."""
_HALF_HOUR_US = (29 * 60 + 40) * SECOND
_CLOSE_US = 3 * SECOND
_CAMERA_CLOSE_US = SECOND // 4  # stamps within a stream

_CHAPTERS = (
    re.compile(r"(?P<run>GOPR)(?P<id>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<run>GP)(?P<n>\d{2})(?P<id>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<run>G[HXL])(?P<n>\d{2})(?P<id>\d{4})", re.IGNORECASE),
)
_PIECES = re.compile(r"(?P<run>.*\d{6}.*?)(?:[_-](?P<n>\d{1,3})|\((?P<m>\d{1,3})\)|[_-]part(?P<p>\d{1,2}))?", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<run>.*?)(?P<n>\d{3,8})(?P<after>[A-Za-z_]*)")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)[_-]?(\d\d)(\d\d)(\d\d)")
_CAMERAS = re.compile(r"(MVI|DSC|DSCN|DSCF|MAH|M4H|MOV|CLIP|C|P|S|DJI|YI|AMBA|FILE|PRO_VID)?[_-]?\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One film as it was found outside. `filmed_us`: since 1970, when the camera says that it was filmed (some mean its beginning, some its
    end), 0 where that is not known. `first_us`: what its own clock says at its first picture."""

    path: Path
    size: int
    facts: FilmFacts
    filmed_us: int = 0
    first_us: int = 0

    @property
    def length_us(self) -> int:
        return self.facts.claimed_us


@dataclass(frozen=True, slots=True)
class Run:
    """Files that look like one film, in order. `sure`: the camera's own chapters, or several things agree; else it is a guess only.
    `why` says in words what speaks for it."""

    chunks: tuple[Chunk, ...]
    sure: bool
    why: str


def look(path: Path, job: Job | None = None) -> Chunk:
    """What is known of a film without reading it through. The gate looks at it first. Raises FilmRefused, Cancelled."""
    facts = gate.examine(path, job=job)
    try:
        state = path.stat()
    except OSError as trouble:
        raise FilmRefused("This file is not there (any more).", advice="Choose it again.") from trouble
    with OpenContainer(PlainFile(path)) as film:
        stream = film.container.streams[facts.track]
        first = int((stream.start_time or 0) * facts.tick * SECOND)
        filmed = _moment(film.container.metadata.get("creation_time", ""))
    return Chunk(path, state.st_size, facts, filmed_us=filmed or _named_moment(path.stem), first_us=first)


def goes_on(one: Chunk, two: Chunk) -> bool:
    """Whether the second begins with the picture that comes after the first's last one, or with pictures that stand in both."""
    try:
        seam = find_seam(Part(PlainFile(one.path), one.facts), Part(PlainFile(two.path), two.facts))
    except UserError:
        return False
    return seam.goes_on or seam.shared > 0


def recognise(chunks: Sequence[Chunk], *, continues: Callable[[Chunk, Chunk], bool] = goes_on) -> tuple[Run, ...]:
    """The runs among films dropped together, each of at least two. A film is in one run at most. Asks `continues` (which decodes a
    little) only where names fit and nothing contradicts."""
    runs: list[Run] = []
    groups: dict[tuple[str, ...], list[tuple[int, Chunk]]] = {}
    for chunk in chunks:
        for key, number in _names(chunk.path):
            groups.setdefault((*key, chunk.path.suffix.lower()), []).append((number, chunk))
    taken: set[Path] = set()
    for (kind, *_name), members in sorted(groups.items(), key=lambda item: (_KINDS.index(item[0][0]), item[0])):
        ordered = sorted((pair for pair in members if pair[1].path not in taken), key=lambda pair: pair[0])
        for run in _runs(ordered, kind, continues):
            taken |= {chunk.path for chunk in run.chunks}
            runs.append(run)
    return tuple(runs)


_KINDS = ("chapter", "piece", "camera", "phone", "time")
"""What a name says, the clearest first: chapters; pieces of one name; a camera's or a phone's counter; only a time."""


def _names(path: Path) -> list[tuple[tuple[str, ...], int]]:
    """What a name may be part of: (key, place)."""
    stem, found = path.stem, list[tuple[tuple[str, ...], int]]()
    for pattern in _CHAPTERS:
        match = pattern.fullmatch(stem)
        if match:
            run = match["run"].upper()
            place = int(match["n"]) if "n" in match.groupdict() else 0
            return [(("chapter", "GOPR" if run == "GP" else run, match["id"]), place)]
    piece = _PIECES.fullmatch(stem)
    if piece:
        number = piece["n"] or piece["m"] or piece["p"]
        found.append((("piece", piece["run"]), int(number) if number else 0))
    timeless = _TIME.sub("#", stem, count=1)
    counted = _COUNTED.fullmatch(timeless)
    if counted:
        camera = path.suffix.lower() in (".mts", ".m2ts") or (_CAMERAS.fullmatch(counted["run"].replace("#", "")) is not None)
        found.append((("camera" if camera else "phone", counted["run"], counted["after"]), int(counted["n"])))
    elif timeless != stem:
        found.append((("time", timeless), _named_moment(stem) // SECOND))
    return found


def _runs(ordered: list[tuple[int, Chunk]], kind: str, continues: Callable[[Chunk, Chunk], bool]) -> list[Run]:
    """Runs of what is surely one film come first; guesses are made of what they leave."""
    bonds: list[_Bond | None] = [
        _bond(one, two, kind, continues) if number == before + 1 or kind == "time" else None
        for (before, one), (number, two) in pairwise(ordered)
    ]
    sure = [bond is not None and bond.sure for bond in bonds]
    bound = [False, *sure, False]
    guessed = [bond is not None and not any(bound[place : place + 3]) for place, bond in enumerate(bonds)]
    found = []
    for chosen, surely in ((sure, True), (guessed, False)):
        start = 0
        for place in range(len(ordered)):
            if place < len(chosen) and chosen[place]:
                continue
            if place > start:
                reasons = dict.fromkeys(reason for bond in bonds[start:place] if bond is not None for reason in bond.reasons)
                found.append(Run(tuple(chunk for _, chunk in ordered[start : place + 1]), surely, _why(list(reasons))))
            start = place + 1
    return found


@dataclass(frozen=True, slots=True)
class _Bond:
    """What holds two neighbours together."""

    sure: bool
    reasons: tuple[str, ...]


_NAMED = {
    "chapter": "the camera named them as chapters of one film",
    "piece": "they are named as pieces of one film",
    "camera": "the camera numbered them one after the other",
    "phone": "they are numbered one after the other",
    "time": "they are named by their times",
}


def _bond(one: Chunk, two: Chunk, kind: str, continues: Callable[[Chunk, Chunk], bool]) -> _Bond | None:
    """Whether two films with neighbouring names are parts of one, how surely, and what speaks for it; None where they are not."""
    if not alike(one.facts, two.facts):
        return None
    reasons = [_NAMED[kind]]
    full = _was_full(one)
    times = _times_follow(one, two)
    stamps = one.facts.container == "mpegts" and abs(two.first_us - one.first_us - one.length_us) <= _CAMERA_CLOSE_US and two.first_us > 0
    if full:
        reasons.append("the earlier one ends where the camera must begin a new file")
    if times:
        reasons.append("the next begins when the last one ends")
    if stamps:
        reasons.append("the clock inside runs on")
    if kind == "chapter":
        return _Bond(sure=True, reasons=tuple(reasons))
    if times is False and not stamps:
        return None
    if full or stamps:
        return _Bond(sure=True, reasons=tuple(reasons))
    if kind in ("phone", "time") and not times:
        return None
    same = continues(one, two)
    if same:
        reasons.append("the picture goes on")
    elif times:
        return None  # filmed one after the other, and what is seen is something else
    return _Bond(sure=same, reasons=tuple(reasons)) if same or kind in ("camera", "piece") else None


def _was_full(chunk: Chunk) -> bool:
    """Whether it ends where cameras must begin another file."""
    return any(chunk.size in limit for limit in _LIMITS) or _HALF_HOUR_US <= chunk.length_us <= 30 * 60 * SECOND


def _times_follow(one: Chunk, two: Chunk) -> bool | None:
    """Whether the second was begun when the first was ended; None where nobody knows (some cameras give all parts one time)."""
    apart = two.filmed_us - one.filmed_us
    if not one.filmed_us or not two.filmed_us or not apart:
        return None
    return min(abs(apart - one.length_us), abs(apart - two.length_us)) <= _CLOSE_US


def _named_moment(stem: str) -> int:
    """From a name like VID_20240506_101112: microseconds since 1970 as if it were UTC, 0 where the name tells no time."""
    match = _TIME.search(stem)
    if match is None:
        return 0
    try:
        return int(datetime(*(int(part) for part in match.groups()), tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]
    except ValueError:
        return 0


def _moment(text: str) -> int:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return 0
    return int(found.timestamp()) * SECOND if found.year > 1990 and found.tzinfo is not None else 0


def _why(reasons: list[str]) -> str:
    words = ", and ".join(reasons) if len(reasons) < 3 else f"{', '.join(reasons[:-1])}, and {reasons[-1]}"
    return f"{words[:1].upper()}{words[1:]}."
