"""Arrows and circles are kept with a moment's picture, go and come back by undo, and never leave the film room."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from tests.films import SMALL, FilmShelf
from tests.work.conftest import PICTURES, STEP_US
from vig_tool.errors import BadInput, NotThere
from vig_tool.timing import Instant, Span
from vig_tool.work import clips, drawings, exporting, history, importing, review, tagging
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Drawing, Moment

ARROW = Drawing(Instant(10 * STEP_US + 7), "arrow", (0.2, 0.3), (0.45, 0.5))
CIRCLE = Drawing(Instant(12 * STEP_US), "circle", (0.5, 0.5), (0.6, 0.5))


@pytest.fixture
def moment(lib: Library, recording_id: uuid.UUID) -> Moment:
    return tagging.add_moment(lib, recording_id, span=Span.of_us(0, 40 * STEP_US), principles=("turns",)).value


def held(lib: Library, moment: Moment) -> Moment:
    return tagging.read_moment(lib, moment.id)


def test_kept_with_the_very_picture(lib: Library, moment: Moment) -> None:
    done = drawings.keep_drawing(lib, moment.id, ARROW)
    drawings.keep_drawing(lib, moment.id, CIRCLE)
    assert done.label == "Draw an arrow"
    assert held(lib, moment).drawings == (replace(ARROW, at=Instant(10 * STEP_US)), CIRCLE)


def test_each_step_is_taken_back_by_itself(lib: Library, family_id: uuid.UUID, moment: Moment) -> None:
    drawings.keep_drawing(lib, moment.id, CIRCLE)
    moved = replace(CIRCLE, end=(0.7, 0.5))
    drawings.put_drawing(lib, moment.id, CIRCLE, to=moved)
    assert held(lib, moment).drawings == (moved,)
    drawings.remove_drawing(lib, moment.id, moved)
    assert held(lib, moment).drawings == ()
    assert history.undo(lib, family_id).value == "Remove the circle"
    assert held(lib, moment).drawings == (moved,)
    assert history.undo(lib, family_id).value == "Move the circle"
    assert held(lib, moment).drawings == (CIRCLE,)
    history.undo(lib, family_id)
    assert held(lib, moment).drawings == ()
    history.redo(lib, family_id)
    assert held(lib, moment).drawings == (CIRCLE,)


def test_without_a_moment_a_starred_one_is_made_in_one_step(lib: Library, family_id: uuid.UUID, recording_id: uuid.UUID) -> None:
    made = drawings.draw_on_new(lib, recording_id, replace(ARROW, at=Instant(100 * STEP_US))).value
    assert made.star
    assert made.principles == ()
    assert made.span == Span.of_us(50 * STEP_US, 125 * STEP_US)
    assert len(made.drawings) == 1
    history.undo(lib, family_id)
    assert tagging.list_moments(lib, recording_id) == []


def test_on_the_last_picture_of_the_film(lib: Library, recording_id: uuid.UUID) -> None:
    last = Instant((PICTURES - 1) * STEP_US)
    made = drawings.draw_on_new(lib, recording_id, replace(ARROW, at=last)).value
    assert last in made.span
    assert made.drawings[0].at == last


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ARROW, shape="moustache"),
        replace(ARROW, end=(1.2, 0.5)),
        replace(ARROW, end=ARROW.start),
        replace(ARROW, at=Instant(PICTURES * STEP_US)),
    ],
)
def test_nonsense_is_refused(lib: Library, recording_id: uuid.UUID, moment: Moment, wrong: Drawing) -> None:
    with pytest.raises(BadInput):
        drawings.keep_drawing(lib, moment.id, wrong)
    with pytest.raises(BadInput):
        drawings.draw_on_new(lib, recording_id, wrong)
    assert held(lib, moment).drawings == ()
    assert len(tagging.list_moments(lib, recording_id)) == 1


def test_one_that_is_gone_already(lib: Library, moment: Moment) -> None:
    with pytest.raises(NotThere):
        drawings.remove_drawing(lib, moment.id, CIRCLE)
    with pytest.raises(NotThere):
        drawings.put_drawing(lib, moment.id, CIRCLE, to=ARROW)


def test_a_best_picture_is_chosen_and_taken_back(lib: Library, family_id: uuid.UUID, moment: Moment) -> None:
    done = tagging.set_still(lib, moment.id, Instant(7 * STEP_US + 11))
    assert done.value.still == Instant(7 * STEP_US)
    assert done.label == "Choose the best picture"
    assert tagging.set_still(lib, moment.id, None).value.still is None
    history.undo(lib, family_id)
    assert held(lib, moment).still == Instant(7 * STEP_US)
    with pytest.raises(BadInput):
        tagging.set_still(lib, moment.id, Instant(40 * STEP_US))  # the first picture after it


def test_neither_the_review_nor_what_is_saved_knows_of_them(
    lib: Library, cycle_id: uuid.UUID, films: FilmShelf, tmp_path: Path
) -> None:
    [outcome] = importing.import_films(lib, [films.film(SMALL).path], cycle_id=cycle_id).value
    assert outcome.recording is not None
    recording, at = outcome.recording.id, Instant(1_000_000)
    moment = tagging.add_moment(lib, recording, span=Span.of_us(500_000, 1_500_000), star=True).value
    clip = clips.clip_from_moment(lib, moment.id).value

    def leaves(name: str) -> tuple[bytes, bytes]:
        exporting.export_still(lib, recording, at=at, out=tmp_path / f"{name}.png")
        exporting.export_clip(lib, clip.id, out=tmp_path / f"{name}.mp4")
        return (tmp_path / f"{name}.png").read_bytes(), (tmp_path / f"{name}.mp4").read_bytes()

    before = leaves("before")
    drawings.keep_drawing(lib, moment.id, Drawing(at, "arrow", (0.1234, 0.2), (0.8, 0.8)))
    assert len(tagging.read_moment(lib, moment.id).drawings) == 1
    assert leaves("after") == before
    shown = repr(review.prepare_show(lib, cycle_id))
    assert "0.1234" not in shown
    assert "arrow" not in shown
