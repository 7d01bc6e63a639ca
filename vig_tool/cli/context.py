"""The global options of one call of `vig-tool`, and what every command needs from them: the open library and a job."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, cast
from uuid import UUID

import typer

from vig_tool.cli import passphrases
from vig_tool.cli.printing import Printer
from vig_tool.errors import BadInput, LibraryRefused
from vig_tool.jobs import Job, Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from vig_tool.work.opening import Library

_QUIET_S = 0.5


@dataclass(slots=True)
class Call:
    """One call: where the library is, how its passphrase is found, how answers are printed."""

    library: Path | None
    passphrase_file: Path | None
    passphrase: str | None
    printer: Printer

    def folder(self) -> Path:
        """The library named, else the usual one."""
        if self.library is not None:
            return self.library
        from vig_tool.work import settings

        return settings.usual_folder()

    def known_passphrase(self) -> str | None:
        """What file or environment say; the file comes first."""
        return passphrases.from_file(self.passphrase_file) if self.passphrase_file is not None else self.passphrase

    @contextlib.contextmanager
    def open(self) -> Iterator[Library]:
        """The library, open; closed at the end whatever happens. Raises LibraryRefused, BadInput."""
        from vig_tool.work import opening

        folder = self.folder()
        with self.printer.reserved():
            if not opening.is_library(folder):
                raise LibraryRefused(
                    f"There is no library in “{folder}”.", advice="Name one with --library DIR, or make one with: vig-tool init"
                )
            lib = opening.open_library(folder, self.known_passphrase() or passphrases.asked())
            try:
                yield lib
            finally:
                lib.close()


def call_of(ctx: typer.Context) -> Call:
    """The call a command belongs to."""
    return cast(Call, ctx.find_root().obj)


def id_of(text: str, what: str) -> UUID:
    """Reads an id. Raises BadInput."""
    try:
        return UUID(text.strip())
    except ValueError:
        raise BadInput(f"“{text}” is not the id of a {what}.", advice=f"“vig-tool {what} list” shows the ids.") from None


@contextlib.contextmanager
def working(doing: str) -> Iterator[Job]:
    """A job for a command: progress on stderr where that is a terminal, and Ctrl+C (or an end asked for by the system) cancels it
    cleanly; a second Ctrl+C does not wait."""
    bar = _TerminalBar(doing) if sys.stderr.isatty() else None
    job = Job(bar.show if bar else None)

    def stop(_number: int, _frame: FrameType | None) -> None:
        if job.cancelled:
            raise KeyboardInterrupt
        job.cancel()

    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield job
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if bar:
            bar.close()


class _TerminalBar:
    """A bar on stderr that stays away from jobs of less than half a second."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._began = time.monotonic()
        self._bar: Bar | None = None

    def show(self, progress: Progress) -> None:
        if self._bar is None:
            if time.monotonic() - self._began < _QUIET_S:
                return
            self._bar = _new_bar()
            self._bar.start()
            self._bar.add_task(self._doing, total=1.0)
        task = self._bar.tasks[0]
        self._bar.update(
            task.id, completed=progress.part or 0.0, total=None if progress.part is None else 1.0, description=progress.doing or self._doing
        )

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _new_bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    what = TextColumn("{task.description}", markup=False)
    return Bar(what, BarColumn(), TaskProgressColumn(), console=Console(stderr=True), transient=True)
