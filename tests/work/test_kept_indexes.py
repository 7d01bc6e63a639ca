"""A film's list of pictures is unpacked once, however often its moments are tagged; only a few films' are kept."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.work.conftest import take_in
from vig_tool.library import indexes
from vig_tool.timing import SECOND, FrameIndex, Instant
from vig_tool.work import importing, tagging
from vig_tool.work.opening import Library


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each list that was unpacked."""
    made: list[int] = []
    real = FrameIndex.from_bytes

    def count(data: bytes) -> FrameIndex:
        made.append(len(data))
        return real(data)

    monkeypatch.setattr(FrameIndex, "from_bytes", count)
    return made


def test_tagging_unpacks_the_list_once(lib: Library, recording_id: UUID, unpacked: list[int]) -> None:
    moments = [tagging.tag_moment(lib, recording_id, at=Instant(n * SECOND), principle="turns").value for n in range(5)]
    tagging.change_moment(lib, moments[0].id, star=True)
    assert importing.recording_index(lib, recording_id) is importing.recording_index(lib, recording_id)
    assert len(unpacked) == 1


def test_only_a_few_are_kept(lib: Library, cycle_id: UUID, unpacked: list[int]) -> None:
    films = [take_in(lib, cycle_id) for _ in range(indexes._KEPT + 1)]
    for film in films:
        importing.recording_index(lib, film)
    assert len(unpacked) == len(films)
    importing.recording_index(lib, films[-1])
    assert len(unpacked) == len(films)
    importing.recording_index(lib, films[0])
    assert len(unpacked) == len(films) + 1


def test_what_everyone_shares_nobody_can_change(lib: Library, recording_id: UUID) -> None:
    index = importing.recording_index(lib, recording_id)
    with pytest.raises(ValueError, match="read-only"):
        index.times[1] = 7
