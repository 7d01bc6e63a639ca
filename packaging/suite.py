"""Runs pytest; the few tests that fail beside all others are run once more by themselves, and named."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from machine import ROOT, say

FEW = 3
"""More than these are not bad luck: nothing is run again."""


def step(name: str, command: Sequence[str | Path]) -> bool:
    say(f"── {name}")
    began = time.monotonic()
    passed = subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0
    say(f"── {name}: {'passed' if passed else 'FAILED'} ({time.monotonic() - began:.0f} s)")
    return passed


def run_suite(name: str, python: Path, words: Sequence[str], *, kept: Path) -> tuple[bool, list[str]]:
    """Whether all passed, and the tests that did so only by themselves.

    kept   folder for what pytest remembers of this run
    """
    remembering = [str(python), "-m", "pytest", "-o", f"cache_dir={kept}"]
    if step(name, [*remembering, "--cache-clear", *words]):
        return True, []
    failed = failed_last(kept)
    if not 0 < len(failed) <= FEW:
        return False, []
    return step(f"{name}, once more by themselves: {', '.join(failed)}", [*remembering, *failed]), failed


def failed_last(kept: Path) -> list[str]:
    try:
        found = json.loads((kept / "v" / "cache" / "lastfailed").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return sorted(test for test, failed in found.items() if failed)
