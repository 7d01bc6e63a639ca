"""A thread that does what it is handed, in order: for calls that may hang and must not hang the window."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable


class Worker:
    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def post(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)

    @property
    def thread(self) -> threading.Thread:
        return self._thread

    def finish(self) -> None:
        """It ends after what was handed over before. Does not wait."""
        self._jobs.put(None)

    def join(self, patience_s: float) -> bool:
        """After `finish`. False where it hangs: the thread is then left to end with the process."""
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def close(self, *, patience_s: float) -> bool:
        """`finish` and `join`."""
        self.finish()
        return self.join(patience_s)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as bug:  # noqa: BLE001 - told like any other; what closes things comes after it and must be done
                threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, self._thread)))
