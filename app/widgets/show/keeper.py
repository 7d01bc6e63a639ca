"""The narrow door through which the review window keeps words: by a clip's place in the show, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

KINDS = (("feelings", "Feelings"), ("thoughts", "Thoughts"), ("wishes", "Wishes"), ("intentions", "Intentions"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What was said about one clip so far."""

    parents_words: str = ""
    reflections: dict[str, str] = field(default_factory=dict)


class Keeper(Protocol):
    """`clip` is 0-based. Each call is on disk when it returns; may raise UserError."""

    def kept(self, clip: int) -> Kept: ...
    def keep_words(self, clip: int, text: str) -> None: ...
    def keep_reflection(self, clip: int, kind: str, text: str) -> None: ...
    def leave(self, clip: int) -> None: ...
    def finish(self) -> None: ...
