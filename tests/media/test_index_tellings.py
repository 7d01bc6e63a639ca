"""What packets tell of the pictures in them, from bits written by hand: also what no encoder here writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.media.test_fields import _golomb, _head, _piece, _slice
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.av1 import Av1
from vig_tool.media.index.dv import Tape
from vig_tool.media.index.fields import Fields
from vig_tool.media.index.h264 import H264InOrder, H264Units
from vig_tool.media.index.hevc import HevcStream
from vig_tool.media.index.jpeg import Jpeg
from vig_tool.media.index.mpeg2 import Mpeg2
from vig_tool.media.index.mpeg4 import H263, Mpeg4
from vig_tool.media.index.tellings import packets_can_say, telling_of
from vig_tool.media.index.told import GOES_ON, HIDDEN, KEY, PICTURE, Bits, Told
from vig_tool.media.index.vpx import Vp8, Vp9
from vig_tool.media.index.windows_media import Wmv1, Wmv2

FULL = b"\x5a" * 40


def _bytes(bits: str) -> bytes:
    padded = bits.replace(" ", "")
    padded += "0" * (-len(padded) % 8)
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


# MPEG-4 and H.263

LAYER = b"\0\0\1\x20" + _bytes("0 00000001 0 0001 0 00 1 0000000000011001 1 0 1 0000010100000 1 0000001100000 1 0 1 0 0 0 1 11" + "0" * 8)


def _vop(kind: int, *, coded: int = 1, fineness: int = 5, seconds: str = "0", mark: int = 1) -> bytes:
    rest = "0" * (kind == 1) + "000" + f"{fineness:05b}" + "001" * min(kind, 2)
    return b"\0\0\1\xb6" + _bytes(f"{kind:02b} {seconds} {mark} 00111 1 {coded}" + rest) + FULL


def test_mpeg4_tells_key_pictures_and_others() -> None:
    telling = Mpeg4(LAYER, timed=False)
    assert telling.tell(_vop(0), key=False) is KEY
    assert telling.tell(_vop(1), key=True) is PICTURE
    assert telling.tell(b"\0\0\1\xb3\0\0\0" + _vop(0, seconds="1110"), key=False) is KEY
    assert telling.tell(LAYER + _vop(0), key=False) is KEY


def test_mpeg4_pictures_out_of_order_need_a_container_that_knows_their_times() -> None:
    assert Mpeg4(LAYER, timed=False).tell(_vop(2), key=False) is None
    assert Mpeg4(LAYER, timed=True).tell(_vop(2), key=False) is PICTURE
    assert Mpeg4(LAYER, timed=True).tell(_vop(3), key=False) is None


@pytest.mark.parametrize(
    "packet",
    [_vop(1, coded=0), _vop(1) + _vop(2), _vop(0, fineness=0), _vop(0, mark=0), FULL, b"\0\0\1\xb6", b"", LAYER, b"\0\0\1\xb6\xff\xff"],
    ids=["same again", "two in one", "no fineness", "no mark", "no start", "empty picture", "empty", "no picture", "endless"],
)
def test_mpeg4_that_is_odd_is_not_believed(packet: bytes) -> None:
    assert Mpeg4(LAYER, timed=False).tell(packet, key=True) is None


def test_mpeg4_without_a_description_or_with_two_is_not_believed() -> None:
    assert Mpeg4(b"", timed=False).tell(_vop(0), key=True) is None
    other = LAYER[:7] + bytes([LAYER[7] ^ 0x40]) + LAYER[8:]
    assert Mpeg4(LAYER, timed=False).tell(other + _vop(0), key=True) is None
    with pytest.raises(ValueError, match="begins in the middle"):
        Mpeg4(FULL, timed=False)


def _old(size: int = 2, *, leans: int = 0, doubled: int = 0, fineness: int = 9) -> bytes:
    return _bytes(f"{0x20:022b} 00000111 10 000 {size:03b} {leans} 000 {doubled} {fineness:05b}") + FULL


def test_h263_tells_its_pictures() -> None:
    telling = H263()
    assert telling.tell(_old(), key=False) is KEY
    assert telling.tell(_old(leans=1), key=True) is PICTURE
    for odd in (_old(3), _old(7), _old(doubled=1), _old(fineness=0), FULL, b""):
        assert telling.tell(odd, key=True) is None


# VP8, VP9, AV1


def _vp8(*, leans: int = 0, shown: int = 1, first: int = 20, mark: bytes = b"\x9d\x01\x2a") -> bytes:
    return (leans | shown << 4 | first << 5).to_bytes(3, "little") + (b"" if leans else mark + b"\x40\1\xb4\0") + FULL


def test_vp8_tells_hidden_pictures() -> None:
    told = [Vp8().tell(packet, key=False) for packet in (_vp8(), _vp8(leans=1), _vp8(leans=1, shown=0))]
    assert told == [KEY, PICTURE, HIDDEN]
    for odd in (_vp8(first=900), _vp8(mark=b"abc"), _vp8() + bytes(64) + b"1", b"", _vp8()[:3]):
        assert Vp8().tell(odd, key=True) is None


_VP9_KEY = _bytes(f"10 00 0 0 1 0 {0x498342:024b}") + FULL
_VP9_HIDDEN_KEY = _bytes(f"10 00 0 0 0 0 {0x498342:024b}") + FULL
_VP9_LEANS = _bytes("10 00 0 1 1 0 00 00000010") + FULL
_VP9_HIDDEN = _bytes("10 00 0 1 0 0 0 00 00000100") + FULL


def _vp9_again(place: int) -> bytes:
    return _bytes(f"10 00 1 {place:03b}")


def _together(*pieces: bytes) -> bytes:
    mark = bytes([0xC0 | 1 << 3 | (len(pieces) - 1)])
    return b"".join(pieces) + mark + b"".join(len(piece).to_bytes(2, "little") for piece in pieces) + mark


def test_vp9_tells_what_is_shown_of_several_pictures() -> None:
    telling = Vp9()
    stream = [_VP9_KEY, _VP9_LEANS, _together(_VP9_HIDDEN, _VP9_LEANS), _VP9_HIDDEN, _vp9_again(2), _vp9_again(0)]
    assert [telling.tell(packet, key=False) for packet in stream] == [KEY, PICTURE, PICTURE, HIDDEN, PICTURE, KEY]


def test_vp9_that_is_odd_is_not_believed() -> None:
    telling = Vp9()
    assert telling.tell(_VP9_LEANS, key=True) is None  # nothing before it
    assert telling.tell(_vp9_again(1), key=True) is None
    assert telling.tell(_VP9_KEY, key=False) is KEY
    for odd in (_together(_VP9_LEANS, _VP9_LEANS), b"", b"\0", _VP9_LEANS + bytes(64) + b"1", _VP9_KEY.replace(b"\x49", b"\x48", 1)):
        assert telling.tell(odd, key=True) is None
    cut = _together(_VP9_LEANS, _VP9_LEANS)
    assert telling.tell(cut[:4] + cut[60:], key=True) is None


def _piece_of(kind: int, content: bytes, *, sized: int = 1, layer: int | None = None) -> bytes:
    head = bytes([kind << 3 | (layer is not None) << 2 | sized << 1]) + (b"" if layer is None else bytes([layer << 3]))
    return head + (bytes([len(content)]) if sized else b"") + content


_AV1_KEY = _piece_of(1, b"\0\0\0\4") + _piece_of(6, _bytes("0 00 1 0000") + FULL)
_AV1_LEANS = _piece_of(6, _bytes("0 01 1 0000") + FULL)
_AV1_HIDDEN = _piece_of(6, _bytes("0 01 0 0000") + FULL)
_AV1_AGAIN = _piece_of(3, b"\xe8")


def test_av1_tells_what_is_shown_of_several_pictures() -> None:
    stream = [_AV1_KEY, _AV1_HIDDEN + _AV1_LEANS, _AV1_AGAIN, _piece_of(6, _bytes("0 01 1 0000") + FULL, sized=0)]
    assert [Av1().tell(packet, key=False) for packet in stream] == [KEY, PICTURE, PICTURE, PICTURE]


@pytest.mark.parametrize(
    "packet",
    [
        _AV1_HIDDEN, _AV1_LEANS + _AV1_LEANS, _AV1_LEANS[:-3], b"", b"\xff" * 40,
        _piece_of(6, _bytes("0 00 0 0000") + FULL) + _AV1_LEANS, _piece_of(6, _bytes("0 01 1 0000"), layer=1),
        _piece_of(1, _bytes("00001000")) + _AV1_LEANS, _AV1_LEANS + _piece_of(2, b""),
        _piece_of(6, _bytes("0 01 1 0000") + bytes(64) + b"1"),
    ],
    ids=["hidden", "two", "cut", "empty", "nonsense", "hidden key", "layer", "photo", "two moments", "wiped"],
)  # fmt: skip
def test_av1_that_is_odd_is_not_believed(packet: bytes) -> None:
    assert Av1().tell(packet, key=True) is None


# JPEG, DV, Windows Media


def _jpeg(height: int = 96, *, body: bytes = FULL + b"\xff\0", end: bytes = b"\xff\xd9", table: int = 0xDB) -> bytes:
    size = b"\xff\xc0\0\x0b\x08" + height.to_bytes(2, "big") + (160).to_bytes(2, "big") + b"\1\1\x11\0"
    return b"\xff\xd8\xff" + bytes([table]) + b"\0\4ab" + size + b"\xff\xda\0\x08\1\1\0\0\x3f\0" + body + end


def test_a_whole_jpeg_is_a_key_picture_half_a_one_is_not_believed() -> None:
    telling = Jpeg(160, 96)
    assert telling.tell(_jpeg(), key=False) is KEY
    assert telling.tell(_jpeg(body=FULL + b"\xff\xd3" + FULL) + bytes(9), key=False) is KEY
    odd = [_jpeg(48), _jpeg(end=b""), _jpeg(body=b""), _jpeg(body=FULL + b"\xff\xc4\0\2"), _jpeg(table=0x01), b"", _jpeg()[:30], FULL]
    assert [telling.tell(packet, key=True) for packet in odd] == [None] * len(odd)


def test_tape_pictures_are_all_of_one_length_and_kind() -> None:
    packet = bytearray(144_000)
    other = bytearray(packet)
    other[5 * 80 + 51] = 4
    torn = bytearray(packet)
    torn[24_000] = 0xFF
    telling = Tape()
    assert telling.tell(bytes(packet), key=False) is KEY
    for odd in (other, torn, packet[:120_000], b""):
        assert telling.tell(bytes(odd), key=True) is None


def test_windows_media_tells_its_pictures() -> None:
    assert [Wmv1().tell(_bytes(bits) + FULL, key=False) for bits in ("00 00101", "01 00101", "10 00101", "01 00000")] == [
        KEY, PICTURE, None, None
    ]  # fmt: skip
    telling = Wmv2(160, 96)
    same = "1 00101 11 1111111111"
    told = [telling.tell(_bytes(bits) + FULL, key=False) for bits in ("0 0000000 00101", "1 00101 0", "1 00101 11 1111111110", same)]
    assert told == [KEY, PICTURE, PICTURE, None]
    assert telling.tell(b"", key=True) is None


# MPEG-2


def _sequence(width: int = 160) -> bytes:
    return b"\0\0\1\xb3" + _bytes(f"{width:012b}{96:012b}") + b"\x13\xff\xff\xe1\xa0"


def _coded(kind: int, structure: int = 3) -> bytes:
    said = b"\0\0\1\xb5\x8f\xff" + bytes([0xF0 | structure, 0x80])
    return b"\0\0\1\0" + _bytes(f"{0:010b}{kind:03b}{0:019b}") + said + b"\0\0\1\1" + FULL


def test_mpeg2_tells_whole_pictures_and_two_fields_of_one() -> None:
    telling = Mpeg2()
    stream = [_sequence() + _coded(1), _coded(2), _coded(3), _coded(1, 1) + _coded(2, 2), _coded(3, 2) + _coded(3, 1)]
    assert [telling.tell(packet, key=False) for packet in stream] == [KEY, PICTURE, PICTURE, KEY, PICTURE]


def test_mpeg2_that_is_odd_is_not_believed() -> None:
    broken = b"\0\0\1\xb8\0\0\0\x20"
    telling = Mpeg2()
    assert telling.tell(_coded(1), key=True) is None  # nothing says how large it is
    assert telling.tell(_sequence() + broken + _coded(1), key=True) is KEY
    odd = [
        _coded(1, 1), _coded(1) + _coded(2), _coded(1, 1) + _coded(2, 1), _coded(4), b"", FULL + _coded(1), _sequence(176) + _coded(1),
        _sequence() + broken + _coded(1), b"\0\0\1\xb7" + _coded(1), _coded(1)[:16], _coded(1) + _coded(3) + _coded(3),
    ]  # fmt: skip
    assert [telling.tell(packet, key=True) for packet in odd] == [None] * len(odd)


# H.264 and HEVC


def _unit(*pieces: bytes) -> bytes:
    found = [piece.split(b"\0\0\0\1")[-1] for piece in pieces]
    return b"".join(len(piece).to_bytes(4, "big") + piece for piece in found)


def _box(head: bytes) -> bytes:
    piece = head[4:]
    return b"\1" + piece[1:4] + b"\xff\xe1" + len(piece).to_bytes(2, "big") + piece + b"\0"


def test_two_fields_are_one_picture_also_where_pieces_have_lengths() -> None:
    telling = H264Units(_box(_head(fields=True)))
    stream = [(_slice(0, "10", kind=5),), (_slice(0, "11"),), (_slice(1, "10"), _slice(1, "11")), (_slice(2, "0"),)]
    assert [telling.tell(_unit(*pieces), key=True) for pieces in stream] == [KEY, GOES_ON, KEY, KEY]
    assert telling.tell(_unit(_slice(3, "0"), _slice(4, "0")), key=True) is None
    assert telling.tell(_unit(_slice(5, "0"))[:-1], key=True) is None
    assert telling.tell(_unit(_slice(6, "0") + bytes(64) + b"1"), key=True) is None


def test_where_there_are_no_fields_only_the_shape_of_packets_counts() -> None:
    telling = H264Units(_box(_head(fields=False)))
    assert telling.tell(_unit(_slice(0, "")), key=False) is PICTURE
    with pytest.raises((ValueError, IndexError)):
        H264Units(b"")


def _ordered(number: int, order: int, *, fresh: bool = False) -> bytes:
    return _piece(5 if fresh else 1, _golomb(0, 5, 0) + f"{number:06b}" + (_golomb(0) if fresh else "") + f"{order:04b}" + "1" * 60)


def test_pictures_of_an_avi_are_believed_as_long_as_each_is_shown_after_the_one_before() -> None:
    head = _piece(7, f"{77:08b}" + "0" * 8 + f"{40:08b}" + _golomb(0, 2, 0, 0, 4) + "0" + _golomb(119, 33) + "1")

    def told(*rest: bytes) -> list[Told | None]:
        telling = H264InOrder(head)
        return [telling.tell(packet, key=False) for packet in (_ordered(0, 0, fresh=True), *rest)]

    assert told(_ordered(1, 5), _ordered(2, 12), _ordered(3, 2), _ordered(0, 0, fresh=True)) == [PICTURE] * 5
    assert told(_ordered(1, 6), _ordered(2, 2)) == [PICTURE, PICTURE, None]  # shown before the one before
    assert told(_ordered(2, 2)) == [PICTURE, None]  # one is missing
    assert told(b"junk" + _ordered(1, 2)) == [PICTURE, None]
    assert H264InOrder(head).tell(_ordered(1, 2), key=False) is None
    assert not Fields(_head(fields=True)).rises(_slice(0, "0", kind=5))


def _hevc(kind: int, *, first: int = 1, layer: int = 0) -> bytes:
    return b"\0\0\0\1" + bytes([kind << 1, layer << 3 | 1, first << 7 | 0x3F]) + FULL


def test_hevc_of_a_stream_tells_its_pictures() -> None:
    telling = HevcStream()
    notes = b"\0\0\0\1\x46\1\x50"
    assert telling.tell(notes + _hevc(21), key=False) is KEY
    assert telling.tell(notes + _hevc(1) + _hevc(1, first=0), key=True) is PICTURE
    for odd in (notes, _hevc(1) + _hevc(1), _hevc(1, first=0), _hevc(1, layer=1), _hevc(17), _hevc(1) + _hevc(36), FULL + _hevc(1), b""):
        assert telling.tell(odd, key=True) is None


# Who is asked


def test_kinds_nobody_reads_are_decoded() -> None:
    facts = FilmFacts(container="avi", video_codec="mjpeg", coded_width=2, coded_height=2, width=2, height=2)
    assert packets_can_say(facts)
    assert telling_of(facts, None) is not None
    for other in (
        replace(facts, container="ogg"), replace(facts, video_codec="msmpeg4"), replace(facts, interlaced=True),
    ):  # fmt: skip
        assert not packets_can_say(other)
        assert telling_of(other, None) is None
    assert telling_of(replace(facts, video_codec="h264"), b"") is None


def test_bits_run_out_with_a_word() -> None:
    bits = Bits(b"\xa0")
    assert (bits.take(2), bits.peek(), bits.flag(), bits.take(5)) == (2, True, True, 0)
    with pytest.raises(ValueError, match="ran out"):
        bits.take(1)
    with pytest.raises(ValueError, match="ran out"):
        bits.peek()
