"""Checking finds each thing that can go wrong, and nothing where all is well."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from tests.library.conftest import family_of, take_in
from vig_tool.errors import Cancelled
from vig_tool.jobs import Job
from vig_tool.library import pending
from vig_tool.library.check import check
from vig_tool.library.models import Recording
from vig_tool.library.opening import Library


def film(lib: Library, recording_id: uuid.UUID) -> Path:
    with lib.reading() as session:
        return lib.film_path(session.get_one(Recording, recording_id).media_id)


def kinds(lib: Library, *, thorough: bool = True) -> list[str]:
    return [finding.kind for finding in check(lib, thorough=thorough)]


def test_all_is_well(lib: Library, recording_id: uuid.UUID) -> None:
    reports: list[float | None] = []
    assert check(lib, job=Job(lambda progress: reports.append(progress.part), every_s=0)) == []
    assert reports[-1] == 1.0
    assert check(lib, thorough=False) == []


def test_a_missing_film(lib: Library, recording_id: uuid.UUID) -> None:
    film(lib, recording_id).unlink()
    finding = check(lib, thorough=False)[0]
    assert (finding.kind, finding.sentence) == ("film", "A film of F014, cycle 1, is missing from the library's folder.")


def test_a_flipped_bit_in_the_middle_is_found_by_a_thorough_check(lib: Library, recording_id: uuid.UUID) -> None:
    path = film(lib, recording_id)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)
    assert kinds(lib) == ["film"]
    assert kinds(lib, thorough=False) == []


def test_a_cut_tail_and_a_swapped_film_are_found_at_once(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    one, two = film(lib, recording_id), film(lib, take_in(lib, cycle_id))
    whole = one.read_bytes()
    one.write_bytes(whole[:-10])
    assert kinds(lib, thorough=False) == ["film"]
    one.write_bytes(two.read_bytes())
    assert kinds(lib, thorough=False) == ["film"]
    one.write_bytes(whole)
    assert kinds(lib) == []


def test_a_film_that_is_not_the_one_taken_in(lib: Library, recording_id: uuid.UUID) -> None:
    with lib.aside() as session:
        session.get_one(Recording, recording_id).digest = "0" * 64
    assert kinds(lib) == ["film"]


def test_a_lost_key(lib: Library, recording_id: uuid.UUID) -> None:
    with lib.reading() as session:
        lib.keyring.drop_film(session.get_one(Recording, recording_id).media_id)
    assert kinds(lib) == ["key"]


def test_keys_and_files_of_nobody(lib: Library, cycle_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    lib.keyring.add_film(uuid.uuid4(), family_of(lib, cycle_id))
    for stray in (lib.film_path(uuid.uuid4()), lib.derived_path(uuid.uuid4(), "filmstrip")):
        stray.parent.mkdir(exist_ok=True)
        stray.write_bytes(b"?")
    assert sorted(kinds(lib)) == ["key", "leftover", "leftover"]


def test_an_import_under_way_is_said(lib: Library, cycle_id: uuid.UUID) -> None:
    media_id = pending.begin_import(lib, family_of(lib, cycle_id))
    assert kinds(lib) == ["leftover"]
    pending.abandon_import(lib, media_id)
    assert kinds(lib) == []


def test_a_damaged_database_is_found(lib: Library, recording_id: uuid.UUID) -> None:
    with lib.change("library.checked") as unit:
        unit.about(lib.id)
    check(lib)  # writes the log into the database file
    path = lib.folder / "library.db"
    data = bytearray(path.read_bytes())
    data[-2000] ^= 1
    path.write_bytes(data)
    assert kinds(lib) == ["database"]


def test_a_tampered_trail_is_found(lib: Library, recording_id: uuid.UUID) -> None:
    with lib.aside() as session:
        session.connection().exec_driver_sql("UPDATE trail SET facts = '{}' WHERE seq = 2")
    assert kinds(lib) == ["trail"]


def test_it_can_be_cancelled(lib: Library, recording_id: uuid.UUID) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        check(lib, job=job)
