"""Other numbers for the sets of an HEVC encoder: everything else of its pictures stays, and they still decode to the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from av.codec.context import Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from vig_tool.media.exports.nal import START, Conflict, ParameterSets, begins_afresh, cut_off, kind_of, split_at_start_codes
from vig_tool.media.exports.renumber import Renumbered


@pytest.fixture(scope="module")
def encoded() -> tuple[bytes, list[bytes]]:
    """The head and the pictures of a few moving frames, with start codes: key pictures, B pictures, two groups."""
    context = VideoCodecContext.create("libx265", "w")
    context.width, context.height, context.pix_fmt = 128, 96, "yuv420p"
    context.time_base, context.framerate = Fraction(1, 25), Fraction(25)
    context.flags |= Flags.global_header
    told = "log-level=none:info=0:bframes=2:pools=none:frame-threads=1:keyint=4:min-keyint=4"
    context.options = {"preset": "ultrafast", "x265-params": told}
    context.open()
    packets: list[bytes] = []
    ground = np.random.default_rng(3).integers(0, 255, (96, 200, 3), dtype=np.uint8)
    for place in range(9):
        plain = VideoFrame.from_ndarray(np.ascontiguousarray(ground[:, place * 4 : place * 4 + 128]), format="rgb24")
        frame = plain.reformat(format="yuv420p")
        frame.pts, frame.time_base = place, Fraction(1, 25)
        packets += [bytes(packet) for packet in context.encode(frame)]
    packets += [bytes(packet) for packet in context.encode(None)]
    return context.extradata or b"", packets


def decoded(head: bytes, packets: list[bytes]) -> list[NDArray[np.uint8]]:
    context = VideoCodecContext.create("hevc", "r")
    context.extradata = head
    frames = [frame for packet in packets for frame in context.decode(Packet(packet))]
    return [np.asarray(frame.to_ndarray(), np.uint8) for frame in [*frames, *context.decode(None)]]


def changed(change: Renumbered, stream: bytes) -> bytes:
    return b"".join(START + change.unit(unit) for unit in split_at_start_codes(stream))


@pytest.mark.parametrize(("sets", "picture"), [(1, 15), (7, 22), (15, 30)])
def test_renumbered_pictures_decode_to_the_same(encoded: tuple[bytes, list[bytes]], sets: int, picture: int) -> None:
    head, packets = encoded
    change = Renumbered(sets=sets, picture=picture)
    new_head, new_packets = changed(change, head), [changed(change, packet) for packet in packets]
    numbers = ParameterSets("hevc")
    numbers.take_from_head(new_head)
    assert numbers.numbers() == {sets, picture}
    meant = decoded(head, packets)
    assert len(meant) == 9
    for one, other in zip(meant, decoded(new_head, new_packets), strict=True):
        assert np.array_equal(one, other)


def test_both_kinds_stand_in_one_stream(encoded: tuple[bytes, list[bytes]]) -> None:
    head, packets = encoded
    change = Renumbered(sets=1, picture=15)
    both = head + changed(change, head)
    meant = decoded(head, packets)
    mixed = decoded(both, [*packets, *(changed(change, packet) for packet in packets), *packets])
    assert len(mixed) == 27
    for place, picture in enumerate(mixed):
        assert np.array_equal(picture, meant[place % 9])


def test_the_old_numbers_clash_the_new_ones_do_not(encoded: tuple[bytes, list[bytes]]) -> None:
    head, _ = encoded
    sets = ParameterSets("hevc")
    sets.take_from_head(head)
    units = list(split_at_start_codes(head))
    with pytest.raises(Conflict):
        sets.take(units[0][:-1] + b"\x77")
    for unit in units:
        sets.take(Renumbered(sets=1, picture=15).unit(unit))


def test_numbers_that_cannot_be_are_refused(encoded: tuple[bytes, list[bytes]]) -> None:
    for sets, picture in ((16, 15), (1, 14), (1, 31)):
        with pytest.raises(ValueError, match="no such number"):
            Renumbered(sets=sets, picture=picture)
    change = Renumbered(sets=1, picture=15)
    once = change.unit(next(split_at_start_codes(encoded[1][0])))
    with pytest.raises(ValueError, match="not 0"):
        change.unit(once)


def test_an_open_key_picture_is_cut_off_and_others_are_left_alone() -> None:
    clean, idr = b"\x2a\x01rest", b"\x26\x01rest"
    assert kind_of(clean, "hevc") == 21
    assert kind_of(cut_off(clean, "hevc"), "hevc") == 18
    assert cut_off(clean, "hevc")[1:] == clean[1:]
    assert cut_off(idr, "hevc") == idr
    assert cut_off(b"\x41rest", "h264") == b"\x41rest"
    assert begins_afresh(21, "hevc")
    assert not begins_afresh(1, "hevc")
    assert begins_afresh(5, "h264")
    assert not begins_afresh(1, "h264")
