"""Keeps a run's rows in the README beside this: `python -m tests.bench.kept ROWS.json "what the machine was doing"`."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

README = Path(__file__).with_name("README.md")
HEAD = "## The last run\n"


def table(rows: list[dict[str, Any]]) -> str:
    """As Markdown. A row without a peer has its own figure where others have a ratio."""
    lines = ["| work | beside | ratio or figure | to reach | reached |", "|---|---|---|---|---|"]
    for row in rows:
        figure = "" if row["ratio"] is None else f"{row['ratio']:.3g}"
        reached = {True: "yes", False: "**no**", None: ""}[row["reached"]]
        lines.append(f"| {row['work']} | {row['peer'] or ''} | {figure} | {row['target'] or ''} | {reached} |")
    return "\n".join(lines) + "\n"


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main(words: list[str]) -> int:
    rows = json.loads(Path(words[0]).read_text(encoding="utf-8"))["rows"]
    said = f"{datetime.now(tz=UTC):%d %B %Y}, {machine()}. {' '.join(words[1:])}".strip()
    before = README.read_text(encoding="utf-8").split(HEAD)[0]
    README.write_text(f"{before}{HEAD}\n{said}\n\n{table(rows)}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
