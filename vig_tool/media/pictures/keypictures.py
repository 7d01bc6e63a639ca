"""Jumping to key pictures; and key pictures alone, quickly, for small pictures: only they are read and decoded, several at once."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from typing import Final

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from vig_tool.media.facts import FilmFacts
from vig_tool.media.opened import OpenFilm
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex

_STREAMS: Final = {"mpegts", "mpeg"}
_EARLY: Final = Fraction(2, 5)  # seconds
_LOOK: Final = 100  # packets after a jump among which the one wanted must be


def early_by(facts: FilmFacts) -> int:
    """How many stamps before a key picture to jump, so that it still comes: streams go by when a picture is read, not when it is shown."""
    return round(_EARLY / facts.tick) if facts.container in _STREAMS else 0


def packets_from(film: OpenFilm, stamp: int) -> Iterator[Packet[VideoStream]]:
    """The packets after a jump from the one with this stamp on; nothing where it is not among the next."""
    packets = film.packets()
    for count, packet in enumerate(packets):
        if packet.pts == stamp:
            yield packet
            yield from packets
        elif count > _LOOK:
            break


def key_pictures(
    source: Source, facts: FilmFacts, index: FrameIndex, numbers: Sequence[int]
) -> Generator[tuple[int, VideoFrame]]:
    """Those of `numbers` (rising, key pictures of `index`) that are found, each once, in rising order: checked by their stamps.

    What is not found this way (a container that jumps badly, damage, pictures of two fields) is simply missing. Edges between
    blocks are not smoothed.
    """
    numbers = [number for number in numbers if index.stamps[number] or number == 0]
    if len(numbers) < 2 or facts.interlaced or len(set(index.stamps[numbers].tolist())) != len(numbers):
        return
    wanted = {int(index.stamps[number]): number for number in numbers}
    with ExitStack() as open_now:
        packets = open_now.enter_context(OpenFilm(source, track=facts.track, careful=True))
        # A jump empties the decoder of the container that jumps; so decoding is done by another one, which goes on.
        decoder = open_now.enter_context(OpenFilm(source, track=facts.track))
        context = decoder.stream.codec_context
        context.options = {"skip_loop_filter": "all"}
        for frame in _decoded(packets, decoder, list(wanted), early_by(facts)):
            number = wanted.pop(frame.pts, None) if frame.pts is not None else None
            if number is not None and not decoder.errors:
                yield number, frame


def _decoded(packets: OpenFilm, decoder: OpenFilm, stamps: list[int], early: int) -> Iterator[VideoFrame]:
    for stamp in stamps:
        packet = next(packets_from(packets, stamp), None) if packets.seek(stamp - early) else None
        if packet is not None and packet.is_keyframe:
            yield from _given(decoder, packet)
    yield from _given(decoder, None)


def _given(decoder: OpenFilm, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
    try:
        return decoder.stream.codec_context.decode(packet)
    except EOFError:
        return []
    except (av.FFmpegError, OSError, ValueError):
        decoder.errors += 1
        return []

