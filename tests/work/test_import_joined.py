"""Parts of one film taken in as one recording, recognised again, whole or nothing; and the film of a motion photo."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.chunk_films import split, write_part
from tests.work.imported import holds_nothing, one
from vig_tool.errors import BadInput, Cancelled
from vig_tool.jobs import Job, Progress
from vig_tool.library import recordings
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.sample.barcode import read_barcode
from vig_tool.media.sample.patches import google_motion_photo
from vig_tool.work import films, importing, keeping
from vig_tool.work.importing import find_runs, import_films
from vig_tool.work.opening import Library


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Three chapters; some pictures stand in two of them."""
    whole = write_part(tmp_path / "whole.mp4", range(100), b_frames=2)
    names = [tmp_path / f"GH0{n}0034.MP4" for n in (1, 2, 3)]
    return split(whole, names, [(0, 50), (25, 85), (75, 100)])


def numbers_in(lib: Library, recording_id: UUID) -> list[int]:
    film = films.stored_film(lib, recording_id)
    with FrameReader(film.source, film.facts, film.index) as reader:
        return [read_barcode(reader.picture(number).rgb) for number in reversed(range(len(film.index)))][::-1]


def test_parts_become_one_recording(lib: Library, cycle_id: UUID, parts: list[Path]) -> None:
    before = [path.read_bytes() for path in parts]
    (run,) = find_runs([parts[2], parts[0], parts[1]])
    assert run.sure
    assert [chunk.path for chunk in run.chunks] == parts
    done = import_films(lib, [parts[2], parts[0], parts[1]], cycle_id=cycle_id, joins=[[chunk.path for chunk in run.chunks]])
    (outcome,) = done.value
    assert (outcome.error, outcome.known, outcome.joined) == (None, False, 3)
    card = outcome.recording
    assert card is not None
    assert card.said[0] == "Joined of 3 films."
    assert numbers_in(lib, card.id) == list(range(100))
    assert [path.read_bytes() for path in parts] == before
    with lib.reading() as session:
        row = recordings.get(session, card.id)
        assert [(part["name"], part["size"]) for part in row.parts] == [(path.name, path.stat().st_size) for path in parts]
    assert keeping.check_library(lib, thorough=True) == []


def test_without_being_told_nothing_is_joined(lib: Library, cycle_id: UUID, parts: list[Path]) -> None:
    assert [outcome.joined for outcome in import_films(lib, parts, cycle_id=cycle_id).value] == [0, 0, 0]
    assert len(importing.list_recordings(lib)) == 3


def test_a_part_is_known_again(lib: Library, cycle_id: UUID, parts: list[Path], tmp_path: Path) -> None:
    card = import_films(lib, parts, cycle_id=cycle_id, joins=[parts]).value[0].recording
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(parts[1].read_bytes())
    outcome = one(lib, copy, cycle_id)
    assert (outcome.known, outcome.recording, outcome.part, outcome.of) == (True, card, 2, 3)
    again = import_films(lib, parts, cycle_id=cycle_id, joins=[parts]).value[0]
    assert (again.known, again.recording) == (True, card)
    assert len(importing.list_recordings(lib)) == 1


def test_parts_of_which_one_is_here_already_are_not_joined_silently(lib: Library, cycle_id: UUID, parts: list[Path]) -> None:
    one(lib, parts[1], cycle_id)
    outcome = import_films(lib, parts, cycle_id=cycle_id, joins=[parts]).value[0]
    assert outcome.error is not None
    assert parts[1].name in outcome.error
    assert len(importing.list_recordings(lib)) == 1
    assert keeping.check_library(lib) == []


def test_what_cannot_be_one_film_is_refused_and_the_rest_goes_on(lib: Library, cycle_id: UUID, parts: list[Path], tmp_path: Path) -> None:
    other = write_part(tmp_path / "silent.mp4", range(30), sound=False)
    done = import_films(lib, [parts[0], other, parts[2]], cycle_id=cycle_id, joins=[[parts[0], other]])
    assert [outcome.error is None for outcome in done.value] == [False, True]
    assert "same way" in (done.value[0].error or "")
    with pytest.raises(BadInput):
        import_films(lib, parts, cycle_id=cycle_id, joins=[parts[:2], parts[1:]])
    assert keeping.check_library(lib) == []


@pytest.mark.parametrize("phase", ["Reading the parts", "Sealing the film", "Looking through the film"])
def test_cancelled_while_joining_nothing_is_left(lib: Library, cycle_id: UUID, parts: list[Path], phase: str) -> None:
    job: Job

    def listen(progress: Progress) -> None:
        if progress.doing == phase:
            job.cancel()

    job = Job(listen, every_s=0)
    with pytest.raises(Cancelled):
        import_films(lib, parts, cycle_id=cycle_id, joins=[parts], job=job)
    holds_nothing(lib)


def test_the_film_of_a_motion_photo_is_taken_in(lib: Library, cycle_id: UUID, tmp_path: Path) -> None:
    film = write_part(tmp_path / "inside.mp4", range(30)).read_bytes()
    photo = tmp_path / "PXL_20240506_101112.MP.jpg"
    photo.write_bytes(google_motion_photo(b"\xff\xd8\xff\xe0" + bytes(2000) + b"\xff\xd9", film))
    outcome = one(lib, photo, cycle_id)
    assert outcome.error is None
    assert outcome.recording is not None
    assert outcome.recording.said[0] == "The moving part of a photo."
    assert numbers_in(lib, outcome.recording.id) == list(range(30))
    assert films.stored_film(lib, outcome.recording.id).source.open().read() == film
    assert one(lib, photo, cycle_id).known
