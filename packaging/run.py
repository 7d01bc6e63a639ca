"""The first command of the README: sets VIG Tool up beside itself and opens it. `--headless DIR` does the main job without a window."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine import QT_ALWAYS, QT_LIBRARIES, ROOT, SetUpFailed, install_debian, missing_libraries, prepare, say, venv_program

NO_DISPLAY = "There is no display here to open a window on: run this where you see a desktop, or add --headless DIR."


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) or os.environ.get("QT_QPA_PLATFORM", "") != ""


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="packaging/run.py", description="Sets up VIG Tool and opens it.")
    parser.add_argument("--headless", metavar="DIR", type=Path, help="do the main job without a window and leave its results in DIR")
    parser.add_argument("--library", metavar="DIR", type=Path, help="the library to open")
    wanted = parser.parse_args(words)
    try:
        if wanted.headless is None and not has_display():
            raise SetUpFailed(NO_DISPLAY)
        python = prepare("requirements.txt")
        if wanted.headless is not None:
            say("Doing the main job with a practice family (about a minute) …")
            demo = [venv_program("vig-tool"), "demo", wanted.headless.absolute()]
            return subprocess.run(demo, stdin=subprocess.DEVNULL, check=False).returncode
        why = "Qt needs some shared libraries to open a window."
        install_debian(missing_libraries(QT_LIBRARIES), why=why, needed=bool(missing_libraries(QT_ALWAYS)))
    except SetUpFailed as trouble:
        print(trouble, file=sys.stderr)
        return 1
    say("Opening VIG Tool …")
    library = ["--library", str(wanted.library.absolute())] if wanted.library else []
    return subprocess.run([python, "-m", "app", *library], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
