"""Ties the strip to write in to its keeper: each word goes to the clip at which it was typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.widgets.show.keeper import Keeper
from app.widgets.show.words import WordsStrip
from vig_tool.errors import UserError


class Writing(QObject):
    """What cannot be kept is said by `complain`."""

    def __init__(self, strip: WordsStrip, keeper: Keeper, complain: Callable[[str], object]) -> None:
        super().__init__(strip)
        self._strip = strip
        self._keeper = keeper
        self._complain = complain
        self._clip = 0
        strip.words_kept.connect(self._keep_words)
        strip.reflection_kept.connect(self._keep_reflection)

    def turn_to(self, clip: int) -> None:
        """What was typed is kept at the clip before; then the strip shows what is known of this one."""
        self._strip.flush()
        self._clip = clip
        self._do(lambda: self._strip.show_kept(self._keeper.kept(clip)))

    def leave(self, clip: int) -> None:
        self._strip.flush()
        self._do(lambda: self._keeper.leave(clip))

    def finish(self) -> bool:
        """Whether the review is over now."""
        self._strip.flush()
        return self._do(self._keeper.finish)

    def _keep_words(self, text: str) -> None:
        self._do(lambda: self._keeper.keep_words(self._clip, text))

    def _keep_reflection(self, kind: str, text: str) -> None:
        self._do(lambda: self._keeper.keep_reflection(self._clip, kind, text))

    def _do(self, do: Callable[[], object]) -> bool:
        try:
            do()
        except UserError as trouble:
            self._complain(str(trouble))
            return False
        return True
