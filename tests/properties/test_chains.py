"""Whatever is done to a chain: its steps stand on pictures of the film, in order, one each; undo and redo reach every state again."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.work.conftest import PASSPHRASE, PICTURES, STEP_US, film_index, take_in
from vig_tool.errors import BadInput, NotThere
from vig_tool.library import words
from vig_tool.timing import Instant
from vig_tool.work import chains, families, history, opening, tagging
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

AT = st.integers(0, PICTURES * STEP_US - 1).map(Instant)
ACTOR = st.sampled_from((None, "", *words.ACTORS))
ROLE = st.sampled_from((None, "", *words.CHAIN_ROLES))
INDEX = film_index(variable=True)


class Chaining(RuleBasedStateMachine):
    """`past` and `future` are what undo and redo must reach."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.lib: Library | None = None
        self.past: list[list[Moment]] = []
        self.future: list[list[Moment]] = []
        self.now: list[Moment] = []

    @initialize()
    def make(self) -> None:
        self.lib = opening.create_library(Path(self.folder.name) / "library", PASSPHRASE).library
        self.family = families.add_family(self.lib, "F014").value.id
        self.recording = take_in(self.lib, families.add_cycle(self.lib, self.family, question="?").value.id, variable=True)

    def teardown(self) -> None:
        if self.lib is not None:
            self.lib.close()
        self.folder.cleanup()

    @property
    def library(self) -> Library:
        assert self.lib is not None
        return self.lib

    def kept(self) -> None:
        after = tagging.list_moments(self.library, self.recording)
        if after != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

    @precondition(lambda self: len(self.now) < 3)
    @rule(at=AT)
    def begin(self, at: Instant) -> None:
        moment = chains.begin_chain(self.library, self.recording, at=at).value
        assert moment.steps[0].at == INDEX.time(INDEX.shown_at(at))
        self.kept()

    @precondition(lambda self: bool(self.now))
    @rule(which=st.integers(0, 2), at=AT, actor=ACTOR, role=ROLE)
    def add(self, which: int, at: Instant, actor: str | None, role: str | None) -> None:
        moment = self.now[which % len(self.now)]
        with contextlib.suppress(BadInput):  # that picture is a step already
            longer = chains.add_step(self.library, moment.id, at=at, actor=actor, role=role).value
            assert len(longer.steps) == len(moment.steps) + 1
            assert longer.span.start <= moment.span.start < moment.span.end <= longer.span.end
        self.kept()

    @precondition(lambda self: bool(self.now))
    @rule(which=st.integers(0, 2), place=st.integers(0, 5), at=st.none() | AT, actor=ACTOR, role=ROLE)
    def change(self, which: int, place: int, at: Instant | None, actor: str | None, role: str | None) -> None:
        moment = self.now[which % len(self.now)]
        with contextlib.suppress(BadInput, NotThere):
            chains.change_step(self.library, moment.id, place, at=at, actor=actor, role=role)
        self.kept()

    @precondition(lambda self: bool(self.now))
    @rule(which=st.integers(0, 2), place=st.integers(0, 5))
    def remove(self, which: int, place: int) -> None:
        moment = self.now[which % len(self.now)]
        with contextlib.suppress(NotThere):
            shorter = chains.remove_step(self.library, moment.id, place).value
            assert shorter.steps == moment.steps[:place] + moment.steps[place + 1 :]
            assert shorter.span == moment.span
        self.kept()

    @precondition(lambda self: bool(self.past))
    @rule()
    def undo(self) -> None:
        history.undo(self.library, self.family)
        self.future.append(self.now)
        self.now = self.past.pop()

    @precondition(lambda self: bool(self.future))
    @rule()
    def redo(self) -> None:
        history.redo(self.library, self.family)
        self.past.append(self.now)
        self.now = self.future.pop()

    @invariant()
    def stands_as_expected(self) -> None:
        if self.lib is not None:
            assert tagging.list_moments(self.lib, self.recording) == self.now
            for moment in self.now:
                at = [step.at for step in moment.steps]
                assert at == sorted(set(at))
                assert all(one == INDEX.time(INDEX.shown_at(one)) and one in moment.span for one in at)
                assert INDEX.snap_span(moment.span) == moment.span
                assert moment.span.end <= INDEX.end


Chaining.TestCase.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
TestChaining = Chaining.TestCase
