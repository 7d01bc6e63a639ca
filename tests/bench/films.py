"""The bench's films: drawn by the generator as a camera would store them, told again until they are long enough, kept from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.packet import Packet

from tests.bench.measure import Setting
from vig_tool.media.sample import Recipe, make_film

_HD: Final = Recipe(seconds=60, width=1920, height=1080, rate=30, gop=60, b_frames=2, bit_rate=12_000_000, barcode=True)
PARTS: Final = {
    "h264": _HD,
    "hevc": replace(_HD, codec="hevc", seconds=20),
    "vfr": replace(_HD, width=1080, height=1920, container="mov", turn=90, variable_rate=True, gps=True, b_frames=0, seconds=40),
}
NAMES: Final = {
    "h264": "1080p30 H.264, 12 Mbit/s, GOP 2 s, B-frames",
    "hevc": "the same as HEVC",
    "vfr": "phone film, sideways, variable rate",
}
LONG_SECONDS: Final = 600
QUICK_SECONDS: Final = 40


@dataclass(frozen=True, slots=True)
class BenchFilm:
    """`period`: the barcodes begin anew after so many pictures."""

    path: Path
    seconds: float
    period: int


def film(kind: str, setting: Setting, *, seconds: float | None = None) -> BenchFilm:
    """Ten minutes (quick: 40 s) of the wanted kind, unless told otherwise. Made where it is not kept yet."""
    recipe = PARTS[kind]
    if setting.quick:
        recipe = replace(recipe, seconds=10)
    times = max(1, round((seconds or (QUICK_SECONDS if setting.quick else LONG_SECONDS)) / recipe.seconds))
    part = setting.cache / f"{kind}-{recipe.seconds:g}s.{recipe.container}"
    pictures = part.with_suffix(".pictures")
    if not pictures.exists():
        truth = make_film(part, recipe)
        pictures.write_text(str(len(truth.times_us)))
    whole = setting.cache / f"{kind}-{recipe.seconds:g}s-{times}times.{recipe.container}"
    if not whole.exists():
        half = whole.with_suffix(".part")
        repeat(part, half, times=times, container=recipe.container)
        half.replace(whole)
    return BenchFilm(whole, recipe.seconds * times, int(pictures.read_text()))


def repeat(part: Path, target: Path, *, times: int, container: str) -> None:
    """The film `times` times over, without encoding anything anew."""
    with av.open(str(part)) as told, av.open(str(target), "w", format=container) as film:
        video, sound = told.streams.video[0], told.streams.audio[0]
        outs = {stream.index: film.add_stream_from_template(stream) for stream in (video, sound)}
        length = Fraction(told.duration or 0, av.time_base)
        if video.duration and video.time_base:
            length = video.duration * video.time_base
        for turn in range(times):
            told.seek(0)
            for packet in _inside(told.demux(video, sound), length):
                shift = round(turn * length / packet.time_base)
                packet.pts = (packet.pts or 0) + shift
                packet.dts = (packet.dts or 0) + shift
                packet.stream = outs[packet.stream.index]
                film.mux(packet)


def _inside(packets: Iterator[Packet], length: Fraction) -> Iterator[Packet]:  # type: ignore[type-arg]
    """Sound that reaches beyond the pictures would meet the next telling's."""
    for packet in packets:
        if packet.dts is None:
            continue
        start, end = packet.pts or 0, (packet.pts or 0) + (packet.duration or 0)
        if packet.stream.type == "video" or (start >= 0 and end * packet.time_base <= length):
            yield packet
