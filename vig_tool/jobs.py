"""A job is a plain function given a `Job`: it reports how far it is and asks whether to stop. Only the runner knows threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from vig_tool.errors import Cancelled

Listener = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `part` from 0 to 1 (None while unknown) and a short phrase of what is being done."""

    part: float | None
    doing: str


class Job:
    """The context a job is given.

    `report` may be called as often as wished: listeners hear at most ten updates a second (and always the last one, part = 1).
    `check` raises `Cancelled` once `cancel` was called; a job calls it wherever it can stop cleanly, at least every 100 ms.
    """

    def __init__(self, listener: Listener | None = None, *, every_s: float = 0.1) -> None:
        self._listener = listener
        self._every_s = every_s
        self._last = -1.0e9
        self._stop = threading.Event()

    def report(self, part: float | None, doing: str = "") -> None:
        self.check()
        now = time.monotonic()
        if self._listener is None or (now - self._last < self._every_s and part != 1):
            return
        self._last = now
        self._listener(Progress(part=None if part is None else min(max(part, 0.0), 1.0), doing=doing))

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """May be called from any thread."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def held(self) -> bool:
        """Whether `check` would wait now: whoever holds much lets go of it first."""
        return False

    def within(self, start: float, end: float) -> Job:
        """A job for one stretch of this one: its 0..1 is this job's `start`..`end`; cancelling either stops both."""
        return _Stretch(self, start, end)


class HeldJob(Job):
    """A job that can be held: where it would ask whether to stop, it waits until it may go on. Cancelling ends the wait."""

    def __init__(self, listener: Listener | None = None) -> None:
        super().__init__(listener)
        self._free = threading.Event()
        self._free.set()

    def check(self) -> None:
        super().check()
        self._free.wait()
        super().check()

    @property
    def held(self) -> bool:
        return not self._free.is_set()

    def hold(self) -> None:
        """May be called from any thread, as all below."""
        self._free.clear()

    def go_on(self) -> None:
        self._free.set()

    def cancel(self) -> None:
        super().cancel()
        self._free.set()


class _Stretch(Job):
    def __init__(self, parent: Job, start: float, end: float) -> None:
        super().__init__()
        self._parent, self._start, self._length = parent, start, end - start

    def report(self, part: float | None, doing: str = "") -> None:
        self._parent.report(None if part is None else self._start + self._length * part, doing)

    def check(self) -> None:
        self._parent.check()

    def cancel(self) -> None:
        self._parent.cancel()

    @property
    def cancelled(self) -> bool:
        return self._parent.cancelled

    @property
    def held(self) -> bool:
        return self._parent.held
