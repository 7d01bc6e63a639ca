"""The two kinds of trouble: what the user or the computer can cause (a `UserError`, a full sentence), and bugs (everything else)."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can act on.

    `sentence` says what happened and what is safe; `advice`, if any, what to do next. Both are shown as they are, so they hold no path
    of a library, no name and no traceback. Raised at the border where a library's own error is first understood.
    """

    def __init__(self, sentence: str, *, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


class BadInput(UserError):
    """What was typed or given cannot be meant: an unreadable time, an unknown principle, an empty question."""


class NotThere(UserError):
    """The thing named does not exist (or no longer)."""


class Refused(UserError):
    """The action is understood but not allowed now: a clash, a limit of the program, a newer state."""


class LibraryRefused(UserError):
    """A library cannot be opened: wrong passphrase, newer version, open elsewhere, not a library."""


class FilmRefused(UserError):
    """A film cannot be taken in: not a film, no picture, damaged, a codec we cannot read."""


class Damaged(UserError):
    """Sealed data is not what was written: flipped bits, a cut tail, a swapped file. Nothing unauthenticated was returned."""


class NoRoom(UserError):
    """The disk is full or cannot be written to."""


class ExportFailed(UserError):
    """An export could not be written or did not pass its check. Nothing half-written was left behind."""


class Cancelled(Exception):
    """The user cancelled the job. Never shown as trouble."""
