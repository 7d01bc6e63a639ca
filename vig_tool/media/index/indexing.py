"""Makes a film's frame index: from packets where they can say what is shown, else by decoding the whole film once."""

from __future__ import annotations

from typing import Final

import numpy as np

from vig_tool.errors import FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.agreeing import agrees, first_shown
from vig_tool.media.index.rows import Rows, index_of
from vig_tool.media.index.tellings import packets_can_say, telling_of
from vig_tool.media.index.told import GOES_ON, HIDDEN
from vig_tool.media.intake.describe import complete
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex

__all__ = ["LONGEST_US", "complete", "make_index"]

LONGEST_US = 6 * 3600 * SECOND
_SMALL = 900  # packets up to which all is decoded, where that is cheap: so many pixels in all
_CHEAP = 900 * 640 * 360
_DOING = "Looking through the film"
_LEADING: Final = 32  # pictures at the start of a stream that may lean on what was not filmed
_STREAMS: Final = frozenset({"mpegts", "mpeg"})
_EVERY = 64  # packets between two reports


def make_index(source: Source, facts: FilmFacts, job: Job | None = None) -> FrameIndex:
    """Every picture that decodes, edit lists applied, the first at 0. Progress and cancel through the job.

    Raises FilmRefused where nothing decodes or the film is longer than six hours, Damaged where sealed data does not pass.
    """
    job = job or Job()
    index = None
    part = 0.0
    if packets_can_say(facts):
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
    return index_of(rows, facts)


def index_from_packets(source: Source, facts: FilmFacts, job: Job | None = None, *, small: int = _SMALL) -> FrameIndex | None:
    """What the packets say, as quick as reading; None where they cannot be trusted, or where there are at most `small` of them.

    Each must be built like a picture, and the first pictures, one in the middle and one near the end must decode as the packets say.
    """
    job = job or Job()
    rows = _told(source, facts, job)
    if rows is None or len(rows) <= small:
        return None
    stamps = [stamp for stamp in rows.stamps if stamp is not None]
    if len(set(stamps)) != len(rows):
        return None
    order = np.argsort(np.array(stamps, np.int64)).tolist()
    if facts.container in _STREAMS or order[0]:
        first = first_shown(source, facts, [stamps[n] for n in order[:_LEADING]])
        if first is None:
            return None
        order = order[first:]
    index = index_of(rows.picked(order), facts)
    if facts.container in _STREAMS and not _is_even(index, joined=facts.video_codec == "h264"):
        return None
    return index if agrees(source, facts, index, job) else None


def _told(source: Source, facts: FilmFacts, job: Job) -> Rows | None:
    """The pictures in the order of decoding, each with its stamp; None where a packet is not understood."""
    rows, size = Rows(), source.size
    begun = shown = False
    with OpenFilm(source, track=facts.track, careful=True) as film:
        telling = telling_of(facts, film.stream.codec_context.extradata)
        if telling is None:
            return None
        for number, packet in enumerate(film.packets()):
            if not number % _EVERY:
                _report(job, packet.pos, size)
            told = telling.tell(memoryview(packet), key=packet.is_keyframe)
            if told is None or packet.is_corrupt or packet.pts is None:
                return None
            if told is HIDDEN:
                continue
            if not begun and not told.key:
                return None
            begun = True
            if told is GOES_ON:
                if shown is packet.is_discard:
                    return None
                if shown:
                    rows.lengths[-1] += packet.duration or 0
                continue
            shown = not packet.is_discard
            if shown:
                rows.add(packet.pts, packet.duration, key=told.key)
        return None if film.errors or not rows else rows


def _is_even(index: FrameIndex, *, joined: bool) -> bool:
    """Whether no picture is missing between two others: where one is lost, decoding may leave out those that lean on it.

    Films `joined` of several may miss some before a key picture.
    """
    steps = np.diff(index.times)
    missing = steps * 2 >= 3 * (steps.min() if len(steps) else 0)
    return not bool(np.any(missing & ~(index.keys[1:] & joined)))


def _small(facts: FilmFacts) -> int:
    return min(_SMALL, _CHEAP // (facts.coded_width * facts.coded_height))


def _decoded(source: Source, facts: FilmFacts, job: Job, *, careful: bool) -> Rows | None:
    rows, size = Rows(), source.size
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
