"""What reaches stdout and stderr: one document, whole tables, guarded cells, nothing that steers a terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vig_tool.cli.printing import Printer, Rows, clean, guarded, seconds, time_text
from vig_tool.timing import Instant


@given(st.integers(0, 100 * 3600 * 10**6))
def test_a_printed_time_given_back_is_the_same_instant(us: int) -> None:
    assert Instant.parse(time_text(Instant(us))) == Instant(us)
    assert Instant.of_seconds(json.loads(json.dumps(seconds(us)))) == Instant(us)


@given(st.integers(100, 100 * 3600 * 10**6))
def test_a_time_from_json_can_be_given_back_as_it_stands(us: int) -> None:
    assert Instant.parse(json.dumps(seconds(us))) == Instant(us)


def test_with_json_there_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer(as_json=True)
    with printer.reserved():
        print("something chatty")
    printer.give({"cycle": 1}, "Cycle 1 is added.")
    printer.fail("Later trouble.")
    out, err = capsys.readouterr()
    assert json.loads(out) == {"cycle": 1}
    assert err == "something chatty\nLater trouble.\n"


def test_a_failure_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(as_json=True).fail("No “x”.")
    out, err = capsys.readouterr()
    assert json.loads(out) == {"error": "No “x”."}
    assert err == "No “x”.\n"


def test_a_table_in_a_pipe_is_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    long = "words " * 60
    Printer(as_json=False).give({}, Rows(("Id", "Note"), [("1" * 36, f"[red]{long}end")], "None."))
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2
    assert out[1].split() == ["1" * 36, "[red]words", *["words"] * 59, "end"]


def test_an_empty_table_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(as_json=False).give({}, Rows(("Id",), [], "There is no clip yet."))
    assert capsys.readouterr().out == "There is no clip yet.\n"


def test_nothing_printed_can_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b[2J\x9b31m\x07\rname"
    Printer(as_json=False).give({}, evil, Rows(("Note",), [(evil,)], ""))
    out = capsys.readouterr().out
    assert not any(character in out for character in "\x1b\x9b\x07\r")
    assert "name" in out
    assert clean("line\nnext\tcell") == "line\nnext\tcell"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_csv_has_a_byte_order_mark_and_keeps_every_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    Printer(as_json=False).give_csv(["start", "note"], [["1.5", 'a "b", ż\nc'], ["2", "=HYPERLINK()"]])
    data = stream.buffer.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["start", "note"], ["1.5", 'a "b", ż\nc'], ["2", "'=HYPERLINK()"]]
