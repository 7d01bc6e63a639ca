"""The second command of the README: sets up what tests need, then runs the rules of the house and the whole suite."""

from __future__ import annotations

import argparse
import ctypes.util
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine import QT_LIBRARIES, SetUpFailed, install_debian, missing_libraries, prepare, say, venv_program
from suite import run_suite, step


def machine_for_tests() -> None:
    """What only tests need beside the app's own: libVLC, a virtual screen, and the judges of what we write."""
    if not sys.platform.startswith("linux"):
        return
    wanted = set(missing_libraries(QT_LIBRARIES))
    if ctypes.util.find_library("vlc") is None:
        wanted |= {"libvlc5", "vlc-plugin-base"}
    programs = {"Xvfb": "xvfb", "xdotool": "xdotool", "import": "imagemagick", "ffprobe": "ffmpeg", "pdftotext": "poppler-utils"}
    wanted |= {package for program, package in programs.items() if shutil.which(program) is None}
    install_debian(wanted, why="The tests use libVLC, a virtual screen, ffprobe and pdftotext.", needed=False)


PARTS = {
    "pytest": ["-n", "2", "--dist", "loadfile", "-m", "not alone"],
    "pytest, what judges times": ["-m", "alone"],
}


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="packaging/test.py", description="Sets up and runs all checks and tests.")
    parser.add_argument("--only-tests", action="store_true", help="leave out ruff, mypy and import-linter")
    parser.add_argument("rest", nargs="*", help="what to hand to pytest (after --), instead of the whole suite")
    wanted = parser.parse_args(words)
    try:
        python = prepare("requirements-test.txt")
        machine_for_tests()
    except SetUpFailed as trouble:
        print(trouble, file=sys.stderr)
        return 1
    os.environ.setdefault("PYTHONFAULTHANDLER", "1")
    passed = True
    if not wanted.only_tests:
        passed &= step("ruff", [venv_program("ruff"), "check", "app", "vig_tool", "tests", "packaging"])
        passed &= step("mypy --strict", [venv_program("mypy")])
        passed &= step("import-linter", [venv_program("lint-imports")])
    if wanted.rest:
        passed &= step("pytest", [python, "-m", "pytest", *wanted.rest])
        return 0 if passed else 1
    doubtful: list[str] = []
    with tempfile.TemporaryDirectory(prefix="vig-tests-") as kept:
        for name, words in PARTS.items():
            well, unsteady = run_suite(name, python, words, kept=Path(kept) / "pytest")
            passed &= well
            doubtful += unsteady
    if doubtful:
        say(f"── Failed beside the others, to be looked into: {', '.join(doubtful)}")
    return 0 if passed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
