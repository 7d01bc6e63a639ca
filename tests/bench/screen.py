"""Rows that need a window run in a process of their own, on a virtual screen where there is one (Xvfb), else without any."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SIZE = "1366x768x24"
_AS_THE_PROGRAM = """
import runpy
from app import lean
lean.start_lean()
runpy.run_module("tests.bench.scenes", run_name="__main__", alter_sys=True)
"""


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """For a process that opens a window: a screen as small as a small laptop's, without a graphics card."""
    kept = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"}}
    if shutil.which("Xvfb") is None:
        yield {**kept, "QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            display = answer.readline().strip()
        yield {**kept, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
    finally:
        server.terminate()
        server.wait(timeout=10)


def played(scene: str, *words: str) -> dict[str, Any]:
    """What the scene of this name found out (see `scenes`)."""
    with environment() as there:
        command = [sys.executable, "-c", _AS_THE_PROGRAM, scene, *words]
        done = subprocess.run(command, env=there, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the scene {scene} came to nothing:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
