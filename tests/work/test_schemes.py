"""Schemes as a library changes them: what is tagged from then on, and what was tagged before."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.work.conftest import take_in
from vig_tool.errors import BadInput, NotThere, Refused
from vig_tool.library.models import TrailEntry
from vig_tool.programmes import Scheme, load
from vig_tool.timing import SECOND, Instant
from vig_tool.work import clips, families, history, schemes, tagging
from vig_tool.work.changes import Changes
from vig_tool.work.opening import Library


def now(lib: Library, scheme_id: str = "contact") -> Scheme:
    return schemes.scheme_card(lib, scheme_id).scheme


def changed(lib: Library, principle_id: str, **values: object) -> Scheme:
    """The scheme with something else in one of its principles."""
    scheme = now(lib)
    other = tuple(replace(one, **values) if one.id == principle_id else one for one in scheme.principles)  # type: ignore[arg-type]
    return replace(scheme, principles=other)


def tag(lib: Library, recording_id: uuid.UUID, principle: str = "turns", at: int = 10) -> tagging.Moment:
    return tagging.tag_moment(lib, recording_id, at=Instant(at * SECOND), principle=principle).value


def shown(lib: Library, recording_id: uuid.UUID) -> list[str]:
    """What each moment's first principle is called where it is shown."""
    scheme = tagging.scheme_for(lib, recording_id)
    seen = []
    for moment in tagging.list_moments(lib, recording_id):
        principle = scheme.as_tagged(moment.principles[0], moment.editions[0])
        assert principle is not None
        seen.append(principle.name)
    return seen


def test_a_scheme_that_was_never_changed_is_as_it_came(lib: Library) -> None:
    cards = schemes.list_schemes(lib)
    assert [card.scheme for card in cards] == list(load("vig").schemes)
    assert {(card.edition, card.since) for card in cards} == {(0, None)}
    assert [card.used_for for card in cards] == [("interaction", "supervision"), (), ("review",)]
    assert schemes.save_scheme(lib, now(lib)).changes == Changes()
    assert len(schemes.list_editions(lib, "contact")) == 1


def test_a_moment_shows_its_code_as_it_was_when_tagged(lib: Library, recording_id: uuid.UUID) -> None:
    first = tag(lib, recording_id, at=10)
    done = schemes.save_scheme(lib, changed(lib, "turns", name="To and fro", short="To and fro", colour="#0072B2"))
    assert done.changes.touches("scheme")
    assert done.value.edition == 1
    second = tag(lib, recording_id, at=30)
    schemes.save_scheme(lib, changed(lib, "turns", name="Ping and pong", short="Ping", shape="hexagon"))
    third = tag(lib, recording_id, at=50)
    assert [first.editions, second.editions, third.editions] == [(0,), (1,), (2,)]
    assert shown(lib, recording_id) == ["Taking turns", "To and fro", "Ping and pong"]
    held = schemes.principle_as_tagged(lib, "turns", 1)
    assert held is not None
    assert (held.name, held.colour, held.shape) == ("To and fro", "#0072B2", "square")
    assert schemes.principle_as_tagged(lib, "turns", 7) is None
    assert {moment.principles for moment in tagging.list_moments(lib, recording_id)} == {("turns",)}
    assert [edition.number for edition in schemes.list_editions(lib, "contact")] == [0, 1, 2]


def test_a_principle_added_later_has_its_own_edition(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tag(lib, recording_id)
    schemes.save_scheme(lib, changed(lib, "play", name="Fun", short="Fun"))
    both = tagging.change_moment(lib, moment.id, principles=["turns", "play"]).value
    assert (both.principles, both.editions) == (("turns", "play"), (0, 1))
    schemes.save_scheme(lib, changed(lib, "play", name="Joy", short="Joy"))
    turned = tagging.change_moment(lib, moment.id, principles=["play", "turns"]).value
    assert (turned.principles, turned.editions) == (("play", "turns"), (1, 0))


def test_a_retired_code_is_no_longer_offered_and_moments_keep_it(lib: Library, recording_id: uuid.UUID) -> None:
    moment = tag(lib, recording_id, "touch")
    card = schemes.retire_code(lib, "touch").value
    assert "touch" not in {one.id for one in card.scheme.principles}
    assert [one.id for one in card.scheme.retired] == ["touch"]
    assert card.counts == {"touch": 1}
    assert "touch" not in {one.id for one in tagging.scheme_for(lib, recording_id).principles}
    assert shown(lib, recording_id) == ["Touch and closeness"]
    with pytest.raises(BadInput, match="“Touch and closeness” is retired"):
        tag(lib, recording_id, "touch")
    with pytest.raises(BadInput):
        tagging.add_moment(lib, recording_id, span=moment.span, principles=["touch"])
    # What it has it keeps, with others beside it.
    assert tagging.change_moment(lib, moment.id, principles=["touch", "play"]).value.principles == ("touch", "play")
    assert tagging.change_moment(lib, moment.id, principles=["play"]).value.principles == ("play",)
    with pytest.raises(BadInput):
        tagging.change_moment(lib, moment.id, principles=["touch"])
    assert [one.id for one in schemes.bring_back_code(lib, "touch").value.scheme.retired] == []
    assert tag(lib, recording_id, "touch", at=40).editions == (2,)


def test_a_code_brought_back_lets_go_of_a_key_that_is_taken(lib: Library) -> None:
    schemes.retire_code(lib, "touch")
    schemes.save_scheme(lib, changed(lib, "play", key="5"))
    card = schemes.bring_back_code(lib, "touch").value
    assert {one.id: one.key for one in card.scheme.principles}["touch"] == ""


def test_the_last_code_stays(lib: Library) -> None:
    for one in now(lib).principles[1:]:
        schemes.retire_code(lib, one.id)
    with pytest.raises(Refused):
        schemes.retire_code(lib, "attentive")
    with pytest.raises(NotThere):
        schemes.retire_code(lib, "kindness")


def test_what_a_change_leaves_out_is_retired_never_lost(lib: Library) -> None:
    scheme = now(lib)
    kept = schemes.save_scheme(lib, replace(scheme, principles=scheme.principles[:2])).value.scheme
    assert len(kept.principles) == 2
    assert {one.id for one in kept.retired} == {"turns", "expression", "touch", "play"}


def test_undo_reaches_across_editions(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    first = tag(lib, recording_id)
    schemes.save_scheme(lib, changed(lib, "turns", name="To and fro", short="To and fro"))
    second = tag(lib, recording_id, at=30)
    tagging.remove_moment(lib, first.id)
    schemes.retire_code(lib, "turns")
    history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == [first, second]
    assert shown(lib, recording_id) == ["Taking turns", "To and fro"]
    history.undo(lib, family_id)
    history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == []
    history.redo(lib, family_id)
    history.redo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == [first, second]
    assert schemes.scheme_card(lib, "contact").edition == 2  # editions themselves are never taken back


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["tag", "rename", "undo", "redo", "retire"]), st.integers(0, 5)), max_size=14))
def test_whatever_happens_a_moment_shows_the_name_it_was_tagged_with(
    lib: Library, family_id: uuid.UUID, cycle_id: uuid.UUID, recording_id: uuid.UUID, steps: list[tuple[str, int]]
) -> None:
    said: dict[uuid.UUID, str] = {}
    for step, number in steps:
        scheme = now(lib)
        one = scheme.principles[number % len(scheme.principles)]
        if step == "tag":
            said[tag(lib, recording_id, one.id, at=number).id] = one.name
        elif step == "rename":
            name = f"Name {uuid.uuid4().hex[:6]}"
            schemes.save_scheme(lib, changed(lib, one.id, name=name, short=name))
        elif step == "retire" and len(scheme.principles) > 1:
            schemes.retire_code(lib, one.id)
        elif step in ("undo", "redo"):
            steps_now = history.steps(lib, family_id)
            if step == "undo" and steps_now.undo.startswith("Tag"):
                history.undo(lib, family_id)
            elif step == "redo" and steps_now.redo:
                history.redo(lib, family_id)
        scheme_now = tagging.scheme_for(lib, recording_id)
        for moment in tagging.list_moments(lib, recording_id):
            principle = scheme_now.as_tagged(moment.principles[0], moment.editions[0])
            assert principle is not None
            assert moment.id not in said or principle.name == said[moment.id]


def test_another_scheme_for_a_kind_of_recording_or_for_one(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    other, review = take_in(lib, cycle_id), take_in(lib, cycle_id, role="review")
    old = tag(lib, recording_id)
    done = schemes.use_scheme_here(lib, "ladder", recording_id=recording_id)
    assert done.changes.touches("scheme")
    used = [tagging.scheme_for(lib, film).id for film in (recording_id, other, review)]
    assert used == ["ladder", "contact", "ladder-guider"]
    assert ("ladder", "Six steps", True) in schemes.schemes_to_choose(lib, recording_id)
    assert ("ladder", "Six steps", False) in schemes.schemes_to_choose(lib, other)
    assert shown(lib, recording_id) == ["Taking turns"]  # of another scheme, and still by its name
    assert old in tagging.list_moments(lib, recording_id)
    schemes.use_scheme(lib, "ladder", role="interaction")
    schemes.use_scheme_here(lib, "contact", recording_id=recording_id)
    assert [tagging.scheme_for(lib, film).id for film in (recording_id, other, review)] == ["contact", "ladder", "ladder-guider"]
    assert schemes.scheme_card(lib, "ladder").used_for == ("interaction",)
    with pytest.raises(NotThere):
        schemes.use_scheme_here(lib, "steps", recording_id=other)
    with pytest.raises(BadInput):
        schemes.use_scheme(lib, "ladder", role="party")


def test_the_limits_are_the_librarys(lib: Library, cycle_id: uuid.UUID) -> None:
    assert clips.meter(lib, cycle_id).clips_limit == 4
    done = schemes.change_limits(lib, clips=6, seconds=20)
    assert done.changes.touches("clip")
    meter = clips.meter(lib, cycle_id)
    assert (meter.clips_limit, meter.clip_limit_us) == (6, 20 * SECOND)
    assert schemes.programme_limits(lib) == schemes.Limits(6, 20 * SECOND)
    assert schemes.change_limits(lib, clips=6, seconds=20).changes == Changes()
    for clip_count, seconds in ((0, 10), (4, 0), (101, 10), (4, 3601)):
        with pytest.raises(BadInput):
            schemes.change_limits(lib, clips=clip_count, seconds=seconds)


def test_what_cannot_be_used_is_said_at_its_place(lib: Library) -> None:
    bad = changed(lib, "turns", key="1", definition=" ")
    found = schemes.faults_of(lib, bad)
    assert [(fault.principle, fault.field) for fault in found] == [("turns", "definition")]
    assert found[0].sentence == "It should not be empty."
    clash = schemes.faults_of(lib, changed(lib, "turns", key="1"))
    assert [(fault.principle, fault.field) for fault in clash] == [("turns", "key")]
    assert "key “1”" in clash[0].sentence
    taken = schemes.faults_of(lib, changed(lib, "turns", id="step-turns"))
    assert [(fault.principle, fault.field) for fault in taken] == [("step-turns", "id")]
    with pytest.raises(BadInput, match="cannot be used yet"):
        schemes.save_scheme(lib, changed(lib, "turns", key="1"))
    assert schemes.scheme_card(lib, "contact").edition == 0


def test_a_file_goes_out_and_comes_in(lib: Library, recording_id: uuid.UUID) -> None:
    tag(lib, recording_id, "touch")
    text = schemes.export_scheme(lib, "contact")
    assert schemes.import_scheme(lib, text, name="ours.toml").value.edition == 0  # nothing differs
    text = text.replace("clips = 4", "clips = 5").replace('name = "Taking turns"', 'name = "To and fro"')
    start = text.index('[[principles]]\nid = "touch"')
    text = text[:start] + text[text.index("[[principles]]", start + 5) :]
    card = schemes.import_scheme(lib, text, name="ours.toml").value
    assert card.edition == 1
    assert {one.name for one in card.scheme.principles} >= {"To and fro"}
    assert [one.id for one in card.scheme.retired] == ["touch"]
    assert schemes.programme_limits(lib).clips == 5
    assert shown(lib, recording_id) == ["Touch and closeness"]
    assert schemes.export_scheme(lib, "contact").count("retired = true") == 1


def test_a_new_scheme_comes_in_and_can_be_used(lib: Library, recording_id: uuid.UUID) -> None:
    text = schemes.export_scheme(lib, "contact").replace('id = "', 'id = "our-').replace('name = "Contact principles"', 'name = "Ours"')
    assert schemes.import_scheme(lib, text, name="ours.toml").value.edition == 1
    assert [card.scheme.id for card in schemes.list_schemes(lib)] == ["contact", "ladder", "ladder-guider", "our-contact"]
    schemes.use_scheme_here(lib, "our-contact", recording_id=recording_id)
    assert tag(lib, recording_id, "our-turns").editions == (1,)


def test_a_bad_file_changes_nothing(lib: Library) -> None:
    good = schemes.export_scheme(lib, "contact").replace("clips = 4", "clips = 9")
    line = next(number for number, words in enumerate(good.splitlines(), 1) if 'key = "3"' in words)
    with pytest.raises(BadInput, match=f"Line {line}: "):
        schemes.import_scheme(lib, good.replace('key = "3"', 'key = "2"'), name="ours.toml")
    with pytest.raises(BadInput, match="no programme “other”"):
        schemes.import_scheme(lib, good.replace('programme = "vig"', 'programme = "other"'), name="ours.toml")
    with pytest.raises(BadInput, match="belongs to a principle of “Six steps”"):
        schemes.import_scheme(lib, good.replace('id = "turns"', 'id = "step-turns"'), name="ours.toml")
    assert schemes.programme_limits(lib).clips == 4
    assert schemes.scheme_card(lib, "contact").edition == 0


def test_new_ids_are_none_that_was_ever_used(lib: Library) -> None:
    assert schemes.new_id(lib, "Turns") == "turns-2"
    assert schemes.new_id(lib, "Wärme & Nähe!") == "w-rme-n-he"
    assert schemes.new_id(lib, "4 hands") == "code-4-hands"
    assert schemes.new_id(lib, "…", also=("code",)) == "code-2"


def test_the_trail_tells_of_every_change(lib: Library) -> None:
    schemes.save_scheme(lib, changed(lib, "turns", name="To and fro", short="To and fro"))
    schemes.change_limits(lib, clips=6, seconds=20)
    with lib.reading() as session:
        said = [entry.action for entry in session.query(TrailEntry)]
        facts = [entry.facts for entry in session.query(TrailEntry) if entry.action == "scheme.changed"]
    assert said[-2:] == ["scheme.changed", "programme.changed"]
    assert "To and fro" not in facts[0]
    assert '"version":1' in facts[0]


def test_other_families_have_the_same_schemes(lib: Library) -> None:
    """A scheme is the service's, not a family's."""
    schemes.save_scheme(lib, changed(lib, "turns", name="To and fro", short="To and fro"))
    family = families.add_family(lib, "F020").value
    film = take_in(lib, families.add_cycle(lib, family.id, question="?").value.id)
    assert "To and fro" in {one.name for one in tagging.scheme_for(lib, film).principles}
