"""Shared by all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vig_tool.vault import slots


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """A try at a passphrase costs a millisecond instead of most of a second (in this process only)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "COST", slots.Cost(memory_kib=64, passes=1, lanes=1))
        patch.setattr(slots, "MINIMUM", slots.Cost(memory_kib=64, passes=1, lanes=1))
        yield
