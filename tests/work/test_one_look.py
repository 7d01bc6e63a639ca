"""What a screen reads through many use cases at once: one state, every row fetched once, new after a change."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from vig_tool.errors import NotThere
from vig_tool.work import families
from vig_tool.work.opening import Library


@pytest.fixture
def asked() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def test_no_row_is_fetched_twice(lib: Library, cycle_id: uuid.UUID, asked: list[str]) -> None:
    with lib.one_look():
        families.family_of_cycle(lib, cycle_id)
        first = len(asked)
        families.family_of_cycle(lib, cycle_id)
        with lib.one_look():
            families.family_of_cycle(lib, cycle_id)
        assert len(asked) == first
    families.family_of_cycle(lib, cycle_id)
    assert len(asked) > first


def test_it_sees_one_state_and_other_threads_their_own(lib: Library, family_id: uuid.UUID) -> None:
    seen: list[int] = []

    def add() -> None:
        families.add_family(lib, "G1")
        seen.append(len(families.list_families(lib)))

    with lib.one_look():
        assert len(families.list_families(lib)) == 1
        thread = threading.Thread(target=add)
        thread.start()
        thread.join()
        assert len(families.list_families(lib)) == 1
    assert seen == [2]
    assert len(families.list_families(lib)) == 2


def test_a_change_inside_ends_it(lib: Library, family_id: uuid.UUID) -> None:
    with lib.one_look():
        assert families.family_page(lib, family_id).code == "F014"
        families.correct_family(lib, family_id, code="F015")
        assert families.family_page(lib, family_id).code == "F015"
    assert families.family_page(lib, family_id).code == "F015"


def test_it_ends_with_what_is_raised(lib: Library, family_id: uuid.UUID) -> None:
    with pytest.raises(NotThere), lib.one_look():
        families.family_page(lib, uuid.uuid4())
    families.add_family(lib, "G1")
    assert len(families.list_families(lib)) == 2
