"""Where a seek comes down: which pictures after it are stale, too early, right or too late. Pure; both engines use it."""

from __future__ import annotations

from enum import Enum

from vig_tool.timing import SECOND, FrameIndex

_LOOSE = frozenset({"mpegts", "mpeg"})
"""Containers without an index of their own: players land on the key picture after the place, not before it."""

_MARGINS_US = (SECOND // 2, 2 * SECOND, 6 * SECOND)


class Verdict(Enum):
    EARLY = "early"  # before the place asked for: not to be shown
    THERE = "there"
    LATE = "late"  # the player skipped past the place: aim earlier


class Landing:
    """One seek to picture `number`. `aim_us` is where the player must be sent (None: to the very beginning)."""

    def __init__(self, index: FrameIndex, number: int, container: str) -> None:
        self.number = number
        self._index = index
        self._loose = container in _LOOSE
        self._tries = 0
        self._over = False

    @property
    def runs_up(self) -> bool:
        """Whether the player has to play, unseen and unheard, from a key picture up to the place."""
        return self._loose

    @property
    def over(self) -> bool:
        return self._over

    @property
    def aim_us(self) -> int | None:
        if not self._loose:
            return int(self._index.times[self.number])
        if self._tries >= len(_MARGINS_US):
            return None
        aim = int(self._index.times[self._index.key_before(self.number)]) - _MARGINS_US[self._tries]
        return aim if aim > 0 else None

    def judge(self, number: int) -> Verdict:
        """Of the next picture that came; once one was THERE, all are."""
        if self._over:
            return Verdict.THERE
        if number < self.number:
            return Verdict.EARLY
        if self._loose and self.aim_us is not None and number > self.number + 2:
            self._tries += 1
            return Verdict.LATE
        self._over = True
        return Verdict.THERE
