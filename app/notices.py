"""The one place that turns errors into words: what the user can act on becomes a quiet line; anything else the crash path."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

from vig_tool.errors import Cancelled, UserError

CRASH_SENTENCE = "Something went wrong in the program; everything up to your last action is saved."
CRASH_ADVICE = "You can go on. If it happens again, close VIG Tool and open it once more."


class Notices(QObject):
    """Whoever has something to say to the user says it here; the notice bar shows it."""

    said = Signal(str, str, str)  # tone ("plain", "good", "trouble"), sentence, advice
    offered = Signal(str, str, object)  # sentence, word on the button, what it does
    asked = Signal(str, object, object)  # sentence, two answers as (word, what it does), what to do where neither is given

    def say(self, sentence: str) -> None:
        self.said.emit("plain", sentence, "")

    def celebrate(self, sentence: str) -> None:
        self.said.emit("good", sentence, "")

    def offer(self, sentence: str, button: str, do: Callable[[], object]) -> None:
        """A sentence with one button ("Removed." – "Undo")."""
        self.offered.emit(sentence, button, do)

    def ask(
        self,
        sentence: str,
        first: tuple[str, Callable[[], object]],
        second: tuple[str, Callable[[], object]],
        unanswered: Callable[[], object],
    ) -> None:
        """A question that stays until it is answered, closed, or something newer is said."""
        self.asked.emit(sentence, (first, second), unanswered)

    def trouble(self, error: BaseException) -> None:
        """From the UI thread only."""
        if isinstance(error, UserError):
            self.said.emit("trouble", error.sentence, error.advice)
        elif not isinstance(error, (Cancelled, KeyboardInterrupt, SystemExit)):
            write_details(error, sys.stderr)
            self.said.emit("trouble", CRASH_SENTENCE, CRASH_ADVICE)


class CrashPath(QObject):
    """Catches what no code caught, in any thread, and hands it to the notices in the UI thread."""

    _caught = Signal(object)

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(notices.trouble)

    def install(self) -> None:
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._caught.emit(error)

    def _uncaught_in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self._caught.emit(what.exc_value)


def write_details(error: BaseException, out: TextIO | None) -> None:
    """Kinds of error and lines of our code, for a report. Never an error's own text: it may hold a name or a path."""
    if out is None:  # a windowed program on Windows has no stderr
        return
    seen: BaseException | None = error
    while seen is not None:
        print(f"{type(seen).__module__}.{type(seen).__qualname__}", file=out)
        for frame in traceback.extract_tb(seen.__traceback__):
            print(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}", file=out)
        seen = seen.__cause__ or seen.__context__


def _short(filename: str) -> str:
    """Without the folders of this machine: they hold the user's name."""
    return "/".join(filename.replace("\\", "/").split("/")[-2:])
