"""Jobs off the UI thread: a plain function given a `Job` runs in a thread of its own; its outcome comes back as signals."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from vig_tool.errors import Cancelled
from vig_tool.jobs import Job, Progress

T = TypeVar("T")


class Task(QObject):
    """One running job. Every signal is sent in the UI thread, exactly one of the three ends once."""

    progressed = Signal(object)  # Progress
    succeeded = Signal(object)
    failed = Signal(object)  # the exception
    cancelled = Signal()
    ended = Signal(object)  # this task, after one of the three, in a turn of the event loop of its own

    _heard = Signal(object)
    _came_back = Signal(str, object)

    def __init__(self, work: Callable[[Job], object], *, title: str, quiet: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.quiet = quiet
        self.job = Job(self._heard.emit)
        self._work = work
        self._silent = False
        self._thread = threading.Thread(target=self._run, name=f"task: {title or 'quiet'}")
        self._heard.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self._came_back.connect(self._tell_end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        self.job.cancel()

    def join(self) -> None:
        self._thread.join()

    def silence(self) -> None:
        """Tells nothing any more: the window is closing."""
        self._silent = True

    def _run(self) -> None:
        """In the worker's thread: only signals leave it."""
        outcome: tuple[str, object]
        try:
            outcome = ("succeeded", self._work(self.job))
        except Cancelled:
            outcome = ("cancelled", None)
        except BaseException as trouble:  # noqa: BLE001 - every end is told, bugs too; the crash path decides
            outcome = ("failed", trouble)
        try:
            self._came_back.emit(*outcome)
        except RuntimeError:
            return  # the window was closed meanwhile; nobody is left to be told

    def _tell_progress(self, progress: Progress) -> None:
        if not self._silent:
            self.progressed.emit(progress)

    def _tell_end(self, how: str, what: object) -> None:
        self._thread.join()
        if self._silent:
            return
        if how == "succeeded":
            self.succeeded.emit(what)
        elif how == "cancelled":
            self.cancelled.emit()
        else:
            self.failed.emit(what)
        QTimer.singleShot(0, self, self._tell_over)

    def _tell_over(self) -> None:
        if not self._silent:
            self.ended.emit(self)


class Tasks(QObject):
    """Runs jobs and knows which are running; `close` joins every thread."""

    started = Signal(object)  # Task
    ended = Signal(object)  # Task
    troubled = Signal(object)  # the exception of a failed task that nobody else listens to

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []

    def run(
        self,
        work: Callable[[Job], T],
        *,
        title: str = "",
        done: Callable[[T], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        cancelled: Callable[[], object] | None = None,
    ) -> Task:
        """Starts `work`. `done`, `failed` and `cancelled` are called in the UI thread: bound methods of QObjects, so that nothing is
        called once the object is gone. Without `failed`, trouble goes to the notices. A task without a title never shows in the tray."""
        task = Task(work, title=title, quiet=not title, parent=self)
        if done is not None:
            task.succeeded.connect(done)
        task.failed.connect(failed if failed is not None else self.troubled)
        if cancelled is not None:
            task.cancelled.connect(cancelled)
        task.ended.connect(self._forget)
        self._running.append(task)
        task.start()
        self.started.emit(task)
        return task

    @property
    def running(self) -> tuple[Task, ...]:
        return tuple(self._running)

    @property
    def busy(self) -> tuple[Task, ...]:
        """Those the user knows of."""
        return tuple(task for task in self._running if not task.quiet)

    def close(self) -> None:
        """Cancels what runs and waits for every thread; outcomes are not told any more."""
        for task in self._running:
            task.silence()
            task.cancel()
        for task in self._running:
            task.join()
        self._running.clear()

    def _forget(self, task: Task) -> None:
        if task in self._running:
            self._running.remove(task)
        self.ended.emit(task)
        task.deleteLater()
