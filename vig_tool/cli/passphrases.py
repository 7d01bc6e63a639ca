"""Where passphrases come from: a file, the environment (then wiped from it), or the keyboard, with the prompt on stderr."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from vig_tool.cli.files import read_line
from vig_tool.errors import BadInput

VARIABLE = "VIG_PASSPHRASE"
NEW_VARIABLE = "VIG_NEW_PASSPHRASE"


def take_variable(name: str) -> str | None:
    """The variable's value, taken out of the environment so that no child of ours inherits it."""
    return os.environ.pop(name, None) or None


def from_file(path: Path) -> str:
    """The first line of a file. Raises BadInput."""
    passphrase = read_line(path, what="passphrase")
    if not passphrase:
        raise BadInput(f"“{path}” holds no passphrase.")
    return passphrase


def typed(prompt: str) -> str | None:
    """One hidden line from the keyboard, or a plain line where stdin is no terminal; None where nothing more can be read."""
    try:
        if _somebody_types():
            return getpass.getpass(prompt, stream=sys.stderr)
        sys.stderr.write(prompt)
        sys.stderr.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        sys.stderr.write("\n")
    except EOFError:
        return None
    except UnicodeDecodeError:
        raise BadInput("What was typed is not readable text.") from None
    return line.rstrip("\r\n") if line else None


def asked(prompt: str = "Passphrase: ") -> str:
    """Raises BadInput where nobody answers."""
    answer = typed(prompt)
    if not answer:
        raise BadInput(
            "A passphrase is needed.", advice="Type it when asked, or give --passphrase-file FILE or the variable VIG_PASSPHRASE."
        )
    return answer


def asked_twice(prompt: str) -> str | None:
    """A new passphrase, typed twice (a script's one line will do); None where nobody answers. Raises BadInput where the two differ."""
    first = typed(prompt)
    if first is None:
        return None
    again = typed("Again: ")
    if again != first and (again is not None or _somebody_types()):
        raise BadInput("The two passphrases are not the same.", advice="Nothing was changed. Try again.")
    return first


def _somebody_types() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def new_passphrase(file: Path | None, *, otherwise: str | None = None) -> str:
    """A new passphrase from a file, VIG_NEW_PASSPHRASE or the keyboard; `otherwise` where nobody answers. Raises BadInput."""
    given = take_variable(NEW_VARIABLE)
    if file is not None:
        return from_file(file)
    chosen = given or asked_twice("New passphrase: ") or otherwise
    if not chosen:
        raise BadInput(
            "A new passphrase is needed.",
            advice="Type it when asked, or give --new-passphrase-file FILE or the variable VIG_NEW_PASSPHRASE.",
        )
    return chosen
