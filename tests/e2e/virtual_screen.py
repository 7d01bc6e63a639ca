"""A real window on a virtual screen: Xvfb, keys by xdotool, pictures by ImageMagick's import."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

NEEDED = ("Xvfb", "xdotool", "import")


def missing() -> str:
    """Why there is no virtual screen on this machine; empty where there is one."""
    if not sys.platform.startswith("linux"):
        return "a virtual screen needs Linux"
    absent = [program for program in NEEDED if shutil.which(program) is None]
    return f"not on this machine: {', '.join(absent)}" if absent else ""


class VirtualScreen:
    """One screen of its own."""

    def __init__(self, width: int, height: int) -> None:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = f":{answer.readline().strip()}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=10)

    def environment(self, **more: str) -> dict[str, str]:
        """For a program that is to open its window here."""
        kept = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}}
        return {**kept, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", **more}

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self.environment(), capture_output=True, text=True, check=True, timeout=30)
        return done.stdout.strip()

    def window(self, title: str, *, within_s: float = 40) -> str:
        """The id of a visible window of this very title, with the keys."""

        def find() -> str:
            return self._xdotool("search", "--sync", "--onlyvisible", "--name", f"^{title}$").split("\n")[-1]

        found = find()
        wait_for(lambda: self._xdotool("windowfocus", found) == "", within_s=within_s)
        return found

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "15", text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._xdotool("key", key)

    def picture(self, file: Path) -> NDArray[np.uint8]:
        """What is on the screen: (height, width, 3), also kept as `file` (PNG)."""
        subprocess.run(["import", "-window", "root", str(file)], env=self.environment(), check=True, timeout=30)
        seen = cv2.imread(str(file))
        assert seen is not None
        return np.asarray(seen, dtype=np.uint8)


def wait_for(what: Callable[[], bool], *, within_s: float = 40) -> None:
    """Until `what` is so; fails after `within_s`."""
    end = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < end, f"not within {within_s} s"
        time.sleep(0.1)


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    if why := missing():
        pytest.skip(why)
    made = VirtualScreen(1366, 768)
    yield made
    made.close()
