"""A watchdog over the window's thread: how long it leaves the event loop waiting, and where it stood meanwhile.

What counts as a block. A thread asks the event loop to answer and notes how long that takes. Machines that test are small and busy, so a
late answer alone says little. It counts only where the window's thread was itself to blame:

- it worked: its own processor time in the meantime was the limit or more. Where other threads run beside it, the same work takes up to
  twice the processor time (shared caches and cores): the limit grows with those that want to run, at most to that; or
- it waited in our code: nearly every sample taken meanwhile shows it at the very same line (a lock, a join, a read).

And a block counts only under the names of the functions of `app` and `vig_tool` it was in; whoever uses the watchdog runs the same work
again, and believes a block when one of its functions blocks there again nearly every time (`believed`).
"""

from __future__ import annotations

import linecache
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

LIMIT_S = 0.050
_PAUSE_S = 0.005
_SAMPLE_S = 0.004
_SUSPICIOUS_S = 0.012
_MIDDLE = 3
_OURS = tuple(str(Path(__file__).resolve().parent.parent.parent / folder) for folder in ("app", "vig_tool"))
_EVERYWHERE = frozenset({"tasks._tell_end", "announce.announce"})
"""Functions that only pass on: what is below them is different work."""


@dataclass(frozen=True)
class Block:
    """`worked_s`: processor time of the window's thread; `stood`: the share of samples at one and the same line; `path`: the functions of
    ours it was in, outermost first."""

    lasted_s: float
    worked_s: float
    stood: float
    step: str
    path: tuple[str, ...]
    stack: str
    others: str
    crowd: float = 1.0

    @property
    def counts(self) -> bool:
        limit_s = LIMIT_S * self.crowd
        return bool(self.path) and (self.worked_s >= limit_s or (self.stood >= 0.8 and self.lasted_s >= limit_s))

    def __str__(self) -> str:
        where = " > ".join(self.path) or "no code of ours"
        how = f"worked {1000 * self.worked_s:.0f} ms, stood {self.stood:.0%}"
        return f"{1000 * self.lasted_s:.0f} ms during “{self.step}” in {where} ({how})\n{self.stack}{self.others}"


class Watchdog(QObject):
    """Watches the thread it is made in, as a context manager. `blocks`: every answer that took longer than the limit."""

    _asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.answers = 0
        self.step = ""
        self._watched = threading.get_ident()
        self._answered = threading.Event()
        self._worked_s = self._answered_at = 0.0
        self._over = False
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Watchdog:
        self._last_worked_s = time.thread_time()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._over = True
        self._answered.set()
        self._thread.join()

    @Slot(int)
    def _answer(self, _number: int) -> None:
        now = time.thread_time()
        self._worked_s, self._last_worked_s = now - self._last_worked_s, now
        self._answered_at = time.perf_counter()
        self._answered.set()

    def _watch(self) -> None:
        while not self._over:
            self._answered.clear()
            began, step = time.perf_counter(), self.step
            self._asked.emit(self.answers)
            samples: list[_Stack] = []
            running: list[int] = []
            beside: dict[int, _Stack] = {}
            while not self._answered.wait(_SAMPLE_S):
                if time.perf_counter() - began >= _SUSPICIOUS_S:
                    stacks = _stacks()
                    running.append(_running())
                    samples.append(stacks.pop(self._watched, ()))
                    if len(samples) <= _MIDDLE:
                        beside, step = stacks, self.step
            lasted_s = self._answered_at - began
            self.answers += 1
            if lasted_s > LIMIT_S and not self._over:
                self.blocks.append(self._block(lasted_s, step, samples, beside, running))
            time.sleep(_PAUSE_S)

    def _block(self, lasted_s: float, step: str, samples: list[_Stack], beside: dict[int, _Stack], running: list[int]) -> Block:
        """Told by a sample from somewhere in its middle, not where it was about to begin or end."""
        enough = len(samples) >= _MIDDLE
        middle = samples[_MIDDLE - 1] if enough else ()
        stood = max(Counter(sample[:1] for sample in samples).values()) / len(samples) if enough else 0.0
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        return Block(
            lasted_s=lasted_s,
            worked_s=min(self._worked_s, lasted_s),
            stood=stood,
            step=step,
            path=tuple(f"{Path(file).stem}.{name}" for file, _, name in reversed(middle) if file.startswith(_OURS)),
            stack="".join(f"  {place}\n" for place in map(_said, middle[:10])),
            crowd=_crowd(running),
            others="".join(f"  beside it {names[who]}: {_said(stack[0])}\n" for who, stack in beside.items() if stack and who in names),
        )


def _crowd(running: list[int]) -> float:
    """From 1 (nobody else runs) to 2, by the last minute or by who wanted to run during the block: what counts as two processors is
    mostly one that two threads share, and each is slower for it."""
    if not hasattr(os, "getloadavg"):
        return 2.0
    wanting = max(os.getloadavg()[0], sum(running) / len(running) if running else 0.0)
    return min(2.0, max(1.0, 1 + (wanting - 1) / (os.cpu_count() or 1)))


def _running() -> int:
    """How many threads of the whole machine run or want to, but for the one that asks; 0 where the system does not say."""
    try:
        return int(Path("/proc/loadavg").read_text().split()[3].split("/")[0]) - 1
    except (OSError, ValueError, IndexError):
        return 0


_Stack = tuple[tuple[str, int, str], ...]
"""Innermost first: file, line, function."""


def _stacks() -> dict[int, _Stack]:
    """Of every thread. No frame is held any longer than this takes: a frame keeps its locals alive, and a QPainter that outlives its
    paintEvent brings the program down."""
    found: dict[int, _Stack] = {}
    frames = sys._current_frames()
    for who in list(frames):
        frame: FrameType | None = frames.pop(who)
        stack: list[tuple[str, int, str]] = []
        while frame is not None:
            stack.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
            frame = frame.f_back
        found[who] = tuple(stack)
    return found


def _said(place: tuple[str, int, str]) -> str:
    file, line, name = place
    return f"{file}:{line} in {name}: {linecache.getline(file, line).strip()}"


def believed(rounds: Sequence[Sequence[Block]], *, least: int = 4) -> list[Block]:
    """Of blocks that count, those that share a function, during the same step, with blocks of at least so many rounds."""
    seen: Counter[tuple[str, str]] = Counter()
    for blocks in rounds:
        seen.update({(block.step, name) for block in blocks if block.counts for name in block.path})
    return [
        block
        for blocks in rounds
        for block in blocks
        if block.counts and any(seen[block.step, name] >= least for name in block.path if name not in _EVERYWHERE)
    ]


def watch_rounds(work: Callable[[Watchdog], None], *, rounds: int = 5) -> list[list[Block]]:
    """Does the work once; only where something counted, again, up to so many times in all. One round without any acquits: what blocks
    by itself blocks each time, what a neighbour on a shared machine slows does not."""
    found: list[list[Block]] = []
    for _ in range(rounds):
        with Watchdog() as dog:
            work(dog)
        found.append(dog.blocks)
        if not any(block.counts for block in dog.blocks):
            break
    return found
