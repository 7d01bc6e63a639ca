"""A library with a family, a cycle and a film that is only an index: these use cases never look at pictures."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from tests.films import films as films
from tests.library.conftest import seal_something
from vig_tool.library import pending
from vig_tool.library.models import Recording
from vig_tool.media.facts import FilmFacts
from vig_tool.timing import FrameIndex
from vig_tool.work import families, opening
from vig_tool.work.opening import Library

PASSPHRASE = "blue kettle on the windowsill"
STEP_US = 40_000
PICTURES = 1500


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    library = opening.create_library(tmp_path / "library", PASSPHRASE).library
    yield library
    library.close()


@pytest.fixture
def family_id(lib: Library) -> uuid.UUID:
    return families.add_family(lib, "F014").value.id


@pytest.fixture
def cycle_id(lib: Library, family_id: uuid.UUID) -> uuid.UUID:
    return families.add_cycle(lib, family_id, question="What helps him feel close to me?").value.id


@pytest.fixture
def recording_id(lib: Library, cycle_id: uuid.UUID) -> uuid.UUID:
    return take_in(lib, cycle_id)


def film_index(*, variable: bool = False) -> FrameIndex:
    """One minute, 25 pictures a second; variable: every third picture comes 15 ms late."""
    times = np.arange(PICTURES, dtype=np.int64) * STEP_US
    if variable:
        times[1::3] += 15_000
    return FrameIndex(times, times.copy(), np.arange(PICTURES) % 50 == 0, PICTURES * STEP_US)


def take_in(lib: Library, cycle_id: uuid.UUID, *, role: str = "interaction", variable: bool = False) -> uuid.UUID:
    family_id = families.family_of_cycle(lib, cycle_id)
    index = film_index(variable=variable)
    media_id = pending.begin_import(lib, family_id)
    data = seal_something(lib, media_id, family_id)
    facts = FilmFacts("mov", "h264", 1280, 720, 1280, 720, frames=len(index), duration_us=index.end_us)
    with lib.change("recording.imported") as unit:
        recording = Recording(
            cycle_id=cycle_id,
            role=role,
            original_name="IMG_0001.MOV",
            digest=sha256(data).hexdigest(),
            size=len(data),
            facts=facts.to_json(),
            said=[],
            frame_index=index.to_bytes(),
            media_id=media_id,
        )
        unit.session.add(recording)
        pending.finish_import(unit.session, media_id)
        unit.session.flush()
        return recording.id
