"""The trail shows every kind of tampering that a chain can show, and never holds content."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from vig_tool.library import trail
from vig_tool.library.models import TrailEntry
from vig_tool.library.opening import Library


def faults(lib: Library) -> list[str]:
    with lib.reading() as session:
        return trail.verify(session, lib.keyring, lib.id)


def tamper(lib: Library, statement: str) -> None:
    with lib.aside() as session:
        session.connection().exec_driver_sql(statement)


@pytest.fixture
def full(lib: Library, recording_id: uuid.UUID) -> Library:
    for number in range(5):
        with lib.change("clip.exported") as unit:
            unit.about(recording_id)
            unit.note({"number": number, "clips": [uuid.uuid4()], "kind": "reel"})
    return lib


def test_a_whole_trail_has_no_faults(full: Library) -> None:
    assert faults(full) == []
    with full.reading() as session:
        entries = list(session.scalars(select(TrailEntry).order_by(TrailEntry.seq)))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.actor for entry in entries} == {full.person_id}


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("DELETE FROM trail WHERE seq = 3", "missing"),
        ("DELETE FROM trail WHERE seq = 1", "missing"),
        ("DELETE FROM trail", "empty"),
        ("UPDATE trail SET action = 'nothing' WHERE seq = 4", "changed"),
        ("UPDATE trail SET facts = '{}' WHERE seq = 4", "changed"),
        ("UPDATE trail SET at_us = at_us + 1 WHERE seq = 2", "changed"),
        ("UPDATE trail SET hash = zeroblob(32) WHERE seq = 2", "changed"),
        ("UPDATE trail SET signature = zeroblob(64) WHERE seq = 2", "not written by"),
        ("UPDATE trail SET actor = '00000000000000000000000000000000' WHERE seq = 2", "not written by"),
    ],
)
def test_tampering_is_seen(full: Library, statement: str, word: str) -> None:
    tamper(full, statement)
    assert any(word in fault for fault in faults(full))


def test_rewriting_the_chain_without_the_persons_key_is_seen(full: Library) -> None:
    with full.aside() as session:
        previous: bytes | None = None
        for entry in session.scalars(select(TrailEntry).order_by(TrailEntry.seq)):
            entry.previous = previous or entry.previous
            entry.facts = "{}"
            entry.hash = previous = trail._hash(entry)
    assert faults(full) == ["Entries of the trail were not written by the person they name."]


@pytest.mark.parametrize("secret", ["Anna", "he looked at me", "", 1.5, ["with spaces"], {"note": "A"}])
def test_content_cannot_get_into_it(lib: Library, secret: object) -> None:
    with pytest.raises(ValueError, match="plain words"), lib.change("clip.exported") as unit:
        unit.note({"fact": secret})


def test_the_head_moves(full: Library) -> None:
    with full.reading() as session:
        before = trail.head(session, full.id)
    with full.change("library.checked") as unit:
        unit.about(full.id)
    with full.reading() as session:
        after = trail.head(session, full.id)
    assert after.seq == before.seq + 1
    assert after.hash != before.hash
