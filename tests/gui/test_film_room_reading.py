"""After a change only what changed is read; the sheet is always what the library holds, in the library's order."""

from __future__ import annotations

import random
from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

import pytest

from app.screens.film_room.marks import Marks
from app.screens.film_room.reading import Reading
from app.screens.film_room.sheet import Sheet
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from vig_tool.errors import Refused
from vig_tool.timing import Span
from vig_tool.work import clips, history, importing, tagging
from vig_tool.work.changes import Changes
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment


@pytest.fixture
def sheet(work: AtWork) -> Sheet:
    return Sheet(recording=importing.recording_card(work.lib, work.recording), scheme=tagging.scheme_for(work.lib, work.recording))


def test_a_change_is_read_alone_and_everything_else_stays_the_same_object(
    work: AtWork, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (work.mark(start, start + 20) for start in (10, 40, 90))
    reading, marks = Reading(work.lib), Marks()
    before = reading.fill(sheet)
    painted = marks.of(before)
    asked: list[object] = []
    list_moments = tagging.list_moments

    def listen(lib: Library, recording_id: UUID, *, among: Collection[UUID] | None = None) -> list[Moment]:
        asked.append(among)
        return list_moments(lib, recording_id, among=among)

    monkeypatch.setattr(tagging, "list_moments", listen)
    reading.note(tagging.change_moment(work.lib, second.id, span=Span(work.time(100), work.time(110))).changes)
    after = reading.fill(before)
    assert asked == [{second.id}]
    assert [moment.id for moment in after.moments] == [first.id, third.id, second.id]
    assert after.moments[0] is before.moments[0]
    assert marks.of(after)[0] is painted[0]
    assert marks.of(after)[2].span == after.moments[2].span


def test_where_it_is_not_known_what_changed_everything_is_read(work: AtWork, sheet: Sheet) -> None:
    reading = Reading(work.lib)
    before = reading.fill(sheet)
    made = work.mark(10, 30)
    assert [moment.id for moment in reading.fill(before).moments] == [made.id]
    reading.begin_anew()
    reading.note(Changes(frozenset({"moment"}), frozenset({UUID(int=7)})))
    assert [moment.id for moment in reading.fill(before).moments] == [made.id]


def test_clips_that_come_and_go_are_seen_at_their_moments(work: AtWork, sheet: Sheet) -> None:
    moment = work.mark(10, 30)
    reading = Reading(work.lib)
    held = reading.fill(sheet)
    made = clips.clip_from_moment(work.lib, moment.id)
    reading.note(made.changes)
    held = reading.fill(held)
    assert (held.moments[0].clip_id, held.clips) == (made.value.id, 1)
    reading.note(clips.remove_clip(work.lib, made.value.id).changes)
    held = reading.fill(held)
    assert (held.moments[0].clip_id, held.clips) == (None, 0)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_sheet_is_what_the_library_holds(work: AtWork, sheet: Sheet, seed: int) -> None:
    chance = random.Random(seed)
    reading = Reading(work.lib)
    held = reading.fill(sheet)
    for _ in range(40):
        there = tagging.list_moments(work.lib, work.recording)
        ids = [moment.id for moment in there]
        start = chance.randrange(0, 150)
        span = Span(work.time(start), work.time(start + chance.randrange(1, 25)))
        what = chance.choice(["add", "add", "change", "remove", "clip", "private", "undo", "redo"])
        steps = history.steps(work.lib, work.family)
        if what == "add":
            reading.note(tagging.add_moment(work.lib, work.recording, span=span, principles=["turns"]).changes)
        elif what == "undo" and steps.undo:
            with suppress(Refused):  # what was there before is in use now
                reading.note(history.undo(work.lib, work.family).changes)
        elif what == "redo" and steps.redo:
            reading.note(history.redo(work.lib, work.family).changes)
        elif ids and what == "change":
            reading.note(tagging.change_moment(work.lib, chance.choice(ids), span=span).changes)
        elif ids and what == "private":
            reading.note(tagging.change_moment(work.lib, chance.choice(ids), private=chance.random() < 0.5).changes)
        elif ids and what == "remove":
            reading.note(tagging.remove_moment(work.lib, chance.choice(ids)).changes)
        elif ids and what == "clip":
            which = next((moment for moment in there if not moment.private and moment.clip_id is None), None)
            if which is not None:
                reading.note(clips.clip_from_moment(work.lib, which.id).changes)
        if chance.random() < 0.6:
            held = reading.fill(held)
            assert list(held.moments) == tagging.list_moments(work.lib, work.recording)
            assert held.clips == len(clips.list_clips(work.lib, work.cycle))
