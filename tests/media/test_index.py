"""The frame index: every picture at its true time, from packets or from decoding, the first at 0."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Cancelled, Damaged, FilmRefused
from vig_tool.jobs import Job, Progress
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index import indexing
from vig_tool.media.index.indexing import index_by_decoding, index_from_packets, make_index
from vig_tool.media.index.rows import Rows, index_of
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample import Recipe
from vig_tool.media.sample.strip import Strip, Tone, write_strip
from vig_tool.media.sample.variants import make_variant
from vig_tool.media.source import PlainFile
from vig_tool.timing import FrameIndex, Instant

SHORT = replace(SMALL, seconds=2, gop=20)
PACKETS = [
    SHORT,
    replace(SHORT, variable_rate=True),
    replace(SHORT, b_frames=3),
    replace(SHORT, codec="hevc", container="mov", b_frames=2),
    replace(SHORT, container="mkv", b_frames=2, variable_rate=True),
    replace(SHORT, codec="mjpeg", container="mov"),
    replace(SHORT, container="ts", b_frames=2),
    replace(SHORT, codec="mpeg4", container="3gp"),
    replace(SHORT, codec="vp9", container="webm"),
    replace(SHORT, codec="vp8", container="webm", variable_rate=True),
    replace(SHORT, codec="mjpeg", container="avi"),
    replace(SHORT, codec="wmv2", container="wmv"),
]


def _name(recipe: Recipe) -> str:
    return f"{recipe.codec}-{recipe.container}-b{recipe.b_frames}{'-vfr' if recipe.variable_rate else ''}"


@pytest.mark.parametrize("recipe", PACKETS, ids=_name)
def test_every_picture_is_at_its_time(films: FilmShelf, recipe: Recipe) -> None:
    film = films.film(recipe)
    index = make_index(film.source, probe(film.source))
    coarse = 1001 if recipe.container in {"mkv", "webm", "wmv"} else 12  # what the container can say
    assert index.times[0] == 0
    assert index.times.tolist() == pytest.approx(film.truth.times_us, abs=coarse)
    assert index.end_us == pytest.approx(film.truth.end_us, abs=50_000)
    assert index.is_variable is recipe.variable_rate


@pytest.mark.parametrize("recipe", PACKETS, ids=_name)
def test_packets_and_decoding_say_the_same(films: FilmShelf, recipe: Recipe) -> None:
    source = films.film(recipe).source
    facts = probe(source)
    packets, decoded = index_from_packets(source, facts, small=0), index_by_decoding(source, facts)
    assert packets is not None
    _assert_equal(packets, decoded)


@pytest.mark.parametrize("changed", [{"fields": "tt"}, {"fields": "bb", "b_frames": 0}, {"options": {"x264-params": "open-gop=1:cqm=jvt"}}])
def test_a_camcorder_stream_is_indexed_from_its_packets(tmp_path: Path, changed: dict[str, Any]) -> None:
    plain = Strip(format="mpegts", rate=25, count=60, gop=12, b_frames=2, sounds=(Tone(codec="ac3"),))
    path = tmp_path / "film.mts"
    path.write_bytes(write_strip(replace(plain, **changed)))
    facts = probe(PlainFile(path))
    packets = index_from_packets(PlainFile(path), facts, small=0)
    assert packets is not None
    _assert_equal(packets, index_by_decoding(PlainFile(path), facts))


def test_a_stream_that_does_not_begin_with_a_key_picture_is_decoded(tmp_path: Path) -> None:
    source = PlainFile(make_variant("no-first-key", tmp_path))
    facts = probe(source)
    assert index_from_packets(source, facts, small=0) is None
    assert len(make_index(source, facts)) == 36


def test_a_long_film_is_indexed_from_packets_alone(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(SHORT).source
    facts = probe(source)
    decoded = make_index(source, facts)
    monkeypatch.setattr(indexing, "index_from_packets", lambda *_, **__: index_from_packets(source, facts, small=10))
    monkeypatch.setattr(indexing, "index_by_decoding", lambda *_: pytest.fail("decoded although the packets said it all"))
    _assert_equal(make_index(source, facts), decoded)


def test_a_long_film_costs_a_handful_of_decoded_pictures(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(replace(SMALL, seconds=17, gop=20, b_frames=2, width=160, height=90, sound=False)).source
    facts = probe(source)
    decoded: list[int] = []
    decode = OpenFilm.decode

    def counted(film: OpenFilm, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        pictures = decode(film, packet)
        decoded.append(len(pictures))
        return pictures

    monkeypatch.setattr(OpenFilm, "decode", counted)
    index = index_from_packets(source, facts, small=0)
    assert index is not None
    assert len(index) == 510
    assert sum(decoded) <= 20


def test_a_large_picture_is_not_decoded_because_the_film_is_short(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(replace(SMALL, seconds=2, width=1920, height=1080, sound=False)).source
    facts = probe(source)
    monkeypatch.setattr(indexing, "_CHEAP", 20 * 1920 * 1080)
    monkeypatch.setattr(indexing, "index_by_decoding", lambda *_: pytest.fail("decoded although the packets said it all"))
    assert len(make_index(source, facts)) == 60


def _assert_equal(one: FrameIndex, other: FrameIndex) -> None:
    assert np.array_equal(one.times, other.times)
    assert np.array_equal(one.stamps, other.stamps)
    assert np.array_equal(one.keys, other.keys)
    assert one.end_us == other.end_us


def test_packets_are_not_believed_where_pictures_are_missing(films: FilmShelf, tmp_path: Path) -> None:
    broken = _spoiled(films.film(SHORT).path, tmp_path / "broken.mp4")
    facts = probe(PlainFile(broken))
    assert index_from_packets(PlainFile(broken), facts, small=0) is None
    index = make_index(PlainFile(broken), facts)
    assert 0 < len(index) <= 60
    assert index.times[0] == 0


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_damage_far_from_the_stretches_that_are_decoded_is_seen_in_the_packets(films: FilmShelf, tmp_path: Path, codec: str) -> None:
    """Of 510 pictures the first ones, one in the middle and one near the end are decoded as a check, pictures 180 and 181 are not."""
    recipe = replace(SMALL, seconds=17, gop=20, codec=codec, width=160, height=90, sound=False)
    broken = _spoiled(films.film(recipe).path, tmp_path / "broken.mp4", first=180)
    source = PlainFile(broken)
    facts = probe(source)
    assert index_from_packets(source, facts, small=0) is None
    index = index_by_decoding(source, facts)
    assert len(index) < recipe.seconds * recipe.rate
    with FrameReader(source, facts, index) as reader:
        assert reader.picture(index.shown_at(Instant(6_500_000))).rgb.shape == (90, 160, 3)


def _spoiled(film: Path, target: Path, *, first: int = 23) -> Path:
    """The film with the bytes of two packets overwritten."""
    data = bytearray(film.read_bytes())
    with av.open(str(film)) as opened:
        places = [(p.pos, p.size) for p in opened.demux(video=0) if p.size]
    for place, size in places[first : first + 2]:
        assert place is not None
        data[place : place + size] = b"\x00\x00\x00\x05" + bytes(range(1, 250)) * (size // 249 + 1) if size < 4 else b"\xff" * size
    target.write_bytes(bytes(data))
    return target


def test_a_film_that_starts_late_on_its_clock_starts_at_zero(films: FilmShelf, tmp_path: Path) -> None:
    late = tmp_path / "late.mp4"
    with av.open(str(films.film(SHORT).path)) as opened, av.open(str(late), "w") as made:
        stream = opened.streams.video[0]
        copy = made.add_stream_from_template(stream)
        for packet in opened.demux(stream):
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            shift = int(1 / packet.time_base)
            packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, copy
            made.mux(packet)
    facts = probe(PlainFile(late))
    index = make_index(PlainFile(late), facts)
    assert index.times[0] == 0
    assert index.stamps[0] * facts.tick == 1
    assert index.times.tolist() == pytest.approx(films.film(SHORT).truth.times_us, abs=12)


def test_a_film_cut_off_in_the_middle_has_what_is_there(films: FilmShelf, tmp_path: Path) -> None:
    whole = films.film(replace(SHORT, container="mkv", b_frames=2, variable_rate=True)).path.read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) // 2])
    facts = probe(PlainFile(cut))
    assert 10 < len(make_index(PlainFile(cut), facts)) < 50


def test_stamps_known_only_in_the_order_of_decoding_are_handed_out_anew() -> None:
    rows = Rows([2, 3, 5, 4, 6, 9, 8], [True] + [False] * 6, [1] * 7)  # as an AVI with B-pictures decodes
    index = index_of(rows, _facts(Fraction(1, 30)))
    assert index.times.tolist() == [0, 33333, 66667, 100000, 133333, 200000, 233333]
    assert index.stamps.tolist() == [2, 3, 5, 4, 6, 9, 8]


def test_a_clock_that_starts_anew_goes_on() -> None:
    stamps = [*range(0, 2000, 40), *range(0, 2000, 40)]  # two camcorder files joined
    index = index_of(Rows(list(stamps), [True] * 100, [40] * 100), _facts(Fraction(1, 1000)))
    assert np.diff(index.times).tolist() == [40_000] * 99
    assert set(index.stamps.tolist()) == {0}  # such a film is found by counting


def test_a_film_without_stamps_is_shared_out_evenly() -> None:
    facts = replace(_facts(Fraction(1, 1000)), claimed_us=400_000)
    index = index_of(Rows([None] * 10, [True] * 10, [0] * 10), facts)
    assert index.times.tolist() == [40_000 * n for n in range(10)]


def test_stamps_finer_than_a_microsecond_still_rise() -> None:
    index = index_of(Rows([0, 1, 2, 23_040], [True] * 4, [1] * 4), _facts(Fraction(1, 23_040_000)))
    assert index.times.tolist() == [0, 1, 2, 1000]


def _facts(tick: Fraction) -> FilmFacts:
    return FilmFacts(
        container="avi", video_codec="h264", coded_width=2, coded_height=2, width=2, height=2,
        time_base=(tick.numerator, tick.denominator),
    )  # fmt: skip


def test_a_film_too_long_is_refused(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    source = films.film(SHORT).source
    monkeypatch.setattr(indexing, "LONGEST_US", 1_000_000)
    with pytest.raises(FilmRefused, match="longer than six hours"):
        make_index(source, probe(source))


def test_indexing_reports_and_can_be_cancelled(films: FilmShelf) -> None:
    source = films.film(replace(SHORT, container="ts", b_frames=2)).source
    heard: list[Progress] = []
    make_index(source, probe(source), Job(heard.append, every_s=0))
    parts = [progress.part for progress in heard if progress.part is not None]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert len(parts) > 10
    job = Job(lambda progress: job.cancel() if (progress.part or 0) > 0.5 else None, every_s=0)
    with pytest.raises(Cancelled):
        make_index(source, probe(source), job)


def test_damage_in_the_source_is_raised_not_taken_for_the_end(films: FilmShelf) -> None:
    film = films.film(replace(SHORT, container="ts", b_frames=2))
    facts = probe(film.source)

    class Failing:
        size = film.source.size

        def open(self) -> FailingFile:
            return FailingFile(film.path, "rb")

    with pytest.raises(Damaged):
        make_index(Failing(), facts)


class FailingFile(io.FileIO):
    """Reads until two thirds of the film, then says it is damaged, as a sealed file does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > Path(str(self.name)).stat().st_size * 2 // 3:
            raise Damaged("This film is damaged.")
        return super().read(-1 if size is None else size) or b""
