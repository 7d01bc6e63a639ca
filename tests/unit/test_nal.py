"""Taking H.264 packets apart: slices are kept, parameter sets are gathered, notes are dropped, clashes are noticed."""

from __future__ import annotations

import pytest

from vig_tool.media.exports.nal import Conflict, ParameterSets, only_pictures, split_at_start_codes

# Sequence sets 0 and 3, picture sets 0 and 3, as x264 writes their beginnings.
SEQUENCE_0 = bytes.fromhex("67640015acd941")
SEQUENCE_3 = bytes.fromhex("676400152590")
PICTURE_0 = bytes.fromhex("68ebe3cb")
PICTURE_3 = bytes.fromhex("682490")
NOTE = b"\x06\x05\x10GPS 51.5 N 0.1 W"
SLICE = b"\x65\x88\x84\x00"


def _packet(*units: bytes) -> bytes:
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)


def test_only_slices_are_kept_and_sets_are_gathered() -> None:
    sets = ParameterSets()
    assert only_pictures(_packet(SEQUENCE_0, PICTURE_0, NOTE, SLICE, b"\x0c\xff"), sets) == b"\x00\x00\x00\x01" + SLICE
    only_pictures(_packet(SEQUENCE_3, PICTURE_3, SLICE), sets)
    assert list(split_at_start_codes(sets.head())) == [SEQUENCE_0, SEQUENCE_3, PICTURE_0, PICTURE_3]


def test_the_same_set_again_is_fine_another_of_its_number_is_not() -> None:
    sets = ParameterSets()
    sets.take(SEQUENCE_0)
    sets.take(SEQUENCE_0)
    with pytest.raises(Conflict):
        sets.take(SEQUENCE_0 + b"\x01")


def test_sets_come_out_of_an_mp4_head() -> None:
    head = bytes([1, 100, 0, 21, 255, 0xE1, 0, len(SEQUENCE_0)]) + SEQUENCE_0 + bytes([1, 0, len(PICTURE_0)]) + PICTURE_0
    sets = ParameterSets()
    sets.take_from_head(head)
    assert list(split_at_start_codes(sets.head())) == [SEQUENCE_0, PICTURE_0]


def test_lengths_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        only_pictures(b"\x00\x00\x00\x09abc", ParameterSets())
