"""Makes a film's frame index: from packets where they can say what is shown, else by decoding the whole film once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.fields import Fields
from vig_tool.media.index.packet_shape import PacketShape
from vig_tool.media.intake.describe import complete
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex

__all__ = ["LONGEST_US", "complete", "make_index"]

LONGEST_US = 6 * 3600 * SECOND
_SMALL = 900  # packets up to which all is decoded, where that is cheap: so many pixels in all
_CHEAP = 900 * 640 * 360
_DOING = "Looking through the film"
_LAST_AT_MOST_US = 10 * SECOND
_AT_START = 8  # pictures that must come out of the first packets as these say
_EVERY = 64  # packets between two reports
_REORDER = 24  # places a picture may stand away from its stamp's place where a container only knows the order of decoding


@dataclass(slots=True)
class _Rows:
    """Pictures in the order found: stamp (None: unknown), whether decoding can start there, how long it is shown (0: unknown)."""

    stamps: list[int | None] = field(default_factory=list)
    keys: list[bool] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, stamp: int | None, length: int | None, *, key: bool) -> None:
        self.stamps.append(stamp)
        self.keys.append(key)
        self.lengths.append(length or 0)

    def __len__(self) -> int:
        return len(self.stamps)


def make_index(source: Source, facts: FilmFacts, job: Job | None = None) -> FrameIndex:
    """Every picture that decodes, edit lists applied, the first at 0. Progress and cancel through the job.

    Raises FilmRefused where nothing decodes or the film is longer than six hours, Damaged where sealed data does not pass.
    """
    job = job or Job()
    index = None
    part = 0.0
    if _packets_can_say(facts):
        index = index_from_packets(source, facts, job.within(0.0, 0.3), small=_small(facts))
        part = 0.3
    if index is None:
        index = index_by_decoding(source, facts, job.within(part, 1.0))
    job.report(1, _DOING)
    if index.end_us > LONGEST_US:
        raise FilmRefused("This film is longer than six hours.", advice="Cut it into shorter parts on the camera or phone first.")
    return index


def index_by_decoding(source: Source, facts: FilmFacts, job: Job | None = None) -> FrameIndex:
    """Always right, as slow as the film is big. Several pictures at once first; around damage once more, one by one."""
    job = job or Job()
    rows = _decoded(source, facts, job, careful=False)
    if rows is None:
        rows = _decoded(source, facts, job, careful=True)
    if not rows:
        raise FilmRefused("No picture of this film can be read.", advice="Copy it once more from the camera or phone and import that.")
    return _index(rows, facts)


def index_from_packets(source: Source, facts: FilmFacts, job: Job | None = None, *, small: int = _SMALL) -> FrameIndex | None:
    """What the packets say, as quick as reading; None where they cannot be trusted, or where there are at most `small` of them.

    Each must be built like a picture, and the first pictures, one in the middle and one near the end must decode as the packets say.
    """
    if facts.container == "mpegts":
        return _index_from_stream(source, facts, job or Job(), small)
    job = job or Job()
    size = source.size
    stamps: list[int] = []
    keys: list[bool] = []
    lengths: list[int] = []
    first_key: int | None = None
    with OpenFilm(source, track=facts.track, careful=True) as film:
        is_whole = PacketShape(facts.video_codec, film.stream.codec_context.extradata).is_whole
        for number, packet in enumerate(film.packets()):
            if not number % _EVERY:
                _report(job, packet.pos, size)
            stamp, key = packet.pts, packet.is_keyframe
            if stamp is None or packet.is_corrupt or not is_whole(packet):
                return None
            if packet.is_discard:
                if not key and first_key is None:
                    return None
                continue
            if first_key is None:
                if not key:
                    return None
                first_key = stamp
            stamps.append(stamp)
            keys.append(key)
            lengths.append(packet.duration or 0)
        if film.errors:
            return None
    if first_key is None or len(stamps) <= small or len(set(stamps)) != len(stamps) or min(stamps) < first_key:
        return None
    order = np.argsort(np.array(stamps, np.int64))
    index = _index(_Rows([stamps[n] for n in order], [keys[n] for n in order], [lengths[n] for n in order]), facts)
    return index if _agrees(source, facts, index, job) else None


def _index_from_stream(source: Source, facts: FilmFacts, job: Job, small: int) -> FrameIndex | None:
    """A camcorder's H.264 stream. Its first pictures may lean on what was not filmed: those that do not decode are left out."""
    rows, size = _Rows(), source.size
    with OpenFilm(source, track=facts.track, careful=True) as film:
        try:
            fields = Fields(film.stream.codec_context.extradata or b"")
        except (ValueError, IndexError):
            return None
        for number, packet in enumerate(film.packets()):
            if not number % _EVERY:
                _report(job, packet.pos, size)
            begins = fields.begins(bytes(packet))
            if begins is None or packet.is_corrupt or packet.pts is None:
                return None
            if begins:
                rows.add(packet.pts, packet.duration, key=packet.is_keyframe)
            elif not rows.stamps:
                return None
            else:
                rows.lengths[-1] += packet.duration or 0
        if film.errors:
            return None
    stamps = [stamp for stamp in rows.stamps if stamp is not None]
    if len(stamps) <= small or len(set(stamps)) != len(stamps) or not rows.keys[0]:
        return None
    order = np.argsort(np.array(stamps, np.int64))
    first = _first_shown(source, facts, [stamps[n] for n in order[: _AT_START * 4]])
    if first is None:
        return None
    order = order[first:]
    index = _index(_Rows([stamps[n] for n in order], [rows.keys[n] for n in order], [rows.lengths[n] for n in order]), facts)
    return index if _agrees(source, facts, index, job) else None


def _first_shown(source: Source, facts: FilmFacts, stamps: list[int]) -> int | None:
    """Which of these is the first that decodes."""
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        found = next(film.pictures(), None)
    return stamps.index(found.pts) if found is not None and found.pts in stamps else None


def _small(facts: FilmFacts) -> int:
    return min(_SMALL, _CHEAP // (facts.coded_width * facts.coded_height))


def _packets_can_say(facts: FilmFacts) -> bool:
    """Where one packet is one picture, or known to be half of one, and carries its time; never hidden pictures or made-up stamps."""
    if facts.container == "mpegts":
        return facts.video_codec == "h264"
    if facts.interlaced:
        return False
    return facts.container in {"mov", "matroska"} and facts.video_codec in {"h264", "hevc", "mjpeg"}


def _agrees(source: Source, facts: FilmFacts, index: FrameIndex, job: Job) -> bool:
    """Whether the pictures are where the packets say: the first ones, and the key pictures before the middle and the end."""
    n = len(index)
    places = {index.key_before(number): 1 for number in (n // 2, n - 1)} | {0: min(_AT_START, n)}
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        for key, wanted in sorted(places.items()):
            job.check()
            if not any(
                (not key or film.seek(int(index.stamps[start])))
                and _stamps_from(film, int(index.stamps[key]), wanted) == index.stamps[key : key + wanted].tolist()
                for start in _before(index, key)
            ):
                return False
    return True


def _before(index: FrameIndex, key: int) -> Iterator[int]:
    """Where to jump to for a key picture: to itself; streams, which often land behind it, to earlier ones."""
    yield key
    for back in (1, 3) if key else ():
        for _ in range(back):
            key = index.key_before(max(0, key - 1))
        yield key


def _stamps_from(film: OpenFilm, stamp: int, wanted: int) -> list[int | None]:
    """The stamps of the pictures from this one on; those before it lean on what was not decoded."""
    seen: list[int | None] = []
    for picture in film.pictures():
        if seen or picture.pts == stamp:
            seen.append(picture.pts)
        if len(seen) == wanted or film.errors or (not seen and (picture.pts or 0) > stamp):
            break
    return seen


def _decoded(source: Source, facts: FilmFacts, job: Job, *, careful: bool) -> _Rows | None:
    rows, size = _Rows(), source.size
    with OpenFilm(source, track=facts.track, careful=careful, quick=True) as film:
        for packet in film.packets():
            _report(job, packet.pos, size)
            for picture in film.decode(packet):
                rows.add(picture.pts, picture.duration, key=picture.key_frame)
            if film.errors and not careful:
                return None
        for picture in film.decode(None):
            rows.add(picture.pts, picture.duration, key=picture.key_frame)
        if film.errors and not careful:
            return None
    return rows


def _report(job: Job, place: int | None, size: int) -> None:
    job.report(place / size if place is not None and 0 <= place < size else None, _DOING)


def _index(rows: _Rows, facts: FilmFacts) -> FrameIndex:
    """Times from stamps; where two pictures share a stamp or one has none, all stamps are 0: such a film is found by counting."""
    count = len(rows)
    given = [stamp for stamp in rows.stamps if stamp is not None]
    unique = len(given) == count and len(set(given)) == count
    shown = _rising(given, facts) if len(given) == count else _evenly(count, facts)
    times = _strictly(_times(shown - shown[0], facts.tick))
    usual = int(np.median(np.diff(times))) if count > 1 else 0
    last = _round_us(rows.lengths[-1], facts.tick)
    if facts.interlaced and last < usual:
        last = usual  # what was said of its first field only
    if not 0 < last <= _LAST_AT_MOST_US:
        last = usual or SECOND // 25
    stamps = np.array(given if unique else [0] * count, np.int64)
    return FrameIndex(times, stamps, np.array(rows.keys, np.bool_), int(times[-1]) + last)


def _rising(stamps: list[int], facts: FilmFacts) -> NDArray[np.int64]:
    """When the pictures are shown, in stamps, from what decoding gave in the order of showing."""
    given = np.array(stamps, np.int64)
    if len(given) < 2 or bool(np.all(np.diff(given) > 0)):
        return given
    places = np.argsort(np.argsort(given, kind="stable"), kind="stable")
    ordered = np.sort(given)
    if bool(np.all(np.diff(ordered) > 0)) and int(np.max(np.abs(places - np.arange(len(given))))) <= _REORDER:
        return ordered  # AVI and WMV know only the order of decoding: the same times, handed out anew
    steps = np.diff(given)
    forward = steps[steps > 0]
    usual = max(1, int(np.median(forward))) if len(forward) else max(1, int(Fraction(1, 25) / facts.tick))
    wild = (steps <= 0) | (steps > int(10 / facts.tick))
    return np.concatenate([given[:1], given[0] + np.cumsum(np.where(wild, usual, steps))])


def _evenly(count: int, facts: FilmFacts) -> NDArray[np.int64]:
    """For films without stamps: the length the container claims, shared out; 25 a second where it claims none."""
    step_us = facts.claimed_us // count if facts.claimed_us else SECOND // 25
    return np.arange(count, dtype=np.int64) * max(1, round(step_us / (facts.tick * SECOND)))


def _times(stamps: NDArray[np.int64], tick: Fraction) -> NDArray[np.int64]:
    """Microseconds, rounded once; stamps so large that they would overflow go one by one."""
    times = 2 * tick.numerator * SECOND
    if int(stamps.max()) * times < 1 << 62:
        return np.asarray((stamps * times + tick.denominator) // (2 * tick.denominator), np.int64)
    return np.array([_round_us(int(stamp), tick) for stamp in stamps], np.int64)


def _round_us(stamps: int, tick: Fraction) -> int:
    top = stamps * tick.numerator * SECOND
    return (2 * top + tick.denominator) // (2 * tick.denominator)


def _strictly(times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Stamps finer than a microsecond may round to the same time: each is moved to at least one after the one before."""
    if bool(np.all(np.diff(times) > 0)):
        return times
    apart = np.arange(len(times))
    return np.maximum.accumulate(times - apart) + apart
