"""What the shared review shows when: the question, clip after clip, the last word. Plain data; the window only follows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Page(Enum):
    QUESTION = "question"  # the helping question, before the first clip; waits
    BETWEEN = "between"  # the helping question for a breath, before the clip numbered
    CLIP = "clip"
    END = "end"  # what is next?


@dataclass(frozen=True, slots=True)
class Story:
    """`clip`: 0-based, the clip shown or about to be; `slow`: half speed; `count` clips in all (at least one)."""

    count: int
    page: Page = Page.QUESTION
    clip: int = 0
    slow: bool = False

    @classmethod
    def begun(cls, count: int, *, resume_at: int) -> Story:
        """At the question; where the review was left before, at that clip (which is what one comes back to talk about)."""
        at = min(max(resume_at, 0), count - 1)
        return cls(count=count, page=Page.CLIP if at > 0 else Page.QUESTION, clip=at)

    def next(self) -> Story:
        if self.page in (Page.QUESTION, Page.BETWEEN):
            return replace(self, page=Page.CLIP)
        if self.page is Page.CLIP and self.clip + 1 < self.count:
            return replace(self, page=Page.BETWEEN, clip=self.clip + 1)
        return replace(self, page=Page.END)

    def previous(self) -> Story:
        if self.page is Page.END:
            return replace(self, page=Page.CLIP, clip=self.count - 1)
        if self.page is Page.BETWEEN:
            return replace(self, page=Page.CLIP, clip=self.clip - 1)
        if self.page is Page.CLIP and self.clip > 0:
            return replace(self, page=Page.CLIP, clip=self.clip - 1)
        return replace(self, page=Page.QUESTION)

    def again(self) -> Story:
        """This clip from its first picture; from the question, the first clip; from the end, the last one."""
        return replace(self, page=Page.CLIP)

    def turned_slower(self) -> Story:
        return replace(self, slow=not self.slow)

    @property
    def rate(self) -> float:
        return 0.5 if self.slow else 1.0

    @property
    def resume_at(self) -> int:
        """Where coming back goes on."""
        return self.clip
