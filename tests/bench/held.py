"""A library for the bench, with its films taken in: sealed, as they are in daily work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from tests.bench.measure import Setting
from vig_tool.work import families, importing, opening
from vig_tool.work.opening import Library

PASSPHRASE = "four quiet words here"


@contextmanager
def library(setting: Setting, name: str = "library") -> Iterator[tuple[Library, UUID]]:
    """A new library with one family and one cycle; its cycle's id."""
    lib = opening.create_library(setting.scratch / name, PASSPHRASE).library
    try:
        yield lib, add_cycle(lib)
    finally:
        lib.close()


def add_cycle(lib: Library) -> UUID:
    family = families.add_family(lib, "F014").value
    return families.add_cycle(lib, family.id, question="How do I wait for him to start?").value.id


def take_in(lib: Library, cycle_id: UUID, path: Path) -> UUID:
    """The recording's id."""
    outcome = importing.import_films(lib, [path], cycle_id=cycle_id).value[0]
    assert outcome.recording is not None, outcome.error
    return outcome.recording.id
