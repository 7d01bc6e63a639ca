"""Which packets of a camcorder's stream begin a picture, from bits written by hand: no encoder here writes two fields apart."""

from __future__ import annotations

import io

import av
import pytest

from vig_tool.media.index.fields import Fields
from vig_tool.media.sample.strip import Strip, write_strip

START = b"\0\0\0\1"


def _golomb(*values: int) -> str:
    return "".join("0" * (len(f"{value + 1:b}") - 1) + f"{value + 1:b}" for value in values)


def _piece(kind: int, bits: str) -> bytes:
    padded = bits + "1" + "0" * (-(len(bits) + 1) % 8)
    plain = bytes(int(padded[place : place + 8], 2) for place in range(0, len(padded), 8))
    return START + bytes([0x60 | kind]) + plain.replace(b"\0\0", b"\0\0\3")


def _head(*, fields: bool, profile: int = 77, lists: bool = False) -> bytes:
    rich = _golomb(1, 0, 0) + "0" if profile == 100 else ""
    if profile == 100:
        rich += "1" + "1" + _golomb(*[0] * 16) + "0" * 7 if lists else "0"
    body = f"{profile:08b}" + "0" * 8 + f"{40:08b}" + _golomb(0) + rich + _golomb(2) + _golomb(0, 2) + _golomb(4) + "0" + _golomb(119, 33)
    return _piece(7, body + ("0" if fields else "1"))


def _slice(number: int, flags: str, *, kind: int = 1) -> bytes:
    return START + b"\x09\xf0" + START + b"\x06\x05\x02ab\x80" + _piece(kind, _golomb(0, 5, 0) + f"{number:06b}" + flags + "1" * 100)


@pytest.mark.parametrize(("profile", "lists"), [(77, False), (100, False), (100, True)])
def test_two_fields_are_one_picture(profile: int, *, lists: bool) -> None:
    fields = Fields(_head(fields=True, profile=profile, lists=lists))
    stream = [_slice(0, "10", kind=5), _slice(0, "11"), _slice(1, "11"), _slice(1, "10"), _slice(2, "0"), _slice(3, "10"), _slice(3, "11")]
    assert [fields.begins(packet) for packet in stream] == [True, False, True, False, True, True, False]


def test_a_field_without_its_other_one_is_a_picture_of_its_own() -> None:
    fields = Fields(_head(fields=True))
    stream = [_slice(0, "10"), _slice(1, "10"), _slice(1, "11"), _slice(2, "10"), _slice(3, "0")]
    assert [fields.begins(packet) for packet in stream] == [True, True, False, True, True]


def test_where_there_are_no_fields_every_packet_is_a_picture() -> None:
    fields = Fields(_head(fields=False))
    assert [fields.begins(_slice(n, "11")) for n in range(3)] == [True, True, True]


def test_what_is_not_understood_is_not_guessed() -> None:
    fields = Fields(_head(fields=True))
    assert fields.begins(b"") is None
    assert fields.begins(START + b"\x09\xf0") is None
    assert fields.begins(START + b"\x61") is None
    for head in (b"", START + b"\x68\xee", _head(fields=True) + _head(fields=False)):
        with pytest.raises(ValueError, match="stream"):
            Fields(head)


def test_a_real_encoder_s_head_is_read() -> None:
    data = write_strip(Strip(format="mpegts", count=6, fields="tt", sounds=(), options={"x264-params": "cqm=jvt"}))
    with av.open(io.BytesIO(data), "r") as film:
        fields = Fields(film.streams.video[0].codec_context.extradata or b"")
        assert [fields.begins(bytes(packet)) for packet in film.demux(video=0) if packet.size] == [True] * 6
