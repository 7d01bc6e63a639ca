"""What is killed in test_killed_deriving: prepares films, throws everything away, begins again. Each line on stdin forks one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.e2e.killed_worker import PASSPHRASE, say
from vig_tool.media.derived import proxy
from vig_tool.timing import SECOND
from vig_tool.vault import slots
from vig_tool.work import deriving, opening


def work(folder: Path) -> None:
    """Never ends by itself."""
    lib = opening.open_library(folder, PASSPHRASE)
    say("opened")
    while True:
        deriving.make_all(lib, on_each=lambda made: say("made", made.kind))
        deriving.throw_away_derived(lib)


def main() -> None:
    slots.COST = slots.MINIMUM = slots.Cost(memory_kib=64, passes=1, lanes=1)
    proxy._PIECE_US = SECOND // 2  # type: ignore[misc]
    folder = Path(sys.argv[1])
    say("ready")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            work(folder)
            os._exit(3)
        say("worker", child)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
