"""The gate's inner side: looks at one unknown film in a process of its own, with little memory and time, and says what it is.

Reads one line of JSON on stdin ({"path"}), answers one on stdout ({"facts"} or {"refused", "advice"}), and dies when stdin closes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from vig_tool.errors import FilmRefused, UserError
from vig_tool.media.facts import FilmFacts
from vig_tool.media.intake.kinds import AGAIN, refuse_other_kinds, refuse_unfinished
from vig_tool.media.intake.motion_photo import film_in
from vig_tool.media.intake.probe import probe
from vig_tool.media.opened import OpenContainer
from vig_tool.media.source import PlainFile, Source
from vig_tool.timing import SECOND

MEMORY = 2 << 30
CPU_S = 15
MOST_BYTES = 64 << 30
MOST_STREAMS = 32
MOST_SIDE = 8192
MOST_PIXELS = 36_000_000
LONGEST_US = 6 * 3600 * SECOND
_LEAST_RATE = 1000  # bytes a second below which a claimed length is not believed


def main() -> None:
    """One question, one answer."""
    _limit()
    question = json.loads(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    answer = look(Path(question["path"]))
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    os._exit(0)  # a decoder's thread may still be busy with a damaged film


def look(path: Path) -> dict[str, Any]:
    """The answer for one film; every trouble of the film or of its file becomes a sentence."""
    try:
        return {"facts": examine_here(path).to_json()}
    except UserError as trouble:
        return {"refused": trouble.sentence, "advice": trouble.advice}
    except OSError:
        return {"refused": "This file cannot be read from its disk.", "advice": AGAIN}


def examine_here(path: Path) -> FilmFacts:
    """Looks at a film, or at the film part of a motion photo, in this process. Raises FilmRefused."""
    whole = PlainFile(path)
    if whole.size > MOST_BYTES:
        raise FilmRefused("This film is too large.", advice="Cut it into shorter parts on the camera or phone first.")
    source = film_in(whole)
    size = source.size
    with source.open() as film:
        refuse_other_kinds(film.read(4096))
    try:
        _check_bounds(source, size)
    except FilmRefused:
        with source.open() as film:
            refuse_unfinished(film, size)
        raise
    facts = probe(source)
    _check_picture(facts.coded_width, facts.coded_height)
    _check_picture(facts.width, facts.height)
    return facts


def _check_bounds(source: Source, size: int) -> None:
    """Before anything is decoded."""
    with OpenContainer(source) as film:
        if len(film.container.streams) > MOST_STREAMS:
            raise FilmRefused("This film holds too many tracks to be an ordinary film.", advice="Choose another copy of it.")
        for stream in film.container.streams.video:
            context: object = stream.codec_context
            if context is not None:
                _check_picture(stream.width, stream.height)
        claimed_us = film.container.duration or 0
        if claimed_us > LONGEST_US and size / (claimed_us / SECOND) > _LEAST_RATE:
            raise FilmRefused("This film is longer than six hours.", advice="Cut it into shorter parts on the camera or phone first.")


def _check_picture(width: int, height: int) -> None:
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise FilmRefused(
            f"The picture of this film is too large ({width} × {height}).", advice="Save it in a smaller size and import that."
        )


def _limit() -> None:
    """As far as this system has such limits (Windows has none of these)."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _die_with_parent() -> None:
    """The parent holds our stdin open as long as it lives and wants the answer."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdin.read()
    os._exit(3)


if __name__ == "__main__":
    main()
