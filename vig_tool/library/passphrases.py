"""Which passphrases a library takes."""

from __future__ import annotations

import unicodedata

from vig_tool.errors import BadInput

PRACTICE_PASSPHRASE = "practice family only"  # noqa: S105 - printed for everyone, and refused for real libraries
SHORTEST = 10


def accept(passphrase: str, *, practice: bool) -> None:
    """Raises BadInput for one that is too short or known to everyone, and for any but its own in a practice library."""
    if practice:
        if passphrase != PRACTICE_PASSPHRASE:
            raise BadInput("The passphrase of a practice library is fixed.", advice="Make a library of your own for real families.")
        return
    plain = unicodedata.normalize("NFKC", passphrase).strip()
    if len(plain) < SHORTEST:
        raise BadInput(
            f"The passphrase is too short: it needs at least {SHORTEST} characters.",
            advice="Four or five words that only you would put together are good.",
        )
    if len(set(plain.casefold())) < 4:
        raise BadInput("This passphrase is too easy to guess.", advice="Four or five words that only you would put together are good.")
    if " ".join(plain.casefold().split()) == PRACTICE_PASSPHRASE:
        raise BadInput("This is the passphrase of the practice library, which everyone knows.", advice="Think of one of your own.")
