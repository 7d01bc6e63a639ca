"""Finding moments: what is wanted and nothing else, wherever it is looked for."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine

from tests.work.conftest import take_in
from vig_tool.library import finding as questions
from vig_tool.library import models as rows
from vig_tool.timing import SECOND, Span
from vig_tool.work import clips, families, goals, tagging
from vig_tool.work.finding import EVERYTHING, LIBRARY, Found, Scope, Sort, Wanted, find_moments, pick
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment

ROOT = Path(__file__).resolve().parents[2]
PRINCIPLES = ("attentive", "following", "turns", "expression", "touch", "play")


def mark(lib: Library, recording_id: uuid.UUID, at: int, *, seconds: int = 2, **more: object) -> Moment:
    span = Span.of_us(at * SECOND, (at + seconds) * SECOND)
    return tagging.add_moment(lib, recording_id, span=span, **more).value  # type: ignore[arg-type]


def starts(found: list[Found]) -> list[int]:
    return [one.moment.span.start.us // SECOND for one in found]


@pytest.fixture
def asked() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def test_each_of_what_may_be_wanted(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    goal = goals.add_goal(lib, cycle_id, kind="narrative", text="Wait for him").value.id
    mark(lib, recording_id, 1, principles=["turns"], actor="child", note="he looks up")
    mark(lib, recording_id, 5, principles=["turns", "play"], actor="parent", channel="voice", star=True)
    mark(lib, recording_id, 9, principles=["play"], private=True, note="hard")
    chosen = mark(lib, recording_id, 13, star=True)
    clips.clip_from_moment(lib, chosen.id)
    with lib.change("moment.changed") as unit:
        unit.session.get_one(rows.Moment, chosen.id).goal_id = goal
    wanted = {
        Wanted(): [1, 5, 9, 13],
        Wanted(principles=("turns",)): [1, 5],
        Wanted(principles=("turns", "play")): [1, 5, 9],
        Wanted(principles=("turns", "play"), all_of_them=True): [5],
        Wanted(actor="child"): [1],
        Wanted(channel="voice"): [5],
        Wanted(star=True): [5, 13],
        Wanted(star=False): [1, 9],
        Wanted(clip=True): [13],
        Wanted(clip=False): [1, 5, 9],
        Wanted(goal_id=goal): [13],
        Wanted(text="LOOKS he"): [1],
        Wanted(text="taking"): [1, 5],
        Wanted(text="king"): [],
        Wanted(text="turns up"): [1],
        Wanted(private=False): [1, 5, 13],
        Wanted(star=True, principles=("turns",), text="nothing of it"): [],
    }
    held = tagging.list_moments(lib, recording_id)
    titles = {one.moment.id: one.title for one in find_moments(lib, EVERYTHING, LIBRARY)}
    for what, there in wanted.items():
        found = find_moments(lib, what, Scope(recording=recording_id))
        assert starts(found) == there, what
        assert pick(held, what, title=lambda moment: titles[moment.id]) == [one.moment for one in found], what


def test_a_found_moment_is_the_moment(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    said: dict[str, Any] = {"actor": "both", "chain_role": "response", "channel": "gaze", "note": "so", "star": True}
    made = mark(lib, recording_id, 3, principles=["play", "turns"], **said)
    with lib.change("moment.changed") as unit:
        row = unit.session.get_one(rows.Moment, made.id)
        row.still_us = 3_500_000
        row.drawings = [{"at_us": 3_500_000, "shape": "arrow", "start": [0.1, 0.2], "end": [0.3, 0.4]}]
        row.steps = [rows.MomentStep(place=n, at_us=3_000_000 + n, actor="child", role="initiative") for n in range(3)]
    clips.clip_from_moment(lib, made.id)
    [held] = tagging.list_moments(lib, recording_id)
    [found] = find_moments(lib, EVERYTHING, LIBRARY)
    assert found.moment == held
    assert len(held.steps) == 3
    assert found.title == "Shared play and laughter, Taking turns"
    assert [principle.shape for principle in found.principles] == [
        next(one.shape for one in tagging.scheme_for(lib, recording_id).principles if one.id == wanted) for wanted in ("play", "turns")
    ]
    assert (found.placed.recording_id, found.placed.cycle_id) == (recording_id, cycle_id)
    assert (found.placed.family_code, found.placed.cycle_number, found.placed.role) == ("F014", 1, "interaction")


@pytest.mark.parametrize(
    ("note", "typed"),
    [
        ("Er WÄRTET", "wärtet"),
        ("er wärtet", "WÄRTET"),
        ("groß", "GROSS"),
        ("ŁÓDŹ", "łódź"),
        ("ΣΟΦΌΣ", "σοφός"),
        ("KAĞIT", "kağ"),
        (unicodedata.normalize("NFD", "Ängstlich"), "ängst"),
        ("ängst", unicodedata.normalize("NFD", "ÄNGST")),
    ],
)
def test_case_is_no_matter_in_any_alphabet(lib: Library, recording_id: uuid.UUID, note: str, typed: str) -> None:
    mark(lib, recording_id, 1, note=f"and {note} then")
    mark(lib, recording_id, 5, note="another one")
    assert starts(find_moments(lib, Wanted(text=typed), LIBRARY)) == [1]


def test_signs_that_databases_know_are_only_letters(lib: Library, recording_id: uuid.UUID) -> None:
    mark(lib, recording_id, 1, note="100 % of it")
    mark(lib, recording_id, 5, note="100 of it")
    assert starts(find_moments(lib, Wanted(text="%"), LIBRARY)) == [1]
    assert starts(find_moments(lib, Wanted(text="_"), LIBRARY)) == []


def test_the_scopes(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID, family_id: uuid.UUID) -> None:
    review_film = take_in(lib, cycle_id, role="review", variable=True)
    other = families.add_family(lib, "F002").value.id
    others_film = take_in(lib, families.add_cycle(lib, other, question="What then?").value.id)
    mark(lib, recording_id, 20)
    mark(lib, review_film, 10)
    mark(lib, others_film, 1)
    assert starts(find_moments(lib, EVERYTHING, Scope(recording=recording_id))) == [20]
    assert starts(find_moments(lib, EVERYTHING, Scope(cycle=cycle_id))) == [20, 10]
    assert starts(find_moments(lib, EVERYTHING, Scope(family=family_id))) == [20, 10]
    assert starts(find_moments(lib, EVERYTHING, Scope(family=other))) == [1]
    assert starts(find_moments(lib, EVERYTHING, LIBRARY)) == [1, 20, 10]
    assert [one.placed.family_code for one in find_moments(lib, EVERYTHING, LIBRARY)] == ["F002", "F014", "F014"]
    assert find_moments(lib, EVERYTHING, Scope(cycle=uuid.uuid4())) == []


def test_the_orders(lib: Library, recording_id: uuid.UUID) -> None:
    mark(lib, recording_id, 20, seconds=3, principles=["attentive"])
    mark(lib, recording_id, 10, seconds=9, principles=["play", "following"])
    mark(lib, recording_id, 30, seconds=3)
    mark(lib, recording_id, 5, seconds=1, principles=["attentive"])
    orders = {Sort.TIME: [5, 10, 20, 30], Sort.PRINCIPLE: [5, 20, 10, 30], Sort.LENGTH: [10, 20, 30, 5], Sort.MADE: [5, 30, 10, 20]}
    for sort, there in orders.items():
        assert starts(find_moments(lib, EVERYTHING, LIBRARY, sort=sort)) == there, sort


def test_as_many_statements_however_many_moments_there_are(lib: Library, recording_id: uuid.UUID, asked: list[str]) -> None:
    def statements() -> int:
        before = len(asked)
        find_moments(lib, Wanted(private=False, text="e"), LIBRARY)
        return sum(statement.lstrip().startswith("SELECT") for statement in asked[before:])

    for at in range(3):
        mark(lib, recording_id, at, principles=["turns"])
    few = statements()
    assert few <= 5
    for at in range(20):
        mark(lib, recording_id, at, principles=["turns", "play"])
    assert statements() == few


def test_it_is_put_in_words_that_postgresql_knows() -> None:
    everything = Wanted(("turns", "play"), True, "child", "gaze", star=True, clip=False, goal_id=uuid.uuid4(), private=False)
    said = str(questions._question(everything, Scope(family=uuid.uuid4())).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert "lower(" not in said.lower()
    assert said.count("moment_principle.principle IN") == 2


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.builds(
        Wanted,
        principles=st.lists(st.sampled_from(PRINCIPLES), max_size=2, unique=True).map(tuple),
        all_of_them=st.booleans(),
        actor=st.sampled_from([None, "child", "parent"]),
        channel=st.sampled_from([None, "gaze", "voice"]),
        star=st.sampled_from([None, True, False]),
        clip=st.sampled_from([None, True, False]),
        text=st.sampled_from(["", "ä", "turns", "PLAY ä", "nowhere"]),
        private=st.booleans(),
    )
)
def test_what_the_library_finds_is_what_the_list_keeps(many: tuple[Library, uuid.UUID], wanted: Wanted) -> None:
    lib, recording_id = many
    titles = {one.moment.id: one.title for one in find_moments(lib, EVERYTHING, LIBRARY)}
    found = [one.moment for one in find_moments(lib, wanted, Scope(recording=recording_id))]
    assert pick(tagging.list_moments(lib, recording_id), wanted, title=lambda moment: titles[moment.id]) == found


@pytest.fixture
def many(lib: Library, recording_id: uuid.UUID) -> tuple[Library, uuid.UUID]:
    for n in range(24):
        moment = mark(
            lib,
            recording_id,
            n,
            principles=PRINCIPLES[n % 6 : n % 6 + n % 3],
            actor=[None, "child", "parent"][n % 3],
            channel=[None, "gaze", "voice", None][n % 4],
            star=n % 5 == 0,
            private=n % 7 == 0,
            note=["", "sie WÄRTET", "play"][n % 3],
        )
        if n % 4 == 1 and not moment.private:
            clips.clip_from_moment(lib, moment.id)
    return lib, recording_id



FOR_PARENTS = ("app/screens/review", "app/widgets/show", "app/screens/clips", "vig_tool/work/review.py", "vig_tool/reports")


@pytest.mark.parametrize("place", FOR_PARENTS)
def test_what_the_parent_sees_knows_nothing_of_it(place: str) -> None:
    """Nor of its counts: neither the search nor the list is asked there."""
    held = ROOT / place
    files = [held] if held.is_file() else sorted(held.rglob("*.py"))
    assert files
    assert not [file.name for file in files if re.search(r"\bimport .*\bfinding\b|\.finding\b", file.read_text(encoding="utf-8"))]
