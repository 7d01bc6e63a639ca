"""Stepping: what no picture leans on is left out on the way, what will be asked for is at hand, and the picture is exact all the same."""

from __future__ import annotations

import random
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Damaged
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.gate_worker import examine_here
from vig_tool.media.intake.motion_photo import film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.spare import Spare
from vig_tool.media.sample import Recipe, read_barcode
from vig_tool.media.sample.variants import VARIANTS, make_variant
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import FrameIndex

LONG = replace(SMALL, seconds=3, gop=90, b_frames=3, sound=False)
PICTURE = 320 * 180 * 3 // 2
VARIED = [name for name, variant in VARIANTS.items() if not variant.refused and variant.certain]


def _read(source: Source) -> tuple[FilmFacts, FrameIndex]:
    facts = probe(source)
    return facts, make_index(source, facts)


class Fed:
    """Counts the packets that are decoded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.packets = 0
        decode = OpenFilm.decode

        def counted(film: OpenFilm, packet: object) -> object:
            self.packets += packet is not None
            return decode(film, packet)  # type: ignore[arg-type]

        monkeypatch.setattr(OpenFilm, "decode", counted)


@pytest.mark.parametrize("name", VARIED)
def test_every_kind_of_film_in_any_order(name: str, tmp_path: Path) -> None:
    path = make_variant(name, tmp_path)
    facts, source = examine_here(path), film_in(PlainFile(path))
    index = make_index(source, facts)
    luck = random.Random(name)
    picks = [luck.randrange(len(index)) for _ in range(12)]
    walk = [number for place in picks[:3] for number in range(place, max(-1, place - 4), -1)]
    with FrameReader(source, complete(facts, index), index, quick=True) as reader:
        for number in picks + walk:
            assert read_barcode(reader.picture(number).rgb) == VARIANTS[name].numbers[number]


@pytest.mark.parametrize(
    "recipe",
    [LONG, replace(LONG, codec="hevc", container="mov"), replace(LONG, container="mkv", variable_rate=True), replace(LONG, container="ts")],
    ids=lambda recipe: f"{recipe.codec}-{recipe.container}",
)
def test_pictures_no_other_leans_on_are_left_out(films: FilmShelf, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(recipe).source
    facts, index = _read(source)
    fed = Fed(monkeypatch)
    with FrameReader(source, facts, index) as reader:
        for number in (80, 35, 71, 79):
            fed.packets = 0
            assert read_barcode(reader.picture(number).rgb) == number
            if number == 80:
                assert fed.packets < 0.8 * number


def test_a_film_that_lies_about_it_is_found_out(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out or not: what counts is that the picture asked for came."""
    source = films.film(LONG).source
    facts, index = _read(source)
    monkeypatch.setattr(Spare, "is_spare", lambda spare, packet: not packet.is_keyframe or packet.pts == 0)
    with FrameReader(source, facts, index) as reader:
        monkeypatch.setattr(FrameReader, "_number", _blind_until_whole(reader, FrameReader._number))
        assert read_barcode(reader.picture(70).rgb) == 70


def _blind_until_whole(reader: FrameReader, number: object) -> object:
    """As a decoder would be that gives nothing where something is missing."""

    def seen(self: FrameReader, frame: object) -> int | None:
        return None if reader._limit is not None else number(self, frame)  # type: ignore[operator]

    return seen


def test_walking_back_decodes_each_picture_about_once(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(replace(LONG, gop=30)).source
    facts, index = _read(source)
    fed = Fed(monkeypatch)
    with FrameReader(source, facts, index, room=60 * PICTURE) as reader:
        for number in range(89, -1, -1):
            assert read_barcode(reader.picture(number).rgb) == number
    assert fed.packets < 2 * 90


def test_a_piece_is_decoded_where_the_whole_way_has_no_room(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    fed = Fed(monkeypatch)
    with FrameReader(source, facts, index, room=20 * PICTURE) as reader:
        for number in range(89, 40, -1):
            assert read_barcode(reader.picture(number).rgb) == number
        assert len(reader._ring) <= 20
    assert fed.packets < 49 * 12  # one jump for about ten pictures, not one for each


def test_what_comes_next_is_at_hand(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    with FrameReader(source, facts, index, room=80 * PICTURE) as reader:
        reader.picture(60)
        assert reader.prefetch()
        fed = Fed(monkeypatch)
        for number in (*range(61, 72), *range(60, 20, -1)):
            assert read_barcode(reader.picture(number).rgb) == number
        assert fed.packets == 0
        assert reader.prefetch()
        fed.packets = 0
        for number in range(20, 0, -1):
            assert read_barcode(reader.picture(number).rgb) == number
        assert fed.packets == 0


@pytest.mark.parametrize("recipe", [LONG, replace(LONG, codec="mpeg4", container="avi", b_frames=0)], ids=lambda recipe: recipe.codec)
def test_a_jump_on_the_screen_ends_at_its_picture(films: FilmShelf, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(recipe).source
    facts, index = _read(source)
    fed = Fed(monkeypatch)
    with FrameReader(source, facts, index, room=80 * PICTURE, quick=True) as reader:
        for number in (60, 12, 75, 13, 14):
            fed.packets = 0
            assert read_barcode(reader.picture(number).rgb) == number
            assert fed.packets <= number + 6  # never what comes far behind it
        reader.picture(60)
        assert reader.prefetch()
        for number in range(30, 70):
            fed.packets = 0
            assert read_barcode(reader.picture(number).rgb) == number
            assert fed.packets == 0


def test_what_is_given_up_goes_on_where_it_was(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    fed = Fed(monkeypatch)
    with FrameReader(source, facts, index, room=80 * PICTURE) as reader:
        reader.picture(60)
        patience = _after(5)
        assert not reader.prefetch(give_up=lambda: next(patience))
        assert not reader.fetch(next(n for n in range(20, 60) if not reader.has(n)), give_up=lambda: True)
        assert read_barcode(reader.picture(61).rgb) == 61
        while not reader.prefetch(give_up=_stops(_after(4))):
            pass
        assert fed.packets < 4 * 90
        for number in range(60, 0, -1):
            assert read_barcode(reader.picture(number).rgb) == number


def _after(asked: int) -> Iterator[bool]:
    yield from (False for _ in range(asked))
    while True:
        yield True


def _stops(answers: Iterator[bool]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return lambda: next(answers)


def test_a_picture_that_is_gone_does_not_stop_those_beside_it(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    stamps = index.stamps.copy()
    stamps[40] += 1  # no picture has this stamp
    with FrameReader(source, facts, FrameIndex(index.times, stamps, index.keys, index.end_us)) as reader:
        for number in (44, 43, 42, 41):
            assert read_barcode(reader.picture(number).rgb) == number
        assert reader.prefetch()
        with pytest.raises(Damaged):
            reader.picture(40)
        assert read_barcode(reader.picture(39).rgb) == 39


class _Packet(bytes):
    """What `Spare` asks of a packet."""


@pytest.mark.parametrize(
    ("codec", "head", "pieces", "spare"),
    [
        ("h264", b"\x01\x64\x00\x1f\xff", [b"\x06\x05", b"\x01\x9a", b"\x01\x22"], True),
        ("h264", b"\x01\x64\x00\x1f\xff", [b"\x06\x05", b"\x41\x9a"], False),
        ("h264", b"\x01\x64\x00\x1f\xff", [b"\x01\x9a", b"\x41\x9a"], False),
        ("h264", b"\x01\x64\x00\x1f\xff", [b"\x06\x05"], False),
        ("hevc", b"\x01" + bytes(20) + b"\x0f", [b"\x00\x01", b"\x00\x01"], True),  # one layer
        ("hevc", b"\x01" + bytes(20) + b"\x0f", [b"\x02\x01"], False),
        ("hevc", b"\x01" + bytes(20) + b"\x1f", [b"\x00\x01"], False),  # three layers: others may lean on this one
        ("hevc", b"\x01" + bytes(20) + b"\x1f", [b"\x00\x03"], True),
        ("hevc", b"\x01" + bytes(20) + b"\x07", [b"\x00\x01"], False),  # the head does not say how many
        ("vp9", b"\x01" + bytes(20) + b"\x0f", [b"\x00\x01"], False),
        ("h264", None, [b"\x01\x9a"], False),
    ],
)
def test_what_a_packet_says_of_itself(codec: str, head: bytes | None, pieces: list[bytes], spare: bool) -> None:
    packet = _Packet(b"".join((len(piece) + 3).to_bytes(4, "big") + piece + b"abc" for piece in pieces))
    assert Spare(codec, head).is_spare(packet) is spare  # type: ignore[arg-type]
    started = _Packet(b"".join(b"\x00\x00\x00\x01" + piece + b"abc" for piece in pieces))
    if codec == "h264" and head is not None:
        assert Spare(codec, b"\x00\x00\x00\x01\x67abcdef").is_spare(started) is spare  # type: ignore[arg-type]


def test_pictures_for_the_screen_are_not_held_beside_the_screens_own(films: FilmShelf) -> None:
    source = films.film(LONG).source
    facts, index = _read(source)
    with FrameReader(source, facts, index, quick=True) as reader:
        held = weakref.ref(reader.picture(5).rgb)
        assert held() is None
        assert read_barcode(reader.picture(5).rgb) == 5
