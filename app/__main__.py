"""Starts the desktop app: `vig-tool-app [--library DIR]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

NO_DISPLAY = (
    "VIG Tool needs a screen, and there is no display here. Start it on a desktop, or do the main job without a window: "
    "python3 packaging/run.py --headless DIR"
)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 after the window was closed, 1 where there is no display (one sentence), 2 for wrong usage."""
    given = _parser().parse_args(argv)
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    os.environ.pop("VIG_PASSPHRASE", None)  # the window asks; no child may inherit it
    from app import lean

    lean.start_lean()
    from app import wiring
    from vig_tool.work import settings

    folder = given.library or settings.last_library()
    return wiring.run(sys.argv[:1], folder=folder, place=given.place)


def has_display() -> bool:
    """On Linux a window needs X11 or Wayland (or a platform without a screen asked for by name); elsewhere there always is one."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vig-tool-app", description="VIG Tool, the window.")
    usual = os.environ.get("VIG_LIBRARY")
    parser.add_argument("--library", type=Path, default=Path(usual) if usual else None, metavar="DIR", help="the library to open")
    parser.add_argument("--place", default="", help=argparse.SUPPRESS)  # where the window was before it was locked
    return parser


if __name__ == "__main__":
    sys.exit(main())
