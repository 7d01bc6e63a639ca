"""Speed as its users feel it, side by side with what others do, in one table: `python -m tests.bench`. Measurements, never pass or fail."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.table import Table

from tests.bench.measure import Row, Setting

BENCHES = (
    "starting",
    "tagging",
    "seeking",
    "stepping",
    "stamps",
    "cutting",
    "reels",
    "intake",
    "strips",
    "painting",
    "timeline",
    "burden",
    "memory",
)
"""Modules of this folder with `run(setting) -> list[Row]`, in the order they are run."""


def main(words: list[str]) -> int:
    wanted = _arguments(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wanted.cache.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for name in wanted.only or BENCHES:
        run: Callable[[Setting], list[Row]] = import_module(f"tests.bench.{name}").run
        print(f"… {name}", file=sys.stderr, flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=wanted.scratch, ignore_cleanup_errors=True) as scratch:
            rows += run(Setting(quick=wanted.quick, cache=wanted.cache, scratch=Path(scratch)))
        print(f"  {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    _print(rows, quick=wanted.quick)
    if wanted.json:
        wanted.json.write_text(json.dumps({"rows": [row.to_json() for row in rows]}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=BENCHES, help=f"some of: {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="short films, and nothing that takes an hour")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", default=Path(platformdirs.user_cache_dir("vig-tool-bench")), help="where its films are kept"
    )
    parser.add_argument("--scratch", type=Path, metavar="DIR", help="where libraries and results are written while it runs")
    return parser.parse_args(words)


def _print(rows: list[Row], *, quick: bool) -> None:
    title = f"VIG Tool, {platform.machine()}, {os.cpu_count()} cores"
    table = Table("work", "peer", "ours", "peer's", "ratio", "to reach", "", title=title)
    for row in rows:
        ratio = "" if row.ratio is None or not row.theirs else f"{row.ratio:.2f}"
        table.add_row(row.work, row.peer, row.ours, row.theirs, ratio, row.target, {True: "yes", False: "no", None: ""}[row.reached])
    Console(width=170).print(table)
    if quick:
        print("With --quick: short films, so nothing of what only shows on long ones.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
