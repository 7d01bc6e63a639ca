"""How a recording is looked at is kept with it; a face is followed through a stretch of it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.conftest import take_in
from vig_tool.errors import BadInput, Cancelled, NotThere
from vig_tool.jobs import Job
from vig_tool.library import recordings
from vig_tool.timing import Span
from vig_tool.work import importing
from vig_tool.work.looking import Box, Seeing, follow_face, keep_seeing, read_seeing
from vig_tool.work.opening import Library


def test_never_set_it_is_seen_as_filmed(lib: Library, recording_id: UUID) -> None:
    assert read_seeing(lib, recording_id) == Seeing(0, 0, 0)


def test_each_recording_keeps_its_own(lib: Library, cycle_id: UUID, recording_id: UUID) -> None:
    other = take_in(lib, cycle_id, role="review", variable=True)
    done = keep_seeing(lib, recording_id, Seeing(turn=90, brightness=40, contrast=-10))
    assert done.changes.touches("seeing")
    assert done.changes.ids == {recording_id}
    assert read_seeing(lib, recording_id) == Seeing(90, 40, -10)
    assert read_seeing(lib, other) == Seeing()
    assert not keep_seeing(lib, recording_id, Seeing(90, 40, -10)).changes.kinds


def test_what_a_newer_version_keeps_there_is_left_alone(lib: Library, recording_id: UUID) -> None:
    with lib.change("recording.looked_at") as unit:
        recordings.get(unit.session, recording_id).seen = {"turn": 45, "brightness": 900, "contrast": "strong", "hue": 3}
    assert read_seeing(lib, recording_id) == Seeing(0, 100, 0)
    keep_seeing(lib, recording_id, Seeing(turn=180))
    with lib.reading() as session:
        assert recordings.get(session, recording_id).seen == {"turn": 180, "brightness": 0, "contrast": 0, "hue": 3}


@pytest.mark.parametrize("wrong", [Seeing(turn=45), Seeing(brightness=101), Seeing(contrast=-101)])
def test_nonsense_is_refused(lib: Library, recording_id: UUID, wrong: Seeing) -> None:
    with pytest.raises(BadInput):
        keep_seeing(lib, recording_id, wrong)


def test_a_recording_that_is_gone(lib: Library) -> None:
    with pytest.raises(NotThere):
        read_seeing(lib, uuid4())


def test_a_face_is_followed_both_ways_and_can_be_stopped(lib: Library, cycle_id: UUID, films: FilmShelf) -> None:
    [outcome] = importing.import_films(lib, [films.film(SMALL).path], cycle_id=cycle_id).value
    assert outcome.recording is not None
    recording = outcome.recording.id
    index = importing.recording_index(lib, recording)
    box = Box.drawn(0.0, 0.0, 0.5, 0.3)
    span = Span(index.time(10), index.time(40))
    stretch = follow_face(lib, recording, at=index.time(25), box=box, span=span)
    assert stretch.numbers == range(10, 40)
    assert stretch.boxes.shape == (30, 4)
    assert stretch.sure[15]
    assert stretch.box(25).parts == pytest.approx(box.parts, abs=0.02)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        follow_face(lib, recording, at=index.time(25), box=box, span=span, job=job)
