"""Films of one cycle are told apart: by what they are, by their place where there are several of a kind, and by their length."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from app.screens.film_room.films import told_apart
from vig_tool.timing import SECOND
from vig_tool.work.importing import RecordingCard

FIRST = RecordingCard(
    uuid4(), uuid4(), "F014", 1, "interaction", "a.mp4", 125, 5 * SECOND, 320, 180, "constant", (), True, datetime(2026, 3, 1, tzinfo=UTC)
)


def test_one_of_a_kind_needs_no_number() -> None:
    assert told_apart([FIRST, replace(FIRST, id=uuid4(), role="review")]) == ["Film · 00:05", "Film of the review · 00:05"]


def test_several_of_a_kind_are_numbered_as_they_came() -> None:
    later = replace(FIRST, id=uuid4(), imported_at=FIRST.imported_at + timedelta(minutes=1))
    assert told_apart([later, FIRST]) == ["Film 2 · 00:05", "Film 1 · 00:05"]
