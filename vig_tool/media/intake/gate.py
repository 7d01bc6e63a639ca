"""The gate: every film from outside is first looked at by a worker process, so that a hostile or broken one cannot harm the program."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import vig_tool
from vig_tool.errors import Damaged, FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.facts import FilmFacts
from vig_tool.media.intake.kinds import AGAIN

WALL_S = 18.0
_LONGEST_ANSWER = 1 << 20
_KEPT = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "TMPDIR", "TEMP", "TMP")
_WORKER = "vig_tool.media.intake.gate_worker"


def examine(path: Path, job: Job | None = None) -> FilmFacts:
    """What this film is, where it may come in. Raises FilmRefused with one sentence otherwise, Cancelled when the job is.

    Opens the film only in a worker: 2 GiB of memory and 15 s of CPU where the system has such limits, 18 s by the clock, no network.
    """
    _refuse_by_file(path)
    answer = _ask(path, job or Job())
    if "facts" in answer:
        try:
            return FilmFacts.from_json(answer["facts"])
        except Damaged as trouble:
            raise _unsafe() from trouble
    raise FilmRefused(str(answer.get("refused", _unsafe().sentence)), advice=str(answer.get("advice", "")))


def _refuse_by_file(path: Path) -> None:
    """What the file system alone can tell."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise FilmRefused("This file is not there (any more).", advice="Choose it again.") from None
    except (OSError, ValueError):
        raise FilmRefused("This file cannot be read from its disk.", advice="Copy it to this computer and import it from there.") from None
    if stat.S_ISDIR(found.st_mode):
        raise FilmRefused("This is a folder, not a film.", advice="Choose the films inside it.")
    if not stat.S_ISREG(found.st_mode):
        raise FilmRefused("This is not an ordinary file.", advice="Choose a film.")
    if found.st_size == 0:
        raise FilmRefused("This file is empty.", advice=AGAIN)
    try:
        with path.open("rb"):
            pass
    except PermissionError:
        raise FilmRefused(
            "You are not allowed to read this file.", advice="Copy it to a folder of your own and import it from there."
        ) from None
    except OSError:
        raise FilmRefused("This file cannot be read from its disk.", advice="Copy it to this computer and import it from there.") from None


def _ask(path: Path, job: Job) -> dict[str, Any]:
    answer: list[bytes] = []
    worker = _start()
    try:
        stdin, stdout = _pipes(worker)
        reading = threading.Thread(target=_read, args=(stdout, answer), name="gate", daemon=True)
        reading.start()
        with contextlib.suppress(OSError):  # a worker that died at once has not answered either
            stdin.write(json.dumps({"path": str(path.absolute())}).encode() + b"\n")
            stdin.flush()
        end = time.monotonic() + WALL_S
        while reading.is_alive() and time.monotonic() < end:
            reading.join(0.05)
            job.check()
        timed_out = reading.is_alive()
    finally:
        _end(worker)
    reading.join()
    if timed_out:
        raise FilmRefused("This film takes too long to look at; it is probably damaged.", advice=AGAIN)
    try:
        plain = json.loads(b"".join(answer))
    except ValueError:
        raise _unsafe() from None
    if not isinstance(plain, dict):
        raise _unsafe()
    return plain


def _start() -> subprocess.Popen[bytes]:
    home = Path(vig_tool.__file__).resolve().parent.parent
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    env |= {"PYTHONPATH": str(home), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-B", "-m", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _pipes(worker: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    return worker.stdin, worker.stdout


def _read(stdout: IO[bytes], answer: list[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError):
        answer.append(stdout.read(_LONGEST_ANSWER))


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in _pipes(worker):
        with contextlib.suppress(OSError):
            pipe.close()


def _unsafe() -> FilmRefused:
    return FilmRefused("This film could not be looked at safely, so it was left out.", advice=AGAIN)
