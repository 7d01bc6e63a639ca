"""Bytes made while they are read: in order, what is written over earlier bytes already in its place, stopped when nobody reads."""

from __future__ import annotations

import io
import threading

import pytest

from vig_tool.errors import Cancelled, FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.streamed import Measure, Streamed, Writer


def write(out: Measure | Writer | io.BytesIO, *, size: bytes = b"0000000C") -> None:
    """As a muxer does: a place for a length, what is so long, then the length."""
    out.write(b"head")
    out.write(b"????????")
    for number in range(3000):
        out.write(bytes([number % 256]) * 1000)
    end = out.tell()
    out.seek(4)
    out.write(size)
    out.seek(end)
    out.write(b"foot")


def measured() -> Measure:
    measure = Measure()
    write(measure)
    return measure


def test_what_is_read_is_what_a_file_would_hold() -> None:
    file = io.BytesIO()
    write(file)
    measure = measured()
    assert measure.size == len(file.getvalue())
    with Streamed(write, measure) as reader:
        assert reader.read() == file.getvalue()


def test_what_is_not_as_the_first_time_is_refused() -> None:
    with Streamed(lambda out: write(out, size=b"0000000D"), measured()) as reader, pytest.raises(FilmRefused):
        reader.read()

    def longer(out: Writer) -> None:
        write(out)
        out.write(b"more")

    with Streamed(longer, measured()) as reader, pytest.raises(FilmRefused):
        reader.read()


def test_trouble_is_told_after_what_came_before() -> None:
    def failing(out: Writer) -> None:
        out.write(bytes(3 << 20))
        raise FilmRefused("The card was pulled out.")

    with Streamed(failing, Measure()) as reader:
        assert len(reader.read(1 << 20) or b"") == 1 << 20
        with pytest.raises(FilmRefused, match="pulled out"):
            reader.readall()


def test_closing_stops_the_writer() -> None:
    def endless(out: Writer) -> None:
        while True:
            out.write(bytes(1 << 16))

    before = threading.active_count()
    reader = Streamed(endless, Measure())
    assert reader.read(10)
    reader.close()
    assert threading.active_count() == before


def test_measuring_can_be_cancelled() -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        write(Measure(job))
