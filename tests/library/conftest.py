"""Open libraries for tests, and films in them that are only bytes: the library never looks inside."""

from __future__ import annotations

import io
import random
import uuid
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from vig_tool.library import pending
from vig_tool.library.models import Cycle, Family, Recording
from vig_tool.library.opening import Library, create_library
from vig_tool.vault.sealed import seal

PASSPHRASE = "blue kettle on the windowsill"


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    library, _ = create_library(tmp_path / "library", PASSPHRASE)
    yield library
    library.close()


@pytest.fixture
def cycle_id(lib: Library) -> uuid.UUID:
    return new_cycle(lib, code="F014")


@pytest.fixture
def recording_id(lib: Library, cycle_id: uuid.UUID) -> uuid.UUID:
    return take_in(lib, cycle_id)


def new_cycle(lib: Library, *, code: str, number: int = 1) -> uuid.UUID:
    with lib.change("family.added") as unit:
        family = Family(code=code, started_on=date(2025, 3, 1))
        unit.session.add(family)
        unit.session.flush()
        lib.keyring.add_family(family.id)
        cycle = Cycle(family_id=family.id, number=number, question="What helps him feel close to me?")
        unit.session.add(cycle)
        unit.session.flush()
        return cycle.id


def family_of(lib: Library, cycle_id: uuid.UUID) -> uuid.UUID:
    with lib.reading() as session:
        return session.get_one(Cycle, cycle_id).family_id


def seal_something(lib: Library, media_id: uuid.UUID, family_id: uuid.UUID) -> bytes:
    data = random.Random(media_id.int).randbytes(300_000)
    seal(io.BytesIO(data), lib.film_path(media_id), media_id=media_id, family_id=family_id, wrap_key=lib.keyring.film_key(media_id))
    return data


def take_in(lib: Library, cycle_id: uuid.UUID) -> uuid.UUID:
    family_id = family_of(lib, cycle_id)
    media_id = pending.begin_import(lib, family_id)
    data = seal_something(lib, media_id, family_id)
    with lib.change("recording.imported") as unit:
        recording = Recording(
            cycle_id=cycle_id,
            original_name="IMG_0001.MOV",
            digest=sha256(data).hexdigest(),
            size=len(data),
            facts={},
            said=[],
            frame_index=b"index",
            media_id=media_id,
        )
        unit.session.add(recording)
        pending.finish_import(unit.session, media_id)
        unit.session.flush()
        return recording.id
