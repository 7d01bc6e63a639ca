"""Finds out what a film is: which track, how it is stored, how it must be turned. Decodes a picture or two, no more."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
from av.audio.stream import AudioStream
from av.sidedata.sidedata import SideData, Type
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.errors import FilmRefused
from vig_tool.media.facts import FilmFacts, Sound
from vig_tool.media.intake.describe import describe, is_located, origin_of
from vig_tool.media.intake.dolby import needs_dolby, picture_needs_dolby
from vig_tool.media.intake.ending import is_cut_short
from vig_tool.media.opened import OpenContainer, OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import SECOND

MODERN = "Save it as an ordinary MP4 on the phone or computer it came from, and import that."
_NOT_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_HDR_CURVES = {16, 18}  # PQ and HLG
_CLOCK = re.compile(r"([0-9]{1,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,9})?)")
_PATIENCE = 400  # packets without a picture before a place is given up


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the pictures themselves say."""

    size: tuple[int, int]
    pixel_format: str
    bits: int
    interlaced: bool
    hdr: bool
    turn: int
    mirrored: bool
    dolby: bool


def probe(source: Source) -> FilmFacts:
    """The facts of a film, not yet indexed (frames and duration are 0). Raises FilmRefused with one sentence."""
    with OpenContainer(source) as film:
        tracks = [s for s in film.container.streams.video if not (Disposition(s.disposition) & _NOT_FILM)]
        readable = [s.index for s in tracks if _can_decode(s)]
        has_sound = bool(film.container.streams.audio)
        family = film.family
    if not tracks and has_sound:
        raise FilmRefused("This file has sound but no picture.", advice="Choose the film it belongs to.")
    if not tracks:
        raise FilmRefused("There is no picture in this file.", advice="Choose a film.")
    if not readable:
        raise FilmRefused("The pictures of this film are stored in a way this program cannot read.", advice=MODERN)
    if needs_dolby(source, family):
        raise _only_dolby()
    for track in readable:
        with OpenFilm(source, track=track, careful=True) as film:
            seen = _look(film)
            if seen is not None and seen.dolby:
                raise _only_dolby()
            if seen is not None:
                return _facts(film, seen, cut_short=is_cut_short(source, family))
    raise FilmRefused(
        "No picture of this film can be read: it is damaged or was cut short.",
        advice="Copy it once more from the camera or phone and import that.",
    )


def _only_dolby() -> FilmRefused:
    return FilmRefused("The colours of this film can only be shown by a Dolby Vision screen; here they would be wrong.", advice=MODERN)


def _can_decode(stream: VideoStream) -> bool:
    # PyAV leaves out the context, against its own type, where no decoder exists.
    context: object = stream.codec_context
    return context is not None


def _look(film: OpenFilm) -> _Seen | None:
    """From the start; where nothing decodes there, from the middle and near the end."""
    first = _some(film, 8)
    length = film.stream.duration or 0
    begin = film.stream.start_time or 0
    for part in (2, 1) if length > 0 else ():
        if film.seek(begin + length * (3 - part) // 3 - length // 6):
            first += _some(film, 2)
    if not first:
        return None
    turn, mirrored = turning(_matrix(first[0]))
    return _Seen(
        size=(first[0].width, first[0].height),
        pixel_format=first[0].format.name,
        bits=max(part.bits for part in first[0].format.components),
        interlaced=any(picture.interlaced_frame for picture in first),
        hdr=int(first[0].color_trc) in _HDR_CURVES,
        turn=turn,
        mirrored=mirrored,
        dolby=picture_needs_dolby(first[0]),
    )


def _some(film: OpenFilm, count: int) -> list[VideoFrame]:
    """Up to `count` pictures from here on, or what a patient look finds."""
    found: list[VideoFrame] = []
    packets = 0
    for packets, packet in enumerate(film.packets(), 1):
        found += film.decode(packet)
        if len(found) >= count or packets >= _PATIENCE:
            break
    else:
        found += film.decode(None)
    return found[:count]


def _matrix(picture: VideoFrame) -> tuple[int, ...] | None:
    # Typed as a dictionary of motion vectors upstream; in truth a sequence of all side data.
    for side in cast("list[SideData]", picture.side_data):
        if side.type == Type.DISPLAYMATRIX:
            return struct.unpack("=9i", bytes(side))
    return None


def turning(matrix: tuple[int, ...] | None) -> tuple[int, bool]:
    """Reads a display matrix: (clockwise quarter turns in degrees, mirrored left to right afterwards).

    The matrix sends a stored point to (a·x + c·y, b·x + d·y) on the screen, with a, b, c, d = m[0], m[1], m[3], m[4]. Slanted ones are
    taken as the nearest quarter turn.
    """
    if matrix is None:
        return 0, False
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    mirrored = a * d - b * c < 0
    if mirrored:
        a, c = -a, -c
    if abs(a) >= abs(b):
        return (0 if a >= 0 else 180), mirrored
    return (90 if b > 0 else 270), mirrored


def _facts(film: OpenFilm, seen: _Seen, *, cut_short: bool) -> FilmFacts:
    stream = film.stream
    width, height = seen.size
    aspect = _aspect(stream.sample_aspect_ratio)
    shown = (max(1, round(width * aspect)), height)
    if seen.turn % 180:
        shown = (shown[1], shown[0])
    tick = stream.time_base or Fraction(1, SECOND)
    tags = dict(film.container.metadata)
    facts = FilmFacts(
        container=film.family,
        video_codec=stream.codec_context.name,
        coded_width=width,
        coded_height=height,
        width=shown[0],
        height=shown[1],
        turn=seen.turn,
        mirrored=seen.mirrored,
        sample_aspect=(aspect.numerator, aspect.denominator),
        pixel_format=seen.pixel_format,
        bits=seen.bits,
        interlaced=seen.interlaced,
        hdr=seen.hdr,
        sound=_sound(film),
        track=stream.index,
        time_base=(tick.numerator, tick.denominator),
        claimed_us=_claimed(film, tick, cut_short=cut_short),
        claimed_from=stream.start_time or 0,
        cut_short=cut_short,
        origin=origin_of(tags, film.family, video_codec=stream.codec_context.name),
        located=is_located(tags) or any(is_located(s.metadata) for s in film.container.streams),
    )
    return describe(facts)


def _aspect(said: Fraction | None) -> Fraction:
    """Sane shapes of a pixel only; nonsense counts as square."""
    if said is None or said <= 0 or not Fraction(1, 8) <= said <= 8:
        return Fraction(1)
    return said.limit_denominator(10_000)


def _sound(film: OpenFilm) -> Sound | None:
    tracks = [s for s in film.container.streams.audio if _can_play(s)]
    if not tracks:
        return None
    first = tracks[0]
    return Sound(codec=first.codec_context.name, rate=first.rate, channels=first.channels, tracks=len(tracks), track=first.index)


def _can_play(stream: AudioStream) -> bool:
    context: object = stream.codec_context
    return context is not None and stream.rate > 0 and stream.channels > 0


def _clock_us(words: str) -> int:
    """ "00:02:31.480000000" in microseconds; 0 where it is no such thing."""
    found = _CLOCK.fullmatch(words)
    if found is None:
        return 0
    hours, minutes, seconds = int(found[1]), int(found[2]), Fraction(found[3])
    return int((3600 * hours + 60 * minutes + seconds) * SECOND)


def _claimed(film: OpenFilm, tick: Fraction, *, cut_short: bool) -> int:
    rate = film.stream.average_rate
    if film.family == "avi" and cut_short and film.stream.frames > 0 and rate:
        return int(film.stream.frames / rate * SECOND)  # its length is guessed from what is there; its count is that of the camera
    if film.stream.duration and film.stream.duration > 0:
        return int(film.stream.duration * tick * SECOND)
    whole = film.container.duration
    length = int(whole * SECOND // av.time_base) if whole and whole > 0 else 0
    told = _clock_us(film.stream.metadata.get("DURATION", ""))  # Matroska's word for each track
    sounds = max((_clock_us(stream.metadata.get("DURATION", "")) for stream in film.container.streams.audio), default=0)
    return told if told and sounds + SECOND > length else length
