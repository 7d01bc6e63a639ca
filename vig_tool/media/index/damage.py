"""Finds where a film is damaged: pictures that do not decode cleanly, those that lean on them, and what is missing beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Span

_DOING = "Looking for damage"
_STRICT = {"err_detect": "explode", "skip_loop_filter": "all", "skip_idct": "all"}  # rather no picture than one that was made up
_PACKET_IS_PICTURE = frozenset({"h264", "hevc", "mjpeg"})
_ZEROS = bytes(16)
_REPORT_TO = 0.9


@dataclass(slots=True)
class _Seen:
    """Stamps: which were to be pictures, which became pictures, where trouble showed."""

    meant: set[int] = field(default_factory=set)
    came: set[int] = field(default_factory=set)
    trouble: set[int] = field(default_factory=set)

    @property
    def lost(self) -> set[int]:
        return (self.meant - self.came) | self.trouble


def find_damage(source: Source, facts: FilmFacts, index: FrameIndex, job: Job | None = None) -> tuple[Span, ...]:
    """The stretches that cannot be seen as they were filmed, in order, none touching another; () where the whole film is well.

    A stretch lasts from the first picture that is not clean to the next where decoding can start anew. Decodes the film once, several
    pictures at a time, and where something is wrong once more, one by one. What decodes cleanly into a wrong picture is not seen: in HEVC
    and VP8 that can be a place overwritten with anything but zeros. Progress and cancel through the job. Raises Damaged where
    sealed data does not pass, FilmRefused where the film cannot be opened.
    """
    job = job or Job()
    if len(np.unique(index.stamps)) != len(index):
        starts = _by_counting(source, facts, index, job)
    else:
        suspects = _looked(source, facts, index, job)
        lost = set().union(*(_surely(source, facts, index, group, job) for group in _groups(index, suspects)))
        starts = [_time_us(facts, index, stamp) for stamp in lost]
    job.report(1, _DOING)
    return _joined(_stretch(index, start) for start in sorted(starts) if 0 <= start < index.end_us)


def _looked(source: Source, facts: FilmFacts, index: FrameIndex, job: Job) -> set[int]:
    """Stamps about which something may be wrong."""
    seen = _Seen(meant=set(index.stamps.tolist()))
    with OpenFilm(source, track=facts.track) as film:
        film.stream.codec_context.options = _STRICT
        _decode(film, facts, seen, job, size=source.size)
    return {stamp for stamp in seen.lost if stamp >= index.stamps.min()}


def _surely(source: Source, facts: FilmFacts, index: FrameIndex, group: range, job: Job) -> set[int]:
    """What is lost in these pictures, looked at one by one; from a group before, because its first pictures may lean on that."""
    start = index.key_before(max(0, index.key_before(group.start) - 1))
    seen = _Seen(meant={int(stamp) for stamp in index.stamps[group.start : group.stop]})
    first = int(index.stamps[group.start : group.stop].min())
    last = int(index.stamps[group.stop :].min()) if group.stop < len(index) else None
    with OpenFilm(source, track=facts.track, careful=True) as film:
        film.stream.codec_context.options = _STRICT
        if start and not film.seek(int(index.stamps[start])):
            return seen.meant
        _decode(film, facts, seen, job, until=last)
    return {stamp for stamp in seen.lost if stamp >= first and (last is None or stamp < last)}


def _decode(film: OpenFilm, facts: FilmFacts, seen: _Seen, job: Job, *, size: int = 0, until: int | None = None) -> None:
    """Reads on to the end, or past the stamp `until`."""
    tells = facts.video_codec in _PACKET_IS_PICTURE and not facts.interlaced and facts.container != "avi"
    wiped = tells and facts.container in ("mov", "matroska") and facts.video_codec != "mjpeg"
    past = 0
    for packet in film.packets():
        job.check()
        if size and packet.pos is not None and 0 <= packet.pos < size:
            job.report(_REPORT_TO * packet.pos / size, _DOING)
        errors = film.errors
        for picture in film.decode(packet):
            if picture.pts is not None and not picture.is_corrupt:
                seen.came.add(picture.pts)
        stamp = packet.pts
        if stamp is None or packet.is_discard:
            continue
        if tells:
            seen.meant.add(stamp)
        if packet.is_corrupt or film.errors > errors or (wiped and _is_wiped(packet)):
            seen.trouble.add(stamp)
        past += until is not None and stamp > until
        if past > 32:  # the last ones may come out late
            break
    for picture in film.decode(None):
        if picture.pts is not None and not picture.is_corrupt:
            seen.came.add(picture.pts)


def _is_wiped(packet: Packet[VideoStream]) -> bool:
    """Whether a run of zeros stands inside: such pictures never have one, and HEVC decodes through it without a word."""
    return bytes(packet).rstrip(b"\0").find(_ZEROS) >= 0


def _by_counting(source: Source, facts: FilmFacts, index: FrameIndex, job: Job) -> list[int]:
    """For films whose pictures have no stamps of their own: where the count stood when trouble showed."""
    count, starts = 0, []
    with OpenFilm(source, track=facts.track, careful=True, quick=True) as film:
        for packet in film.packets():
            job.check()
            if packet.pos is not None and 0 <= packet.pos < source.size:
                job.report(_REPORT_TO * packet.pos / source.size, _DOING)
            errors = film.errors
            pictures = film.decode(packet)
            if film.errors > errors or packet.is_corrupt or any(picture.is_corrupt for picture in pictures):
                starts.append(int(index.times[min(count, len(index) - 1)]))
            count += len(pictures)
    return starts


def _groups(index: FrameIndex, stamps: set[int]) -> list[range]:
    """The runs of groups (each from a key picture to the next) in which these stamps lie."""
    order = np.argsort(index.stamps, kind="stable")
    found: list[range] = []
    for place in sorted({max(0, int(np.searchsorted(index.stamps[order], stamp, side="right")) - 1) for stamp in stamps}):
        number = int(order[place])
        start, stop = index.key_before(number), _next_key(index, number)
        if found and start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(stop, found[-1].stop))
        else:
            found.append(range(start, stop))
    return found


def _next_key(index: FrameIndex, number: int) -> int:
    later = np.flatnonzero(index.keys[number + 1 :])
    return number + 1 + int(later[0]) if len(later) else len(index)


def _time_us(facts: FilmFacts, index: FrameIndex, stamp: int) -> int:
    place = np.flatnonzero(index.stamps == stamp)
    return int(index.times[place[0]]) if len(place) else replace(facts, first_stamp=int(index.stamps.min())).time_of(stamp)


def _stretch(index: FrameIndex, start_us: int) -> tuple[int, int]:
    """From this moment to where decoding starts anew; where pictures are missing just before, these too."""
    number = max(0, int(np.searchsorted(index.times, start_us, side="right")) - 1)
    end = index.time(_next_key(index, number)).us
    usual = index.usual_step_us
    before = int(index.times[number if index.times[number] < start_us else max(0, number - 1)])
    missing = start_us - before > usual * 3 // 2
    return (before + usual if missing else start_us), end


def _joined(stretches: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    found: list[list[int]] = []
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([start, end])
    return tuple(Span.of_us(start, end) for start, end in found)
