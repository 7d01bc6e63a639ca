"""What the film room does to moments: one use case each, on disk when the call returns, announced, trouble said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject

from app.rooms import Desk
from vig_tool.errors import UserError
from vig_tool.timing import Instant, Span
from vig_tool.work import chains, clips, linking, tagging, tapping
from vig_tool.work.changes import Done
from vig_tool.work.clips import Clip
from vig_tool.work.tagging import Moment

T = TypeVar("T")


class Marking:
    """Each method gives back the new state, or None where it was refused (and said)."""

    def __init__(self, desk: Desk, initiator: QObject) -> None:
        self._desk = desk
        self._initiator = initiator

    def tag(self, recording_id: UUID, *, at: Instant, principle: str) -> Moment | None:
        return self._do(lambda: tapping.tap_moment(self._desk.library, recording_id, at=at, principle=principle))

    def star(self, recording_id: UUID, *, at: Instant) -> Moment | None:
        return self._do(lambda: tapping.tap_star(self._desk.library, recording_id, at=at))

    def mark_exactly(self, moment: Moment, span: Span) -> Moment | None:
        return self._do(lambda: tapping.mark_exactly(self._desk.library, moment.id, span=span))

    def nudge(self, moment: Moment, *, start_frames: int = 0, end_frames: int = 0) -> Moment | None:
        """Its ends by whole pictures."""
        return self._do(lambda: tapping.nudge_moment(self._desk.library, moment.id, start_frames=start_frames, end_frames=end_frames))

    def choose_still(self, moment: Moment, at: Instant | None) -> Moment | None:
        return self._do(lambda: tagging.set_still(self._desk.library, moment.id, at))

    def link_goal(self, moment: Moment, goal_id: UUID | None) -> Moment | None:
        return self._do(lambda: linking.link_goal(self._desk.library, moment.id, goal_id))

    def begin_chain(self, recording_id: UUID, *, at: Instant) -> Moment | None:
        return self._do(lambda: chains.begin_chain(self._desk.library, recording_id, at=at))

    def turn_star(self, moment: Moment) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, star=not moment.star))

    def turn_private(self, moment: Moment) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, private=not moment.private))

    def turn_principle(self, moment: Moment, principle: str) -> Moment | None:
        """Adds it, or takes it away where it is there."""
        kept = tuple(one for one in moment.principles if one != principle)
        principles = kept if principle in moment.principles else (*moment.principles, principle)
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, principles=principles))

    def say_who(self, moment: Moment, actor: str) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, actor=actor))

    def say_turn(self, moment: Moment, chain_role: str) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, chain_role=chain_role))

    def say_channel(self, moment: Moment, channel: str) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment.id, channel=channel))

    def note(self, moment_id: UUID, text: str) -> Moment | None:
        return self._do(lambda: tagging.change_moment(self._desk.library, moment_id, note=text))

    def put(self, moment_id: UUID, *, start: Instant, end: Instant) -> Moment | None:
        """Where it begins and ends."""
        return self._do(lambda: tagging.change_moment(self._desk.library, moment_id, span=Span(start, end)))

    def choose(self, moment: Moment) -> Clip | None:
        return self._do(lambda: clips.clip_from_moment(self._desk.library, moment.id))

    def remove(self, moment: Moment) -> bool:
        return self.done(lambda: tagging.remove_moment(self._desk.library, moment.id)) is not None

    def done(self, use: Callable[[], Done[T]]) -> Done[T] | None:
        """Any other use case, likewise."""
        try:
            done = use()
        except UserError as trouble:
            self._desk.notices.trouble(trouble)
            return None
        self._desk.announcer.announce(done.changes, self._initiator)
        return done

    def _do(self, use: Callable[[], Done[T]]) -> T | None:
        done = self.done(use)
        return None if done is None else done.value
