"""Speed as its users feel it, in one table: `python -m tests.bench [NAME…]`. Measurements, never pass or fail.

Times are wall-clock medians of one run on this machine; the column "to compare" is something everybody knows, measured in the same run.
"""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.table import Table

from tests.bench import starting, tagging
from tests.bench.measure import Row

BENCHES = {"starting": starting.run, "tagging": tagging.run}


def main(names: list[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"There is no bench called {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or BENCHES:
        rows += BENCHES[name]()
    table = Table("what", "median", "95 %", "n", "to compare", "ratio", title="VIG Tool")
    for row in rows:
        table.add_row(row.what, row.median, row.late, str(row.count), row.peer, row.ratio)
    Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
