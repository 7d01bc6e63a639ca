"""Keeps what is said in the review: places in the show become clips of the library, and every change is announced."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject

from app.rooms import Desk
from app.widgets.show import Kept
from vig_tool.work import review
from vig_tool.work.changes import Done
from vig_tool.work.opening import Library
from vig_tool.work.review import ClipWords, Show


class LibraryKeeper:
    """The window's `Keeper` on an open library."""

    def __init__(self, desk: Desk, show: Show, initiator: QObject) -> None:
        self._desk = desk
        self._show = show
        self._initiator = initiator

    @staticmethod
    def of_clip(library: Library, clip_id: UUID) -> Kept:
        words = review.words_of(library, clip_id)
        return Kept(parents_words=words.parents_words, reflections=dict(words.reflections))

    def kept(self, clip: int) -> Kept:
        return self.of_clip(self._desk.library, self._show.clips[clip].clip_id)

    def keep_words(self, clip: int, text: str) -> None:
        self._tell(review.keep_parents_words(self._desk.library, self._show.clips[clip].clip_id, text=text))

    def keep_reflection(self, clip: int, kind: str, text: str) -> None:
        self._tell(review.reflect(self._desk.library, self._show.clips[clip].clip_id, kind=kind, text=text))

    def leave(self, clip: int) -> None:
        review.leave_show(self._desk.library, self._show.cycle_id, at_clip=clip)

    def finish(self) -> None:
        done = review.finish_review(self._desk.library, self._show.cycle_id, on=date.today())  # noqa: DTZ011 - the day where the review was
        self._desk.announcer.announce(done.changes, self._initiator)

    def _tell(self, done: Done[ClipWords]) -> None:
        self._desk.announcer.announce(done.changes, self._initiator)
