"""Turns whatever goes wrong during a command into a sentence on stderr and an exit code: 1 for trouble, 130 for a stop."""

from __future__ import annotations

import errno
import sys
import traceback
from pathlib import Path

from vig_tool.cli.files import plain_reason
from vig_tool.cli.printing import Printer, silence
from vig_tool.errors import Cancelled, UserError

STOPPED = 130
_ROOT = Path(__file__).resolve().parents[2]


def exit_code_of(trouble: BaseException, printer: Printer) -> int:
    """Says what happened, once, and returns the exit code."""
    if isinstance(trouble, BrokenPipeError):
        silence()
        return 1
    if isinstance(trouble, Cancelled | KeyboardInterrupt):
        printer.fail("Stopped. What was finished before is kept.")
        return STOPPED
    try:
        printer.fail(_sentence(trouble))
        sys.stdout.flush()  # what could not be written would be tried, and complained about, once more on the way out
    except OSError:
        silence()
    return 1


def _sentence(trouble: BaseException) -> str:
    if isinstance(trouble, UserError):
        return str(trouble)
    if isinstance(trouble, UnicodeError):
        return "Something that was typed or named here is not readable text. Please type it again with ordinary letters."
    if isinstance(trouble, MemoryError):
        return "This computer has not enough free memory for that. Close other programs and try again."
    if isinstance(trouble, OSError):
        return _system_sentence(trouble)
    return _mistake(trouble)


def _system_sentence(trouble: OSError) -> str:
    if trouble.errno == errno.ENOSPC:
        return "The disk is full. Make room and try again."
    place = f"“{trouble.filename}”: " if trouble.filename else ""
    return f"The computer could not do that. {place}{plain_reason(trouble)}."


def _mistake(trouble: BaseException) -> str:
    """For a bug: where it happened, and nothing of what the library holds (messages and values may)."""
    frames = [frame for frame in traceback.extract_tb(trouble.__traceback__) if Path(frame.filename).is_relative_to(_ROOT)][-4:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return (
        "This is a mistake in VIG Tool, not in what you did. What was finished before is kept. "
        f"Please report this line; it holds nothing of your work: {type(trouble).__name__} at {places}"
    )
