"""Where a film is damaged is found to the picture, and no sound film is called damaged."""

from __future__ import annotations

import io
from dataclasses import replace

import av
import pytest

from tests.films import InMemory
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job, Progress
from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.damage import find_damage
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample.patches import cut, repacked
from vig_tool.media.sample.strip import Strip, Tone, write_strip
from vig_tool.media.sample.variants import VARIANTS
from vig_tool.timing import FrameIndex, Span

LONG = Strip(count=96, width=160, height=96, gop=12, sounds=())
KINDS = {
    "h264": replace(LONG, b_frames=2),
    "hevc": replace(LONG, codec="libx265", format="mov", b_frames=2),
    "h264-mkv": replace(LONG, format="matroska", b_frames=2),
    "h264-ts": replace(LONG, format="mpegts", b_frames=2, sounds=(Tone(codec="mp2"),)),
    "mpeg2": replace(LONG, codec="mpeg2video", format="vob", rate=25),
    "mpeg4": replace(LONG, codec="mpeg4", format="mp4"),
    "vp9": replace(LONG, codec="libvpx-vp9", format="webm", width=640, height=360, options={"crf": "12"}),
    "mjpeg": replace(LONG, codec="mjpeg", format="avi", pix_fmt="yuvj420p"),
}


def _found(data: bytes) -> tuple[tuple[Span, ...], FilmFacts, FrameIndex]:
    source = InMemory(data)
    facts = probe(source)
    index = make_index(source, facts)
    facts = complete(facts, index)
    return find_damage(source, facts, index), facts, index


def _spoilt(data: bytes, number: int, *, zeros: bool = False) -> bytes:
    """Bytes in the middle of one packet overwritten: its head looks well."""
    with av.open(io.BytesIO(data), "r") as film:
        place, size = [(packet.pos, packet.size) for packet in film.demux(video=0) if packet.size][number]
    assert place is not None
    changed = bytearray(data)
    start, stop = place + size // 4, place + max(size // 4 + 8, size * 3 // 4)
    changed[start:stop] = bytes(stop - start) if zeros else bytes((at * 151 + 77) % 256 for at in range(stop - start))
    return bytes(changed)


@pytest.mark.parametrize("kind", KINDS)
def test_one_spoilt_picture_is_found_with_those_that_lean_on_it(kind: str) -> None:
    strip = KINDS[kind]
    data = write_strip(strip)
    assert _found(data)[0] == ()
    spans, _, index = _found(_spoilt(data, 50 if kind == "mpeg2" else 48, zeros=strip.codec == "libx265"))
    assert spans
    step = 1_000_000 // strip.rate
    assert 44 * step <= spans[0].start.us <= 54 * step
    assert spans[-1].end.us <= 75 * step
    assert len(index) >= 80


@pytest.mark.parametrize("kind", ["h264", "hevc"])
def test_a_stretch_ends_where_decoding_starts_anew(kind: str) -> None:
    spans, _, index = _found(_spoilt(write_strip(KINDS[kind]), 50, zeros=kind == "hevc"))
    (span,) = spans
    after = index.shown_at(span.end)
    assert index.time(after) == span.end
    assert index.keys[after]


def test_pictures_that_are_not_there_at_all_are_part_of_it() -> None:
    spans, _, _ = _found(VARIANTS["damaged"].make())
    (span,) = spans
    assert span.start.us == pytest.approx(100 * 1_000_000 / 24, abs=90_000)
    assert span.end.us == pytest.approx(132 * 1_000_000 / 24, abs=20)


def test_two_places_are_two_stretches() -> None:
    data = write_strip(KINDS["h264"])
    spans, _, _ = _found(_spoilt(_spoilt(data, 24), 72))
    assert len(spans) == 2
    assert spans[0].end < spans[1].start


@pytest.mark.parametrize("name", ["open-groups", "open-groups-hevc", "edit-list", "no-first-key", "variable", "interlaced-tt-stream",
                                  "avi-h264", "webm-av1", "ogv", "wmv", "program-stream", "starts-late-stream", "3gp"])  # fmt: skip
def test_odd_films_are_not_damaged_films(name: str) -> None:
    assert _found(VARIANTS[name].make())[0] == ()


def test_a_dropped_picture_of_a_phone_is_no_damage() -> None:
    data = write_strip(replace(LONG, codec="mjpeg", format="mov", pix_fmt="yuvj420p"))
    data = repacked(data, format="mov", keep=lambda number, _: number % 20 != 7)
    assert _found(data)[0] == ()


def test_the_end_of_an_interrupted_copy_is_damage_where_its_last_picture_is_cut() -> None:
    spans, _, index = _found(cut(write_strip(KINDS["h264-ts"]), 0.5))
    assert all(span.end == index.end for span in spans)


def test_it_reports_and_can_be_cancelled() -> None:
    source = InMemory(write_strip(KINDS["h264"]))
    facts = probe(source)
    index = make_index(source, facts)
    heard: list[Progress] = []
    find_damage(source, facts, index, Job(heard.append, every_s=0))
    parts = [progress.part for progress in heard if progress.part is not None]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        find_damage(source, facts, index, job)
