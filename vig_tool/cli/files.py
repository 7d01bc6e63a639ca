"""Small text files the command line reads and writes itself: a passphrase, a recovery code."""

from __future__ import annotations

import os
from pathlib import Path

from vig_tool.errors import BadInput, Refused

_LONGEST = 4096


def read_line(path: Path, *, what: str) -> str:
    """The first line of a small UTF-8 file, without its end. Raises BadInput."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST)
        return data.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        raise BadInput(f"“{path}” is not a text file, so no {what} can be read from it.") from None
    except OSError as trouble:
        raise BadInput(f"The {what} cannot be read from “{path}”: {plain_reason(trouble)}.") from None


class ReservedFile:
    """A private file that is made empty first and written later, so that what cannot be kept is known before anything is done."""

    def __init__(self, path: Path) -> None:
        """Makes it, readable by its owner only. Raises Refused where it is there already or cannot be made."""
        self.path = path
        try:
            self._number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise Refused(f"“{path}” is there already and is not overwritten.", advice="Name a new file.") from None
        except OSError as trouble:
            raise Refused(f"“{path}” cannot be written: {plain_reason(trouble)}.") from None

    def write(self, text: str) -> None:
        """Durable when it returns. Raises OSError."""
        with os.fdopen(self._number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def drop(self) -> None:
        os.close(self._number)
        self.path.unlink(missing_ok=True)


def plain_reason(trouble: OSError) -> str:
    """What the system said, as the tail of a sentence."""
    words = trouble.strerror or "it does not answer"
    return words[:1].lower() + words[1:]
