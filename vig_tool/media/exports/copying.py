"""Finds what of a span can be taken over as it is: whole pictures of H.264 and HEVC, from a key picture on, as far as the span goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, cast

import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from vig_tool.jobs import Job
from vig_tool.media.exports.choice import Choice, Form
from vig_tool.media.exports.nal import Codec, Conflict, ParameterSets, begins_afresh, is_ending, is_slice, kind_of, length_size, units_in
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.straight import Numbers
from vig_tool.media.source import Source
from vig_tool.timing import SECOND, FrameIndex

_FORMATS: Final = ("yuv420p", "yuvj420p")
_WORTH: Final = Fraction(1, 2)  # of a span's pictures have to be copied, else encoding all of them is as quick
_LONG_US: Final = SECOND


@dataclass(frozen=True, slots=True)
class Copied:
    """Pictures that are taken over as they are: their numbers in the order of decoding, and the parameter sets they need.

    Shown, they are one stretch without a gap; none needs a picture from outside it.
    """

    order: tuple[int, ...]
    sets: bytes

    @property
    def numbers(self) -> range:
        return range(self.order[0], self.order[0] + len(self.order))


def codec_of(facts: FilmFacts) -> Codec:
    return cast("Codec", facts.video_codec)


def may_copy(facts: FilmFacts, form: Form, choice: Choice) -> bool:
    """Whether the film's kind allows copying for this choice: upright (players ignore turning tags), square, 8 bits, not shrunk.

    What is meant for any phone or television is H.264; HEVC is copied only where the user asks for the best.
    """
    codecs = {Choice.PHONE: ("h264",), Choice.BEST: ("h264", "hevc"), Choice.SMALL: ()}[choice]
    plain = facts.pixel_format in _FORMATS and facts.bits == 8 and not facts.interlaced and not facts.hdr
    same = (facts.coded_width, facts.coded_height) == (facts.width, facts.height) == (form.width, form.height)
    even = not (facts.width % 2 or facts.height % 2)
    stored = facts.video_codec in codecs and facts.container in ("mov", "matroska")
    return stored and plain and same and even and facts.is_upright and facts.is_square


def find_copied(source: Source, facts: FilmFacts, index: FrameIndex, numbers: range, job: Job) -> Copied | None:
    """What can be copied of these pictures, where it is worth it. Reads packets, decodes nothing, keeps no picture."""
    keys = np.flatnonzero(index.keys[numbers.start : numbers.stop]) + numbers.start
    length_us = index.time(numbers.stop).us - index.time(numbers.start).us
    if not len(keys) or length_us < _LONG_US or numbers.stop - int(keys[0]) < len(numbers) * _WORTH:
        return None
    codec = codec_of(facts)
    try:
        with OpenFilm(source, track=facts.track, careful=True) as film:
            head = film.stream.codec_context.extradata or b""
            size, sets = length_size(head, codec), ParameterSets(codec)
            sets.take_from_head(head)
            order = _order(film, index, numbers, int(keys[0]), sets, size, codec, job)
    except (Conflict, ValueError, IndexError):
        return None
    return Copied(tuple(order), sets.head()) if order and len(order) >= len(numbers) * _WORTH else None


def _order(
    film: OpenFilm, index: FrameIndex, numbers: range, key: int, sets: ParameterSets, size: int, codec: Codec, job: Job
) -> list[int]:
    order: list[int] = []
    whole = highest = 0
    known = Numbers(index)
    if not known.clear or not film.seek(int(index.stamps[key])):
        return order
    for packet in film.packets():
        job.check()
        number = known.of(packet.pts)
        if not order and (number is None or not _is_start(packet, number, numbers, size, codec)):
            if packet.is_keyframe and number is not None and number >= numbers.stop:
                break
            continue
        if order and number is not None and number < order[0]:
            if codec == "h264":
                return []
            continue  # shown before the stretch, so it belongs to the pictures that are encoded anew
        if number is None or number >= numbers.stop or packet.is_corrupt or not _take(packet, sets, size, codec):
            break
        order.append(number)
        highest = max(highest, number)
        if highest - order[0] + 1 == len(order):
            whole = len(order)  # here the stretch may end: everything up to the last one shown is there
    return order[:whole]


def _is_start(packet: Packet[VideoStream], number: int, numbers: range, size: int, codec: Codec) -> bool:
    kinds = [kind_of(unit, codec) for unit in units_in(memoryview(packet), size)]
    slices = [kind for kind in kinds if is_slice(kind, codec)]
    return number in numbers and packet.is_keyframe and bool(slices) and all(begins_afresh(kind, codec) for kind in slices)


def _take(packet: Packet[VideoStream], sets: ParameterSets, size: int, codec: Codec) -> bool:
    """Gathers the sets of a packet; False where it is no picture or what follows it would begin anew."""
    has_slice = False
    for unit in units_in(memoryview(packet), size):
        kind = kind_of(unit, codec)
        if is_ending(kind, codec):
            return False
        if is_slice(kind, codec):
            has_slice = True
        else:
            sets.take(bytes(unit))
    return has_slice


def copied_packets(film: OpenFilm, index: FrameIndex, copied: Copied, job: Job) -> Iterator[tuple[int, Packet[VideoStream]]]:
    """The packets of `copied` with their pictures' numbers, once more, in the order of decoding. Ends early where they are not there."""
    known, place = Numbers(index), 0
    if not film.seek(int(index.stamps[copied.order[0]])):
        return
    for packet in film.packets():
        job.check()
        number = known.of(packet.pts)
        if number == copied.order[place]:
            yield number, packet
            place += 1
            if place == len(copied.order):
                return
        elif place and not (number is not None and number < copied.order[0]):
            return
