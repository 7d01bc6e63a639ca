"""What goes to stdout (one JSON document, or text and tables) and what goes to stderr (sentences)."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from vig_tool.timing import SECOND, Instant

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as plain data; `none` is the sentence printed where there is no row."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    none: str


class Printer:
    """Writes the answer of one command. With `as_json` that is exactly one document; nothing else reaches stdout."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._out = sys.stdout
        self._given = False

    def give(self, document: Mapping[str, object], *parts: str | Rows) -> None:
        """The answer: `document` for machines, `parts` for people."""
        self._given = True
        if self.as_json:
            self._write(json.dumps(document) + "\n")
            return
        for part in parts:
            if isinstance(part, str):
                self._write(clean(part) + "\n")
            else:
                self._table(part)

    def give_csv(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table for spreadsheets: UTF-8 with a byte-order mark, and no cell that a spreadsheet would run as a formula."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([columns, *([guarded(cell) for cell in row] for row in rows)])
        data = ("\ufeff" + text.getvalue()).encode("utf-8", "replace")
        self._out.flush()
        self._out.buffer.write(data)
        self._out.buffer.flush()

    def fail(self, sentence: str) -> None:
        """The sentence on stderr; machines also get it as a document, unless they have been given one."""
        say(sentence)
        if self.as_json and not self._given:
            self.give({"error": clean(sentence)})

    @contextlib.contextmanager
    def reserved(self) -> Iterator[None]:
        """While a library works, whatever it prints goes to stderr, so that stdout holds the answer alone."""
        with contextlib.redirect_stdout(sys.stderr):
            yield

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    def _table(self, rows: Rows) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        if not rows.rows:
            self._write(clean(rows.none) + "\n")
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in rows.columns:
            table.add_column(column, no_wrap=column == "Id")
        for row in rows.rows:
            table.add_row(*(Text(clean(cell)) for cell in row))
        # Into a file or a pipe nothing is wrapped or cut: a script must find whole ids.
        terminal = self._out.isatty()
        paper = io.StringIO()
        Console(file=paper, width=None if terminal else 4000, force_terminal=terminal, highlight=False).print(table)
        self._write("\n".join(line.rstrip() for line in paper.getvalue().splitlines()) + "\n")


def clean(text: str) -> str:
    """Without characters that steer a terminal or are none at all (a film's name may hold any)."""
    return _CONTROL.sub("\ufffd", text)


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def say(sentence: str) -> None:
    """A sentence for the person at the terminal, on stderr."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(clean(sentence) + "\n")
        sys.stderr.flush()


def silence() -> None:
    """After a broken pipe: nothing more is written, so that leaving the program says nothing either."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def seconds(us: int) -> float:
    """For JSON. At most six decimals, so that the value given back finds the same picture."""
    return us / SECOND


def time_text(instant: Instant) -> str:
    """Seconds with as many decimals as there are, never in powers of ten; given back it finds the same picture."""
    whole, rest = divmod(instant.us, SECOND)
    return f"{whole}.{rest:06d}".rstrip("0").removesuffix(".")


def length_text(us: int) -> str:
    return Instant(us).text


def steady(stream: TextIO | None) -> None:
    """Lets a stream write what its encoding does not know as a question mark instead of failing."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
