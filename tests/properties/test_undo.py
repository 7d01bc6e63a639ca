"""Whatever is done, undone and done again: going back returns to each earlier state exactly, going forth to each later one."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.library.conftest import PASSPHRASE, family_of, new_cycle, take_in
from vig_tool.library import history, moments
from vig_tool.library.models import Base, Clip, Moment, ParentWords, Review
from vig_tool.library.opening import Library, create_library

WATCHED = ("moment", "moment_principle", "clip", "review", "parent_words")
State = dict[str, list[tuple[Any, ...]]]


class Editing(RuleBasedStateMachine):
    """`past` and `future` are the states the model expects undo and redo to reach."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.lib: Library | None = None
        self.past: list[State] = []
        self.future: list[State] = []

    @initialize()
    def make(self) -> None:
        self.lib, _ = create_library(Path(self.folder.name) / "library", PASSPHRASE)
        self.cycle_id = new_cycle(self.lib, code="F014")
        self.scope = family_of(self.lib, self.cycle_id)
        self.recording_id = take_in(self.lib, self.cycle_id)
        self.now = self.state()

    def teardown(self) -> None:
        if self.lib:
            self.lib.close()
        self.folder.cleanup()

    @property
    def library(self) -> Library:
        assert self.lib is not None
        return self.lib

    def state(self) -> State:
        with self.library.reading() as session:
            connection = session.connection()
            return {
                name: sorted(map(tuple, connection.execute(Base.metadata.tables[name].select())), key=str) for name in WATCHED
            }

    def done(self) -> None:
        after = self.state()
        if after != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

    def pick(self, table: str, place: int) -> uuid.UUID | None:
        rows = self.now[table]
        return rows[place % len(rows)][0] if rows else None

    @rule(start=st.integers(0, 5), principles=st.lists(st.sampled_from("abc"), unique=True), note=st.text("xyz", max_size=3))
    def tag(self, start: int, principles: list[str], note: str) -> None:
        with self.library.change("moment.added", scope=self.scope, label="Tag") as unit:
            moment = Moment(recording_id=self.recording_id, start_us=start, end_us=start + 1, note=note)
            unit.session.add(moment)
            moments.set_principles(unit.session, moment, principles)
        self.done()

    @rule(place=st.integers(0, 9), start=st.integers(0, 5), star=st.booleans(), principles=st.lists(st.sampled_from("abc"), unique=True))
    def change(self, place: int, start: int, star: bool, principles: list[str]) -> None:
        moment_id = self.pick("moment", place)
        if moment_id:
            with self.library.change("moment.changed", scope=self.scope, label="Change") as unit:
                moment = moments.get(unit.session, moment_id)
                moment.start_us, moment.end_us, moment.star = start, start + 2, star
                moments.set_principles(unit.session, moment, principles)
            self.done()

    @rule(place=st.integers(0, 9))
    def untag(self, place: int) -> None:
        moment_id = self.pick("moment", place)
        if moment_id:
            with self.library.change("moment.removed", scope=self.scope, label="Remove") as unit:
                unit.session.delete(moments.get(unit.session, moment_id))
            self.done()

    @rule(place=st.integers(0, 9))
    def cut(self, place: int) -> None:
        moment_id = self.pick("moment", place)
        if moment_id:
            with self.library.change("clip.added", scope=self.scope, label="Clip") as unit:
                at = len(moments.clips_of_cycle(unit.session, self.cycle_id))
                unit.session.add(
                    Clip(cycle_id=self.cycle_id, recording_id=self.recording_id, moment_id=moment_id, start_us=0, end_us=9, place=at)
                )
            self.done()

    @rule(place=st.integers(0, 9))
    def drop_clip_and_close_up(self, place: int) -> None:
        clip_id = self.pick("clip", place)
        if clip_id:
            with self.library.change("clip.removed", scope=self.scope, label="Remove clip") as unit:
                unit.session.delete(moments.clip(unit.session, clip_id))
                unit.session.flush()
                for at, clip in enumerate(moments.clips_of_cycle(unit.session, self.cycle_id)):
                    clip.place = at
            self.done()

    @rule(place=st.integers(0, 9), text=st.text("pq", max_size=2))
    def say(self, place: int, text: str) -> None:
        clip_id = self.pick("clip", place)
        if clip_id:
            with self.library.change("words.kept", scope=self.scope, label="Words") as unit:
                review = unit.session.query(Review).one_or_none()
                if review is None:
                    review = Review(cycle_id=self.cycle_id)
                    unit.session.add(review)
                    unit.session.flush()
                review.resume_clip_id = clip_id
                words = unit.session.query(ParentWords).filter_by(clip_id=clip_id).one_or_none()
                if words is None:
                    unit.session.add(ParentWords(review_id=review.id, clip_id=clip_id, text=text))
                else:
                    words.text = text
            self.done()

    @precondition(lambda self: bool(self.past))
    @rule()
    def undo(self) -> None:
        history.undo(self.library, self.scope)
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: bool(self.future))
    @rule()
    def redo(self) -> None:
        history.redo(self.library, self.scope)
        self.past.append(self.now)
        self.now = self.future.pop()

    @invariant()
    def as_expected(self) -> None:
        if self.lib:
            assert self.state() == self.now


Editing.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
TestEditing = Editing.TestCase
