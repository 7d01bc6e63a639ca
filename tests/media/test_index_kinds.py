"""Which kinds of film are indexed from their packets alone, and that these say what decoding says; whole, odd and damaged ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from tests.films import InMemory
from vig_tool.errors import FilmRefused
from vig_tool.media.index.indexing import _is_even, index_by_decoding, index_from_packets, make_index
from vig_tool.media.intake.motion_photo import film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenFilm
from vig_tool.media.sample.strip import Strip, write_strip
from vig_tool.media.sample.variants import VARIANTS, make_variant
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import FrameIndex

DECODED: Final = frozenset({
    "avi-h264",  # pictures out of order, in a container that does not say when they are shown
    "cut-avi",  # the last picture breaks off
    "cut-program-stream",  # the same
    "damaged",
    "damaged-stream",
    "no-first-key",
    "ogv",  # Ogg says when its pages end, not when pictures are shown
})  # fmt: skip
TAKEN: Final = [name for name, variant in VARIANTS.items() if not variant.refused]

PLAIN: Final = Strip(count=60, width=160, height=96, gop=20, sounds=())
TAPE: Final = replace(PLAIN, codec="dvvideo", count=12, rate=25, width=720, height=576, fields="bb")
GAPPED: Final = tuple(n for n in range(60) if n % 7 != 3)  # cameras too slow for their own clock write empty packets instead
SLOW_VP9: Final = {"auto-alt-ref": "6", "lag-in-frames": "25", "deadline": "good", "cpu-used": "5"}
SLOW_VP8: Final = {"auto-alt-ref": "1", "lag-in-frames": "16", "deadline": "good", "cpu-used": "5", "b": "200000"}
OPEN_GROUPS: Final = "open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3:bframe-adaptive=0"
BELIEVED: Final = {
    "tape-avi": replace(TAPE, format="avi"),
    "tape-mov": replace(TAPE, format="mov"),
    "jpeg-avi-fine-colours": replace(PLAIN, codec="mjpeg", format="avi", pix_fmt="yuvj422p"),
    "mpeg4-avi-with-empty-packets": replace(PLAIN, codec="mpeg4", format="avi", stamps=GAPPED, clock=24),
    "jpeg-avi-with-empty-packets": replace(PLAIN, codec="mjpeg", format="avi", pix_fmt="yuvj420p", stamps=GAPPED, clock=24),
    "mpeg4-avi-interlaced": replace(PLAIN, codec="mpeg4", format="avi", rate=25, fields="tt"),
    "mpeg4-mkv": replace(PLAIN, codec="mpeg4", format="matroska"),
    "mpeg4-mp4-out-of-order": replace(PLAIN, codec="mpeg4", b_frames=2),
    "h264-avi": replace(PLAIN, format="avi"),
    "h264-mkv-interlaced": replace(PLAIN, format="matroska", rate=25, fields="tt", b_frames=2),
    "h264-mp4-interlaced": replace(PLAIN, rate=25, fields="bb", b_frames=2),
    "vp8-hides-pictures": replace(PLAIN, codec="libvpx", format="webm", gop=100, options=SLOW_VP8),
    "vp9-hides-pictures": replace(PLAIN, codec="libvpx-vp9", format="webm", gop=100, options=SLOW_VP9),
    "vp9-mp4": replace(PLAIN, codec="libvpx-vp9", options={"error-resilience": "1"}),
    "av1-mkv": replace(PLAIN, codec="libsvtav1", format="matroska"),
    "wmv1": replace(PLAIN, codec="wmv1", format="asf"),
    "mpeg2-mkv": replace(PLAIN, codec="mpeg2video", format="matroska", rate=25, b_frames=2),
    "mpeg2-in-order": replace(PLAIN, codec="mpeg2video", format="vob", rate=25),
    "hevc-stream-open-groups": replace(PLAIN, codec="libx265", format="mpegts", options={"x265-params": OPEN_GROUPS}),
}
NOT_BELIEVED: Final = {
    "mpeg4-avi-out-of-order": replace(PLAIN, codec="mpeg4", format="avi", b_frames=2),
    "wmv-in-avi": replace(PLAIN, codec="wmv2", format="avi"),
    "h264-avi-interlaced": replace(PLAIN, format="avi", rate=25, fields="tt"),
}
HURT: Final = {
    "jpeg-avi": replace(PLAIN, codec="mjpeg", format="avi", pix_fmt="yuvj420p"),
    "mpeg4-avi": replace(PLAIN, codec="mpeg4", format="avi"),
    "mpeg4-mp4": replace(PLAIN, codec="mpeg4", b_frames=2),
    "h264-avi": BELIEVED["h264-avi"],
    "h263": Strip(codec="h263", format="3gp", count=40, width=176, height=144, rate=15, gop=10, sounds=()),
    "vp8": replace(PLAIN, codec="libvpx", format="webm"),
    "wmv2": replace(PLAIN, codec="wmv2", format="asf"),
    "mpeg2": replace(PLAIN, codec="mpeg2video", format="vob", rate=25, b_frames=2),
    "mpeg2-stream": replace(PLAIN, codec="mpeg2video", format="mpegts", rate=25, b_frames=2),
    "h264-stream": replace(PLAIN, format="mpegts", b_frames=2),
    "hevc-stream": replace(PLAIN, codec="libx265", format="mpegts", b_frames=2),
}


def _believed(source: Source) -> bool:
    """Whether the packets are; where they are, they say what decoding says."""
    facts = probe(source)
    packets = index_from_packets(source, facts, small=0)
    if packets is None:
        return False
    decoded = index_by_decoding(source, facts)
    assert packets.times.tolist() == decoded.times.tolist()
    assert packets.stamps.tolist() == decoded.stamps.tolist()
    assert packets.keys.tolist() == decoded.keys.tolist()
    assert packets.end_us == decoded.end_us
    return True


@pytest.mark.parametrize("name", TAKEN)
def test_of_the_catalogue_all_but_these_are_indexed_from_their_packets(name: str, tmp_path: Path) -> None:
    assert _believed(film_in(PlainFile(make_variant(name, tmp_path)))) is (name not in DECODED)


@pytest.mark.parametrize("name", BELIEVED)
def test_packets_of_these_say_what_decoding_says(name: str) -> None:
    assert _believed(InMemory(write_strip(BELIEVED[name])))


def test_where_a_camera_wrote_an_empty_packet_the_picture_before_stays_longer() -> None:
    source = InMemory(write_strip(BELIEVED["mpeg4-avi-with-empty-packets"]))
    index = index_from_packets(source, probe(source), small=0)
    assert index is not None
    assert index.stamps.tolist() == list(GAPPED)


@pytest.mark.parametrize("name", NOT_BELIEVED)
def test_packets_of_these_are_not_believed(name: str) -> None:
    strip = NOT_BELIEVED[name]
    source = InMemory(write_strip(strip))
    assert not _believed(source)
    assert len(make_index(source, probe(source))) == strip.count


def _overwritten(data: bytes, start: int, new: bytes) -> bytes:
    return data[:start] + new + data[start + len(new) :]


HURTS: Final[dict[str, Callable[[bytes, int, int, random.Random], bytes]]] = {
    "filled": lambda data, start, size, _: _overwritten(data, start, b"\xff" * size),
    "emptied": lambda data, start, size, _: _overwritten(data, start, bytes(size)),
    "other bytes": lambda data, start, size, dice: _overwritten(data, start, dice.randbytes(size)),
    "a hole inside": lambda data, start, size, _: _overwritten(data, start + size // 3, bytes(size // 2)),
    "a bad place on the card": lambda data, start, _, dice: _overwritten(data, start, dice.randbytes(2048)),
    "bytes missing": lambda data, start, size, _: data[: start + size // 2] + data[start + size // 2 + 1500 :],
    "cut off": lambda data, start, size, _: data[: start + size // 2],
}


@pytest.mark.parametrize("name", HURT)
def test_a_damaged_film_is_indexed_as_it_decodes(name: str) -> None:
    data = write_strip(HURT[name])
    source = InMemory(data)
    assert _believed(source)
    with OpenFilm(source, track=0, careful=True) as film:
        places = [(packet.pos, packet.size) for packet in film.packets() if packet.pos is not None and packet.pos > 0]
    dice = random.Random(name)
    decoded = 0
    for how in HURTS.values():
        for part in (0.55, 0.8):
            start, size = places[int(len(places) * part)]
            hurt = InMemory(how(data, start, size, dice))
            try:
                decoded += not _believed(hurt)
            except FilmRefused:
                decoded += 1
    assert decoded or HURT[name].format == "asf"  # the worst is noticed; packets of ASF come out whole or not at all


@pytest.mark.parametrize("said_us", [0, 10_000_000])
def test_a_matroska_film_that_may_have_been_cut_is_decoded_at_its_end(said_us: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = InMemory(write_strip(replace(PLAIN, codec="libvpx-vp9", format="matroska")))
    facts = probe(source)
    whole = index_from_packets(source, facts, small=0)
    assert whole is not None
    last, decode = int(whole.stamps[-1]), OpenFilm.decode
    monkeypatch.setattr(OpenFilm, "decode", lambda film, packet: [one for one in decode(film, packet) if one.pts != last])
    assert index_from_packets(source, facts, small=0) is not None
    assert index_from_packets(source, replace(facts, claimed_us=said_us), small=0) is None


def test_a_film_in_which_one_cannot_jump_is_still_looked_at_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OpenFilm, "seek", lambda *_: False)
    assert _believed(InMemory(write_strip(HURT["mpeg4-avi"])))


def test_what_the_packets_say_is_not_believed_where_decoding_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    source = InMemory(write_strip(HURT["vp8"]))
    facts = probe(source)
    assert index_from_packets(source, facts, small=0) is not None
    decode = OpenFilm.decode
    seen = 0

    def one_lost(film: OpenFilm, packet: object) -> object:
        nonlocal seen
        pictures = decode(film, packet)  # type: ignore[arg-type]
        seen += len(pictures)
        return [] if seen == 3 else pictures

    monkeypatch.setattr(OpenFilm, "decode", one_lost)
    assert index_from_packets(source, facts, small=0) is None


def test_a_stream_with_a_hole_is_decoded_unless_it_was_joined_there() -> None:
    times = np.array([0, 40, 80, 200, 240], np.int64) * 1000
    keys = np.array([1, 0, 0, 1, 0], np.bool_)
    index = FrameIndex(times, times, keys, 280_000)
    assert _is_even(index, joined=True)
    assert not _is_even(index, joined=False)
    assert not _is_even(FrameIndex(times, times, np.roll(keys, 1), 280_000), joined=True)
