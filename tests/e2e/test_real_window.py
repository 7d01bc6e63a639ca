"""The program in a real window: opened by keyboard, locked by replacing the process, closed; and what it says without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.virtual_screen import VirtualScreen, screen, wait_for

__all__ = ["screen"]

PASSPHRASE = "four quiet words here"
ROOT = Path(__file__).resolve().parents[2]


def _vig(library: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VIG_PASSPHRASE": PASSPHRASE, "VIG_LIBRARY": str(library)}
    command = [sys.executable, "-m", "vig_tool.cli", "--json", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=60)


@pytest.mark.xvfb
def test_opened_locked_and_closed_with_the_keyboard(screen: VirtualScreen, tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert _vig(library, "init").returncode == 0
    assert _vig(library, "family", "add", "F014").returncode == 0
    homes = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    for home in homes.values():
        Path(home).mkdir(mode=0o700)
    words = [sys.executable, "-m", "app", "--library", str(library)]
    app = subprocess.Popen(words, cwd=ROOT, env=screen.environment(**homes), stderr=subprocess.PIPE, text=True)

    def held() -> bool:
        """Whether the window has the library open: then a second process is refused."""
        return _vig(library, "family", "list").returncode == 1

    try:
        screen.window("VIG Tool")
        assert not held()
        screen.type(PASSPHRASE)
        screen.press("Return")
        wait_for(held)
        opened = screen.picture(tmp_path / "opened.png")
        assert len({tuple(pixel) for pixel in opened[::8, ::8].reshape(-1, 3).tolist()}) > 8  # a page, not a blank

        screen.press("ctrl+l")
        wait_for(lambda: not held())
        assert app.poll() is None  # the same process number: it was replaced, not started beside
        screen.window("VIG Tool")
        screen.type("not the passphrase")
        screen.press("Return")
        screen.press("ctrl+a")
        wait_for(lambda: not held())
        screen.type(PASSPHRASE)
        screen.press("Return")
        wait_for(held)

        def closed() -> bool:
            """Pressed again where the rooms were not yet there to hear it: the library is open a moment before they are."""
            if app.poll() is None:
                screen.press("ctrl+q")
                with suppress(subprocess.TimeoutExpired):
                    app.wait(timeout=3)
            return app.poll() is not None

        wait_for(closed)
        assert app.returncode == 0
        assert not held()
    finally:
        app.kill()
        trouble = app.communicate()[1]
    assert "Traceback" not in trouble, trouble


def test_without_a_screen_one_sentence() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    if not sys.platform.startswith("linux"):
        pytest.skip("there always is a screen here")
    for command in ([sys.executable, "-m", "app"], [sys.executable, "packaging/run.py"]):
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert "--headless DIR" in done.stderr
