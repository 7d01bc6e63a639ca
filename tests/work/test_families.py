"""Families, people, consents and cycles: right, refused with a sentence, and taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.timing import Span
from vig_tool.work import clips, families, goals, history, review, tagging
from vig_tool.work.opening import Library


def test_a_family_by_its_code(lib: Library, family_id: uuid.UUID) -> None:
    assert families.find_family(lib, " f014 ") == family_id
    page = families.family_page(lib, family_id)
    assert (page.code, page.programme_id, page.programme) == ("F014", "vig", "Video Interaction Guidance")
    assert family_id in lib.keyring.families()
    with pytest.raises(NotThere):
        families.find_family(lib, "F015")
    with pytest.raises(Refused, match="F014 already"):
        families.add_family(lib, "f014")
    with pytest.raises(NotThere):
        families.add_family(lib, "F015", programme="unknown")


@pytest.mark.parametrize("code", ["", "   ", "F 14", "x" * 25, "F_14", "---", "F014\n2", "../../x y"])
def test_codes_that_are_none(lib: Library, code: str) -> None:
    with pytest.raises(BadInput):
        families.add_family(lib, code)
    assert families.list_families(lib) == []
    assert lib.keyring.families() == set()


def test_families_are_listed_by_code(lib: Library, cycle_id: uuid.UUID) -> None:
    families.add_family(lib, "A-1/ö.2")
    cards = families.list_families(lib)
    assert [(card.code, card.cycles) for card in cards] == [("A-1/ö.2", 0), ("F014", 1)]
    assert cards[0].state == "Write down the helping question to begin the first cycle."
    assert cards[1].question == "What helps him feel close to me?"


def test_many_families_ask_the_database_no_more_than_one(lib: Library, cycle_id: uuid.UUID) -> None:
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    def questions(use_case: Callable[[], object]) -> int:
        asked.clear()
        use_case()
        return len(asked)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        one = questions(lambda: families.list_families(lib))
        page = questions(lambda: families.family_page(lib, families.find_family(lib, "F014")))
        for number in range(12):
            family = families.add_family(lib, f"G{number}").value.id
            for _ in range(3):
                families.add_cycle(lib, family, question="What helps?")
        assert questions(lambda: families.list_families(lib)) == one
        assert questions(lambda: families.family_page(lib, families.find_family(lib, "G7"))) == page
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [(card.code, card.cycles) for card in families.list_families(lib)][:2] == [("F014", 1), ("G0", 3)]
    assert {card.latest.number for card in families.list_families(lib) if card.latest} == {1, 3}


def test_correcting_a_family(lib: Library, family_id: uuid.UUID) -> None:
    families.add_family(lib, "F015")
    done = families.correct_family(lib, family_id, code="f014", started=date(2024, 9, 4))
    assert (done.value.code, done.value.started) == ("f014", date(2024, 9, 4))
    with pytest.raises(Refused):
        families.correct_family(lib, family_id, code="F015")
    history.undo(lib, family_id)
    assert families.family_page(lib, family_id).code == "F014"


def test_people_and_their_consents(lib: Library, family_id: uuid.UUID) -> None:
    page = families.add_person(lib, family_id, role="parent", name="Anna").value
    person_id = page.people[0].id
    families.correct_person(lib, person_id, name="Anne")
    page = families.give_consent(lib, family_id, scope="film", given=date(2025, 3, 1), person_id=person_id).value
    page = families.give_consent(lib, family_id, scope="supervisor", given=date(2025, 3, 1), until=date(2025, 9, 1)).value
    assert [(held.scope, held.person_id) for held in page.consents] == [("film", person_id), ("supervisor", None)]
    page = families.withdraw_consent(lib, page.consents[0].id, on=date(2025, 4, 1)).value
    assert page.consents[0].withdrawn == date(2025, 4, 1)
    page = families.remove_person(lib, person_id).value
    assert page.people == ()
    assert [held.scope for held in page.consents] == ["supervisor"]
    history.undo(lib, family_id)
    page = families.family_page(lib, family_id)
    assert [person.name for person in page.people] == ["Anne"]
    assert page.consents[0].withdrawn == date(2025, 4, 1)
    for _ in range(5):
        history.undo(lib, family_id)
    page = families.family_page(lib, family_id)
    assert (page.people, page.consents) == ((), ())


def test_people_and_consents_that_cannot_be_meant(lib: Library, family_id: uuid.UUID) -> None:
    with pytest.raises(BadInput):
        families.add_person(lib, family_id, role="dog", name="Rex")
    with pytest.raises(BadInput):
        families.add_person(lib, family_id, role="child", name=" ")
    with pytest.raises(BadInput):
        families.give_consent(lib, family_id, scope="everything", given=date(2025, 3, 1))
    with pytest.raises(BadInput):
        families.give_consent(lib, family_id, scope="film", given=date(2025, 3, 1), until=date(2025, 2, 1))
    with pytest.raises(NotThere):
        families.give_consent(lib, family_id, scope="film", given=date(2025, 3, 1), person_id=uuid.uuid4())
    other = families.add_family(lib, "F015").value.id
    stranger = families.add_person(lib, other, role="child", name="B").value.people[0].id
    with pytest.raises(NotThere):
        families.give_consent(lib, family_id, scope="film", given=date(2025, 3, 1), person_id=stranger)
    consent_id = families.give_consent(lib, family_id, scope="film", given=date(2025, 3, 1)).value.consents[0].id
    with pytest.raises(BadInput):
        families.withdraw_consent(lib, consent_id, on=date(2025, 2, 1))


def test_cycles_are_numbered(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    second = families.add_cycle(lib, family_id, question="How do I wait\n for him to start?").value
    assert (second.number, second.question) == (2, "How do I wait for him to start?")
    assert families.find_cycle(lib, "f014", 2) == second.id
    with pytest.raises(NotThere):
        families.find_cycle(lib, "F014", 3)
    with pytest.raises(BadInput):
        families.add_cycle(lib, family_id, question="  ")
    done = families.correct_cycle(lib, second.id, question="How do I wait?", filmed_on=date(2025, 5, 1))
    assert (done.value.question, done.value.filmed_on) == ("How do I wait?", date(2025, 5, 1))
    assert done.changes.touches("cycle")
    history.undo(lib, family_id)
    assert families.cycle_card(lib, second.id).filmed_on is None
    history.undo(lib, family_id)
    assert len(families.family_page(lib, family_id).cycles) == 1


def test_each_cycle_says_what_comes_next(lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    def step() -> tuple[str, str]:
        card = families.cycle_card(lib, cycle_id)
        return card.next_step, card.next_words

    assert step() == ("film", "Drop the film here.")
    recording_id = take_in(lib, cycle_id)
    assert step()[0] == "moments"
    moment_id = tagging.add_moment(lib, recording_id, span=Span.of_us(0, 1_000_000), star=True).value.id
    assert step() == ("clips", "1 moment marked. Choose the clips for the review.")
    clip_id = clips.clip_from_moment(lib, moment_id).value.id
    assert step() == ("review", "1 clip chosen. Prepare the review.")
    assert families.list_families(lib)[0].state == "1 clip chosen. Prepare the review."
    review.keep_parents_words(lib, clip_id, text="I saw him look up.")
    review.finish_review(lib, cycle_id, on=date(2025, 4, 1))
    assert step()[0] == "goals"
    goal_id = goals.add_goal(lib, cycle_id, kind="scale", text="Wait for him").value.id
    assert step()[0] == "goals"
    goals.rate_goal(lib, goal_id, cycle_id=cycle_id, value=7)
    assert step() == ("done", "This cycle is complete.")
    card = families.family_page(lib, family_id).cycles[0]
    assert (card.parents_words, card.clips, card.reviewed_on) == ("I saw him look up.", 1, date(2025, 4, 1))
    assert [(film.duration_us, film.moments, film.starred) for film in card.films] == [(60_000_000, 1, 1)]
    assert [(mark.text, mark.value) for mark in card.goals] == [("Wait for him", 7)]
