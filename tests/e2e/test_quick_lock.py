"""The quick lock with real processes: a fresh one stands at the lock screen, the library is free, and no word of it is in memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from vig_tool.work import opening

PASSPHRASE = "blue kettle morning train"
CODE = "ZQX-0417"
QUESTION = "What helps Zebulon-Quix feel close to me?"
_FORMS = ("utf-8", "utf-16-le", "utf-32-le")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the other process makes its library."""
    return tmp_path / "library"


def _start(folder: Path, what: str, home: Path) -> subprocess.Popen[str]:
    around = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    command = [sys.executable, "-m", "tests.e2e.quick_lock_driver", str(folder), what]
    process = subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(f"{PASSPHRASE}\n{CODE}\n{QUESTION}\n")
    process.stdin.flush()
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture
def locked(folder: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process with an open library; it locks itself once the file "go" is there."""
    process = _start(folder, "lock", tmp_path)
    yield process
    process.kill()
    process.communicate(timeout=20)


def _command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")


def _memory(pid: int) -> Iterator[bytes]:
    """What the process holds in memory it may write to."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found:
                start, end = int(found[1], 16), int(found[2], 16)
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except (OSError, ValueError, OverflowError):
                    continue


def test_closing_the_window_ends_the_process_well(folder: Path, tmp_path: Path) -> None:
    process = _start(folder, "close", tmp_path)
    (tmp_path / "go").touch()
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err
    opening.open_library(folder, PASSPHRASE).close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads another process's memory through /proc")
def test_after_the_lock_nothing_of_the_library_is_in_memory(locked: subprocess.Popen[str], folder: Path, tmp_path: Path) -> None:
    assert CODE in _found(locked.pid), "the search finds nothing even while the library is open"
    (tmp_path / "go").touch()
    until = time.monotonic() + 90
    while _command(locked.pid)[2:5] != ["app", "--library", str(folder)] and time.monotonic() < until:
        assert locked.poll() is None, locked.communicate()
        time.sleep(0.1)
    assert _command(locked.pid)[2:5] == ["app", "--library", str(folder)]
    opening.open_library(folder, PASSPHRASE).close()
    time.sleep(2)
    assert locked.poll() is None
    assert _found(locked.pid) == set()


def _found(pid: int) -> set[str]:
    """Which of the secrets stand in the memory of a process."""
    found = set()
    try:
        for part in _memory(pid):
            found |= {secret for secret in (PASSPHRASE, "Zebulon-Quix", CODE) for form in _FORMS if secret.encode(form) in part}
    except PermissionError:
        pytest.skip("this machine does not let a process read its child's memory")
    return found
