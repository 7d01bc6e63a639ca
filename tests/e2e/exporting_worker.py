"""What is killed in test_killed_export: cuts clips out of a film one after the other, in both ways, saying each once it is done."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from vig_tool.media.exports.choice import Choice
from vig_tool.media.exports.cut import cut_clip
from vig_tool.media.index.indexing import complete, make_index
from vig_tool.media.intake.probe import probe
from vig_tool.media.source import PlainFile
from vig_tool.timing import Span

FIRST_US, LAST_US = 500_000, 5_500_000


def main() -> None:
    film, folder = PlainFile(Path(sys.argv[1])), Path(sys.argv[2])
    facts = probe(film)
    index = make_index(film, facts)
    facts = complete(facts, index)
    for number in itertools.count(int(sys.argv[3])):
        choice = Choice.PHONE if number % 2 else Choice.SMALL
        os.write(1, f"writing {number} {choice.value}\n".encode())
        done = cut_clip(film, facts, index, Span.of_us(FIRST_US, LAST_US), folder / f"clip {number}.mp4", choice=choice)
        os.write(1, f"done {number} {done.method}\n".encode())


if __name__ == "__main__":
    main()
